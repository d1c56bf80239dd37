"""Two tiny labelled sets, made by hand, that a model can be trained on in a moment."""

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
