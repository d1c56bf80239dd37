"""Word tables: time against the number of rows, which should grow no faster than they do."""

import math
import tempfile
from pathlib import Path

from docx import Document

from nlp.parse.docx import read_docx
from tests.benchmarks.measure import row, seconds


def main() -> None:
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in (500, 1000, 2000, 4000):
            path = Path(folder) / f"{rows}.docx"
            word = Document()
            table = word.add_table(rows, 6)
            for i, cells in enumerate(table._tbl.tr_lst):
                for j, cell in enumerate(cells.tc_lst):
                    cell.p_lst[0].add_r().text = f"第{i}行第{j}列开展监督检查"
            word.save(path)
            times[rows] = seconds(lambda path=path: read_docx(path))
            row(f"{rows} rows of 6 cells", times[rows], "s")
    row("exponent from 500 to 4,000 rows", math.log(times[4000] / times[500]) / math.log(8), "", "linear is 1.00")
