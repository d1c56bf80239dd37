"""Read the facts at a document's head and foot: title, kind, year, issuer, file number, date, unit, period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from nlp.lexicon import load
from nlp.lexicon.script import to_simplified
from nlp.parse.headings import Mark
from nlp.parse.outline import notice_title
from nlp.parse.raw import Grid, Paragraph
from nlp.types import DocumentKind, Period

_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年|财年)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年)?\s*[—\-–~～至]+\s*(?:19|20)\d\d\s*年")
_DATE = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}\s*[〔\[（(]\s*(?:19|20)\d\d\s*[〕\])）]\s*第?\s*\d+\s*号")
_RED_HEAD = re.compile(r"^([^。，：]{2,30}?)\s*文\s*件$")
_FILLED_BY = re.compile(r"(?:填报|填表|报送|编报)\s*(?:单位|部门)?\s*[:：]\s*([^\s，。,；;　（(]{2,30})")
_BODY_BEFORE = re.compile(
    r"^(?:——)?(?:关于)?(?:(?:19|20)\d\d\s*年)?(?P<body>(?!关于|在|今年)[^《》“”。，,（(\d]{2,30}?)(?:领导班子|党支部班子)?"
    r"(?P<next>关于|落实|贯彻|(?:19|20)\d\d\s*年|二[〇○零]..年|今年|上半年|下半年|年度|全面从严|党风廉政|党建|作风|廉政|廉洁|行风|窗口|清廉|在)"
)
_BODY_END = re.compile(
    r"(?:局|委|办|科|股|室|部|处|院|所|站|队|厅|会|校|园|馆|政府|中心|公司|集团|支部|党委|党组|街道|社区)$"
)
_HEAD_OF = re.compile(
    r"(?P<body>.{2,26}?)(?:党委|党组|党总支|党支部)?(?:书记|院长|局长|主任|队长|支队长|大队长|所长|站长|校长|馆长|处长|科长|经理)+"
)
_REGISTER = re.compile(r"(?:台账|清单|登记表|一览表|汇总表|情况表)$")
_PROGRESS = re.compile(r"进展|完成情况|落实情况|办理情况|佐证|成效|是否完成")
_LIMIT = re.compile(r"时限|完成时间|时间节点|责任单位|牵头")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "一季度": (1, 3), "二季度": (4, 6)}
_HALVES |= {"三季度": (7, 9), "四季度": (10, 12)}
_MONTHS = re.compile(r"(\d{1,2})\s*(?:月)?\s*(?:至|到|-|—|－|～|~)\s*(\d{1,2})\s*月(?!\d)")
_SPOKEN_OF = re.compile(r"将.{0,12}?(?:情况|工作)")
_UNTIL = re.compile(r"截至\s*(?:(?:19|20)\d\d\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself; None where it does not."""

    title: str | None
    kind: DocumentKind
    year: int | None
    year_source: str | None
    issuer: str | None
    number: str | None
    issued: date | None
    unit: str | None
    period: Period | None


def find_facts(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark], file: str) -> Facts:
    """The facts of a document from its raw blocks and their roles; `file` is the file's name."""
    lines = [block.text.strip() if isinstance(block, Paragraph) else "" for block in blocks]
    title = _title(lines, marks) or _title_row(blocks)
    head, foot = lines[:12], lines[-6:]
    issued = _issued(head, foot)
    grids = [block for block in blocks if isinstance(block, Grid)]
    headers = " ".join(cell.text for grid in grids for cell in grid.cells if cell.row < 3)
    kind = find_kind(title or Path(file).stem, lines, headers=headers)
    year, source = _year(title, file, issued, lines, kind)
    number = next((m[0].replace(" ", "") for line in head if (m := _NUMBER.fullmatch(line))), None)
    issuer = _issuer(title, head, foot)
    unit = _unit(title, lines, foot, file) if kind == "report" else None
    period = _period(title, lines[:6], year, issued) if kind == "report" else None
    return Facts(title, kind, year, source, issuer, number, issued, unit, period)


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in load("document_kinds.tsv", keys=("word", "kind"))}


def find_kind(title: str, lines: Sequence[str], *, headers: str = "") -> DocumentKind:
    """Plan, report or other: the word of `lexicon/document_kinds.tsv` that stands nearest to the title's end decides.

    A register (台账, 清单 …) is what its columns say: one with progress a report, one with deadlines alone a plan.

    >>> find_kind("市博物馆落实2022年度党风廉政建设任务自查报告", [])
    'report'
    >>> find_kind("澄岚街道2025年清廉街道建设工作要点", [])
    'plan'
    """
    title = re.sub(r"[（(][^（）()]*[)）]", "", to_simplified(title))
    if _REGISTER.search(title) and headers:
        headers = to_simplified(re.sub(r"\s+", "", headers))
        if _PROGRESS.search(headers):
            return "report"
        if _LIMIT.search(headers):
            return "plan"
    found = {word: title.rfind(word) + len(word) for word in _kinds() if word in title}
    if found:
        best = max(found, key=lambda word: (found[word], len(word)))
        return "plan" if _kinds()[best] == "plan" else "report"
    body = "".join(lines)
    past = sum(body.count(cue) for cue in ("了", "已", "一年来", "现将", "下一步"))
    order = sum(body.count(cue) for cue in ("要", "严格", "加强", "深化", "责任单位", "底前"))
    if not body or past == order == 0:
        return "other"
    return "report" if past > order else "plan"


def _title(lines: Sequence[str], marks: Sequence[Mark]) -> str | None:
    titles = [line for line, mark in zip(lines, marks, strict=True) if mark.kind == "title"]
    if not titles:
        return None
    joined = "".join(titles)
    return notice_title(joined) or ("".join(dict.fromkeys(titles)))


def _title_row(blocks: Sequence[Paragraph | Grid]) -> str | None:
    """The title that stands as a row across the first table, as offices like to set it."""
    grid = next((block for block in blocks[:4] if isinstance(block, Grid)), None)
    if grid is None or grid.columns < 2:
        return None
    cell = grid.cells[0]
    text = cell.text.replace("\n", "").strip()
    return text if cell.column_span == grid.columns and any(word in text for word in _kinds()) else None


def _issued(head: Sequence[str], foot: Sequence[str]) -> date | None:
    for line in [*reversed(foot), *head]:
        match = _DATE.search(_digits(line))
        if match and len(line) <= 30:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None


def _year(
    title: str | None, file: str, issued: date | None, lines: Sequence[str], kind: DocumentKind
) -> tuple[int | None, str | None]:
    if title and (match := _SPAN.search(_digits(title)) or _YEAR.search(_digits(title))):
        return int(match[1]), "title"
    if match := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", Path(file).stem):
        return int(match[1]), "file name"
    if first := next((m for line in lines[:8] if len(line) > 14 and (m := _YEAR.match(_digits(line)))), None):
        return int(first[1]), "text"
    if issued:
        return issued.year, "date of issue"
    counts = Counter(int(year) for line in lines for year in _YEAR.findall(_digits(line)))
    if kind == "plan" and counts:  # a report without a year of its own mostly names the years that it is not about
        return counts.most_common(1)[0][0], "text"
    return None, None


def _issuer(title: str | None, head: Sequence[str], foot: Sequence[str]) -> str | None:
    for line in head:
        if match := _RED_HEAD.match(line):
            return match[1]
    bare = (line for line in head[:4] if 4 <= len(line) <= 25 and line != title and _BODY_END.search(line))
    return _body(title) or next(bare, None) or _signature(foot)


def _unit(title: str | None, lines: Sequence[str], foot: Sequence[str], file: str) -> str | None:
    if body := _body(title):
        return body
    for line in lines[:12]:
        if match := _FILLED_BY.search(line):
            return match[1]
    if signed := _signature(foot):
        return signed
    for line in lines[1:4]:
        if len(line) <= 40 and (match := _HEAD_OF.match(line)) and _BODY_END.search(match["body"]):
            return match["body"]
    return re.sub(r"^[\d_\-\s.]+", "", Path(file).stem) or None


def _body(title: str | None) -> str | None:
    """The body that a title begins with, the part behind a —— first."""
    for part in reversed((title or "").split("——")):
        match = _BODY_BEFORE.match(part.strip())
        if match and (match["next"][-1] in "于年" or _BODY_END.search(match["body"])):
            return match["body"]
    return None


def _signature(foot: Sequence[str]) -> str | None:
    """The body that signs: the short line above the last date line."""
    for i in range(len(foot) - 1, 0, -1):
        line = _digits(foot[i])
        if (match := _DATE.search(line)) and len(line) <= 24:
            before = foot[i][: match.start()].strip("（( ，,")
            name = before or foot[i - 1]
            if 3 <= len(name) <= 30 and not re.search(r"[。，；：]", name):
                return name
    return None


def _period(title: str | None, head: Sequence[str], year: int | None, issued: date | None) -> Period | None:
    """The days that a report speaks about: as it says, else its year; it cannot speak of days after its own date."""
    if year is None:
        return None
    period = _stated_period(title, head, year)
    if issued and period.start and period.end and period.start <= issued < period.end:
        return Period(period.start, issued)
    return period


def _stated_period(title: str | None, head: Sequence[str], year: int) -> Period:
    text = _digits(title or "")
    spoken = [m[0] for line in head if (m := _SPOKEN_OF.search(_digits(line)))]
    if match := _UNTIL.search(text + "".join(_digits(line) for line in head if len(line) < 60)):
        try:
            return Period(date(year, 1, 1), date(year, int(match[1]), int(match[2])))
        except ValueError:
            pass
    for source in (text, *spoken):
        if match := _MONTHS.search(source):
            first, last = int(match[1]), int(match[2])
            if 1 <= first <= last <= 12:
                return _span(year, first, last)
        for word, (first, last) in _HALVES.items():
            if _digits(word) in source:
                return _span(year, first, last)
    return _span(year, 1, 12)


def _span(year: int, first: int, last: int) -> Period:
    after = date(year + last // 12, last % 12 + 1, 1)
    return Period(date(year, first, 1), after - timedelta(days=1))


def _digits(text: str) -> str:
    """The text with full-width and Chinese digits as ASCII, of the same length."""
    return text.translate(_DIGITS)
