"""Write a record as the JSON of the contract."""

from __future__ import annotations

from nlp.codec import Record, dump


def encode(record: Record) -> bytes:
    """The record's JSON in UTF-8."""
    return dump(record).encode()
