"""Tell what kind of statement a passage makes and which workstream a text belongs to."""

from nlp.classify.rules import classify_statements
from nlp.classify.taxonomy import Theme, label_texts, read_taxonomy

__all__ = ["Theme", "classify_statements", "label_texts", "read_taxonomy"]
