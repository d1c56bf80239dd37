import pytest

from nlp.parse.kinds import find_kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某街道2023年上半年工作总结及下半年工作计划", "report"),
        ("某局2023年工作情况和2024年工作打算", "report"),
        ("某局总结和推广典型经验工作方案", "plan"),
        ("某中学德育工作行事历（2024—2025学年第一学期）", "plan"),
        ("某站目标责任书（2024年度）", "plan"),
        ("关于加强殡葬管理工作的意见", "plan"),
        ("某镇2024年重点工作任务分工表", "plan"),
        ("某园2024年安全工作月历", "plan"),
        ("某局会议纪要", "other"),
        ("关于召开全市馆长座谈会的通知", "other"),
        ("关于2024年国庆节放假的通知", "other"),
        ("某县档案管理办法", "other"),
    ],
)
def test_kind_by_title(title: str, kind: str) -> None:
    assert find_kind(title, []) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2月8日前完成走访，12月10日前完成考核。", "plan"),
        ("已走访12户，已更换1200块。", "report"),
        ("走访12户。", "report"),
    ],
)
def test_register_without_columns_is_what_its_lines_say(line: str, kind: str) -> None:
    assert find_kind("某局2024年工作台账", [line]) == kind


@pytest.mark.parametrize(("line", "kind"), [("各校要严格排查，3月底前完成。", "plan"), ("此件公开。", "other")])
def test_notice_is_what_its_sentences_say(line: str, kind: str) -> None:
    assert find_kind("关于做好校园安全工作的通知", [line]) == kind
