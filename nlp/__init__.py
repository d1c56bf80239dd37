"""Read annual work plans and the reports on them: task lists, and which plan items have no evidence yet.

The public door: names only, the work is done in the modules behind it, which are imported when a name is first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from nlp.codec import dump, from_json, to_json
    from nlp.extract.calendar import list_due_days
    from nlp.extract.deadlines import expand, find_deadlines
    from nlp.extract.display import show_spans
    from nlp.extract.holidays import covered_years, event_dates
    from nlp.extract.language import load, make_doc, to_doc
    from nlp.extract.targets import find_targets
    from nlp.parse import read
    from nlp.pipeline import compare_plans, cover, extract_tasks, lint_plan, list_tasks, read_plan, tag
    from nlp.render import render, to_frame

_DOORS = {
    "compare_plans": "nlp.pipeline",
    "cover": "nlp.pipeline",
    "covered_years": "nlp.extract.holidays",
    "dump": "nlp.codec",
    "event_dates": "nlp.extract.holidays",
    "expand": "nlp.extract.deadlines",
    "extract_tasks": "nlp.pipeline",
    "find_deadlines": "nlp.extract.deadlines",
    "find_targets": "nlp.extract.targets",
    "from_json": "nlp.codec",
    "lint_plan": "nlp.pipeline",
    "list_due_days": "nlp.extract.calendar",
    "list_tasks": "nlp.pipeline",
    "load": "nlp.extract.language",
    "read": "nlp.parse",
    "read_plan": "nlp.pipeline",
    "make_doc": "nlp.extract.language",
    "render": "nlp.render",
    "show_spans": "nlp.extract.display",
    "tag": "nlp.pipeline",
    "to_doc": "nlp.extract.language",
    "to_frame": "nlp.render",
    "to_json": "nlp.codec",
}

__all__ = [
    "__version__",
    "compare_plans",
    "cover",
    "covered_years",
    "dump",
    "event_dates",
    "expand",
    "extract_tasks",
    "find_deadlines",
    "find_targets",
    "from_json",
    "lint_plan",
    "list_due_days",
    "list_tasks",
    "load",
    "make_doc",
    "read",
    "read_plan",
    "render",
    "show_spans",
    "tag",
    "to_doc",
    "to_frame",
    "to_json",
]


class _Door(ModuleType):
    """The package as a module whose names stay what they are when a stage of the same name is imported."""

    def __getattr__(self, name: str) -> Any:
        if name not in _DOORS:
            raise AttributeError(f"module 'nlp' has no attribute {name!r}")
        return getattr(import_module(_DOORS[name]), name)

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _DOORS and isinstance(value, ModuleType)):  # importing nlp.cover must not hide cover()
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door
