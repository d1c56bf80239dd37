"""What the tests of the PDF reader share: a page drawn by hand, and read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.parse.pdf import read_pdf
from nlp.parse.raw import Raw


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Callable[[Any], object]], Raw]:
    """Draw an upright A4 page with reportlab, in the font STSong that is not embedded, and read it."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def run(draw: Callable[[Any], object]) -> Raw:
        path = tmp_path / "plan.pdf"
        pen = canvas.Canvas(str(path), pagesize=(595, 842))
        draw(pen)
        pen.save()
        return read_pdf(path)

    return run
