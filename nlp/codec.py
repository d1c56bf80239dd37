"""Turn the public records into the JSON of the contract, and that JSON back into records.

The wire differs from the records in one thing: what a later stage says about a task or a passage (its label, its kind
of statement) stands inside the task or passage, where a reader looks for it, and is split off again when read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from nlp.errors import ConfigError
from nlp.types import Calendar, Coverage, Document, Plan, PlanDiff, PlanLint, Tagged, TaskList

Record = Document | TaskList | Coverage | Tagged | PlanLint | PlanDiff | Calendar
Json = dict[str, Any]


def to_json(record: Record | Plan) -> Json:
    """The record as plain dicts, lists, strings and numbers, with its `schema`; a Plan is a TaskList without labels.

    Labels and statements are joined to their tasks and passages by id; one that points at none of them is left out.

    Raises ConfigError for an object that has no schema.

    >>> from nlp.types import DocumentFacts, Plan
    >>> facts = DocumentFacts("plan.txt", "00", None, "plan", 2022, None, None)
    >>> list(to_json(TaskList(Plan(facts, (), ()), ())))
    ['schema', 'document', 'workstreams', 'tasks', 'warnings']
    """
    if isinstance(record, Plan):
        record = TaskList(record, ())
    for name, form in _FORMS.items():
        if isinstance(record, form.type):
            return {"schema": name, **form.out(msgspec.to_builtins(record))}
    raise ConfigError(f"{type(record).__name__}: 不能写成 JSON；可以写的是 {_types()}")


def from_json(data: Json) -> Record:
    """The record that `to_json` wrote; keys that are not known are ignored.

    Raises ConfigError for an unknown schema, or a field that is missing or of the wrong kind.

    >>> from_json({"schema": "duban.tasks/9"})
    Traceback (most recent call last):
    nlp.errors.ConfigError: schema duban.tasks/9: 不认识这种格式；认识的是 duban.document/1, duban.tasks/1, ...
    """
    name = data.get("schema") if isinstance(data, dict) else None
    form = _FORMS.get(name) if isinstance(name, str) else None
    if form is None:
        raise ConfigError(f"schema {name}: 不认识这种格式；认识的是 {', '.join(_FORMS)}")
    try:
        record: Record = msgspec.convert(form.back(data), form.type)
    except KeyError as err:
        raise ConfigError(f"{name}: 缺少 {err.args[0]}；文件不是本程序写出的，或被改动过") from err
    except (msgspec.ValidationError, TypeError, AttributeError) as err:
        raise ConfigError(f"{name}: 内容不合格式（{err}）；文件不是本程序写出的，或被改动过") from err
    return record


def dump(record: Record | Plan) -> str:
    """The record's JSON as text, indented, Chinese as it is, ending in a line break.

    >>> from nlp.types import Document
    >>> dump(Document("计划.txt", "00", "txt", "", ())).splitlines()[2]
    '  "file": "计划.txt",'
    """
    return msgspec.json.format(msgspec.json.encode(to_json(record)), indent=2).decode() + "\n"


@dataclass(frozen=True, slots=True)
class _Form:
    """A record type and the two ways between its own builtins and the wire's."""

    type: type[Any]
    out: Callable[[Json], Json]
    back: Callable[[Json], Json]


def _same(data: Json) -> Json:
    return data


def _tasks_out(data: Json) -> Json:
    plan: Json = data["plan"]
    labels = {label["target"]: label for label in data["labels"]}
    tasks = [task | {"label": _label_out(labels.get(task["id"]))} for task in plan["tasks"]]
    for task in tasks:
        task["targets"] = [target | {"value": _whole(target["value"])} for target in task["targets"]]
    return plan | {"tasks": tasks}


def _tasks_back(data: Json) -> Json:
    labels = [{"target": task["id"], **task["label"]} for task in data["tasks"] if task.get("label")]
    return {"plan": data, "labels": labels}


def _coverage_out(data: Json) -> Json:
    for item in data["items"]:
        item["evidence"] = [quote | {"count": _whole(quote["count"])} for quote in item["evidence"]]
    return data | {"plan": _tasks_out(data["plan"])}


def _coverage_back(data: Json) -> Json:
    return data | {"plan": _tasks_back(data["plan"])}


def _plans_out(*names: str) -> Callable[[Json], Json]:
    """The wire's form of a record that holds plans without labels under these names; back it needs no help."""
    return lambda data: data | {name: _tasks_out({"plan": data[name], "labels": []}) for name in names}


def _tagged_out(data: Json) -> Json:
    report = data["report"]
    statements = {statement["passage"]: statement for statement in data["statements"]}
    labels = {label["target"]: label for label in data["labels"]}
    passages = [
        passage
        | {key: statements.get(passage["id"], {}).get(field) for key, field in _STATEMENT.items()}
        | {"label": _label_out(labels.get(str(passage["id"])))}
        for passage in report["passages"]
    ]
    facts = {key: value for key, value in report.items() if key not in ("passages", "warnings")}
    return {"report": facts, "passages": passages, "warnings": report["warnings"]}


def _tagged_back(data: Json) -> Json:
    passages = data["passages"]
    return {
        "report": data["report"] | {"passages": passages, "warnings": data.get("warnings", [])},
        "statements": [
            {"passage": passage["id"]} | {field: passage[key] for key, field in _STATEMENT.items() if key in passage}
            for passage in passages
            if passage.get("statement")
        ],
        "labels": [{"target": str(passage["id"]), **passage["label"]} for passage in passages if passage.get("label")],
    }


def _label_out(label: Json | None) -> Json | None:
    return label and {key: value for key, value in label.items() if key != "target"}


def _whole(number: float | None) -> float | None:
    return int(number) if isinstance(number, float) and number.is_integer() else number


_STATEMENT = {"statement": "kind", "score": "score", "cue": "cue", "clauses": "clauses", "act": "act"}
_FORMS = {
    "duban.document/1": _Form(Document, _same, _same),
    "duban.tasks/1": _Form(TaskList, _tasks_out, _tasks_back),
    "duban.coverage/1": _Form(Coverage, _coverage_out, _coverage_back),
    "duban.passages/1": _Form(Tagged, _tagged_out, _tagged_back),
    "duban.lint/1": _Form(PlanLint, _plans_out("plan"), _same),
    "duban.diff/1": _Form(PlanDiff, _plans_out("old", "new"), _same),
    "duban.calendar/1": _Form(Calendar, _plans_out("plan"), _same),
}


def _types() -> str:
    return ", ".join(form.type.__name__ for form in _FORMS.values())
