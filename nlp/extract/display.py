"""Show a Doc's spans with displaCy: a Doc to HTML, a line of the text at a time, in Chinese words and our colours."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from spacy import displacy
from spacy.tokens import Doc

from nlp.errors import ConfigError
from nlp.extract.components import KEYS
from nlp.lexicon import load

_BAR = "background:{bg};top:{top_offset}px;height:4px;left:0;width:100%;position:absolute"
_NAME = (
    "background:{bg};color:#000;z-index:10;top:-4px;left:0;padding:1px 3px;position:absolute;"
    "font-size:10px;line-height:1.1;border-radius:3px;white-space:nowrap"
)
_TEMPLATE = {
    "span": '<span style="display:inline-block;position:relative;height:{total_height}px">'
    "{text}{span_slices}{span_starts}</span>",
    "slice": f'<span style="{_BAR}"></span>',
    "start": f'<span style="{_BAR}"><span style="{_NAME}">{{label}}{{kb_link}}</span></span>',
}
_PAGE = (
    '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>displaCy</title></head>'
    '<body style="font:16px sans-serif;margin:2rem">{content}</body></html>'
)


def show_spans(doc: Doc, *, keys: str | Sequence[str] = KEYS, page: bool = False) -> str:
    """HTML of a doc whose spans are underlined and named, for `IPython.display.HTML`; `page` makes it a whole page.

    `keys` are span groups of the doc, or one of them: `tasks`, `parties`, `deadlines`, `targets`, `names`. A task's
    mark says its id. displaCy's `style="span"` draws one group and looks at every span for each token; here the groups
    are merged and each line is drawn by itself.

    Raises ConfigError for a group that the doc does not have.

    >>> from nlp.extract.language import load
    >>> html = show_spans(load()("办公室每季度修订制度。"))
    >>> [word in html for word in ("任务 0.0.1", "牵头", "周期", "配合")]
    [True, True, True, False]
    """
    keys = (keys,) if isinstance(keys, str) else keys
    if not doc.spans:
        raise ConfigError("doc: 其中没有任何标注；请用 load() 得到的流水线或 to_doc() 来标注")
    if unknown := [key for key in keys if key not in doc.spans]:
        raise ConfigError(f"{'、'.join(unknown)}: 文档里没有这一类标注；可用的是 {'、'.join(sorted(doc.spans))}")
    colours: dict[str, str] = {}
    spans: dict[int, list[dict[str, Any]]] = defaultdict(list)
    text = doc.text  # spaCy puts it together anew each time that it is asked
    lines = list(_lines(text))
    for key in keys:
        for span in doc.spans[key]:
            word, colour = _look().get(f"{key}.{span.label_}", (span.label_, "#dddddd"))
            label = f"{word} {span.id_}".rstrip()
            colours[label] = colour
            for number in range(_line_of(lines, span.start_char), _line_of(lines, span.end_char - 1) + 1):
                start, end = lines[number]
                first, last = max(span.start_char, start), min(span.end_char, end)
                if first < last:
                    spans[number].append({"start_token": first - start, "end_token": last - start, "label": label})
    parsed = [_cut(text[start:end], spans[number]) for number, (start, end) in enumerate(lines)]
    options = {"colors": colours, "template": _TEMPLATE}
    html: str = displacy.render(parsed, style="span", manual=True, jupyter=False, options=options)
    return _PAGE.format(content=html) if page else html


def _cut(line: str, spans: list[dict[str, Any]]) -> dict[str, Any]:
    """A line for displaCy: its characters inside spans, and what lies between spans whole."""
    inside = [False] * len(line)
    for span in spans:
        inside[span["start_token"] : span["end_token"]] = [True] * (span["end_token"] - span["start_token"])
    tokens: list[str] = []
    index = []
    for at, char in enumerate(line.replace("\t", "\u3000")):
        if inside[at] or at == 0 or inside[at - 1]:
            tokens.append(char)
        else:
            tokens[-1] += char
        index.append(len(tokens) - 1)
    placed = [{**s, "start_token": index[s["start_token"]], "end_token": index[s["end_token"] - 1] + 1} for s in spans]
    return {"tokens": tokens, "spans": placed}


def _lines(text: str) -> Iterable[tuple[int, int]]:
    """The lines that hold more than white space, as start and end."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _line_of(lines: Sequence[tuple[int, int]], at: int) -> int:
    """The index of the line that holds a place, or of the last one before it."""
    return max(bisect_right(lines, at, key=lambda line: line[0]) - 1, 0)


@cache
def _look() -> dict[str, tuple[str, str]]:
    rows = load("spans.tsv", keys=("span", "word", "colour"))
    return {row["span"]: (row["word"], row["colour"]) for row in rows}
