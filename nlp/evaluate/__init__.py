"""Measure the classifiers and the verdicts on labelled text: corpora to figures from text that was held out."""
