"""Count what a Word document holds and the reading leaves out or decides: counts to warnings."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.types import Warning


@dataclass(slots=True)
class Left:
    """Running counts of one reading; `hidden` counts characters, everything else counts occurrences.

    `broken` are the names of damaged parts.
    `moves` are the names of the moved passages; `moved_from`, `moved_to` count their pieces, for files without names.
    """

    hidden: int = 0
    insertions: int = 0
    deletions: int = 0
    moved_from: int = 0
    moved_to: int = 0
    moves: set[str] = field(default_factory=set)
    pictures: int = 0
    objects: int = 0
    symbols: int = 0
    broken: tuple[str, ...] = ()

    def change(self, tag: str) -> None:
        """Count one tracked change by its element: ins, del, moveFrom or moveTo."""
        kind = tag.rpartition("}")[2]
        self.insertions += kind == "ins"
        self.deletions += kind == "del"
        self.moved_from += kind == "moveFrom"
        self.moved_to += kind == "moveTo"

    def warnings(self, file: str) -> tuple[Warning, ...]:
        """One warning for each kind of thing that was met.

        >>> [str(warning) for warning in Left(hidden=1).warnings("a.docx")]
        ['a.docx, 整个文件: 有1个隐藏文字未读取；如需核对，请在 Word 中取消隐藏']
        >>> Left(insertions=2, moved_from=1, moved_to=1).warnings("a.docx")[0].problem
        '有2处插入、1处移动的修订，按已接受读取'
        """
        moves = len(self.moves) or max(self.moved_from, self.moved_to)
        changes = ((self.insertions, "插入"), (self.deletions, "删除"), (moves, "移动"))
        changed = "、".join(f"{count}处{kind}" for count, kind in changes if count)
        damaged = "、".join(self.broken)
        found = (
            (damaged, f"{damaged}部分已损坏，未读取", "请用 Word 打开后另存"),
            (self.hidden, f"有{self.hidden}个隐藏文字未读取", "如需核对，请在 Word 中取消隐藏"),
            (changed, f"有{changed}的修订，按已接受读取", "如以原文为准，请先接受或拒绝修订再提交"),
            (self.pictures, f"有{self.pictures}张图片未读取", "请人工查看，把需要核对的内容录入正文"),
            (self.objects, f"有{self.objects}个嵌入对象未读取", "请打开对象，把需要核对的内容粘贴为文字"),
            (self.symbols, f"有{self.symbols}个特殊符号无法识别", "请打开原文查看"),
        )
        return tuple(Warning(file, "整个文件", problem, remedy) for count, problem, remedy in found if count)
