"""Find the quantities that work must reach, counts and percentages: a task's sentence to Targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlp.extract.folding import Folded, fold
from nlp.extract.numerals import parse_number
from nlp.lexicon import load
from nlp.types import Op, Target

RULE_KEYS = ("name", "pattern", "examples")
PERIOD_KEYS = ("period", "freq", "interval", "by", "length", "designator")
_NUMERALS = "〇零一二两三四五六七八九十百千"
_NUMBER = rf"(?P<n>(?<![\d.])(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?)|(?<![{_NUMERALS}])[{_NUMERALS}]+)"
_DIGITS = frozenset(f"0123456789{_NUMERALS}")
_NOT_TENTHS = "果效立员本为就熟功分长"  # after 成, no tenths: 三成员
_HAN = r"(?:(?![的对将把使底前末了、和年月])[\u4e00-\u9fff])"
_STOPS = ",。;:!?\n"
_ENDS = f"{_STOPS}、和及与()"
_LEFT = 30  # characters on one side of a quantity that may tell what it is
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]*|[。;!?]+")
_PERIOD_BEFORE = re.compile(r"(?P<each>每)?(?:[一两二三四六\d]个?)?(?:半年|季度|季|学期|年|月|周|星期)$")
_WHOLE_TIME = re.compile(
    r"(?:(?:每(?:[两二三四六\d]个?)?|全|当|本)?(?:半年|季度|季|学期|年|月|周|星期))?(?:约|共|共计|累计|合计|各|新增)?"
)
_UNIT = ("scale", "unit", "other", "per")
_ONCE_OVER = ("轮", "遍")  # 完成一轮 says that all is done, not how often
_HAN_NEXT = re.compile(r"[\u4e00-\u9fff]")
_NOT_TOWARDS = "针面应核比校绝分定设变改作整称认成限数量值额度率"  # before 对 and 为 in 针对, 分为, 数量为
_ACTED_ON = re.compile(rf"(?<![{_NOT_TOWARDS}])[对为向](?:全[县市区镇乡省州旗校局]|辖区内?)?$")
_CLAUSE = re.compile(rf"[^{_STOPS}]{{0,{_LEFT}}}")
_DONE_FOR = re.compile(r"[\u4e00-\u9fff]{4}")
_NO_THINGS = ("方面", "环节", "维度", "层面", "领域", "重点", "步骤")
_PART_OF = re.compile(r"其中")
_LAST_NOUN = re.compile(rf"[\u4e00-\u9fff]{{1,6}}(?=[{_ENDS}]|$)")
_COUNTED = re.compile(r"[\u4e00-\u9fff\")]{2,}$")
_LATIN = r"[A-Za-zμ℃][A-Za-z0-9²³]{0,9}(?:/[A-Za-z0-9²³]{1,5}|/[\u4e00-\u9fff]{1,3})?"


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns that the word lists make; `ops` gives each comparing word its op, `units` each unit its use."""

    quantity: re.Pattern[str]
    measure: re.Pattern[str]
    near_verb: re.Pattern[str]
    verb: re.Pattern[str]
    fact: re.Pattern[str]
    rest: re.Pattern[str]
    short_order: re.Pattern[str]
    hidden: re.Pattern[str]
    periodic: re.Pattern[str]
    ops: dict[str, Op]
    units: dict[str, str]


def find_targets(text: str, *, amount: bool = False) -> tuple[Target, ...]:
    """All targets in `text`, in reading order: op, value, unit, the exact words and their place.

    A count starts at its comparing word or its number (不少于4次), a percentage at what it measures (整改率达到100%).
    A comparing word reaches over what a share is of (不低于登记户数的10%), and holds for the numbers listed behind the
    first (分别达到3万人、2万人).
    A bare number is a target behind what it counts (改造电梯25部) or near a verb of doing (举办1期). 以上 and 达到
    are >=, 以内 and 不超过 <=. The unit is written as in `text`, with its 万 or 亿; a ratio (提高到0.58以上) has none.
    Numbers that name a thing (“一把手”, 三会一课) or tell a fact (现有党员120名) are none; lexicon/not_targets.toml
    and target_words.tsv hold them. What is acted on counts where its number is in digits (对3个镇开展巡察). `amount`
    says that the text is itself a quantity to reach (a cell below 目标值), where a bare 2期 or 3000人 counts too.

    >>> [(found.text, found.op, found.value, found.unit) for found in find_targets("每季度至少1次，整改率达到100%")]
    [('至少1次', '>=', 1.0, '次'), ('整改率达到100%', '>=', 100.0, '%')]
    >>> find_targets("落实“一岗双责”，现有党员120名")
    ()
    >>> [(found.text, found.op, found.value, found.unit) for found in find_targets("12次/年", amount=True)]
    [('12次/年', '=', 12.0, '次')]
    """
    folded = fold(text)
    if _DIGITS.isdisjoint(folded.text):
        return ()
    return tuple(
        target
        for part in _SENTENCE.finditer(folded.text)
        if not _DIGITS.isdisjoint(part[0])
        for target in _in_sentence(part[0], part.start(), folded, text, amount=amount)
    )


def _in_sentence(sentence: str, offset: int, folded: Folded, text: str, *, amount: bool) -> Iterator[Target]:
    grammar = _grammar()
    matches = list(grammar.quantity.finditer(sentence))
    last: tuple[int, Op] | None = None  # where the last target ended, and the op of the word before it
    hidden = bytearray(len(sentence))
    for match in grammar.hidden.finditer(sentence) if matches else ():
        hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for match in matches:
        if hidden.find(1, *match.span("n")) >= 0:
            continue
        left = sentence[max(0, match.start() - _LEFT) : match.start()]
        left = left[max(map(left.rfind, _STOPS)) + 1 :]
        if last and (part := _PART_OF.match(left)):
            left = left[part.end() :]  # a part of what must be reached must be reached too
        if match["percent"] is not None:
            measure = grammar.measure.search(left)
            start = match.start() - (len(left) - measure.start("measure") if measure else 0)
            scale = 10 if match["percent"].startswith("成") else 1
            unit = "‰" if match["percent"].startswith("‰") else "%"
        elif _is_goal(match, left, grammar) or (amount and _stands_alone(match, left, grammar)):
            start, scale, unit = match.start(), 1, _unit(match, offset, folded, text, grammar)
        else:
            continue
        value = scale * (parse_number(match["n"]) or 0.0) + (parse_number(match["tenth"] or "") or 0.0)
        begin, end = folded.place(offset + start, offset + match.end())
        op = _op(match, grammar)
        if op == "=" and last and match.start() - last[0] == 1 and sentence[last[0]] in "、和及":
            op = last[1]  # 分别达到3万人、2万人
        last = match.end(), "=" if match["after"] and not (match["before"] or match["ahead"]) else op
        yield Target(text[begin:end], op, value, unit, begin)


def _unit(match: re.Match[str], offset: int, folded: Folded, text: str, grammar: _Grammar) -> str:
    """The unit in the characters of `text` (個), with its 万 or 亿; 次/年 is 次, but 吨/日 is a unit of its own."""
    often = match["per"] and grammar.units[match["unit"]] not in ("extent", "size")
    names = ("scale", "unit", "other") if often and grammar.periodic.fullmatch(match["per"]) else _UNIT
    spans = (match.span(name) for name in names)
    places = (folded.place(offset + begin, offset + end) for begin, end in spans if begin < end)
    return "".join("".join(text[begin:end].split()) for begin, end in places)


def _is_goal(match: re.Match[str], left: str, grammar: _Grammar) -> bool:
    """Whether a count is one that the work must reach: by a comparing word, or by the words before it."""
    compared = match["before"] or match["ahead"]
    if not match["unit"]:
        return bool(match["before"] and match["n"][0].isdigit()) or bool(compared and match["other"])
    use = grammar.units[match["unit"]]
    if compared:
        return True
    if use == "size" and not match["scale"]:
        return False
    noun = _HAN_NEXT.match(match.string, match.end())
    if match["after"] and noun and (use in ("extent", "size") or match["after"].endswith("下")):
        return False
    return bool(match["after"] or _is_ordered(match, left, use, grammar))


def _stands_alone(match: re.Match[str], left: str, grammar: _Grammar) -> bool:
    """Whether a count is all that its clause says, but for what is counted: 2期, 5个示范社区, 全年12次."""
    if not match["unit"] or (grammar.units[match["unit"]] == "size" and not match["scale"]):
        return False
    if _WHOLE_TIME.fullmatch(left.rpartition("、")[2]) is None or (left and match["n"] == "一"):
        return False
    follows = match.string[match.end() : match.end() + 1]
    return follows in _ENDS or (match["n"][0].isdigit() and bool(_LAST_NOUN.match(match.string, match.end())))


def _is_ordered(match: re.Match[str], left: str, use: str, grammar: _Grammar) -> bool:
    """Whether a bare number is one that the work must reach, from the words before it in its clause.

    A number behind what it counts (培养骨干20名) is one unless the clause tells a fact, a number in front of it
    (配备1名联络员) needs the verb near by; 一次 beside 每季度 only says the period again.
    """
    number, follows = match["n"], match.string[match.end() : match.end() + 1]
    period = _PERIOD_BEFORE.search(left)
    if period:
        return period["each"] is not None and number != "一"
    if grammar.short_order.search(left) and number != "一":
        return True
    if grammar.fact.search(left) or _tells_rest(left, grammar):
        return False
    near = grammar.near_verb.search(left)
    adjacent = bool(near and near.end("verb") == len(left))
    last = follows in _ENDS
    counted = last and bool(_COUNTED.search(left)) and not adjacent
    if number[0].isdigit():
        if _ACTED_ON.search(left):
            rest = _CLAUSE.match(match.string, match.end())
            if rest is None or rest[0].startswith(_NO_THINGS):
                return False
            return bool(grammar.verb.search(rest[0]) or (left == "为" and _DONE_FOR.match(rest[0])))
        free = use == "act" or last or bool(_LAST_NOUN.match(match.string, match.end()))
        return bool(near) or counted or bool(free and grammar.verb.search(left))
    if number == "一":
        return "每" not in left and bool(
            (use == "act" and match["unit"] not in _ONCE_OVER and grammar.verb.search(left))
            or (use == "head" and (adjacent or (counted and grammar.verb.search(left))))
        )
    return adjacent or counted or bool(near and use == "act")


def _tells_rest(left: str, grammar: _Grammar) -> bool:
    """Whether only what there is is counted (存量违建20处), with no verb of doing before it (拆除存量违建20处)."""
    rest = grammar.rest.search(left)
    return rest is not None and grammar.verb.search(left, 0, rest.start()) is None


def _op(match: re.Match[str], grammar: _Grammar) -> Op:
    word = match["after"] or match["before"] or match["ahead"]
    if match["more"] and not (match["before"] or match["ahead"]) and match["percent"] is None:
        return ">="
    return grammar.ops[word] if word else "="


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    words = load("target_words.tsv", keys=("word", "place", "op"))
    units = load("units.tsv", keys=("unit", "use", "not_before"))
    measures = load("target_measures.tsv", keys=("word", "role"))
    verbs = _either(row["verb"] for row in load("target_verbs.tsv", keys=("verb",)))
    before, ahead, after, fact, rest, short, lead = (
        _either(row["word"] for row in words if row["place"] == place)
        for place in ("before", "ahead", "after", "fact", "rest", "short", "lead")
    )
    heads, modifiers, change = (
        _either(row["word"] for row in measures if row["role"] == role) for role in ("measure", "modifier", "change")
    )
    rules = load("not_targets.toml", keys=RULE_KEYS)
    gap = r"(?:(?!提前|每)[\u4e00-\u9fff]){0,6}?"
    of = r"(?:(?!提前|每)[\u4e00-\u9fff]){2,14}的(?=\d{1,3}(?:\.\d+)?[%‰]|[一二三四五六七八九]成)"
    named = "|".join(
        re.escape(row["unit"]) + (f"(?![{row['not_before']}])" if row["not_before"] else "")
        for row in sorted(units, key=lambda row: -len(row["unit"]))
    )
    periods = _either(row["period"] for row in load("periods.tsv", keys=PERIOD_KEYS))
    end = rf"(?=(?:{after})?(?:[{_ENDS}]|$)|(?:{after}))"
    times = rf"(?:/每?(?:{periods}){end})?"
    return _Grammar(
        quantity=re.compile(
            rf"(?:(?:(?P<before>{before})|(?P<ahead>{ahead}))(?:{of}|(?(ahead){gap})))?(?P<share>百分之)?{_NUMBER}"
            rf"(?P<more>余|多|[-至到][\d{_NUMERALS}]+%?)?"
            rf"(?:(?P<percent>[%‰]{times}|(?(share)|成(?P<tenth>[一二三四五六七八九])?(?![{_NOT_TENTHS}])))|(?P<scale>[十百千]?[万亿]|千(?![米克瓦伏卡]))?"
            rf"(?:(?P<unit>{named})(?P<per>/[\u4e00-\u9fff]{{1,3}}?{end})?|(?P<other>{_LATIN}|(?![年月日天个{_NUMERALS}])[\u4e00-\u9fff]){end}|{end}))"
            rf"(?P<after>{after})?"
        ),
        measure=re.compile(
            rf"(?P<measure>(?:(?:(?:{modifiers})+{_HAN}{{0,2}}(?:{heads})|{_HAN}{{2,4}})[、和])*(?:{modifiers})*{_HAN}{{0,2}}(?:{heads}))"
            rf"(?:全年|年均|均|都|全部|分别|要|应|须|力争)?(?:(?:比|较|同比)[\u4e00-\u9fff]{{0,4}}?)?(?:{change})?了?$"
        ),
        near_verb=re.compile(rf"(?P<verb>{verbs})(?:了|出|为|成)?[^的对在由从向为]{{0,8}}$"),
        verb=re.compile(verbs),
        fact=re.compile(fact),
        rest=re.compile(rest),
        short_order=re.compile(rf'(?:^|[、"》)])(?:{lead}){{0,2}}(?:{short})$'),
        hidden=re.compile("|".join(row["pattern"] for row in rules)),
        periodic=re.compile(rf"/每?(?:{periods})"),
        ops={row["word"]: row["op"] for row in words if row["op"]},
        units={row["unit"]: row["use"] for row in units},
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
