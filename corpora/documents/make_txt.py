"""Text files of one form each: encodings, line breaks, and the numbering of real plans."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import east_asian_width

ENCODED = {  # file: (form, encoding, text)
    "utf-8-bom.txt": (
        "UTF-8 with a byte order mark", "utf-8-sig",
        "汐桥镇2024年禁烧工作方案\n一、落实网格\n每个村设网格员2名。\n二、加强巡查\n10月每天巡查两次。\n",
    ),
    "utf-16.txt": (
        "UTF-16, little endian, as Notepad's “Unicode”", "utf-16",
        "砚秋街道2024年就业工作计划\n一、办好招聘会\n上半年举办招聘会3场。\n二、开展培训\n培训家政服务员60名。\n",
    ),
    "gb18030.txt": (
        "GB18030 with a character outside GB 2312", "gb18030",
        "澹州市档案局2023年工作总结\n一、主要做法\n韦镕同志主持整理旧卷，整理档案800卷。\n二、下一步打算\n计划明年开放档案500件。\n",
    ),
    "big5.txt": (
        "Big5", "big5",
        "青棠社區2023年工作計劃\n一、關懷長者\n每月探訪獨居長者一次，由社工組負責。\n二、環境美化\n六月底前清理後巷。\n",
    ),
    "traditional.txt": (
        "traditional script and 「」 in UTF-8", "utf-8",
        "青棠社區2024年工作要點\n一、開展「敬老月」活動\n（一）慰問長者。十月底前慰問80歲以上長者50名。\n"
        "（二）義診。聯合衛生站舉辦義診2次。\n二、推進垃圾分類\n分類投放點增至12個。\n",
    ),
    "full-width.txt": (
        "full-width spaces and digits", "utf-8",
        "　　岚杼县林业站２０２４年工作计划\n　　一、造林绿化\n　　１．完成造林３００亩。\n"
        "　　２．补植行道树１２００棵。\n"
        "　　二、森林防火\n　　１．４月５日前完成隔离带清理。\n",
    ),
}  # fmt: skip

PLAIN = {  # file: (form, text)
    "numbers-running-on.txt": (
        "（一） running on across 一、二、",
        "澹州市水务局2024年工作要点\n一、保障供水\n（一）改造旧管网。年底前改造管网20公里。\n（二）检测水质。每月检测一次。\n"
        "二、防汛抗旱\n（三）检修闸门。5月底前完成。\n（四）储备物资。编织袋不少于1万条。\n",
    ),
    "number-missing.txt": (
        "a missing 二、 and a missing （二）",
        "汐桥镇2023年文化工作计划\n一、建设阵地\n（一）修缮戏台。8月底前完成。\n（三）更新图书。新购图书500册。\n"
        "三、组织活动\n举办村晚3场。\n",
    ),
    "number-doubled.txt": (
        "二、 printed twice",
        "砚秋街道2023年老龄工作计划\n一、办好食堂\n新开老年食堂1家。\n二、上门服务\n每周上门两次。\n"
        "二、定期体检\n9月底前体检一遍。\n三、走访慰问\n重阳节前走访高龄老人。\n",
    ),
    "number-wrong-level.txt": (
        "（三） where 三、 was meant",
        "岚杼县农业局2024年工作要点\n一、稳定种植\n（一）落实面积。播种12万亩。\n（二）推广良种。推广良种5个。\n"
        "二、发展养殖\n（一）改造圈舍。改造圈舍80处。\n（二）防控疫病。春秋两季各免疫一次。\n"
        "（三）壮大集体经济\n（一）清产核资。6月底前完成。\n（二）盘活资产。出租闲置厂房3处。\n四、强化保障\n县财政安排资金200万元。\n",
    ),
    "number-without-mark.txt": (
        "`1保障` without a mark behind the number",
        "汐桥镇2022年重点工作安排\n一、农业农村\n1保障粮油生产。播种油菜5000亩。\n2整治撂荒地。复耕撂荒地300亩。\n"
        "3修建机耕路。10月底前修路8公里。\n二、生态环境\n1清理河道。清理河道12公里。\n2管住焚烧。秋收期间每日巡查。\n",
    ),
    "heading-runs-on.txt": (
        "heading and first sentence on one line",
        "澹州市民政局2024年工作计划\n一、完善救助。每季度核查低保对象一次，做到应保尽保。\n"
        "二、发展养老。年底前建成日间照料中心4个。同步培训护理员80名。\n三、规范殡葬。清明节前公布收费目录。\n",
    ),
    "first-second.txt": (
        "一是, 二是, 三是 inside a paragraph",
        "砚秋街道2024年平安建设工作计划\n一、做实排查\n今年重点做好三件事：一是每月排查矛盾一次；二是6月底前建成调解室5个；"
        "三是发展志愿者100名。\n二、强化宣传\n一是印发手册2000册。二是举办讲座6场。\n",
    ),
    "dashes.txt": (
        "—— in front of principles",
        "岚杼县2025年数字政务工作方案\n一、基本原则\n——坚持便民。少跑腿、少填表。\n——坚持集约。不重复建设。\n"
        "二、重点任务\n6月底前上线事项300项。\n",
    ),
    "covering-notice.txt": (
        "a covering notice with numbers and a date of its own",
        "岚杼县人民政府办公室关于印发《岚杼县2024年招商工作要点》的通知\n岚政办发〔2024〕6号\n各乡镇人民政府，县直各部门：\n"
        "现将《岚杼县2024年招商工作要点》印发给你们，请认真执行，并做好以下事项：\n一、请于2024年3月20日前报送联络员名单。\n"
        "二、每月5日前报送进度。\n岚杼县人民政府办公室\n2024年2月26日\n岚杼县2024年招商工作要点\n一、建强队伍\n"
        "4月底前选派招商专员12名。\n二、跟踪项目\n每周调度重点项目一次。\n",
    ),
    "attachments.txt": (
        "附件1 is the plan, 附件2 a form",
        "关于做好2024年校园安全工作的通知\n各学校：\n请对照附件1抓好落实，填好附件2。\n附件：1.2024年校园安全工作计划\n2.进度表\n"
        "澹州市教育局\n2024年3月1日\n附件1\n2024年校园安全工作计划\n一、门卫管理\n3月底前配齐保安员。\n二、食堂管理\n"
        "每学期检查食堂两次。\n附件2\n进度表\n学校\t任务\t进度\n一中\t配齐保安\t\n二中\t检查食堂\t\n填表说明：每月25日前报送。\n",
    ),
    "articles.txt": (
        "第一条, 第二条",
        "澹州市环卫集团2024年安全生产工作安排\n第一条　各公司每月召开安全例会一次。\n"
        "第二条　新员工上岗前培训不少于24学时。\n"
        "第三条　9月底前完成车辆检测。\n第四条　安全部负责督查，每季度通报一次。\n",
    ),
    "letterhead.txt": (
        "a letterhead with file number and signatory, a notice with a title in two lines and 一、二、 of its own, "
        "（一） running on, lines of distribution and printing",
        "杉屿县教育局文件\n"
        "杉教发〔2024〕12号                签发人：郜成林\n"
        "\n"
        "关于印发《杉屿县教育局\n"
        "2024年工作要点》的通知\n"
        "\n"
        "各学校、幼儿园，局机关各股室：\n"
        "现将《杉屿县教育局2024年工作要点》印发给你们，请结合实际认真贯彻落实。\n"
        "一、各学校要于3月20日前制定本校计划。\n"
        "二、请各校明确一名联络员。\n"
        "\n"
        "                    杉屿县教育局\n"
        "                    2024年2月28日\n"
        "\n"
        "杉屿县教育局2024年工作要点\n"
        "\n"
        "2024年全县教育工作的总体要求是：坚持以人民为中心，办好每一所学校。\n"
        "一、提升办学条件\n"
        "（一）推进校舍建设。6月底前完成第三小学教学楼主体工程。8月底前交付使用。\n"
        "（二）更新教学装备。为12所学校配备录播教室。\n"
        "二、建强教师队伍\n"
        "（三）抓好教师培训。全年培训教师不少于600人次。\n"
        "（四）深化轮岗交流。选派40名骨干教师到乡村学校任教。\n"
        "（五）严管师德师风。每学期开展一次师德师风专项检查。\n"
        "三、守牢安全底线\n"
        "（六）防范溺水事故。暑假前与家长签订责任书，签订率100%。\n"
        "\n"
        "抄送：县委办公室，县政府办公室。\n"
        "杉屿县教育局办公室            2024年2月28日印发\n",
    ),
    "copied-from-site.txt": (
        "copied from a web page: path, buttons, date of publication, neighbours; ——, ● and ◆ in front of tasks",
        "首页 > 政务公开 > 规划计划\n"
        "字号：大 中 小 | 打印 | 关闭\n"
        "发布时间：2023-02-17  来源：澜泊市交通运输局  浏览次数：318\n"
        "澜泊市交通运输局2023年工作要点\n"
        "一、加快路网建设\n"
        "建成农村公路62公里。改造危桥9座。\n"
        "二、优化公交服务\n"
        "——新开公交线路4条。\n"
        "——更新新能源公交车80台。\n"
        "——老年卡办理时限压缩至2个工作日以内。\n"
        "三、强化安全监管\n"
        "● 每季度开展一次客运企业隐患排查。\n"
        "● 年底前实现“两客一危”车辆动态监控全覆盖。\n"
        "◆ 每月通报超限超载情况。\n"
        "上一篇：关于公布2023年部门预算的公告\n"
        "下一篇：没有了\n"
        "【打印本页】 【关闭窗口】\n"
        "主办单位：澜泊市交通运输局  备案号：00000000号\n",
    ),
    "spaced-out.txt": (
        "spaces between all characters",
        "钟 鹿 镇 2 0 2 4 年 工 作 要 点\n"
        "一 、 发 展 壮 大 特 色 产 业\n"
        "新 建 茶 园 8 0 0 亩 ，培 育 龙 头 企 业 2 家 。\n"
        "二 、 建 设 和 美 乡 村\n"
        "9 月 底 前 完 成 1 2 个 村 污 水 管 网 铺 设 。\n"
        "完 成 户 厕 改 造 3 0 0 户 。\n"
        "三 、 兜 牢 民 生 底 线\n"
        "每 月 走 访 困 难 群 众 一 次 。\n",
    ),
    "contents-and-pages.txt": (
        "issuer, title in two lines with its years in brackets, contents with dots, page numbers between the lines",
        "砺石文旅集团有限公司\n"
        "国企改革深化提升行动实施方案\n"
        "（2024—2026年）\n"
        "目  录\n"
        "一、总体要求…………………………1\n"
        "二、主要任务…………………………2\n"
        "（一）优化产业布局………………2\n"
        "（二）完善治理机制………………4\n"
        "三、组织实施…………………………6\n"
        "一、总体要求\n"
        "坚持市场化方向，到2026年底主业利润占比达到85%。\n"
        "二、主要任务\n"
        "（一）优化产业布局\n"
        "2024年底前清退低效参股企业5家。\n"
        "- 2 -\n"
        "推进景区运营业务整合，组建统一运营平台。\n"
        "（二）完善治理机制\n"
        "修订公司章程和董事会议事规则，全面落实董事会职权。\n"
        "- 3 -\n"
        "三、组织实施\n"
        "各子公司每季度末向集团战略部报送进展情况。\n",
    ),
    "decimals.txt": (
        "1, 1.1 and 1.2 as headings, in a report",
        "浣水市轨道交通运营分公司2024年度工作总结\n"
        "一年来，运营分公司坚持“安全第一”，圆满完成年度任务。\n"
        "1 运营安全情况\n"
        "1.1 隐患治理\n"
        "全年排查隐患1420项，整改率99.6%。\n"
        "1.2 应急处置\n"
        "组织演练36次。\n"
        "2 客运服务情况\n"
        "2.1 服务提升\n"
        "增设母婴室11间。\n"
        "2.2 投诉处理\n"
        "受理投诉87件，办结率100%。\n"
        "3 存在问题及2025年工作思路\n"
        "设备老化问题较为突出。2025年将启动道岔更换。\n"
        "浣水市轨道交通运营分公司\n"
        "2024年12月27日\n",
    ),
    "numbers-mixed.txt": (
        "1保障, 3), ⒈ and ① in one plan; the year and the date in Chinese numerals",
        "芦汀区水务局二〇二四年工作计划\n"
        "一、加快工程建设\n"
        "1保障防洪安全。汛前完成3座泵站检修。\n"
        "2推进管网改造。全年改造老旧供水管网18公里。\n"
        "3)治理黑臭水体。对5条河道开展清淤。\n"
        "二、强化水资源管理。严格取水许可审批，每季度公布一次用水情况。\n"
        "⒈落实用水计划。下达年度用水计划。\n"
        "⒉推广节水器具。建成节水型小区10个。\n"
        "三、夯实自身建设\n"
        "①每月组织一次业务学习。\n"
        "②修订完善内控制度6项。\n"
        "芦汀区水务局\n"
        "二〇二四年一月十五日\n",
    ),
}

WRAPPED = [
    "砚秋街道2024年城市管理工作计划",
    "一、整治市容环境",
    "　　对主次干道和背街小巷开展集中整治，清理占道经营和乱堆乱放，6月底前完成第一轮整治，10月底前完成“回头看”，"
    "由城管办牵头，各社区配合。",
    "　　更换破损果皮箱200个，在公园和广场增设分类垃圾桶，确保主要道路每天保洁不少于16小时，"
    "发现问题在30分钟内处置到位。",
    "二、规范停车秩序",
    "　　新增临时停车位500个，协调商场和机关单位在夜间开放内部停车场，年底前开放不少于8处，缓解居民停车难的问题。",
    "　　每月组织一次违停治理行动，对消防通道内停放的车辆及时劝离，对屡劝不改的移交交警部门处理。",
]


def wrap_by_characters(lines: list[str], count: int = 30) -> str:
    """Break lines after a fixed number of characters, as old web pages do."""
    return "\n".join(line[i : i + count] for line in lines for i in range(0, len(line), count)) + "\n"


def wrap_by_width(lines: list[str], columns: int = 56) -> str:
    """Break lines at a fixed width on the screen, a digit half as wide as a 汉字; no line begins with a mark."""
    out: list[str] = []
    for line in lines:
        row, width = "", 0
        for char in line:
            wide = 2 if east_asian_width(char) in "WFA" else 1
            if width + wide > columns and char not in "，。、；：”":
                out.append(row)
                row, width = "", 0
            row, width = row + char, width + wide
        out.append(row)
    return "\n".join(out) + "\n"


def _writer(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    if encoding == "utf-16":
        return lambda: b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")
    return lambda: text.replace("\n", "\r\n" if encoding != "utf-8" else "\n").encode(encoding)


DOCUMENTS = {name: (form, _writer(text, encoding)) for name, (form, encoding, text) in ENCODED.items()}
DOCUMENTS |= {name: (form, _writer(text)) for name, (form, text) in PLAIN.items()}
DOCUMENTS |= {
    "wrapped-by-characters.txt": ("lines cut after 30 characters", _writer(wrap_by_characters(WRAPPED))),
    "wrapped-by-width.txt": ("lines cut at a width on the screen", _writer(wrap_by_width(WRAPPED))),
}
