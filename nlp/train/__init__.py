"""Fit what the program learns from labelled text: models of the classifiers, weights of matching and of verdicts.

`duban train` makes the models; `python -m nlp.train.pairs` is a step of its own, for those who change the matching:
it fits the weights in `nlp/lexicon/*_weights.toml`.
"""
