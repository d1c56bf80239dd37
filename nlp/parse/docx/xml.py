"""Names and small questions for WordprocessingML: an element to a child's value, a switch, a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nlp.lexicon import load

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

KEPT = frozenset({f"{W}ins", f"{W}moveTo"})
DROPPED = frozenset({f"{W}del", f"{W}moveFrom"})
WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag"})
ALTERNATIVES = f"{MC}AlternateContent"

_ROWS_AND_CELLS = frozenset({f"{W}tr", f"{W}tc"})
_OFF = frozenset({"0", "false", "off", "none"})


def value_of(element: Element | None, name: str) -> str | None:
    """The `w:val` of the child `name`; None where there is no such child or value."""
    found = None if element is None else element.find(W + name)
    return None if found is None else found.get(f"{W}val")


def switch_of(element: Element | None, name: str) -> bool | None:
    """The state of an on/off child such as `b` or `vanish`; None where the child is not there."""
    found = None if element is None else element.find(W + name)
    return None if found is None else found.get(f"{W}val") not in _OFF


def int_of(text: str | None) -> int | None:
    """A whole number, or None where the text is none.

    >>> int_of("12"), int_of("many"), int_of(None)
    (12, None, None)
    """
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def has_any(element: Element | None, names: frozenset[str]) -> bool:
    """Whether one of the element's children has one of the `names`."""
    return element is not None and any(child.tag in names for child in element)


def alternative_of(element: Element) -> Element | None:
    """The branch of an AlternateContent to read: the first choice that holds anything, else the fallback."""
    return next((branch for branch in element if branch.tag in (f"{MC}Choice", f"{MC}Fallback") and len(branch)), None)


def is_placeholder(element: Element) -> bool:
    """Whether the element is a content control that was never filled in: it shows how to, as 单击此处输入文字 does."""
    if element.tag != f"{W}sdt" or not switch_of(element.find(f"{W}sdtPr"), "showingPlcHdr"):
        return False
    content = element.find(f"{W}sdtContent")
    if content is None or has_any(content, _ROWS_AND_CELLS):
        return False  # a table keeps its shape
    text = "".join(node.text or "" for node in content.iter(f"{W}t")).strip()
    starts = tuple(row["start"] for row in load("placeholders.tsv", keys=("start",)))
    return text.startswith(starts)


def unwrap(container: Element) -> Iterator[Element]:
    """The children of a container as they stand once all changes are accepted.

    Content controls, insertions and alternatives are replaced by what they hold; deletions, and controls that were
    never filled in, are passed over.
    """
    for child in container:
        if child.tag in WRAPPERS or child.tag in KEPT:
            if not is_placeholder(child):
                yield from unwrap(child)
        elif child.tag == ALTERNATIVES:
            branch = alternative_of(child)
            if branch is not None:
                yield from unwrap(branch)
        elif child.tag not in DROPPED:
            yield child
