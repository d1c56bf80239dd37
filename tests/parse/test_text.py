import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.parse.encoding import decode
from nlp.parse.raw import Grid, Paragraph
from nlp.parse.text import read_text
from nlp.parse.unwrap import unwrap

SENTENCE = "严格执行重大事项请示报告制度，每半年向派驻纪检监察组报告廉政建设情况。"
TRADITIONAL = "嚴格執行重大事項請示報告制度，每半年向上級報告廉政建設情況，並對發現的問題建立臺賬、逐項銷號。"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", SENTENCE),
        ("utf-8-sig", SENTENCE),
        ("gb18030", SENTENCE * 3),
        ("utf-16", SENTENCE),
        ("utf-16-le", "A plan for 2022: " + SENTENCE),
        ("big5", TRADITIONAL * 3),
    ],
)
def test_decodes(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_binary_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.txt: 这不是文本文件"):
        decode(b"\x00\x01\x02\x00\xff\xfe\x03\x00" * 10, "a.txt")


def test_rows_with_tabs_become_a_grid(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("完成情况表\n事项\t进展\n责任书\t已签订\n\t补签3份\n以上。", encoding="utf-8")
    first, grid, last = read_text(path).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(last, Paragraph)
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (3, 2)
    assert [c.text for c in grid.cells] == ["事项", "进展", "责任书", "已签订", "", "补签3份"]


def test_one_line_with_a_tab_is_a_paragraph(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("填报人：办公室\t审核：所长\n正文。", encoding="utf-8")
    assert read_text(path).blocks == (Paragraph("填报人：办公室 审核：所长"), Paragraph("正文。"))


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "围绕重大决策部署和重要指示批示精神开展监督检查，对发现的问题建立台账、逐项销号，确保件件有着落、事事有回音。"
        * 4
    )
    lines = [text[i : i + 30] for i in range(0, len(text), 30)]
    assert unwrap([*lines, "一、压实责任"]) == [text, "一、压实责任"]


def test_lines_of_free_length_stay() -> None:
    lines = ["一、压实责任", SENTENCE, SENTENCE * 3, "（二）严格请示报告", SENTENCE * 2]
    assert unwrap(lines) == lines


@given(st.lists(st.text("党风廉政建设，。0a", min_size=0, max_size=60), max_size=20))
def test_unwrap_loses_no_character(lines: list[str]) -> None:
    assert "".join(unwrap(lines)).replace(" ", "") == "".join(lines).replace(" ", "")


def test_damaged_letters_are_counted_at_their_line(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"一、压实责任\n{SENTENCE}".encode() + "督".encode()[:2])
    (warning,) = read_text(path).warnings
    assert (warning.place, warning.problem) == ("第2行", "1处文字已损坏，显示为“\ufffd”")


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\f", "\u2028"], ids=["LF", "CRLF", "CR", "form feed", "separator"]
)
def test_ends_of_lines(end: str, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"一、压实责任{end}二、加强教育".encode())
    assert read_text(path).blocks == (Paragraph("一、压实责任"), Paragraph("二、加强教育"))


def test_page_number_between_broken_lines_goes(tmp_path) -> None:
    path = tmp_path / "a.txt"
    lines = [SENTENCE[:21], SENTENCE[21:] + SENTENCE[:7], "- 1 -", SENTENCE[7:28], SENTENCE[28:], *[SENTENCE[:21]] * 2]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_text(path).blocks[0].text.startswith(SENTENCE * 2)


ITEMS = [
    "一、修渠",
    "（1）整修南干渠三处塌坡，新砌护坡石",
    "两百方，5月底前完工，",
    "由水管站验收。",
    "（2）更换北支渠闸门两座，配齐启闭机和护栏，当年",
    "冬灌前投入使用。（水管站、",
    "农机站）",
    "二、管水",
    "（1）按轮次公示每村放水时间和水量，浇地不超过 4",
    "8 小时。",
    "（2）每月抄表一次。",
]


def test_items_broken_at_no_fixed_margin_are_joined() -> None:
    assert unwrap(ITEMS) == [
        ITEMS[0],
        "".join(ITEMS[1:4]),
        "".join(ITEMS[4:7]),
        ITEMS[7],
        "".join(ITEMS[8:10]),
        ITEMS[10],
    ]


def test_items_without_stops_stay_alone() -> None:
    lines = [
        "（1）整修南干渠三处塌坡并新砌护坡石",
        "由水管站和各村放水员共同组织验收",
        "（2）更换北支渠闸门两座并配齐护栏",
        "冬灌前由农机站逐座试运行并登记造册",
        "（3）按轮次公示每村放水时间和水量",
        "每月由水费专管员抄表一次并张榜公布",
    ]
    assert unwrap(lines) == lines


def test_titles_without_stops_stay_above_their_sentences() -> None:
    lines = [line for n in range(1, 6) for line in (f"（{n}）压实各级责任，形成监督合力", SENTENCE[:30] + "。")]
    assert unwrap(lines) == lines


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("修订公司章程和董事会议事规", "则，全面落实董事会职权。"),
        ("推进景区运营业务整合，组建统一运营的", "平台。"),
        ("信息发布前须经三级审核，全年发布信息不少于", "200条。"),
        ("修订公司章程、议事规则和", "薪酬办法。"),
        ("推进景区运营业务整合，组建统一运营平台，年内", "完成三家子公司的划转。"),
        ("各子公司按季度报送进展情况。战略部汇总后，年底前", "形成评估报告。"),
    ],
    ids=["within a word", "的", "number", "和", "clause", "sentence"],
)
def test_single_wrap_in_a_paragraph_is_joined(above: str, below: str) -> None:
    lines = ["一、主要任务", "（一）完善治理机制", above, below, "二、组织实施", "各子公司按季报送进展。"]
    assert unwrap(lines) == [*lines[:2], above + below, *lines[4:]]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("总体要求", "坚持市场化方向，到年底主业利润占比达到85%。"),
        ("坚持问题导向", "查摆问题12条。"),
        ("集团本部、各子公司", "按季报送进展。"),
        ("开展业务培训，提升服务能力，规范窗口办事流程", "完善投诉处理制度，按月通报办理情况"),
        ("责任单位：战略部、财务部，配合单位：各子公司", "每季度报送进展。"),
        ("砺石集团关于做好改革，推进重组工作的实施方案", "为落实上级部署，制定本方案。"),
        ("推进景区运营业务整合，组建统一运营平台，年内", "　　完成三家子公司的划转。"),
        ("推进景区运营业务整合，组建统一运营平台，年内", "1.完成三家子公司的划转。"),
        ("李某  战略部副经理，财务部  13800000000", "王某  财务部经理。"),
        ("完成泵站检修，试运行不少于3天。责任科室：工程科", "每季度报送进展，年底通报。"),
    ],
    ids=["heading", "short", "names", "list", "note", "title", "indent", "number", "columns", "note behind"],
)
def test_lines_of_their_own_stay(above: str, below: str) -> None:
    lines = ["一、主要任务", above, below, "二、组织实施", "各子公司按季报送进展。"]
    assert unwrap(lines) == [line.strip() for line in lines]
