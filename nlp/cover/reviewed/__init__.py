"""Apply what reviewers settled, and tell what changed since."""
