"""Every field that was read, not inferred, is the document's own text at the place that it names."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.extract.tasks import extract_plan
from nlp.parse import read

CORPORA = Path(__file__).parents[2] / "corpora"
PLANS = sorted(
    [*CORPORA.glob("c*/plan.txt"), CORPORA / "demo" / "plan.docx"]
    + [
        path
        for name in ("plans", "tables", "forms", "form_tables", "offices")
        for path in CORPORA.glob(f"{name}/[a-z][0-9][0-9].*")
        if "gold" not in path.name
    ]
)
HEADINGS = (
    "一、压实工作责任",
    "（一）加强学习教育",
    "1.开展专项整治",
    "3月",
    "第二阶段（5月—6月）：自查自纠",
    "(三)  健全 制度",
)
SENTENCES = (
    "每季度召开1次专题会议，6月底前完成自查。",
    "局主要负责人定期听取汇报,全年不少于 4 次；",
    "由办公室牵头，各科室配合，於１２月３１日前完成建設項目驗收。",
    "開展警示教育不少於2次，各單位要全覆蓋。",
    "深化整治（责任单位：办公室、\n人事科；完成时限：9月底前）。",
    "● 建立台账，问题整改率达到95%以上。",
    "各支部每月25日前报送信息（办公室牵头,工会参加）",
    "1129日前报送材料。",
)
NOTES = (
    "牵头单位：县教育局  配合单位：各 乡镇",
    "（责任单位：；完成时限：长期坚持）",
    "6月底前完成，由财政股负责。",
    "责任部门：工程部  完成时间：10月底前",
)


def ungrounded(path):
    """The fields of a plan that are not what stands at their place, as (task, field, what, what stands there)."""
    document = read(path)
    text = document.text
    for task in extract_plan(document).tasks:
        fields = [("task", task.text, task.source.start, task.source.end)]
        for name in ("deadlines", "targets"):
            fields += [(name, one.text, one.offset, one.offset + len(one.text)) for one in getattr(task, name)]
        for party in task.parties:
            if party.start is None:
                assert party.inferred, (task.id, party)
            else:
                fields.append(("party", party.name, party.start, party.end))
        for action in task.actions:
            if action.text not in task.text or action.verb not in action.text:
                yield task.id, "action", action.text, task.text
        for name, value, start, end in fields:
            found = text[start:end]
            if value != (re.sub(r"\s+", "", found) if name == "party" else found):
                yield task.id, name, value, found


@pytest.mark.parametrize("path", PLANS, ids=lambda path: str(path.relative_to(CORPORA)))
def test_fields_stand_where_they_say(path):
    assert list(ungrounded(path)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*HEADINGS, *SENTENCES, *SENTENCES, *NOTES, ""]), min_size=3, max_size=14))
def test_fields_of_any_plan_stand_where_they_say(tmp_path, lines):
    path = tmp_path / "plan.txt"
    path.write_text("\n".join(["某局2022年工作要点", "一、总体安排", *lines]), encoding="utf-8")
    try:
        assert list(ungrounded(path)) == []
    except InputError:
        assert not "".join(lines).strip()
