"""Two plans in one file: where the first ends and the second begins."""

from datetime import date

import pytest

from nlp.extract.tasks import extract_plan

SECOND = {
    "another year": (
        "镜湖局2023年工作要点",
        ("一、教育", "（一）上课", "开展集中培训，5月底前完成。"),
        date(2023, 5, 31),
        ("2", "上课"),
    ),
    "same year": (
        "镜湖局2022年培训计划",
        ("一、教育", "（一）上课", "开展集中培训，5月底前完成。"),
        date(2022, 5, 31),
        ("2", "上课"),
    ),
    "flat list": ("镜湖局2023年培训计划", ("1.开展集中培训，5月底前完成。",), date(2023, 5, 31), (None, None)),
    "no year": ("镜湖局培训计划", ("1.开展集中培训，5月底前完成。",), date(2022, 5, 31), (None, None)),
    "no top heading": (
        "镜湖局2023年培训计划",
        ("（一）上课", "1.开展集中培训，5月底前完成。", "2.组织结业考试。"),
        date(2023, 5, 31),
        ("2", None),
    ),
}
FIRST = (
    "镜湖局2022年工作要点",
    "一、审计监督（责任单位：财政股）",
    "（一）日常监督（3月）",
    "开展专项审计。",
    "镜湖局",
    "2022年2月1日",
)


@pytest.mark.parametrize("format", ["txt", "docx"])
@pytest.mark.parametrize(("title", "body", "end", "place"), SECOND.values(), ids=SECOND)
def test_second_paper_in_the_same_file_stands_for_itself(document, format, title, body, end, place) -> None:
    found = extract_plan(document(*FIRST, title, *body, format=format))
    first, second = found.tasks[:2]
    assert (first.text, [p.name for p in first.parties]) == ("开展专项审计。", ["财政股"])
    assert (second.text, second.parties) == ("开展集中培训，5月底前完成。", ())
    assert [(d.text, d.end) for d in second.deadlines] == [("5月底前", end)]
    assert (second.workstream, second.measure and second.measure.title) == place
    assert len({t.id for t in found.tasks}) == len(found.tasks)
    (warning,) = [w for w in found.warnings if "另一份" in w.problem]
    assert title in warning.place
    assert second.id in warning.problem
    assert (f"{end.year}年" in warning.problem) == (end.year != 2022)


def test_title_below_an_attachment_label_begins_no_second_paper(document) -> None:
    found = extract_plan(document(*FIRST, "附件1", "镜湖局2023年任务清单", "1.开展集中培训，5月底前完成。"))
    assert not [w for w in found.warnings if "另一份" in w.problem]
    assert [d.end for d in found.tasks[1].deadlines] == [date(2022, 5, 31)]
