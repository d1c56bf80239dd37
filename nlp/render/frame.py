"""Turn a record into a pandas DataFrame with one row a task, item, passage or block."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from nlp.codec import Record
from nlp.errors import ConfigError
from nlp.types import Calendar, Change, Coverage, Document, Finding, PlanDiff, PlanLint, Role, Tagged, Task, TaskList

if TYPE_CHECKING:
    import pandas as pd


def to_frame(record: Record) -> pd.DataFrame:
    """The record as a frame; columns are English and in snake_case, dates are `datetime.date`, lists are tuples.

    Task list: one row a task. Coverage: one row an item, and a column of its status for each report's id; `actions` are
    (text, places in `evidence`), `decisions` (act, status or quote, note).
    Tagged: one row a passage. Document: one row a block. PlanLint: one row a finding. PlanDiff: one row a change.
    Calendar: one row a due day. `start` and `end` slice the document's text.

    Raises ConfigError for anything else.

    >>> from nlp.types import Block, Place
    >>> document = Document("a.txt", "00", "txt", "标题", (Block("title", Place(0, 0, 2)),))
    >>> to_frame(document)[["kind", "text"]].values.tolist()
    [['title', '标题']]
    """
    import pandas as pd

    match record:
        case TaskList():
            rows, columns = _tasks(record), list(TASK_COLUMNS)
        case Coverage():
            rows = _items(record)
            columns = [*ITEM_COLUMNS, *(report.id for report in record.reports), *JUDGED_COLUMNS]
        case Tagged():
            rows, columns = _passages(record), list(PASSAGE_COLUMNS)
        case Document():
            rows, columns = _blocks(record), list(BLOCK_COLUMNS)
        case PlanLint():
            rows, columns = [asdict(finding) for finding in record.findings], [field.name for field in fields(Finding)]
        case PlanDiff():
            rows, columns = _changes(record), [*(field.name for field in fields(Change)), "old_text", "new_text"]
        case Calendar():
            rows, columns = _days(record), list(DAY_COLUMNS)
        case _:
            raise ConfigError(f"{type(record).__name__}: 不能列成表；请给出公开的记录")
    return pd.DataFrame.from_records(rows, columns=columns)


TASK_COLUMNS = (
    *("id", "workstream", "workstream_title", "measure", "text", "lead", "support", "supervise", "person"),
    *("deadline", "deadline_kind", "due", "rrule", "target", "label", "label_score"),
    *("page", "start", "end", "confidence"),
)
ITEM_COLUMNS = (
    *("task", "workstream", "workstream_title", "text", "lead", "deadline", "due", "status", "timeliness", "decided"),
    *("evidence", "evidence_reports", "rejected", "why"),
)
JUDGED_COLUMNS = (*("chance", "light", "days_left", "owed_by", "work_types", "actions", "decisions", "changed"),)
PASSAGE_COLUMNS = (
    *("id", "kind", "text", "section", "statement", "statement_score", "clauses", "label", "label_score"),
    *("label_second", "label_words", "page", "start", "end"),
)
DAY_COLUMNS = ("day", "task", "deadline", "text", "lead")
BLOCK_COLUMNS = ("block", "kind", "level", "number", "text", "page", "start", "end")


def _tasks(task_list: TaskList) -> list[dict[str, Any]]:
    titles = {workstream.id: workstream.title for workstream in task_list.plan.workstreams}
    labels = {label.target: label for label in task_list.labels}
    rows = []
    for task in task_list.plan.tasks:
        label = labels.get(task.id)
        row = {
            "id": task.id,
            "workstream": task.workstream,
            "workstream_title": titles.get(task.workstream or ""),
            "measure": task.measure.title if task.measure else None,
            "text": task.text,
            "support": _names(task, "support"),
            "supervise": _names(task, "supervise"),
            "person": _names(task, "person"),
            "deadline_kind": tuple(deadline.kind for deadline in task.deadlines),
            "rrule": next((deadline.rrule for deadline in task.deadlines if deadline.rrule), None),
            "target": tuple(target.text for target in task.targets),
            "label": label.workstream if label else None,
            "label_score": label.score if label else None,
            "page": task.source.page,
            "start": task.source.start,
            "end": task.source.end,
            "confidence": task.confidence,
        }
        rows.append(row | _duty(task))
    return rows


def _items(coverage: Coverage) -> list[dict[str, Any]]:
    titles = {workstream.id: workstream.title for workstream in coverage.plan.plan.workstreams}
    tasks = {task.id: task for task in coverage.plan.plan.tasks}
    rows = []
    for item in coverage.items:
        task = tasks[item.task]
        row = {
            "task": item.task,
            "workstream": task.workstream,
            "workstream_title": titles.get(task.workstream or ""),
            "text": task.text,
            "status": item.status,
            "timeliness": item.timeliness,
            "decided": item.decided,
            "evidence": tuple(entry.quote for entry in item.evidence),
            "evidence_reports": tuple(dict.fromkeys(entry.report for entry in item.evidence)),
            "rejected": tuple(entry.quote for entry in item.rejected),
            "why": item.why,
            "chance": item.chance,
            "light": item.light,
            "days_left": item.days_left,
            "owed_by": item.owed_by,
            "work_types": item.work_types,
            "actions": tuple((action.text, action.evidence) for action in item.actions),
            "decisions": tuple((one.act, one.status or one.quote, one.note) for one in item.decisions),
            "changed": item.changed,
        }
        rows.append(row | _duty(task) | {entry.report: entry.status for entry in item.by_report})
    return rows


def _passages(tagged: Tagged) -> list[dict[str, Any]]:
    statements = {statement.passage: statement for statement in tagged.statements}
    labels = {label.target: label for label in tagged.labels}
    rows = []
    for passage in tagged.report.passages:
        statement, label = statements.get(passage.id), labels.get(str(passage.id))
        rows.append(
            {
                "id": passage.id,
                "kind": passage.kind,
                "text": passage.text,
                "section": passage.section,
                "statement": statement.kind if statement else None,
                "statement_score": statement.score if statement else None,
                "clauses": tuple((c.kind, passage.text[c.start : c.end]) for c in statement.clauses)
                if statement
                else (),
                "label": label.workstream if label else None,
                "label_score": label.score if label else None,
                "label_second": label.second if label else None,
                "label_words": label.words if label else (),
                "page": passage.place.page,
                "start": passage.place.start,
                "end": passage.place.end,
            }
        )
    return rows


def _blocks(document: Document) -> list[dict[str, Any]]:
    return [
        {
            "block": index,
            "kind": block.kind,
            "level": block.level,
            "number": block.number,
            "text": document.text_of(block),
            "page": block.place.page,
            "start": block.place.start,
            "end": block.place.end,
        }
        for index, block in enumerate(document.blocks)
    ]


def _changes(diff: PlanDiff) -> list[dict[str, Any]]:
    old, new = ({task.id: task.text for task in plan.tasks} for plan in (diff.old, diff.new))
    return [
        asdict(change) | {"old_text": old.get(change.old or ""), "new_text": new.get(change.new or "")}
        for change in diff.changes
    ]


def _days(calendar: Calendar) -> list[dict[str, Any]]:
    tasks = {task.id: task for task in calendar.plan.tasks}
    return [
        {
            "day": due.day,
            "task": due.task,
            "deadline": due.text,
            "text": tasks[due.task].text,
            "lead": _names(tasks[due.task], "lead"),
        }
        for due in calendar.days
    ]


def _duty(task: Task) -> dict[str, Any]:
    ends = [deadline.end for deadline in task.deadlines if deadline.end]
    return {
        "lead": _names(task, "lead"),
        "deadline": tuple(deadline.text for deadline in task.deadlines),
        "due": max(ends, default=None),
    }


def _names(task: Task, role: Role) -> tuple[str, ...]:
    return tuple(party.name for party in task.parties if party.role == role)
