from nlp.extract.passages import extract_report


def test_sentences_headings_and_cells_in_order(document) -> None:
    paper = document(
        "镜湖所2022年工作总结",
        "一、主要做法",
        "（一）守住底线。签订责任书12份。按月通报。",
        [["事项", "进展"], ["培训", "已办2期；参训80人"]],
        file="r.docx",
    )
    report = extract_report(paper, id="r1")
    assert [(p.kind, p.text) for p in report.passages] == [
        ("heading", "镜湖所2022年工作总结"),
        ("heading", "一、主要做法"),
        ("heading", "（一）守住底线。"),
        ("sentence", "签订责任书12份。"),
        ("sentence", "按月通报。"),
        ("cell", "事项"),
        ("cell", "进展"),
        ("cell", "培训"),
        ("cell", "已办2期；"),
        ("cell", "参训80人"),
    ]
    assert report.passages[3].section == ("主要做法", "守住底线")
    assert report.passages[8].row == ("事项：培训",)
    assert [p.id for p in report.passages] == list(range(10))
    assert all(paper.text_of(p) == p.text for p in report.passages)
    assert (report.unit, report.year) == ("镜湖所", 2022)


def test_heading_of_a_section_is_in_its_path(document) -> None:
    report = extract_report(document("镜湖所2022年工作总结", "一、不足", "（一）学习不深", "学得不够。"), id="r1")
    assert report.passages[2].section == ("不足", "学习不深")
