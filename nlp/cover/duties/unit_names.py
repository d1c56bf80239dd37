"""Compare names of bodies: two names to whether they are one unit's, a name to its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, get_args

from nlp.errors import ConfigError
from nlp.lexicon import load
from nlp.lexicon.script import to_simplified

UnitKind = Literal["office", "body", "own"]
Where = Literal["inside", "end", "organ", "start"]

LEAST_CORE = 2
LONGEST_NAME = 30
LONGEST_ODD_NAME = 5
"""A name whose end tells nothing (县妇联) is a name up to this length."""

_LONGEST = 60
_NOT_LEVEL = "场容政民域县政地划镇街社村建"  # behind 市, 县, 区 …: the sign begins a word (市场, 市政, 区划, 乡镇)
_PLACE = re.compile(r".{0,9}(?:[省市县区州盟旗镇乡]|街道|新区|兵团)")
_LEVEL = re.compile(rf"[省市县区州盟旗镇乡](?![{_NOT_LEVEL}])")
_PLACED = re.compile(rf".{{0,8}}?(?<![社小园校学片厂矿山景])[省市县区州盟旗镇乡](?![{_NOT_LEVEL}])(?=.{{2}})")
_NAME_OF_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}")
_WHOSE = re.compile(
    r"(?:.{0,14}(?:局|(?<![党工纪])委|厅|集团|公司|医院|学院|学校|中学|小学|大学|中心|法院)|[院校行社]|机关)(?:机关)?"
)
_BRACKETS = re.compile(r"[(（〔\[【]([^)）〕\]】]*)[)）〕\]】]")
_SIGNS = re.compile(r"[\s“”\"'‘’·\-—_,，。、;；:：]")
_GENERIC = frozenset("省市县区镇乡局中心管理服务所站处队院部科股室办公司集团单位大总第一二三四五")


def same_unit(a: str, b: str) -> bool:
    """Whether two names are one unit's, as far as the names tell.

    They are where they agree once written alike (full and short names of unit_aliases.tsv, script, brackets), or where
    one has only the place or the superior body in front of the other (县人民医院, 局办公室). A name in brackets is a
    second name of the same body. Two levels are two units (大队, 支队), and so are two places.

    >>> same_unit("桐渚县人民医院", "县人民医院"), same_unit("局办公室", "办公室")
    (True, True)
    >>> same_unit("市卫健委", "市卫生健康局"), same_unit("便民中心", "便民服务中心")
    (True, True)
    >>> same_unit("沅坪县水务局", "砚湖区水务局"), same_unit("执法大队", "执法支队"), same_unit("人事科", "政工人事科")
    (False, False, False)
    """
    return any(_same(x, y) for x in spell(a) for y in spell(b))


def is_part_of(part: str, whole: str) -> bool:
    """Whether one name says by itself that it is a part of the other unit.

    >>> is_part_of("桐渚县中医医院药械党支部", "县中医院"), is_part_of("县人民医院", "县中医院")
    (True, False)
    """
    for outer in spell(whole):
        if len(outer) <= LEAST_CORE or kind_of(outer) != "body":
            continue
        for inner in spell(part):
            at = inner.find(outer)
            if at >= 0 and at + len(outer) < len(inner) and _may_precede(inner[:at], outer):
                return True
    return False


def may_be_short_for(short: str, full: str) -> bool:
    """Whether a name may be short for another, or its end: a guess, for names that nothing else explains.

    >>> may_be_short_for("造价站", "市建设工程造价管理站"), may_be_short_for("公路中心", "公路养护中心")
    (True, True)
    >>> may_be_short_for("办公室", "柘堰镇农业农村办公室"), may_be_short_for("市图书馆", "县图书馆")
    (False, False)
    """
    return any(_abbreviates(x, y) for x in map(without_place, spell(short)) for y in map(without_place, spell(full)))


def is_name(text: str) -> bool:
    """Whether a text is the name of a body, and not a title that stands in for it.

    >>> is_name("市图书馆"), is_name("关于2023年作风建设情况的报告")
    (True, False)
    """
    plain = _squeeze(text)
    if not plain or len(plain) > LONGEST_NAME or re.search(r"\d{2}|^关于", plain):
        return False
    return any(kind_of(way) in ("office", "body") for way in spell(text)) or len(plain) <= LONGEST_ODD_NAME


@lru_cache(maxsize=50_000)
def kind_of(name: str) -> UnitKind | None:
    """What kind of party a name is by its end; None where no end tells.

    A department with a place or level in front is a body of its own (市河长制办公室).

    >>> kind_of("局办公室"), kind_of("市容管理所"), kind_of("局党组"), kind_of("柘堰镇农业农村办公室")
    ('office', 'body', 'own', 'body')
    """
    plain = _squeeze(name)
    found = next((kind for ending, kind in _kinds() if plain.endswith(ending)), None)
    if found == "office":
        placed = _PLACED.match(plain)
        rest = plain[placed.end() :] if placed else ""
        whose = _WHOSE.match(rest)
        if rest and not (whose and whose.end() < len(rest)) and not (placed and placed.end() == 1 and _is_organ(rest)):
            return "body"
    return found


@lru_cache(maxsize=50_000)
def spell(name: str) -> tuple[str, ...]:
    """The ways to write a name once it is written as all names are; the second name is the one in brackets.

    >>> spell("区政府办公室（区金融办）"), spell("望桐社区党委"), spell("市道路运输服务中心")
    (('区政府办', '区金融办'), ('望桐社区',), ('市道路运输中心',))
    """
    plain = to_simplified(name[:_LONGEST])
    inner = [text for text in _BRACKETS.findall(plain) if kind_of(text) in ("office", "body")]
    found = (_fold(_squeeze(text)) for text in (_BRACKETS.sub("", plain), *inner))
    return tuple(dict.fromkeys(text for text in found if text))


def _fold(name: str) -> str:
    rules = _aliases()
    for word in rules["start"]:
        if name.startswith(word) and len(name) > len(word) + LEAST_CORE:
            name = name.removeprefix(word)
    if inside := _inside():
        name = inside.sub(lambda found: rules["inside"][found[0]], name)
    for organ in rules["organ"]:
        left = name.removesuffix(organ)
        if left != name and len(left) > LEAST_CORE and kind_of(left) == "body":
            name = left
            break
    for end, same in rules["end"].items():
        if name.endswith(end) and len(name) >= len(end) + LEAST_CORE:
            return name.removesuffix(end) + same
    return name


def _same(a: str, b: str) -> bool:
    if a == b:
        return True
    short, full = sorted((a, b), key=len)
    if len(short) == len(full):
        return False
    if full.endswith(short):
        return _may_precede(full[: len(full) - len(short)], short)
    return _loose_level(short, full)


def _may_precede(front: str, name: str) -> bool:
    """Whether what stands before a name is only its place or, before a department, the body that it belongs to."""
    if not front or front in ("局", "我局", "本局", "市局", "县局", "区局"):
        return True
    if _LEVEL.match(name) and not _LEVEL.match(front):
        return (bool(_NAME_OF_PLACE.fullmatch(front)) and front[-1] not in "省市县区州盟旗镇乡") or bool(
            _PLACE.fullmatch(front)
        )
    if _PLACE.fullmatch(front):
        return not _LEVEL.match(name) or front[-1] != name[0]
    return kind_of(name) == "office" and bool(_WHOSE.fullmatch(front))


def _loose_level(short: str, full: str) -> bool:
    """Whether a name that ends in 队 without its level is the other's, which has one (执法队, 执法大队)."""
    if not short.endswith("队") or short[-2:] in ("大队", "支队", "中队", "总队"):
        return False
    bare = re.sub(r"[大支中总]队$", "队", full)
    return bare != full and (bare == short or (bare.endswith(short) and _may_precede(bare[: -len(short)], short)))


def _abbreviates(short: str, full: str) -> bool:
    if len(short) <= LEAST_CORE or len(short) >= len(full) or short[-1] != full[-1] or kind_of(short) != "body":
        return False
    if full.endswith(short) or (short[0] == full[0] and _is_subsequence(short, full)):
        return True
    end = next(ending for ending, _ in _kinds() if short.endswith(ending))
    core = short.removesuffix(end)
    return full.endswith(end) and len(core) >= LEAST_CORE and core in full


def _is_subsequence(short: str, full: str) -> bool:
    signs = iter(full)
    return all(sign in signs for sign in short)


def without_place(name: str) -> str:
    """A name, once spelled, without the named place in front of it (桐渚县人民医院)."""
    found = _PLACED.match(name)
    return name[found.end() :] if found and found.end() < len(name) - 1 and found.end() > 1 else name


@lru_cache(maxsize=50_000)
def telling_signs(name: str) -> frozenset[str]:
    """The signs of a name that tell bodies apart: those of no place and of no word that all bodies have."""
    return frozenset("".join(map(without_place, spell(name)))) - _GENERIC


def _is_organ(rest: str) -> bool:
    return any(rest == ending for ending, kind in _kinds() if kind == "office")


@lru_cache(maxsize=50_000)
def _squeeze(text: str) -> str:
    return _SIGNS.sub("", text)


@cache
def _kinds() -> tuple[tuple[str, UnitKind], ...]:
    rows = load("unit_kinds.tsv", keys=("ending", "kind"))
    for row in rows:
        if row["kind"] not in get_args(UnitKind):
            raise ConfigError(f"unit_kinds.tsv, {row['ending']}: 没有 {row['kind']} 这一类；请改正")
    return tuple(sorted(((row["ending"], row["kind"]) for row in rows), key=lambda row: -len(row[0])))


@cache
def _aliases() -> dict[Where, dict[str, str]]:
    """The rows of unit_aliases.tsv by where they hold, the longest words first."""
    found: dict[Where, dict[str, str]] = {where: {} for where in get_args(Where)}
    for row in _longest_first():
        if row[2] not in found:
            raise ConfigError(f"unit_aliases.tsv, {row[0]}: 没有 {row[2]} 这种写法；请改正")
        found[row[2]][row[0]] = row[1]
    return found


def _longest_first() -> Iterator[tuple[str, str, Where]]:
    rows = load("unit_aliases.tsv", keys=("written", "same", "where"))
    yield from sorted(((row["written"], row["same"], row["where"]) for row in rows), key=lambda row: -len(row[0]))


@cache
def _inside() -> re.Pattern[str] | None:
    words = _aliases()["inside"]
    return re.compile("|".join(map(re.escape, words))) if words else None
