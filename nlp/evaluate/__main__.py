"""Measure the verdicts as they are: `python -m nlp.evaluate FOLDER`. `duban evaluate` measures on held-out text."""

import sys

from nlp.evaluate.verdicts import main

if __name__ == "__main__":
    sys.exit(main())
