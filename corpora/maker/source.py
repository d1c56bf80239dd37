"""Read a source file with labels in place into its keys and its blocks, which make the document and the gold.

A line is `= key value`, one of the marks below, or a paragraph:

| line | what |
| --- | --- |
| `# ` | the title |
| `## 一、[[title]]` | the heading of a workstream; without brackets a heading that ends one |
| `### （一）[[title]]` | the heading of a measure |
| `#### ` `> ` `- ` `~ ` | a heading without a label, a signature, an item of a bulleted and of a numbered list |
| `@w` `@m` | the workstream or the measure ends; nothing is printed |
| `@ name` `---` | a new sheet of a workbook; a new page |
| `% ws:2 | task:8 | -:2` | a table: what each column holds (ws, measure, month, task, a role; else labels), its width |
| `| a | b |` | a task's row; `!|` a row without a task, `#|` a row that names the workstream of the next ones |

A cell `^` continues the one above, `<` the one to the left. `_` is printed blank and holds what stands above, `_=x` is
printed blank and holds x, `~` is printed blank and holds nothing; `№` is a number that Word counts. `⏎` breaks a line,
`¶` a cell's paragraph.

In text `«…»` is a task, `[[x]]` the measure, `[[=x]]` the measure where the print is not it, `[[-]]` none, and
`{words@label}` a label: a role, a time (`2023-06-30`, `2023-01-01/2023-03-31`, `M3` every three months, `Y`, `W`, `D`,
`R` unstated, `P30D`, `ongoing`, `event`, `immediate`, `date?` without a year; several joined by a comma) or a quantity
(`>=4次`). Outside a task a label marks the last task; `*` behind it every task of the measure, `**` of the workstream,
`*2` the last two. In a party's cell `{name}` bounds a name; other names stand between 、，； or spaces.

Keys: `form` (txt, docx, pdf, xlsx, html), `year` (`-`: unknown; without it the gold is written by hand), `issuer`,
`title` (where the lines `# ` are not it), `look` (Word: `styles`, `numbered` by Word itself, `bold` without styles),
`page landscape`, `header repeat`, `ends crlf`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

Block = tuple[str, Any]
LINE = re.compile(r"(=|#{1,4}|[>~@%-]|[!#]?\||---$|@[wm]$)(?: |$)")


def read(source: Path) -> tuple[dict[str, str], list[Block]]:
    """Return the keys of a file and its blocks (mark, text); a table is ("%", (columns, rows with their mark))."""
    keys: dict[str, str] = {}
    blocks: list[Block] = []
    for line in source.read_text(encoding="utf-8").splitlines():
        found = LINE.match(line)
        mark, rest = (found[1], line[found.end() :]) if found else ("", line)
        if mark == "=":
            key, _, keys[key] = rest.partition(" ")
        elif mark == "%":
            blocks.append(("%", ([cell.strip().split(":") for cell in rest.split("|")], [])))
        elif mark.endswith("|"):
            cells = [cell.strip() for cell in rest.rstrip().removesuffix("|").split("|")]
            columns, rows = blocks[-1][1]
            if len(cells) != len(columns):
                raise ValueError(f"{source.name}: {len(cells)} cells, not {len(columns)}: {line}")
            rows.append((mark[:-1], cells))
        else:
            blocks.append((mark, rest))
    return keys, blocks


def shown(cell: str) -> str:
    """What is printed in a cell that is not merged into another, with its marks."""
    return "" if cell in ("_", "~") or cell.startswith("_=") else cell


def spans(rows: list[Any]) -> list[tuple[int, int, int, int, str]]:
    """The printed cells of a table's rows: row, column, last row, last column, marked text."""
    texts = [cells for _, cells in rows]
    found = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            bottom, right = r, c
            while bottom + 1 < len(texts) and texts[bottom + 1][c] == "^":
                bottom += 1
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            found.append((r, c, bottom, right, shown(text)))
    return found
