"""Word files with one table each: merged cells, a table in a cell, several paragraphs in a cell."""

from __future__ import annotations

from kit_docx import cell, docx, paragraph, table, title


def cells_merged_across() -> bytes:
    """Cells over two and over all columns."""
    return docx(
        title("砚秋街道2024年重点任务分解表"),
        table(
            4,
            ["序号", "任务", cell("责任", across=2)],
            ["1", "改造停车场", "城管办", "财政所"],
            [cell("以上任务年底前完成", across=4)],
            ["2", "修补路灯", cell("社区办", across=2)],
        ),
    )


def cells_merged_down() -> bytes:
    """Cells over two rows in three columns."""

    def top(text: str) -> str:
        return cell(text, down="restart")

    below = cell("", down="continue")
    return docx(
        title("汐桥镇2024年重点工作任务分解表"),
        table(
            4,
            ["类别", "工作任务", "责任单位", "完成时限"],
            [top("产业发展"), "建成冷库1座", top("经发办"), "9月底"],
            [below, "引进企业2家", below, "12月底"],
            [top("民生保障"), "新建公厕3座", "城建办", top("6月底")],
            [below, "慰问困难户", "民政办", below],
        ),
    )


def nested_table() -> bytes:
    """A small table inside the last cell."""
    inner = table(2, ["场次", "时间"], ["第一场", "3月"], ["第二场", "9月"])
    return docx(
        title("澹州市总工会2025年活动安排"),
        table(
            2,
            ["活动", "安排"],
            ["职工运动会", "5月举办，由宣教部负责"],
            ["技能比武", cell("分两场进行：", inner, paragraph(""))],
        ),
    )


def cell_paragraphs() -> bytes:
    """Two paragraphs in each cell of one row."""
    return docx(
        title("岚杼县统计局2024年工作任务表"),
        table(
            2,
            ["工作任务", "责任单位"],
            [cell("1.完成人口抽样调查。", "2.公布调查公报。"), cell("人口科", "办公室")],
            ["开展入户核查", "城调队"],
        ),
    )


DOCUMENTS = {
    "cells-merged-across.docx": ("cells merged across", cells_merged_across),
    "cells-merged-down.docx": ("cells merged down", cells_merged_down),
    "nested-table.docx": ("a table inside a cell", nested_table),
    "cell-paragraphs.docx": ("cells with several paragraphs", cell_paragraphs),
}
