"""Fix the times in a zipped document (.docx, .xlsx), so that it has the same bytes on every run."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path

MADE = datetime(2026, 1, 12, 9, 0, 0)


def fix(path: Path) -> None:
    """Give every part, and the document's own facts, the time MADE."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    now = f">{MADE.isoformat()}Z<".encode()
    parts["docProps/core.xml"] = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]{8}Z<", now, parts["docProps/core.xml"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
