"""Make documents and their gold from FOLDER/source/*.txt: `python corpora/make.py corpora/forms …`.

How a source is written stands in maker/source.py. A source without a year has its gold written by hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from maker.gold import gold
from maker.sheet import write_xlsx
from maker.source import read
from maker.text import write_html, write_txt
from maker.word import write_docx, write_pdf

WRITERS = {"txt": write_txt, "docx": write_docx, "pdf": write_pdf, "xlsx": write_xlsx, "html": write_html}


def make(source: Path, folder: Path) -> Path:
    """Write the document of a source into a folder, with its gold; the document's path."""
    keys, blocks = read(source)
    out = folder / f"{source.stem}.{keys['form']}"
    WRITERS[keys["form"]](keys, blocks, out)
    if "year" in keys:
        text = json.dumps(gold(out.name, keys, blocks), ensure_ascii=False, indent=1)
        (folder / f"{source.stem}.tasks.gold.json").write_text(text + "\n", encoding="utf-8")
    return out


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for path in sorted((Path(name) / "source").glob("*.txt")):
            print(make(path, Path(name)))
