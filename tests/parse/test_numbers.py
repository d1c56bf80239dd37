import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.parse.docx.numerals import format_number
from nlp.parse.headings import value_of
from nlp.parse.numbers import find_counted, find_number


def chinese(value: int) -> str:
    return format_number(value, "chineseCounting")


FORMS = {  # name: (level, greatest value, value to the printed number, the mark behind it)
    "一、": (1, 99, chinese, "、"),
    "一．": (1, 99, chinese, "．"),
    "第一章": (1, 99, lambda value: f"第{chinese(value)}章", " "),
    "第一节": (2, 99, lambda value: f"第{chinese(value)}节", " "),
    "（一）": (2, 99, lambda value: f"（{chinese(value)}）", ""),
    "(一)": (2, 99, lambda value: f"({chinese(value)})", ""),
    "㈠": (2, 10, lambda value: chr(0x3220 + value - 1), ""),
    "1.": (3, 999, str, "."),
    "1、": (3, 999, str, "、"),
    "１．": (3, 999, lambda value: format_number(value, "decimalFullWidth"), "．"),
    "⒈": (3, 20, lambda value: chr(0x2488 + value - 1), ""),
    "第一条": (3, 99, lambda value: f"第{chinese(value)}条", " "),
    "（1）": (4, 999, lambda value: f"（{value}）", ""),
    "(1)": (4, 999, lambda value: f"({value})", ""),
    "1）": (4, 99, lambda value: f"{value}）", ""),
    "1)": (4, 99, lambda value: f"{value})", ""),
    "⑴": (4, 20, lambda value: chr(0x2474 + value - 1), ""),
    "①": (4, 20, lambda value: chr(0x2460 + value - 1), ""),
}
TITLES = st.text("保障粮油生产落实责任夯基础", min_size=1, max_size=12)


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), space=st.sampled_from(["", " ", "  "]), title=TITLES)
def test_number_in_every_form_is_read(name: str, data: st.DataObject, space: str, title: str) -> None:
    level, greatest, write, mark = FORMS[name]
    printed = write(data.draw(st.integers(1, greatest)))
    text = printed + mark + space + title
    found = find_number(text)
    assert found is not None
    assert (found.text, found.level, text[found.end :]) == (printed, level, title)


@given(value=st.integers(1, 99), form=st.sampled_from(["{}", "（{}）", "({})", "（ {} ）"]))
def test_value_of_a_chinese_number(value: int, form: str) -> None:
    assert value_of(form.format(chinese(value))) == value


@settings(deadline=None)
@given(count=st.integers(2, 30), space=st.sampled_from(["", " "]))
def test_bare_numbers_that_count_up(count: int, space: str) -> None:
    texts = [f"{n}{space}保障供水" for n in range(1, count + 1)]
    found = find_counted(texts)
    assert [(found[i].text, found[i].level) for i in range(count)] == [(str(n), 3) for n in range(1, count + 1)]


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=6).filter(sum))
@example([1, 1])
def test_decimals_are_parts_and_their_sections(sections: list[int]) -> None:
    texts, levels = [], []
    for n, count in enumerate(sections, 1):
        texts += [f"{n} 运营", *(f"{n}.{m} 排查" for m in range(1, count + 1))]
        levels += [1, *[2] * count]
    found = find_counted(texts)
    expected = levels if sum(sections) >= 2 else [3 if level == 1 else None for level in levels]
    assert [found[i].level if i in found else None for i in range(len(texts))] == expected


@pytest.mark.parametrize(
    "texts",
    [
        ["5公里管网改造", "12个小区改造"],
        ["1.5万元补助", "1.6万元补助"],
        ["3.2亩菜地", "4.1亩菜地"],
        ["8月检查", "9月检查"],
    ],
    ids=str,
)
def test_quantities_are_no_numbers(texts: list[str]) -> None:
    assert find_counted(texts) == {}


def test_decimals_below_chinese_numbers_stay_below_them() -> None:
    found = find_counted(["一、运营", "1.1 排查", "1.2 演练"])
    assert {i: number.level for i, number in found.items()} == {1: 4, 2: 4}


@pytest.mark.parametrize(
    "texts",
    [
        ["7.1建党节慰问", "10.1国庆演出"],
        ["7.1建党节慰问", "8.1建军节慰问"],
        ["4大工程", "5大行动"],
        ["2个50", "3个100"],
    ],
    ids=str,
)
def test_days_and_names_are_no_numbers(texts: list[str]) -> None:
    assert find_counted(texts) == {}
    assert not any(map(find_number, texts))


@pytest.mark.parametrize(
    ("texts", "titles"),
    [
        (["三月份", "植树。", "四、五月份", "防火。", "六月份"], {2: "四、五月份"}),
        (["3月", "4、5月：", "6月"], {1: "4、5月"}),
        (["九月份", "十、十一、十二月份", "一月份"], {1: "十、十一、十二月份"}),
        (["1、2月份", "1.植树。", "3、4月份", "1.防火。"], {0: "1、2月份", 2: "3、4月份"}),
        (["一、二月份", "植树。", "二、三月份", "防火。"], {}),
        (["三、抓宣传", "四、五月份重点工作", "三月份", "六月份"], {}),
        (["三、抓宣传", "四、五月份", "五、抓考核"], {}),
    ],
    ids=lambda v: v[0] + v[1] if isinstance(v, list) else None,
)
def test_months_in_a_row_are_no_numbers(texts: list[str], titles: dict[int, str]) -> None:
    assert {i: number.title for i, number in find_counted(texts).items()} == titles


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("1.3月底前完成清查。", "1", "3月底前"),
        ("15.10月底前对渠道检修一次。", "15", "10月底"),
        ("2.6月30日前报送名单。", "2", "6月30"),
        ("3.12 月上旬验收。", "3", "12 月"),
        ("4.2024年6月底前通水。", "4", "2024"),
        ("１.3月底前完成清查。", "１", "3月底前"),
    ],
)
def test_time_right_behind_a_number(text: str, number: str, words: str) -> None:
    found = find_number(text)
    assert found is not None
    assert (found.text, found.level, text[found.end :][: len(words)]) == (number, 3, words)


@pytest.mark.parametrize("text", ["3.5万人", "7.1建党节慰问", "2.5个月", "1.13月", "1.20240人"])
def test_decimals_are_no_number_and_time(text: str) -> None:
    assert find_number(text) is None


def test_months_behind_numbers_are_no_decimals() -> None:
    texts = ["1.1月底前清查。", "2.2月底前登记。", "3.3月底前公示。"]
    assert find_counted(texts) == {}
    assert [number.text for text in texts if (number := find_number(text))] == ["1", "2", "3"]


def test_monthly_work_below_a_decimal_keeps_it() -> None:
    assert [n.text for n in find_counted(["1.1月度例会", "1.2月度通报"]).values()] == ["1.1", "1.2"]


GLUED = [
    "10-12月开展巡查。",
    "3-5月集中整治。",
    "1月和7月各查一次。",
    "2024/6/30前报送。",
    "2024-06-30前报送。",
    "2024.06.30前报送。",
    "2024-2025年建成新馆。",
    "2099年12月31日前建成。",
    "100%完成整改。",
    "5个工作日内办结。",
    "24小时值班值守。",
    "12345热线按时办结。",
]


@pytest.mark.parametrize("words", GLUED)
@pytest.mark.parametrize("rest", [["5.修补路面。"], []], ids=["amid a list", "at its end"])
def test_digits_right_behind_the_number_that_a_list_waits_for(words: str, rest: list[str]) -> None:
    texts = ["1.清查资产。", "2.疏通管道。", "3.修剪树木。", f"4.{words}", *rest]
    found = find_counted(texts).get(3) or find_number(texts[3])
    assert found is not None
    assert (found.text, found.level, texts[3][found.end :]) == ("4", 3, words)


def test_list_whose_items_nearly_all_begin_with_digits() -> None:
    texts = ["1.100%办结来信。", "2.5个工作日内答复。", "3.3个街区亮化。", "4.修补路面。"]
    assert {i: number.text for i, number in find_counted(texts).items()} == {0: "1", 1: "2", 2: "3"}


@pytest.mark.parametrize(
    "texts",
    [
        ["1.5万元补助", "2.5万元补助"],
        ["一、投入", "2.5万元用于培训。", "3.5万元用于宣传。"],
        ["1.清查资产。", "5.24小时值班。"],
        ["1.清查资产。", "2.疏通管道。", "2.5个百分点"],
        ["1.清查资产。", "2.1个。", "2.2个。"],
    ],
    ids=str,
)
def test_quantities_that_no_list_waits_for_are_no_items(texts: list[str]) -> None:
    assert find_counted(texts) == {}


def test_sections_keep_their_decimals_beside_a_list() -> None:
    found = find_counted(["1.概况", "1.1队伍", "1.2设备", "2.任务", "2.1巡查", "2.2演练", "3.打算"])
    assert {i: number.text for i, number in found.items()} == {1: "1.1", 2: "1.2", 4: "2.1", 5: "2.2"}
