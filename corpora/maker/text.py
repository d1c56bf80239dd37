"""Write a text file or a page of a site: keys and blocks of a source to lines."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from . import labels
from .source import Block, shown, spans

HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title} - {issuer}</title>
<style>td{{border:1px solid #999}}</style><script>var n=1;function p(){{window.print()}}</script></head>
<body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; 工作计划</div>"""
TITLE = """<h1>{}</h1>
<p class="info">发布时间：2026-02-06　来源：办公室　字号：<a>大</a> <a>中</a> <a>小</a></p>
<div class="article">"""
FOOT = """</div>
<div class="share">分享到：微信 微博</div>
<div class="footer">主办单位：{issuer}　网站标识码：0000000000　<a href="/map">网站地图</a></div>
</body></html>
"""


def write_txt(keys: dict[str, str], blocks: list[Block], out: Path) -> None:
    """Write one text file, a tab between the cells of a row; a merged cell is empty after its first place."""
    lines: list[str] = []
    for mark, content in blocks:
        if mark == "%":
            for _, row in content[1]:
                cells = ["" if cell in ("^", "<") else labels.plain(shown(cell)) for cell in row]
                lines.append("\t".join(cells).rstrip("\t").replace("⏎", " ").replace("¶", " "))
        elif not mark.startswith("@"):
            lines += labels.plain(content).split("⏎")
    end = "\r\n" if keys.get("ends") == "crlf" else "\n"
    out.write_bytes("".join(line + end for line in lines).encode())


def write_html(keys: dict[str, str], blocks: list[Block], out: Path) -> None:
    """Write one page as a body's site shows it, between navigation and footer."""
    lines = [HEAD.format(title=keys["title"], issuer=keys["issuer"])]
    for mark, content in blocks:
        if mark == "%":
            lines.append(f"<table cellspacing=0><tbody>\n{_rows(content[1])}\n</tbody></table>")
            continue
        text = html.escape(labels.plain(content))
        if mark == "#":
            lines.append(TITLE.format(text))
        elif not mark.startswith("@"):
            lines.append(f'<p style="text-align:right">{text}</p>' if mark == ">" else f"<p>&nbsp;&nbsp;{text}</p>")
    lines.append(FOOT.format(issuer=keys["issuer"]))
    out.write_text("\n".join(lines), encoding="utf-8")


def _rows(rows: Any) -> str:
    made = [""] * len(rows)
    for r, c, bottom, right, marked in spans(rows):
        tag = "th" if rows[r][0] == "!" and r == 0 else "td"
        size = f' rowspan="{bottom - r + 1}"' * (bottom > r) + f' colspan="{right - c + 1}"' * (right > c)
        text = html.escape(labels.plain(marked)).replace("⏎", "<br/>").replace("¶", "</p><p>")
        made[r] += f"<{tag}{size}><p>{text}</p></{tag}>"
    return "\n".join(f"<tr>{row}</tr>" for row in made)
