"""Fit what the program learns from labelled text: models of statements, of workstreams and of evidence.

`duban train` makes them.
"""
