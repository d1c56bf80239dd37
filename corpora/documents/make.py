"""Make the documents of this folder: `python corpora/documents/make.py [NAME…]` (all of them without a name).

The PDFs need the font Noto Serif CJK SC and fontTools, the .doc, .rtf and .odt need LibreOffice (`soffice`).
The printed-*.pdf need Chromium and LibreOffice. All but these and the .odt come out with the same bytes on every run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import make_docx_content
import make_docx_forms
import make_docx_numbering
import make_docx_tables
import make_other
import make_pdf
import make_printed
import make_txt

HERE = Path(__file__).parent
MAKERS = (
    make_docx_numbering,
    make_docx_content,
    make_docx_forms,
    make_docx_tables,
    make_txt,
    make_pdf,
    make_printed,
    make_other,
)
DOCUMENTS = {name: row for maker in MAKERS for name, row in maker.DOCUMENTS.items()}


def main(names: list[str]) -> None:
    """Write the documents of the given names, or all of them."""
    for name, (_, make) in DOCUMENTS.items():
        if not names or name in names:
            (HERE / name).write_bytes(make())


if __name__ == "__main__":
    main(sys.argv[1:])
