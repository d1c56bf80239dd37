"""Fit the weights of matching and verdicts: `python -m nlp.train` is `python -m nlp.train.pairs`."""

import sys

from nlp.train.pairs import main

if __name__ == "__main__":
    sys.exit(main())
