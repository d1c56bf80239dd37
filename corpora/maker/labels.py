"""Read the marks inside a line: marked text to plain text, and to the parties, deadlines and targets of a task."""

from __future__ import annotations

import re
from typing import Any

ROLES = ("lead", "support", "supervise", "person")
NOBODY = {"/", "—", "－", "无", ""}
LABEL = re.compile(r"\{([^{}@]*)(?:@([^{}]*))?\}")
MEASURE = re.compile(r"\[\[([-=]?)(.*?)\]\]")
NAME = re.compile(r"\{[^}]*\}|(?:[^、，；\s（{]|（[^）]*）)+")
FREQUENCIES = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY", "D": "DAILY"}
FIELDS = ("start", "end", "rrule", "duration")


def plain(text: str) -> str:
    """Text as a reader sees it; breaks stay written as `⏎` and `¶`."""
    text = MEASURE.sub(lambda measure: "" if measure[1] else measure[2], text)
    return re.sub("[«»]", "", LABEL.sub(r"\1", text))


def flat(text: str) -> str:
    """Text as a reader sees it, on one line."""
    return re.sub("[⏎¶]", "", plain(text)).strip()


def labels_of(text: str) -> list[tuple[str, str]]:
    """The labelled words of a text with their labels, in order."""
    return [(flat(words), label) for words, label in LABEL.findall(text) if label]


def add_label(task: dict[str, Any], words: str, label: str, source: str) -> None:
    """Put one label into a task; `!` behind a role says that a cell annotates, though it holds the task."""
    role = label.removesuffix("!")
    if role in ROLES:
        task["parties"].append(party(words, role, "annotation" if label.endswith("!") else source))
    elif label[0] in "<>=":
        op, value, unit = re.fullmatch(r"([<>]?=)([\d.]+)(.*)", label).groups()  # type: ignore[union-attr]
        number = float(value) if "." in value else int(value)
        task["targets"].append({"text": words, "op": op, "value": number, "unit": unit})
    else:
        task["deadlines"] += [deadline(words, value) for value in label.split(",")]


def names_of(cell: str) -> list[str]:
    """The names in a party's cell, in order; a telephone number and 等… are none."""
    names = [flat(name) for name in NAME.findall(re.sub(r"[⏎¶](?![^{]*\})", " ", cell))]
    return [name for name in names if name not in NOBODY and not name.startswith("等") and not name.isdigit()]


def party(name: str, role: str, source: str) -> dict[str, str]:
    """One party of a task."""
    return {"name": name, "role": role, "source": source}


def deadline(text: str, value: str) -> dict[str, Any]:
    """One deadline of a task from its written label; `date?` and `range?` have no value, as no year is known."""
    found: dict[str, Any] = dict.fromkeys(FIELDS)
    every = re.fullmatch(r"([YMWD])(\d*)", value)
    if value in ("ongoing", "event", "immediate", "date?", "range?"):
        kind = value.removesuffix("?")
    elif value == "R":
        kind = "recurring"
    elif every:
        interval = f";INTERVAL={every[2]}" if every[2] not in ("", "1") else ""
        kind, found["rrule"] = "recurring", f"FREQ={FREQUENCIES[every[1]]}{interval}"
    elif value[0] == "P":
        kind, found["duration"] = "relative", value
    elif "/" in value:
        kind, (found["start"], found["end"]) = "range", value.split("/")
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        kind, found["end"] = "date", value
    else:
        raise ValueError(f"{text}: no label: {value}")
    return {"text": text, "kind": kind, **found}
