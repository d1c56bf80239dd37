from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.parse import read
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.separated import read_separated


def write(folder: Path, text: str, *, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_text(text, encoding=encoding)
    return folder / name


@pytest.mark.parametrize("separator", [",", ";", "\t", "，", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_separators_and_encodings(separator: str, encoding: str, tmp_path: Path) -> None:
    lines = [["序号", "任务", "责任单位"], ["1", "修订预案", "办公室"], ["2", "检修水闸", "水闸科"]]
    path = write(tmp_path, "\n".join(map(separator.join, lines)), encoding=encoding)
    (grid,) = read_separated(path).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == [value for line in lines for value in line]


def test_title_and_values_in_quotes(tmp_path: Path) -> None:
    title, grid = read_separated(
        write(tmp_path, '2024年台账,,\n序号,任务,单位\n1,"修订预案，\n并演练",办公室\n')
    ).blocks
    assert isinstance(title, Paragraph)
    assert isinstance(grid, Grid)
    assert title.text == "2024年台账"
    assert [cell.text for cell in grid.cells][3:] == ["1", "修订预案，\n并演练", "办公室"]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_is_read_by_its_ending(name: str, tmp_path: Path) -> None:
    assert len(read(write(tmp_path, "序号\t任务\n1\t修路\n", name=name)).tables) == 1


def test_endless_quote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="无法按分隔符拆成单元格"):
        read_separated(write(tmp_path, '"' + "a,\n" * 100_000))
