"""Measure the PDF reader beside pdfplumber: time for text and for ruled tables, peak memory at 50 and at 500 pages.

`python -m tests.benchmarks.pdf` prints a table. The PDFs are made here, in a folder that is removed again: with an
embedded TrueType font that has Chinese letters where this machine has one, else with the font STSong, not embedded.
"""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

from nlp.parse.pdf import read_pdf
from tests.benchmarks.measure import row, seconds

LETTERS = "各科室要把年度任务逐项分解到岗到人建立台账按月调度确保事事有人抓件件有着落严格执行请示报告制度落实情况"
SIZE, PITCH, LEFT, TOP = 16, 28, 72, 770
READING = """
import resource, sys
from pathlib import Path
from nlp.parse.pdf import read_pdf
read_pdf(Path(sys.argv[1]))
try:  # of this program alone: what getrusage says begins with the process that started it
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak)
"""
COLUMNS = (72, 102, 322, 422, 522)


def main() -> None:
    """Print the figures; pdfplumber is run once, for it takes long."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        names = "prose", "few", "tables", "long"
        prose, few, tables, long = (Path(folder) / f"{name}.pdf" for name in names)
        font = make_prose(prose, 500)
        make_prose(few, 50)
        make_tables(tables, 50)
        make_tables(long, 500)
        ours, theirs = seconds(lambda: read_pdf(prose)), _once(lambda: _plumber(prose, "extract_text"))
        row("500 pages of text", ours, "s", f"font {font}")
        row("500 pages of text, pdfplumber", theirs, "s")
        row("times faster", theirs / ours, "", "wanted: 10")
        ours, theirs = seconds(lambda: read_pdf(tables)), _once(lambda: _plumber(tables, "extract_tables"))
        row("50 pages of ruled tables", ours, "s")
        row("50 pages of ruled tables, pdfplumber", theirs, "s")
        row("times faster", theirs / ours, "", "wanted: 5")
        for name, path in (("50 pages", few), ("500 pages", prose), ("50 pages of table", tables), ("500 of it", long)):
            row(f"peak memory, {name}", peak_memory(path), "MB", "wanted: below 150")


# --- documents ------------------------------------------------------------------------------------------------------


def make_prose(path: Path, pages: int) -> str:
    """Pages of 24 lines in paragraphs of four, as an official letter has them; gives the name of the font."""
    pen, font = _pen(path)
    chance = random.Random(1)
    for page in range(1, pages + 1):
        pen.setFont(font, SIZE)
        for line in range(24):
            first, last = line % 4 == 0, line % 4 == 3
            text = _words(chance, 15 if last else 25 if first else 27) + ("。" if last else "，")
            pen.drawString(LEFT + 2 * SIZE * first, TOP - PITCH * line, text)
        pen.drawCentredString(297, 40, f"— {page} —")
        pen.showPage()
    pen.save()
    return font


def make_tables(path: Path, pages: int) -> None:
    """Pages of a ruled table of 18 rows and four columns."""
    pen, font = _pen(path)
    chance = random.Random(2)
    for page in range(pages):
        pen.setFont(font, 10)
        pen.grid(COLUMNS, [780 - 38 * i for i in range(19)])
        for line in range(18):
            y = 780 - 38 * line - 14
            cells = str(18 * page + line + 1), _words(chance, 20), _words(chance, 8), "2022年6月底前"
            for x, text in zip(COLUMNS, cells, strict=False):
                pen.drawString(x + 4, y, text)
            pen.drawString(COLUMNS[1] + 4, y - 14, _words(chance, 12) + "。")
        pen.showPage()
    pen.save()


def _pen(path: Path) -> tuple[Any, str]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFError, TTFont
    from reportlab.pdfgen.canvas import Canvas

    for file in _fonts():
        try:
            font = TTFont("Embedded", file)
        except (TTFError, OSError):
            continue  # outlines that reportlab cannot embed
        if all(ord(letter) in font.face.charToGlyph for letter in LETTERS):
            pdfmetrics.registerFont(font)
            return Canvas(str(path), pagesize=(595, 842)), "Embedded"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(str(path), pagesize=(595, 842)), "STSong-Light"


def _fonts() -> Iterator[str]:
    """The font files with Chinese letters that fontconfig knows."""
    try:
        found = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    yield from sorted(line.rstrip(": ") for line in found.splitlines())


def _words(chance: random.Random, count: int) -> str:
    return "".join(chance.choices(LETTERS, k=count))


# --- measuring ------------------------------------------------------------------------------------------------------


def peak_memory(path: Path) -> float:
    """The most memory, in MB, that a new process takes to read a PDF."""
    command = [sys.executable, "-c", READING, str(path)]
    peak = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return peak * (1 if sys.platform == "darwin" else 1024) / 1e6


def _once(call: Callable[[], object]) -> float:
    start = process_time()
    call()
    return process_time() - start


def _plumber(path: Path, what: str) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            getattr(page, what)()
            page.close()


if __name__ == "__main__":
    main()
