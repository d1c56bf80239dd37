"""Tell what kind of statement a passage makes and which workstream a text belongs to."""

from nlp.classify.own_themes import choose_labeller
from nlp.classify.statements import classify_reports, classify_statements
from nlp.classify.taxonomy import Theme, read_taxonomy
from nlp.classify.workstreams import label_documents, label_items

__all__ = [
    "Theme",
    "choose_labeller",
    "classify_reports",
    "classify_statements",
    "label_documents",
    "label_items",
    "read_taxonomy",
]
