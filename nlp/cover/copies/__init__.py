"""Find text that a report took from another one."""
