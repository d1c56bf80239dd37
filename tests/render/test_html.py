from __future__ import annotations

import re
from itertools import product

import lxml.html
import pytest

from nlp.codec import Record
from nlp.render.html import encode
from nlp.render.notebook import html_of
from nlp.types import Coverage, Document, TaskList

NAMES = ("task_list", "coverage", "document", "tagged")


def page(record: Record) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(encode(record).decode())


def texts(root: lxml.html.HtmlElement, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in root.xpath(path)]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded_from_elsewhere(name: str, request: pytest.FixtureRequest) -> None:
    root = page(request.getfixturevalue(name))
    assert all(link.startswith("#") for _, _, link, _ in root.iterlinks())
    assert "url(" not in root.xpath("string(//style)")
    assert "default-src 'none'" in root.xpath("string(//meta[@http-equiv]/@content)")


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_a_document_becomes_markup(name: str, request: pytest.FixtureRequest) -> None:
    root = page(request.getfixturevalue(name))
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//main//b[text()='召开']")


def test_hostile_text_is_shown_as_it_is(coverage: Coverage) -> None:
    assert any("<script>alert(1)</script>" in text for text in texts(page(coverage), "//blockquote/p"))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_its_language_and_title(name: str, request: pytest.FixtureRequest) -> None:
    root = page(request.getfixturevalue(name))
    assert root.get("lang") == "zh-CN"
    assert root.xpath("string(//title)") == root.xpath("string(//h1)")


def test_items_stand_gaps_first(coverage: Coverage) -> None:
    assert page(coverage).xpath("//article/@id") == ["item-2.1.1", "item-1.2.1", "item-1.1.1", "item-1.1.2"]


def test_an_item_shows_verdict_reason_and_quotes(coverage: Coverage) -> None:
    root = page(coverage)
    (gap,) = root.xpath("//article[@id='item-2.1.1']")
    words = " ".join(gap.text_content().split())
    for word in (
        "无佐证",
        "需人工核定",
        "已逾期",
        "nothing done",
        "未采信的相近表述（1 条）",
        "只是打算",
        "总结 第4页",
    ):
        assert word in words
    (done,) = root.xpath("//article[@id='item-1.1.1']")
    assert "养护中心 第2页" in done.text_content()
    assert "6月底前（2022-06-30）" in done.text_content()


def test_rejected_quotes_are_folded_away(coverage: Coverage) -> None:
    assert texts(page(coverage), "//details/blockquote/p") == ["下一步将讲授廉政党课"]


def test_tiles_show_the_totals(coverage: Coverage) -> None:
    assert texts(page(coverage), "//dl[@class='tiles']//dd") == ["4", "2", "1", "1", "1", "62.5%"]


def test_the_matrix_has_a_word_in_every_cell(coverage: Coverage) -> None:
    root = page(coverage)
    assert texts(root, "//table[@class='matrix']/tbody/tr[3]/td") == ["△部分佐证", "×无佐证", "△部分佐证"]
    assert texts(root, "//table[@class='matrix']/thead//th") == ["任务", "总体", "养护中心", "总结"]


def test_links_of_the_page_have_their_targets(coverage: Coverage) -> None:
    root = page(coverage)
    assert {link[1:] for link in root.xpath("//a/@href")} <= set(root.xpath("//@id"))


def test_every_control_has_a_name(coverage: Coverage) -> None:
    root = page(coverage)
    assert root.xpath("count(//input)") == root.xpath("count(//label//input)")
    assert root.xpath("count(//*[@tabindex])") == root.xpath("count(//*[@tabindex and @aria-label])")


def test_tasks_are_grouped_by_workstream(task_list: TaskList) -> None:
    root = page(task_list)
    assert texts(root, "//tr[@class='group']") == ["一、责任落实", "教育"]
    assert texts(root, "//tr[contains(@class, 'item')]/td[1]") == ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]


def test_a_document_keeps_outline_and_spans(document: Document) -> None:
    root = page(document)
    assert texts(root, "//nav//a") == ["一 责任落实"]
    assert root.xpath("//th/@colspan") == ["2"]


def luminance(colour: str) -> float:
    digits = "".join(char * 2 for char in colour) if len(colour) == 3 else colour
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *product(("ink", "soft", "accent", "none"), ("paper", "panel")),
    *(("on-fill", f"{status}-fill") for status in ("covered", "partial", "none")),
    *((status, f"{status}-bg") for status in ("covered", "partial", "none")),
    ("panel", "accent"),
]


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
@pytest.mark.parametrize("look", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast_is_at_least_aa(look: int, ink: str, paper: str, coverage: Coverage) -> None:
    style = page(coverage).xpath("string(//style)")
    colours = dict(re.findall(r"--([a-z-]+): #([0-9a-f]+);", re.findall(r":root \{([^}]*)\}", style)[look]))
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_fragment_has_no_script(name: str, request: pytest.FixtureRequest) -> None:
    root = lxml.html.fragment_fromstring(html_of(request.getfixturevalue(name)))
    assert not root.xpath(".//script")
    assert root.xpath(".//table/tbody/tr")


def test_a_notebook_fragment_says_what_it_leaves_out(task_list: TaskList) -> None:
    fragment = html_of(task_list, rows=1)
    assert "其余 3 行未显示" in fragment
    assert "2.1.1" not in fragment
