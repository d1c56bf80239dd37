"""Read a saved web page (.html .mht, also one named .xls) into paragraphs and grids, without the site's own parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from nlp.errors import InputError
from nlp.lexicon import load
from nlp.parse.encoding import decode
from nlp.parse.limits import DEFAULT_LIMITS, Limits
from nlp.parse.raw import Grid, Paragraph, Raw
from nlp.parse.tidy import line_kind
from nlp.parse.web_table import Cell, WebTable
from nlp.types import Warning


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MENU = 3  # lines in a row that are links and nothing else, from which on they are a menu
LONGEST = 120  # characters of a line that may belong to the site
DEEPEST = 30  # tables in tables; what lies deeper is read as text
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|zip|rar|7z)$", re.IGNORECASE)
_ATTACHED = re.compile(r"附\s*[件表]|\.(?:docx?|wps|xlsx?|et|pdf|ofd|zip|rar)\b", re.IGNORECASE)
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n\s*(?=[{_WIDE}])")
_SKIPPED = _words(
    "script style noscript template svg iframe object select button textarea nav aside footer title canvas audio video"
    " xml"
)
_BREAKING = _words(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd br hr blockquote pre section article header main form center fieldset"
    " body address caption figure"
)
_VOID = _words("br hr img input meta link col base area wbr embed source param")
_TABLE = frozenset(("table", "tr", "td", "th", "tbody", "thead", "tfoot"))
_CLOSES = {"li": ("li",), "p": ("p",), "option": ("option",), "dt": ("dt", "dd"), "dd": ("dt", "dd")}


def read_html(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Raw:  # noqa: ARG001  # as every reader takes
    """The paragraphs and tables of a web page as it is seen; tables that only lay out the page are dissolved.

    Menus, buttons and the foot of the site are left out; attachments that it links to and pictures are named in
    `warnings`. Raises InputError where its encoding is not known, there is no text, or a table is too large.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.html").write_text("<p>一、修订预案<p>6月底前完成。<script>x</script>", encoding="utf-8")
    ...     [block.text for block in read_html(Path(folder, "a.html")).blocks]
    ['一、修订预案', '6月底前完成。']
    """
    page = _Page(path.name)
    page.feed(_source(path))
    page.close()
    blocks = tuple(_without_menus(page.finish(), page.links))
    warnings = []
    if page.files:
        problem = f"网页链接的{len(page.files)}个附件未读取"
        place = "、".join(list(page.files)[:5])
        warnings.append(Warning(path.name, place, problem, "请下载附件后一并提交"))
    if page.pictures:
        problem = f"正文中的{page.pictures}张图片未读取"
        warnings.append(Warning(path.name, "整个文件", problem, "请人工查看，需要核对的内容请提供文字版"))
    if not blocks and not warnings:
        raise InputError(path.name, "网页里没有正文", "请打开网页，把正文复制到 .docx 或 .txt 后再试")
    return Raw("html", blocks, warnings=tuple(warnings))


def _source(path: Path) -> str:
    """The page's source text: what the mark, the page or its bytes say of the encoding."""
    data = path.read_bytes()
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"ultipart/related" in data[:4096]:
        from email import message_from_bytes

        parts = message_from_bytes(data).walk()
        data = next((p.get_payload(decode=True) for p in parts if p.get_content_type() == "text/html"), b"")  # type: ignore[assignment]
    named = _CHARSET.search(data[:8192])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = named[1].decode("ascii").lower()
        encoding = "gb18030" if encoding.startswith("gb") else encoding
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass  # a page that says the wrong thing of itself
    return decode(data, path.name)


@cache
def _site_line() -> re.Pattern[str]:
    rules = load("web_lines.toml", keys=("name", "pattern", "examples", "not_examples"))
    return re.compile("|".join(f"(?:{rule['pattern']})" for rule in rules), re.IGNORECASE)


class _Page(HTMLParser):
    """A page while it is read; text gathers in the innermost open cell, or in the page."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.blocks: list[Paragraph | Grid] = []
        self.tables: list[WebTable] = []
        self.open: list[tuple[str, bool, bool, bool]] = []  # tag, hidden, centred, bold
        self.lists: list[tuple[str, Iterator[int]]] = []  # kind of numbers, the numbers to come
        self.level: int | None = None
        self.text: list[str] = []
        self.bold = self.letters = self.linked = 0
        self.centred = False
        self.number = ""
        self.anchors = 0
        self.files: dict[str, None] = {}
        self.pictures = 0
        self.links: set[Paragraph] = set()  # lines that are links and nothing else

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for closed in _CLOSES.get(tag, ()):
            self._close(closed, until=(*_TABLE, "ul", "ol", "dl"))
        if tag == "body":
            self.open.clear()  # whatever the head left open
        if tag in _BREAKING or tag in _TABLE:
            self._end_line()
        _, hidden, centred, bold = self.open[-1] if self.open else ("", False, False, False)
        style = given.get("style", "")
        hidden |= tag in _SKIPPED or "hidden" in given or bool(_HIDDEN.search(style))
        if tag in _TABLE and not hidden:
            self._start_table(tag, given)
        elif not hidden:
            self._start(tag, given)
        if tag not in _VOID:
            centred |= tag == "center" or given.get("align", "").lower() == "center" or bool(_CENTRED.search(style))
            bold |= tag in ("b", "strong") or bool(_BOLD.search(style))
            self.open.append((tag, hidden, centred, bold))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKING or tag in _TABLE:
            self._end_line()
        self._close(tag, until=() if tag in _TABLE else ("td", "th", "table"))
        if tag == "table":
            self._end_table()
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "a":
            self.anchors = max(0, self.anchors - 1)
        elif tag[:1] == "h" and tag[1:].isdigit():
            self.level = None

    def handle_data(self, data: str) -> None:
        _, hidden, centred, bold = self.open[-1] if self.open else ("", False, False, False)
        if hidden or (self.tables and not self.tables[-1].in_cell and not data.strip()):
            return
        before, *lines = data.split("\n") if any(tag == "pre" for tag, *_ in self.open) else [data]
        self._add(before, centred, bold)
        for line in lines:
            self._end_line()
            self._add(line, centred, bold)

    def _add(self, data: str, centred: bool, bold: bool) -> None:
        self.text.append(data)
        letters = len(data.strip())
        self.letters += letters
        self.bold += letters * bold
        self.linked += letters * bool(self.anchors)
        self.centred |= centred and bool(letters)

    def finish(self) -> list[Paragraph | Grid]:
        """All blocks, once the page is read to its end."""
        self._end_line()
        while self.tables:
            self._end_table()
        return self.blocks

    # --- lines --------------------------------------------------------------------------------------------------

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("ol", "ul"):
            start = given.get("start", "")
            style = given.get("style", "") + given.get("type", "1")
            kind = "" if tag == "ul" else "han" if "ideographic" in style or "chinese" in style else "digits"
            self.lists.append((kind if "none" not in style else "", count(int(start) if start.isdecimal() else 1)))
        elif tag == "li" and self.lists and (kind := self.lists[-1][0]):
            number = next(self.lists[-1][1])
            self.number = f"{number}." if kind == "digits" else f"{_han(number)}、"
        elif tag[:1] == "h" and tag[1:].isdigit():
            self.level = int(tag[1:]) - 1
        elif tag == "a" and "href" in given:
            self.anchors += 1
            name = unquote(given["href"].split("?")[0].rpartition("/")[2])
            if _FILE.search(name):
                self.files[name] = None
        elif tag == "img" and any(one[0] in ("p", "td") for one in self.open[-3:]) and not self.anchors:
            sizes = [int(given[side]) for side in ("width", "height") if given.get(side, "").isdecimal()]
            self.pictures += not sizes or min(sizes) >= 100

    def _end_line(self) -> None:
        text = _WRAP.sub("", "".join(self.text).replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", ""))
        text = re.sub(r"[ \t\r\n\f]+", " ", text).strip()
        if text and (len(text) > LONGEST or not (_site_line().fullmatch(text) or line_kind(text) == "site")):
            line = Paragraph(
                f"{self.number}{text}",
                style_level=self.level,
                number_level=len(self.lists) - 1 if self.number else None,
                centred=self.centred,
                bold=2 * self.bold > self.letters,
            )
            if self.linked >= self.letters > 0:
                self.links.add(line)
            self._put(line)
        if text:
            self.number = ""
        self.text, self.bold, self.letters, self.linked, self.centred = [], 0, 0, 0, False

    def _put(self, block: Paragraph | Grid) -> None:
        if self.tables:
            self.tables[-1].put(block)
        else:
            self.blocks.append(block)

    def _close(self, tag: str, *, until: Sequence[str]) -> None:
        """Close the innermost open `tag` and what is open in it; nothing where one of `until` is met first."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == tag:
                del self.open[i:]
                return
            if self.open[i][0] in until:
                return

    # --- tables -------------------------------------------------------------------------------------------------

    def _start_table(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table":
            if len(self.tables) < DEEPEST:
                self.tables.append(WebTable())
        elif self.tables and tag == "tr":
            for one in ("td", "th", "tr"):
                self._close(one, until=("table",))
            self.tables[-1].rows.append([])
        elif self.tables and tag in ("td", "th"):
            for one in ("td", "th"):
                self._close(one, until=("table", "tr"))
            self.tables[-1].start_cell(Cell(_span(given.get("rowspan")), _span(given.get("colspan"))))

    def _end_table(self) -> None:
        if self.tables:
            table = self.tables.pop()
            for block in table.finish(self.name):
                self._put(block)


def _span(text: str | None) -> int:
    return min(1000, max(1, int(text))) if text and text.strip().isdecimal() else 1


def _han(number: int) -> str:
    from nlp.parse.docx.numerals import format_number

    return format_number(number, "chineseCounting")


def _without_menus(blocks: Sequence[Paragraph | Grid], links: set[Paragraph]) -> Iterator[Paragraph | Grid]:
    """The blocks without runs of lines that are nothing but links; those to attachments stay."""
    run: list[Paragraph | Grid] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph) and block in links and not _ATTACHED.search(block.text):
            run.append(block)
            continue
        if len(run) < MENU:
            yield from run
        run = []
        if block is not None:
            yield block
