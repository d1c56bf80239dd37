"""Run the command line: `python -m nlp` and `duban` are the same."""

from __future__ import annotations


def main() -> None:
    """Parse the arguments, do the work, end with the exit status of the contract."""
    import signal
    import sys

    from nlp.cli import run

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # workers and scratch folders end with the command
    run()


if __name__ == "__main__":
    main()
