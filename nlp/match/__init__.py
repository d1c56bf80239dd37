"""Join plan tasks and report passages by links that say how likely each passage is evidence."""

from nlp.match.score import link

__all__ = ["link"]
