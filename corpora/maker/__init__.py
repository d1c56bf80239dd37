"""Make documents and their gold from sources with labels in place (source.py says how a source is written)."""
