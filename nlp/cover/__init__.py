"""Turn links between tasks and passages into a coverage: which items have evidence and which have none."""

from nlp.cover.cover import cover

__all__ = ["cover"]
