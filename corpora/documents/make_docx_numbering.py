"""Word files whose numbers are automatic: one numbering format, level text or way of counting each."""

from __future__ import annotations

from kit_docx import NORMAL, docx, levels, numbering, paragraph, title

FORMATS = {  # file: (form, numFmt, lvlText, first number, title, paragraphs as (heading, sentence below it))
    "numbering-chinese-counting": (
        "automatic numbers 一、二、三、 (chineseCounting)",
        "chineseCounting",
        "%1、",
        1,
        "汐桥镇2024年工作计划",
        [
            ("抓好春耕备耕", "4月底前完成农机检修。"),
            ("修缮镇村道路", "全年修缮道路12公里。"),
            ("开展安全检查", "每季度检查一次。"),
        ],
    ),
    "numbering-chinese-thousand": (
        "automatic numbers that pass 一百 (chineseCountingThousand)",
        "chineseCountingThousand",
        "%1、",
        99,
        "澹州市水务局2023年问题清单",
        [
            ("泵站巡查记录不全", "6月底前补齐。"),
            ("河道保洁不及时", "每周保洁两次。"),
            ("井盖破损", "发现后3日内更换。"),
        ],
    ),
    "numbering-japanese-counting": (
        "automatic numbers in the format that Word takes for 一、 on many machines (japaneseCounting)",
        "japaneseCounting",
        "%1、",
        9,
        "砚秋街道2025年工作要点",
        [
            ("做好信访接待", "领导干部每月接访一次。"),
            ("推进垃圾分类", "覆盖率达到95%。"),
            ("办好社区食堂", "年底前新开3家。"),
        ],
    ),
    "numbering-ideograph-digital": (
        "automatic numbers digit by digit: 九、一〇、 (ideographDigital)",
        "ideographDigital",
        "%1、",
        9,
        "岚杼县档案馆2022年工作计划",
        [("整理旧卷", "整理文书档案800卷。"), ("开放档案", "开放到期档案200件。"), ("培训人员", "组织培训2次。")],
    ),
    "numbering-chinese-legal": (
        "automatic numbers 壹、贰、 (chineseLegalSimplified)",
        "chineseLegalSimplified",
        "%1、",
        1,
        "汐桥镇财政所2024年工作安排",
        [("严格预算执行", "每月公布执行情况。"), ("规范票据管理", "上半年清理旧票据。")],
    ),
    "numbering-heavenly-stems": (
        "automatic numbers 甲、乙、 (ideographTraditional)",
        "ideographTraditional",
        "%1、",
        1,
        "澹州市图书馆2023年工作计划",
        [("阅读推广", "举办读书会20场。"), ("馆舍维护", "9月底前更换照明。")],
    ),
    "numbering-earthly-branches": (
        "automatic numbers 子、丑、 (ideographZodiac)",
        "ideographZodiac",
        "%1、",
        1,
        "澹州市文化馆2023年工作计划",
        [("群众演出", "下乡演出30场。"), ("非遗保护", "建立名录1份。")],
    ),
    "numbering-taiwanese-counting": (
        "automatic numbers in traditional script (taiwaneseCountingThousand)",
        "taiwaneseCountingThousand",
        "%1、",
        1,
        "青棠社區2024年工作計劃",
        [("關懷長者", "每月探訪獨居長者一次。"), ("美化環境", "全年種樹100棵。")],
    ),
}
ITEMS = {  # the same for numbered sentences below one typed heading
    "numbering-circled": (
        "automatic numbers ①②③ (decimalEnclosedCircle)", "decimalEnclosedCircle", "%1",
        "岚杼县气象局2024年工作计划", "一、加强汛期值守",
        ["主要负责人带班值守。", "雨情每小时报送一次。", "汛后10日内提交总结。"],
    ),
    "numbering-full-width": (
        "automatic numbers in full-width digits １．２． (decimalFullWidth)", "decimalFullWidth", "%1．",
        "岚杼县林业站2024年工作计划", "一、抓好防火",
        ["清明节前张贴告示300张。", "组建20人的扑火队。", "每月演练一次。"],
    ),
}  # fmt: skip


def _headings(kind: str, text: str, start: int, name: str, rows: list[tuple[str, str]]) -> bytes:
    body = [part for head, line in rows for part in (paragraph(head, number=(1, 0)), paragraph(line))]
    return docx(title(name), *body, numbering=numbering(levels((kind, text), start=start)))


def _items(kind: str, text: str, name: str, head: str, rows: list[str]) -> bytes:
    body = [paragraph(row, number=(1, 0)) for row in rows]
    return docx(title(name), paragraph(head), *body, numbering=numbering(levels((kind, text))))


def chapters() -> bytes:
    """Chapters and sections as level texts."""
    body = [
        title("砚秋街道2021年普法工作规划"),
        paragraph("总体安排", number=(1, 0)), paragraph("用一年时间普及物业管理规定。"),
        paragraph("重点任务", number=(1, 0)),
        paragraph("进社区", number=(1, 1)), paragraph("每个社区讲课2次。"),
        paragraph("进学校", number=(1, 1)), paragraph("每学期上法治课1节。"),
        paragraph("保障措施", number=(1, 0)), paragraph("安排专项经费5万元。"),
    ]  # fmt: skip
    return docx(
        *body, numbering=numbering(levels(("chineseCounting", "第%1章"), ("chineseCounting", "第%2节"), gap="space"))
    )


def brackets() -> bytes:
    """The second level in brackets."""
    body = [
        title("汐桥镇2025年河湖管护工作方案"),
        paragraph("压实责任", number=(1, 0)),
        paragraph("明确河长", number=(1, 1)), paragraph("每条河道设河长1名。"),
        paragraph("公示信息", number=(1, 1)), paragraph("3月底前更新公示牌。"),
        paragraph("强化巡查", number=(1, 0)),
        paragraph("日常巡查", number=(1, 1)), paragraph("河长每周巡河一次。"),
    ]  # fmt: skip
    return docx(*body, numbering=numbering(levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))))


def runs_on() -> bytes:
    """A second level that counts through the whole document."""
    body = [
        title("澹州市体育中心2024年工作计划"),
        paragraph("全民健身", number=(1, 0)),
        paragraph("举办长跑赛。", number=(1, 1)), paragraph("开放场馆200天。", number=(1, 1)),
        paragraph("场馆管理", number=(1, 0)),
        paragraph("检修看台。", number=(1, 1)), paragraph("更换草皮。", number=(1, 1)),
    ]  # fmt: skip
    never = {1: '<w:lvlRestart w:val="0"/>'}
    return docx(*body, numbering=numbering(levels(("chineseCounting", "%1、"), ("decimal", "%2."), more=never)))


def override() -> bytes:
    """A second list number that starts the same list again."""
    body = [
        title("岚杼县供销社2022年工作计划"),
        paragraph("一、农资供应"),
        paragraph("储备化肥500吨。", number=(1, 0)), paragraph("储备种子20吨。", number=(1, 0)),
        paragraph("二、网点建设"),
        paragraph("新建网点4个。", number=(2, 0)), paragraph("改造网点6个。", number=(2, 0)),
    ]  # fmt: skip
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return docx(*body, numbering=numbering(levels(("decimal", "%1.")), overrides={2: (0, again)}))


def on_styles() -> bytes:
    """Styles that carry the list, linked to its levels."""
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = NORMAL + "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{listed}</w:style>'
        for id, name in (("Part", "部分"), ("Measure", "措施"))
    )
    links = {0: '<w:pStyle w:val="Part"/>', 1: '<w:pStyle w:val="Measure"/>'}
    rows = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), more=links)
    body = [
        title("砚秋街道2023年消防工作要点"),
        paragraph("排查隐患", style="Part"),
        paragraph("查商铺", style="Measure"), paragraph("6月底前查完沿街商铺。"),
        paragraph("查楼道", style="Measure"), paragraph("清理楼道杂物。"),
        paragraph("宣传演练", style="Part"),
        paragraph("办讲座", style="Measure"), paragraph("举办讲座4场。"),
    ]  # fmt: skip
    return docx(*body, styles=styles, numbering=numbering(rows))


DOCUMENTS = {
    f"{name}.docx": (row[0], lambda row=row: _headings(*row[1:]))  # type: ignore[misc]
    for name, row in FORMATS.items()
}
DOCUMENTS |= {f"{name}.docx": (row[0], lambda row=row: _items(*row[1:])) for name, row in ITEMS.items()}  # type: ignore[misc]
DOCUMENTS |= {
    "level-text-chapter.docx": ("level texts 第%1章 and 第%2节", chapters),
    "level-text-brackets.docx": ("level text （%2）, starting again below each 一、", brackets),
    "numbering-runs-on.docx": ("a second level that never starts again (lvlRestart 0)", runs_on),
    "numbering-override.docx": ("a list that starts again by startOverride", override),
    "numbering-on-styles.docx": ("numbers that hang on paragraph styles", on_styles),
}
