"""Tiny labelled sets, made by hand, that a model can be trained on in a moment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SENTENCES = {
    "done": "{month}月印发《{thing}工作方案》，检查{thing}{count}次。",
    "in_progress": "{thing}正在推进，目前已到第{count}步。",
    "planned": "下一步，将对{thing}再开展自查。",
    "negated": "{thing}台账没有建立，存在漏项{count}处。",
    "requirement": "必须高度重视{thing}，坚持常抓不懈。",
    "prior": "去年共办理{thing}事项{count}件。",
    "background": "我单位设有{thing}股，负责日常事务。",
}
THEMES = {
    "责任落实": ("责任书", "述职"),
    "教育宣传": ("警示教育", "廉政党课"),
    "专项整治": ("形式主义整治", "采购整治"),
    "监督执纪": ("明察暗访", "信访举报"),
}
TASKS = "开展{thing}，每季度不少于{count}次。"


def write_set(folder: Path, seed: int) -> None:
    things = [(thing, theme) for theme, named in THEMES.items() for thing in named]
    folder.mkdir(parents=True)
    tasks = [
        {"text": TASKS.format(thing=thing, count=at + seed), "measure": None, "theme": theme}
        for at, (thing, theme) in enumerate(things)
    ]
    plan = {"year": 2023, "tasks": tasks}
    (folder / "plan.tasks.gold.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    lines = []
    for at, (thing, theme) in enumerate(things):
        for step, (kind, form) in enumerate(SENTENCES.items()):
            text = form.format(thing=thing, count=at + step + seed, month=(at + step + seed) % 12 + 1)
            lines.append({"text": text, "statement": kind, "theme": None if kind == "background" else theme})
    (folder / "r1.txt").write_text("\n".join(line["text"] for line in lines) + "\n", encoding="utf-8")
    labels = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "r1.passages.gold.jsonl").write_text(labels, encoding="utf-8")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of corpora with the sets c1 and c2."""
    folder = tmp_path_factory.mktemp("corpora")
    write_set(folder / "c1", 2)
    write_set(folder / "c2", 5)
    return folder


WORK = ("廉政谈话", "责任书签订", "警示教育", "家风建设", "公车治理", "采购清理", "节日检查", "信访核查")
ANSWERS = (
    ("done", "covered", "", "3月组织{work}，全年开展{count}次，印发通报{count}份。"),
    ("in_progress", "partial", "", "{work}正在进行，目前已开展1次。"),
    ("planned", "none", "planned only", "下一步将组织{work}{count}次。"),
    ("negated", "none", "negated", "{work}没有组织，通报也未印发。"),
    ("requirement", "none", "restated only", "必须高度重视{work}，坚持常抓不懈。"),
    ("prior", "none", "prior period", "去年组织{work}{count}次。"),
    ("done", "none", "similar words", "4月为来访群众讲解{work}的来历{count}分钟。"),
)


def write_proved_set(folder: Path, seed: int) -> None:
    """A plan of eight tasks and two reports that answer each of them in one of the ways of ANSWERS."""
    folder.mkdir(parents=True)
    lines, ids = ["某局2023年党风廉政建设工作要点"], []
    for at, work in enumerate(WORK):
        if at % 4 == 0:
            lines.append(f"{'一二'[at // 4]}、抓好第{at // 4 + 1}项重点工作")
        if at % 2 == 0:
            lines.append(f"（{'一二'[at % 4 // 2]}）抓实第{at // 2 + 1}类具体事项。")
        lines.append(f"组织{work}，全年不少于{at % 3 + 2}次，及时印发通报。")
        ids.append(f"{at // 4 + 1}.{at % 4 // 2 + 1}.{at % 2 + 1}")
    (folder / "plan.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    tasks = [{"text": line, "measure": None, "theme": "责任落实"} for line in lines if line.startswith("组织")]
    (folder / "plan.tasks.gold.json").write_text(json.dumps({"year": 2023, "tasks": tasks}), encoding="utf-8")
    for report in (1, 2):
        told, items = [], {}
        for at, (id_, work) in enumerate(zip(ids, WORK, strict=True)):
            kind, status, why, form = ANSWERS[(at * 3 + seed * 2 + report) % len(ANSWERS)]
            text = form.format(work=work, count=at % 3 + 2 + report)
            quotes = [text.rstrip("。")] if status != "none" else []
            items[id_] = {"status": status, "evidence": quotes, "why": why}
            proves = [id_] if quotes else []
            told.append({"text": text, "statement": kind, "theme": "责任落实", "items": proves})
        told.append({"text": "我单位设有3个股。", "statement": "background", "theme": None, "items": []})
        told.append({"text": "5月开展廉政党课2次。", "statement": "done", "theme": "教育宣传", "items": []})
        (folder / f"r{report}.txt").write_text("".join(f"{line['text']}\n" for line in told), encoding="utf-8")
        labels = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told)
        (folder / f"r{report}.passages.gold.jsonl").write_text(labels, encoding="utf-8")
        gold = {"report": f"r{report}.txt", "plan": "plan.txt", "as_of": "2023-12-31", "items": items}
        (folder / f"r{report}.coverage.gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="session")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of corpora with the sets c1 to c3, whose reports have labels of what they prove."""
    folder = tmp_path_factory.mktemp("proved")
    for number in (1, 2, 3):
        write_proved_set(folder / f"c{number}", number)
    return folder
