"""The command line: one short command per verb; it parses and prints, the pipeline works."""

from nlp.cli.run import run

__all__ = ["run"]
