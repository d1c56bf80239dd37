"""Collect the labels of a document: blocks of a source to the gold of its tasks."""

from __future__ import annotations

import re
from typing import Any

from . import labels
from .source import Block

NUMBER = re.compile(r"\s*([一二三四五六七八九十]+)、")
NOTE = re.compile(f"{labels.MEASURE.pattern}|{labels.LABEL.pattern}")


def gold(file: str, keys: dict[str, str], blocks: list[Block]) -> dict[str, Any]:
    """The gold record of a document: its title, year, issuer, workstreams and tasks."""
    reading = Reading()
    for mark, content in blocks:
        if mark == "%":
            reading.read_table(*content)
        elif mark == "@w":
            reading.workstream = reading.measure = None
        elif mark == "@m":
            reading.measure = None
        else:
            reading.read_line(mark, content)
    reading.settle()
    title = "".join(labels.flat(text) for mark, text in blocks if mark == "#")
    return {
        "file": file,
        "title": keys.get("title", title),
        "year": int(keys["year"]) if keys["year"] != "-" else None,
        "issuer": keys["issuer"],
        "workstreams": reading.streams,
        "tasks": reading.tasks,
    }


class Reading:
    """Where a reader of the blocks stands, and what was found so far."""

    def __init__(self) -> None:
        self.tasks: list[dict[str, Any]] = []
        self.streams: list[dict[str, Any]] = []
        self.workstream: str | None = None
        self.measure: str | None = None
        self.notes: list[tuple[Any, str, str, bool]] = []  # whose, words, label, of the measure alone

    def read_line(self, mark: str, text: str) -> None:
        """Take the tasks, the headings and the notes of a line."""
        if mark == "##":
            self.measure = None
            title = labels.MEASURE.search(text)
            self.workstream = self.name_stream(text, title[2]) if title else None
            text = labels.MEASURE.sub("", text)
        for n, piece in enumerate(re.split("[«»]", text)):
            if n % 2:
                self.add_task(piece)
                continue
            for found in NOTE.finditer(piece):
                if found[2] is not None:
                    self.measure = labels.flat(found[2]) if found[1] != "-" else None
                elif found[4]:
                    self.add_note(labels.flat(found[3]), found[4])

    def read_table(self, columns: list[list[str]], rows: list[Any]) -> None:
        """Take the tasks of a table, values carried down over merged and blank cells."""
        stream, above = self.workstream, [""] * len(columns)
        for mark, cells in rows:
            if mark == "#":
                stream = self.name_stream("", cells[0])
            if mark:
                continue
            above = [
                old if cell in ("^", "<", "_") else "" if cell == "~" else cell.removeprefix("_=")
                for old, cell in zip(above, cells, strict=True)
            ]
            task = self.add_task("")
            task["workstream"] = stream
            for (kind, *_), cell in zip(columns, above, strict=True):
                self.read_cell(task, kind, cell)

    def read_cell(self, task: dict[str, Any], kind: str, cell: str) -> None:
        """Put what a cell holds into the task of its row."""
        if kind in labels.ROLES:
            task["parties"] += [labels.party(name, kind, "annotation") for name in labels.names_of(cell)]
            return
        if kind == "task":
            task["text"] += labels.flat(cell)
        elif kind == "ws":
            task["workstream"] = self.name_stream("", cell) if cell else None
        elif kind in ("measure", "month"):
            task["measure"] = labels.flat(cell) or None
        for words, label in labels.labels_of(cell):
            labels.add_label(task, words, label, "subject" if kind == "task" else "annotation")

    def name_stream(self, heading: str, title: str) -> str:
        """The number or the title by which tasks name a workstream; a new one is noted."""
        number = NUMBER.match(heading)
        stream = {"number": number[1] if number else None, "title": labels.flat(title)}
        if stream not in self.streams:
            self.streams.append(stream)
        return str(stream["number"] or stream["title"])

    def add_task(self, text: str) -> dict[str, Any]:
        """Append the task of a text, or one to be filled."""
        task: dict[str, Any] = {"text": labels.flat(text), "workstream": self.workstream, "measure": self.measure}
        self.tasks.append(task | {part: [] for part in ("parties", "deadlines", "targets")})
        for words, label in labels.labels_of(text):
            labels.add_label(self.tasks[-1], words, label, "subject")
        return self.tasks[-1]

    def add_note(self, words: str, label: str) -> None:
        """Mark the last tasks with the label of a note, or keep it for all of the measure or workstream."""
        label, stars, many = re.fullmatch(r"(.*?)(\**)(\d*)", label).groups() if "*" in label else (label, "", "")  # type: ignore[union-attr]
        if stars and not many:
            self.notes.append(((self.workstream, self.measure), words, label, stars == "*"))
            return
        for task in self.tasks[-int(many or 1) :]:
            labels.add_label(task, words, label, "annotation")

    def settle(self) -> None:
        """Mark every task of a measure or workstream with the notes kept for it."""
        for (stream, measure), words, label, narrow in self.notes:
            mine = [t for t in self.tasks if t["workstream"] == stream and (not narrow or t["measure"] == measure)]
            if not mine:
                raise ValueError(f"{words}: no task of {stream} {measure}")
            for task in mine:
                labels.add_label(task, words, label, "annotation")
