"""Read what share of a whole a text tells: quotes to a percentage, from 95%, 28人中27人, 应签26份已签22份, 降到8次."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nlp.cover.quantities.demands import Demand
from nlp.cover.quantities.numbers import HAN, Mention, find_mentions, to_number
from nlp.lexicon import load_patterns

WORDS = "rate_words.toml"
_PERCENT = re.compile(rf"(?<![\d.])(?P<n>\d{{1,6}}(?:\.\d{{1,6}})?)\s{{0,3}}[%％]|百分之(?P<han>[{HAN}]{{1,5}})")
_TENTHS = re.compile(rf"(?<![{HAN}\d组构完变形促])([一二三四五六七八九])成(?![立员为果就效都功长熟分品本])")
_FRACTION = re.compile(r"([二三四五六七八九十])分之([一二两三四五六七八九])")
_RATIO = re.compile(r"(?<![\d/.])(\d{1,6})\s{0,3}[/／]\s{0,3}(\d{1,6})(?![\d/])")
_HALF = re.compile(r"过半|半数|一半|大半")
_SENTENCE = re.compile(r"[^。！!？?\n]+")
_MEASURE = re.compile(r"[\u4e00-\u9fff]{1,8}(?:率|度|面|比例|占比|权重|比重)")
_CHANGED = re.compile(r"下降|减少|压减|压缩|降低|精简|缩短|减|降|压")
_OLD = re.compile(r"上年|去年|同期|20\d\d年的")
_OWED = re.compile("(?:应[到签参改办训学交报]{0,2}|总共|共计?)$")
_UP = re.compile(r"增长|增加|提高|上升|提升|超过?$")


def rate_told(quotes: Sequence[str], demand: Demand) -> float | None:
    """The percentage that quotes tell of what a demand measures, the highest that they can mean.

    None where they tell none, or that nothing is missing (全部, 无一遗漏).

    >>> due = Demand("覆盖率达到95%", ">=", 95, "%", 95, "", measure="覆盖率")
    >>> rate_told(("应到28人，实到27人。",), due), rate_told(("30人中仅3人未参加。",), due)
    (96.4, 90.0)
    >>> rate_told(("应到28人，全部到会。",), due), rate_told(("覆盖率为93.5%。",), due)
    (None, 93.5)
    """
    change = bool(_CHANGED.search(demand.measure)) or (
        not demand.measure and bool(_CHANGED.search(demand.clause)) and "抽" not in demand.clause
    )
    stated: list[float] = []
    derived: list[float] = []
    for quote in quotes:
        for found in _SENTENCE.finditer(quote):
            text = found[0]
            if not change and load_patterns(WORDS)["all"].search(text):
                stated, derived = [], []
                continue
            stated += _stated(text, demand, change=change)
            derived += _lowered(text, demand) if change else _parts(text)
    told = stated or derived
    if not told:
        return None
    best = max(told) if demand.op != "<=" else min(told)
    return round(best, 1)


def _stated(text: str, demand: Demand, *, change: bool) -> list[float]:
    """Percentages and fractions; only those of the demanded measure where the text names it."""
    rows: list[tuple[float, str]] = []
    for found in _PERCENT.finditer(text):
        value = float(found["n"]) if found["n"] else to_number(found["han"])
        rows.append((value, text[max(0, found.start() - 14) : found.start()]))
    rows += [
        (10 * to_number(found[1]), text[max(0, found.start() - 14) : found.start()]) for found in _TENTHS.finditer(text)
    ]
    rows += [
        (100 * to_number(found[2]) / to_number(found[1]), text[max(0, found.start() - 14) : found.start()])
        for found in _FRACTION.finditer(text)
        if found[1] != "百"
    ]
    rows += [(100 * int(found[1]) / int(found[2]), "") for found in _RATIO.finditer(text) if _is_share(found)]
    if not change:
        rows += [(60.0, "") for _ in _HALF.finditer(text)]
    rows = [(value, before) for value, before in rows if not (change and _UP.search(before))]
    own = [value for value, before in rows if _same_measure(before, demand.measure)]
    return own or [value for value, before in rows if change or not demand.measure or not _MEASURE.search(before)]


def _is_share(found: re.Match[str]) -> bool:
    """Whether 27/28 is a share and no date: of more than 31, by itself, or behind a word of what was reached."""
    part, whole = int(found[1]), int(found[2])
    before = found.string[max(0, found.start() - 8) : found.start()]
    alone = len(found.string) <= len(found[0]) + 4
    told = whole > 31 or alone or bool(load_patterns(WORDS)["part"].search(before)) or bool(_MEASURE.search(before))
    return 0 < part <= whole and told


def _same_measure(before: str, measure: str) -> bool:
    names = _MEASURE.findall(before)
    if not names or not measure:
        return False
    return names[-1][-3:] == measure[-3:] or (len(measure) >= 3 and names[-1][-2:] == measure[-2:] == "意率")


def _parts(text: str) -> list[float]:
    """Shares from a whole and its parts in the same unit: 应签26人，已签22人; the parts added where they fit."""
    patterns = load_patterns(WORDS)
    mentions = tuple(m for m in find_mentions(text) if not m.ordinal and m.kind not in ("time", "day"))
    shares = []
    for at, whole in enumerate(mentions[:40]):
        around = mentions[at + 1 : at + 9] + (mentions[max(0, at - 3) : at] if _OWED.search(whole.before) else ())
        later = [m for m in around if _alike(m, whole)]
        rest = [m for m in later if _is_rest(m, patterns["rest"])]
        parts = [m for m in later if m not in rest and 0 < m.value <= whole.value and _is_part(m, patterns["part"])]
        if parts:
            added = sum(m.whole for m in parts)
            reached = added if added <= whole.value else max(m.value for m in parts)
            shares.append(100 * reached / whole.value)
        elif rest and rest[0].value < whole.value:
            within = re.search(r"[中里]$|[中里]\D{0,6}$", rest[0].before) or re.search(r"^\D{0,6}[中里]", whole.after)
            lack = rest[0].value
            owed = whole.value if within or re.search("应|共|收到|接", whole.before) else whole.value + lack
            shares.append(100 * (owed - lack) / owed)
    return shares


def _alike(part: Mention, whole: Mention) -> bool:
    return part.kind == whole.kind or (part.unit == "个" and whole.kind in ("person", "case", "paper", "body"))


def _is_part(part: Mention, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(part.before[-10:])) or bool(
        re.match(r"[^，。；]{0,6}(?:了|完毕|到位|合格|销号)", part.after)
    )


def _is_rest(mention: Mention, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(mention.before[-8:]) or pattern.search(mention.after[:8]))


def _lowered(text: str, demand: Demand) -> list[float]:
    """By how much percent numbers in one unit fell: 由126次降到108次, 161件，比2022年的187件减少.

    Where the demand is on papers and on meetings, the one that fell less counts.
    """
    pattern = load_patterns(WORDS)["change"]
    if not pattern.search(text):
        return []
    mentions = find_mentions(text)[:40]
    rows: dict[str, float] = {}
    for first, second in pairwise(mentions):
        if (first.unit != second.unit and first.kind != second.kind) or not first.value or not second.value:
            continue
        low, high = sorted((first.value, second.value))
        between = text[first.start : second.start + 12]
        fell = second.value < first.value and pattern.search(between)
        if fell or (second.value > first.value and _OLD.search(between)):
            rows[first.kind] = max(rows.get(first.kind, 0.0), 100 * (high - low) / high)
    both = len(rows) > 1 and "会" in demand.clause and "文" in demand.clause
    return [min(rows.values())] if both else list(rows.values())
