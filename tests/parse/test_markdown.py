from pathlib import Path

import pytest

from nlp.parse.markdown import plain
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.text import read_text

PAGE = """# 青棠县2024年工作要点

## 一、强化**防汛**

- 修订[预案](http://a.test/b)
- [ ] 检修`水闸`

| 任务 | 单位 |
|:--|--:|
| 修路<br>架桥 | **城建科** |

---
> 每月报送。
"""


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_marks_are_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(PAGE, encoding="utf-8")
    blocks = read_text(path).blocks
    lines = [(block.text, block.style_level) for block in blocks if isinstance(block, Paragraph)]
    assert lines == [
        ("青棠县2024年工作要点", 0),
        ("一、强化防汛", 1),
        ("修订预案", None),
        ("检修水闸", None),
        ("每月报送。", None),
    ]
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.cells] == ["任务", "单位", "修路\n架桥", "城建科"]


def test_a_text_with_one_hash_is_no_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# 1号泵站\n- 检修水闸", encoding="utf-8")
    assert [block.text for block in read_text(path).blocks if isinstance(block, Paragraph)] == [
        "# 1号泵站",
        "- 检修水闸",
    ]


def test_a_line_of_marks_alone_takes_no_time() -> None:
    assert plain("**[" * 100_000) == "**[" * 100_000
