"""Run the command line: `python -m nlp` and `duban` are the same."""

from __future__ import annotations


def main() -> None:
    """Parse the arguments, do the work, end with the exit status of the contract."""
    from nlp.cli import run

    run()


if __name__ == "__main__":
    main()
