"""Read the facts at a document's head and foot: title, kind, year, issuer, file number, date, unit, period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from nlp.parse.bullets import find_bullet
from nlp.parse.headings import Mark
from nlp.parse.kinds import find_kind, names_kind
from nlp.parse.numbers import find_number
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.titles import DATE_LINE, RED_HEAD, notice_title
from nlp.types import DocumentKind, Period

_DIGITS = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年|财年)")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年)?\s*[—\-–－~～至]+\s*(?:19|20)\d\d\s*(?:学?年)")
_RUNS = re.compile(  # the months or days that a campaign runs: 于2026年3月至12月
    r"[于自从在]\s*((?:19|20)\d\d)\s*年\s*[\d十]{1,3}\s*月\s*(?:[\d十]{1,3}\s*日)?\s*(?:起|开始)?\s*[，,]?\s*[—\-–－~～至到]"
)
_DATE = re.compile(r"((?:19|20)\d\d)\s*年\s*([\d十]{1,3})\s*月\s*([\d十]{1,3})\s*日")
_PLAIN_DATE = re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_PLAIN_LINE = re.compile(rf"^{_PLAIN_DATE.pattern}$")
_LABELLED = re.compile(r"^\s*(?P<label>[^：:，。\d]{1,12})[：:]")
_DATE_LABEL = re.compile(r"日\s*期|成文|发布|印发|生成|公开|公布|制定|时间")
_EVENT_LABEL = re.compile(
    r"^(?:会议|活动|培训|开会|召开)?时\s*间$|会议|活动|完成|办结|整改|实施|截止|起止|开工|竣工|启动|时\s*限|期\s*限"
)
_NUMBER = re.compile(
    r"(?P<label>(?:发文字号|文\s*号)\s*[:：]\s*)?(?P<number>(?:[\u4e00-\u9fff]{2,12}\s*)?[〔\[（(]\s*(?:19|20)\d\d\s*[〕\])）]\s*第?\s*\d+\s*[号期])(?(label)(?:\s.*)?|(?:\s+签\s*发.*)?)"
)
_NAMED_ISSUER = re.compile(r"(?:发文|发布|制发)(?:机关|机构|单位)\s*[:：]\s*([^\s，。；:：]{3,30})")
_FILLED_BY = re.compile(r"(?:填报|填表|报送|编报)\s*(?:单位|部门)?\s*[:：]\s*([^\s，。,；;　（(]{2,30})")
_BODY_BEFORE = re.compile(
    r"^(?:——)?(?:关于)?(?:(?:19|20)\d\d\s*年)?(?P<body>(?!关于|在|今年)[^《》“”。，,（(\d]{2,30}?)(?:领导班子|党支部班子)?"
    r"(?P<next>关于|落实|贯彻|(?:19|20)\d\d\s*年|二[〇○零]..年|今年|上半年|下半年|年度|全面从严|党风廉政|党建|作风|廉政|廉洁|行风|窗口|清廉|在)"
)
_ENDS = (
    "局|委|办|科|股|室|部|处|院|所|站|队|厅|会|校|园|馆|庭|厂|库|社|台|场|矿|段"
    "|政府|中心|公司|集团|支部|党委|党组|街道|社区|中学|小学|银行"
)
_BODY_END = re.compile(f"(?:{_ENDS})$")
_PLACE_END = re.compile(r"[省市县区州旗镇乡村]$")
_NO_NAME = re.compile(r"(?:全|我|本|各|该).*|学校|医院|单位|公司|集团|街道|社区|中心|机关|年度|工作")
_BODY_AT_WORK = re.compile(  # a body and its paper without a year or 关于 between them
    rf"^(?:——)?(?!关于|加强|推进|做好|深化|开展|落实|完善|提升|规范|年度|全[市县区省])(?P<body>[^《》“”。，,（(\d]{{2,28}}?(?:{_ENDS}))"
    r"(?=工作|目标|年度|会议|重点|安全|自查|整改|述职|情况|\d{1,2}月?\s*[—\-–－至]|(?:第|前)?[一二三四]季度|[上下]半年)"
)
_HEAD_OF = re.compile(
    r"(?P<body>.{2,26}?)(?:党委|党组|党总支|党支部)?"
    r"(?:书记|总?经理|(?:副)?主任|董事长|(?:支|大|中|总)?队长|[院局所站校馆处科庭厂社镇乡县区市会行台园组场矿段部]长|主席)+"
)
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "一季度": (1, 3), "二季度": (4, 6)}
_HALVES |= {"三季度": (7, 9), "四季度": (10, 12)}
_MONTHS = re.compile(r"(\d{1,2})\s*(?:月)?\s*(?:至|到|-|—|－|～|~)\s*(\d{1,2})\s*月(?!\d)")
_SINCE_JANUARY = re.compile(
    r"(?:今年|(?:19|20)\d\d\s*年)?\s*1\s*月?\s*(?:至|到|-|—|－|～|~)\s*\d{1,2}\s*月(?:份|底)?(?=[，,])"
)
_SPOKEN_OF = re.compile(r"将.{0,12}?(?:情况|工作)")
_IN_SENTENCE = re.compile(  # the date is said of work, not of the paper
    r"[。；;，,]|[自从于至到在](?:19|20)\d\d\s*年|日\s*(?:之?前|以前|以?后|起|止|内|[至到—\-–~～])"
)
_OF_FORM = re.compile(  # the day of a form: （截至2024年12月18日）, 登记人：综合科，2024年12月18日。
    r"[（(]截[至止][^，。；]*日[)）]|(?:登记|填表|填报|制表|报送|经办|审核)人\s*[:：].*日[。)）]?"
)
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


_BODY_IN = re.compile("[局委办室部处院所站队厅会校园馆府心司团科股组区镇乡村]")


def find_facts(blocks: Sequence[Paragraph | Grid], marks: Sequence[Mark], file: str) -> Facts:
    """The facts of a document from its raw blocks and their roles; `file` is the file's name."""
    lines = [block.text.strip() if isinstance(block, Paragraph) else "" for block in blocks]
    notice = next((line for line, mark in zip(lines, marks, strict=True) if mark.kind == "title"), "")
    title = _title(lines, marks) or _title_row(blocks)
    head = lines[:12]
    issued = _issued(lines)
    grids = [block for block in blocks if isinstance(block, Grid)]
    cells = [cell.text.strip() for grid in grids for cell in grid.cells if cell.row < 3]
    headers = " ".join(cells)
    kind = find_kind(title or Path(file).stem, lines, headers=headers)
    year, source = _year(title, file, issued, lines, kind)
    number = next((re.sub(r"\s", "", m["number"]) for line in head if (m := _NUMBER.fullmatch(line))), None)
    issuer = _issuer(title, notice, lines)
    unit = _unit(title, lines, cells, file) if kind == "report" else None
    period = _period(title, lines[:6], year, issued) if kind == "report" else None
    return Facts(title, kind, year, source, issuer, number, issued, unit, period)


def _title(lines: Sequence[str], marks: Sequence[Mark]) -> str | None:
    """The title's lines as one; of a notice, the title of the paper that it sends."""
    titles = [line for line, mark in zip(lines, marks, strict=True) if mark.kind == "title"]
    for count in range(1, len(titles) + 1):
        if sent := notice_title("".join(titles[:count])):
            return sent
    return "".join(dict.fromkeys(titles)) or None


def _title_row(blocks: Sequence[Paragraph | Grid]) -> str | None:
    """The title that stands as a row across the first table, as offices like to set it."""
    grid = next((block for block in blocks[:4] if isinstance(block, Grid)), None)
    if grid is None or grid.columns < 2:
        return None
    cell = grid.cells[0]
    text = cell.text.replace("\n", "").strip()
    return text if cell.column_span == grid.columns and names_kind(text) else None


def _issued(lines: Sequence[str]) -> date | None:
    """The date in the signature, else one at the head, a bare one, that of printing.

    The time of a meeting is none, nor is one in a sentence or in an item of a list.
    """
    foot, printed = list(reversed(lines[-6:])), [line for line in lines if line.endswith("印发")]
    bare = [line for line in lines if DATE_LINE.fullmatch(line)]
    for line in [*(line for line in foot if line not in printed), *lines[:12], *bare, *reversed(printed)]:
        label = _LABELLED.match(line)
        named = label["label"].strip() if label else ""
        dated = _DATE_LABEL.search(named) is not None
        if _EVENT_LABEL.search(named) or not (dated or len(" ".join(line.split())) <= 34):
            continue
        if not (dated or _OF_FORM.fullmatch(line)) and _is_of_work(line):
            continue
        if found := _date_in(line, plain=dated):
            return found[0]
    return None


def _is_of_work(line: str) -> bool:
    """Whether a line is a sentence or an item of a list: a date in it is the work's, not the paper's."""
    return _IN_SENTENCE.search(line) is not None or find_number(line) is not None or find_bullet(line) is not None


def _date_in(line: str, *, plain: bool = False) -> tuple[date, int] | None:
    """The first date in a line, in digits or Chinese numerals, and where it begins; 2024-02-28 where it is the
    whole line or `plain`.
    """
    match = _DATE.search(_digits(line)) or (_PLAIN_DATE if plain else _PLAIN_LINE).search(line)
    if match is None:
        return None
    try:
        return date(int(match[1]), _count(match[2]), _count(match[3])), match.start()
    except ValueError:
        return None


def _count(text: str) -> int:
    """The value of a number up to 99 in which 十 may stand for ten (2十6)."""
    if "十" not in text:
        return int(text)
    tens, _, ones = text.partition("十")
    return 10 * int(tens or 1) + int(ones or 0)


def _year(
    title: str | None, file: str, issued: date | None, lines: Sequence[str], kind: DocumentKind
) -> tuple[int | None, str | None]:
    if title and (match := _SPAN.search(_digits(title)) or _YEAR.search(_digits(title))):
        return int(match[1]), "title"
    if match := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", Path(file).stem):
        return int(match[1]), "file name"
    head = [_digits(line) for line in lines[:8]]
    runs = [int(m[1]) for line in head if (m := _RUNS.search(line))] if kind == "plan" else []
    named = [int(m[1]) for line in head if len(line) > 14 and (m := _YEAR.match(line))]
    if kind == "plan" and issued:  # a year before the plan's own date is the one that it looks back on
        named = [year for year in named if year >= issued.year]
    if runs or named:
        return (*runs, *named)[0], "text"
    if issued:
        return issued.year, "date of issue"
    counts = Counter(int(year) for line in lines for year in _YEAR.findall(_digits(line)))
    if kind == "plan" and counts:  # a report without a year of its own mostly names the years that it is not about
        return counts.most_common(1)[0][0], "text"
    return None, None


def _issuer(title: str | None, notice: str, lines: Sequence[str]) -> str | None:
    """The body of the letterhead, of the notice's title, of the title, above it, or of the signature."""
    head, foot = lines[:12], lines[-6:]
    for line in head:
        if match := RED_HEAD.match(line) or _NAMED_ISSUER.search(line):
            return match[1]
    bare = (
        line
        for line in head[:4]
        if 4 <= len(line) <= 25 and line != title and not re.search("[：:，。]", line) and _BODY_END.search(line)
    )
    sender = None if notice.startswith("关于") else _body(notice)
    named, signed = sender or _body(title), _signature(foot) or _signature_above(lines)
    if named and signed and signed.startswith(named) and not _BODY_END.search(named):
        return signed  # the title names the place, the signature the body
    return named or next(bare, None) or signed


def _unit(title: str | None, lines: Sequence[str], cells: Sequence[str], file: str) -> str | None:
    """The body that reports: as the title, a form or the signature says, else the file's name where it names a body."""
    if body := _body(title):
        return body
    for line in (*lines[:12], *cells):
        if match := _FILLED_BY.search(line):
            return match[1]
    if signed := _signature(lines[-6:]):
        return signed
    for line in (re.sub(r"\s", "", line) for line in lines[1:4]):
        if len(line) <= 40 and (match := _HEAD_OF.match(line)) and _BODY_END.search(match["body"]):
            return match["body"]
    name = re.sub(r"^[\d_\-\s.]+", "", Path(file).stem)
    return name if _BODY_IN.search(name) else None


def _body(title: str | None) -> str | None:
    """The body that a title begins with, the part behind a —— first."""
    for part in (part.strip() for part in reversed((title or "").split("——"))):
        match = _BODY_BEFORE.match(part)
        dated = match is not None and match["next"][-1] in "于年" and not part.startswith("关于")
        if match and (dated or _BODY_END.search(match["body"]) or _PLACE_END.search(match["body"])):
            return match["body"] if not _NO_NAME.fullmatch(match["body"]) else None
        if match := _BODY_AT_WORK.match(part):
            return match["body"] if not _NO_NAME.fullmatch(match["body"]) else None
    return None


def _signature(foot: Sequence[str]) -> str | None:
    """The body that signs: the short line above the last date line, else before the date of printing."""
    printed: str | None = None
    for i in range(len(foot) - 1, -1, -1):
        line = " ".join(foot[i].split())
        if len(line) > 40 or not (found := _date_in(line)):
            continue
        before = line[: found[1]].strip("（( ，,")
        name = before or (" ".join(foot[i - 1].split()) if i else "")
        if not 3 <= len(name) <= 30 or re.search(r"[。，；：]", name):
            continue
        if not line.endswith("印发"):
            return name
        printed = printed or name
    return printed


def _signature_above(lines: Sequence[str]) -> str | None:
    """The body that signs a notice whose attachments follow: the name above the first bare date line."""
    first = next((i for i, line in enumerate(lines) if i and DATE_LINE.fullmatch(line)), None)
    return _signature(lines[first - 1 : first + 1]) if first else None


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
    opening = [m[0] for line in head if (m := _SINCE_JANUARY.match(_digits(line)))]
    for source in (text, *spoken, *opening):
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
