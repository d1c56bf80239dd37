r"""Read a source file with labels in place into the blocks of a document and the gold of its tasks.

A line is `= key value`, `# title`, `## 一、workstream`, `### （一）measure`, `> signature`, a paragraph or a table's:
`% ws:2 | task:8 | lead:3 | -:2` (what each column holds, and its width in cm), then rows. `| a | b |` is a task's row,
`!| a | b |` a row without a task (header, note), `#| a | < |` a row that names the workstream of the next ones. `^`
continues the cell above, `<` the cell to the left, `\n` breaks the line, `\p` the paragraph, `№` is a number that Word
counts. An empty cell has the value above it; in a `-` column it is empty.

In text `«…»` is a task of a paragraph and `{words@label}` a label: a role (`lead`; `lead*` in a note for the whole
measure), a time (`2023-06-30`, `2023-01-01/2023-03-31`, `M3` every three months, `Y`, `W`, `R` unstated, `P30D`,
`ongoing`, `event`, `immediate`; several joined by a comma) or a quantity (`>=4次`). In a party's cell `{name}` bounds
a name; other names stand between 、，； or spaces, and 等… after them is none.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROLES = ("lead", "support", "supervise", "person")
NOBODY = {"/", "—", ""}
LABEL = re.compile(r"\{([^{}@]*)(?:@([^{}]*))?\}")
NAME = re.compile(r"\{[^}]*\}|(?:[^、，；\s（{]|（[^）]*）)+")
PARTS = ("parties", "deadlines", "targets")


def read(source: Path) -> tuple[dict[str, str], list[tuple[str, Any]]]:
    """The keys of a source file and its blocks (style, text); a table is ("Table", (columns, rows with their mark))."""
    keys: dict[str, str] = {}
    blocks: list[tuple[str, Any]] = []
    styles = {"#": "Title", "##": "Heading 1", "###": "Heading 2", ">": "Signature"}
    for line in filter(None, source.read_text(encoding="utf-8").splitlines()):
        mark, _, rest = line.partition(" ")
        if mark == "=":
            key, _, keys[key] = rest.partition(" ")
        elif mark == "%":
            blocks.append(("Table", ([cell.strip().split(":") for cell in rest.split("|")], [])))
        elif mark in ("|", "!|", "#|"):
            cells = [cell.strip() for cell in rest.rstrip().removesuffix("|").split("|")]
            columns, rows = blocks[-1][1]
            if len(cells) != len(columns):
                raise ValueError(f"{source.name}: {len(cells)} cells, not {len(columns)}: {line}")
            rows.append((mark[:-1], cells))
        else:
            blocks.append((styles[mark], rest) if mark in styles else ("Normal", line))
    return keys, blocks


def plain(text: str) -> str:
    r"""Text as a reader sees it; breaks stay written as `\n` and `\p`."""
    return re.sub("[«»]", "", LABEL.sub(r"\1", text))


def flat(text: str) -> str:
    """Text as a reader sees it, on one line."""
    return re.sub(r"\\[np]", "", plain(text))


def gold(file: str, keys: dict[str, str], blocks: list[tuple[str, Any]]) -> dict[str, Any]:
    """The gold record of a document: its title, year, issuer, workstreams and tasks."""
    streams: list[dict[str, Any]] = []
    tasks: list[dict[str, Any]] = []
    stream = measure = None
    for style, content in blocks:
        if style == "Table":
            tasks += rows_of(content[0], content[1], stream, measure)
        elif style == "Heading 1" and "、" in content[:3]:
            stream, measure = content.split("、", 1)[0], None
            streams.append({"number": stream, "title": flat(content.split("、", 1)[1])})
        elif style == "Heading 2":
            measure = flat(re.sub("^（.+?）", "", content.split("（责任")[0])).rstrip("。")
        elif content.startswith("附件"):
            stream = measure = None
        add_prose(tasks, content if style != "Table" else "", stream, measure)
    for task in tasks:
        name = task["workstream"]
        if name and name not in [s["number"] or s["title"] for s in streams]:
            streams.append({"number": None, "title": name})
    title = next((flat(text) for style, text in blocks if style == "Title"), "")
    return {
        "file": file,
        "title": keys.get("title", title),
        "year": int(keys["year"]),
        "issuer": keys["issuer"],
        "workstreams": streams,
        "tasks": tasks,
    }


def rows_of(columns: list[list[str]], rows: list[Any], stream: str | None, measure: str | None) -> list[dict[str, Any]]:
    """The tasks of one table, values carried down over merged and empty cells."""
    above = [""] * len(columns)
    found = []
    for mark, cells in rows:
        if mark == "#":
            stream = flat(cells[0])
        if mark:
            continue
        above = [
            old if cell in ("^", "<") or (not cell and kind != "-") else cell
            for (kind, *_), old, cell in zip(columns, above, cells, strict=True)
        ]
        task: dict[str, Any] = {"text": "", "workstream": stream, "measure": measure}
        task |= {part: [] for part in PARTS}
        for (kind, *_), cell in zip(columns, above, strict=True):
            if kind == "task":
                task["text"] += flat(cell)
            elif kind in ("ws", "measure", "month"):
                task["workstream" if kind == "ws" else "measure"] = flat(cell) or None
            if kind in ROLES:
                task["parties"] += [party(name, kind, "annotation") for name in names_of(cell)]
            else:
                add_labels(task, cell, "subject" if kind == "task" else "annotation")
        found.append(task)
    return found


def names_of(cell: str) -> list[str]:
    """The names in a party's cell, in order; a telephone number is none."""
    names = [plain(name) for name in NAME.findall(re.sub(r"\\[np](?![^{]*\})", " ", cell))]
    return [flat(name) for name in names if name not in NOBODY and not name.startswith("等") and not name.isdigit()]


def add_prose(tasks: list[dict[str, Any]], text: str, stream: str | None, measure: str | None) -> None:
    """Append the tasks of a paragraph; labels between tasks belong to the one before, starred ones to the measure."""
    for n, piece in enumerate(re.split("[«»]", text)):
        if n % 2:
            task: dict[str, Any] = {"text": flat(piece), "workstream": stream, "measure": measure}
            tasks.append(task | {part: [] for part in PARTS})
            add_labels(tasks[-1], piece, "subject")
        elif "{" in piece and tasks:
            mine = [t for t in tasks if (t["workstream"], t["measure"]) == (stream, measure)]
            for task in mine if "*}" in piece else tasks[-1:]:
                add_labels(task, piece.replace("*}", "}"), "annotation")


def add_labels(task: dict[str, Any], text: str, source: str) -> None:
    """Put every label of a text into a task."""
    for words, label in LABEL.findall(text):
        words = flat(words)
        if label in ROLES:
            task["parties"].append(party(words, label, source))
        elif label[:1] in "<>=":
            op, value, unit = re.fullmatch(r"([<>]?=)([\d.]+)(.*)", label).groups()  # type: ignore[union-attr]
            number = float(value) if "." in value else int(value)
            task["targets"].append({"text": words, "op": op, "value": number, "unit": unit})
        else:
            task["deadlines"] += [deadline(words, value) for value in label.split(",")]


def party(name: str, role: str, source: str) -> dict[str, str]:
    """One party of a task."""
    return {"name": name, "role": role, "source": source}


def deadline(text: str, value: str) -> dict[str, Any]:
    """One deadline of a task from its written label."""
    found: dict[str, Any] = dict.fromkeys(("start", "end", "rrule", "duration"))
    if value in ("ongoing", "event", "immediate"):
        kind = value
    elif value[0] in "RYWM":
        every = {"R": None, "Y": "FREQ=YEARLY", "W": "FREQ=WEEKLY", "M1": "FREQ=MONTHLY"}
        kind, found["rrule"] = "recurring", every.get(value, f"FREQ=MONTHLY;INTERVAL={value[1:]}")
    elif value[0] == "P":
        kind, found["duration"] = "relative", value
    elif "/" in value:
        kind, (found["start"], found["end"]) = "range", value.split("/")
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        kind, found["end"] = "date", value
    else:
        raise ValueError(f"{text}: no label: {value}")
    return {"text": text, "kind": kind, **found}
