"""Rules on files of a plan that are not part of it: unreadable ones and ones that nothing includes."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words

_RIGHT: Final = """\
goaltree: 1
plan: shop
period: 2025
currency: CNY
goals:
  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop}
teams:
  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales]}
actions:
  open_stores: {title: 开新店, team: shop, serves: [sales], time: Q2 启动，Q4 完成}
"""
_TEAMS: Final = "teams:\n  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales]}\n"

NOT_FOLLOWED: Final = Rule(
    code="GT116",
    name="references-not-followed",
    level="note",
    message=Words(
        "{count} could not be followed, and the plan was not checked further, because {files} could not be read.",
        "由于无法读取 {files}，有 {count}引用未能核对，计划也没有继续检查。",
    ),
    hint=Words(
        "Mend what is reported of {files}, then check again.",
        "请先改正 {files} 中报告的问题，再重新检查。",
    ),
    why=Words(
        "What a file defines is missing while it cannot be read; "
        "telling all that follows from it would bury the one mistake to mend.",
        "文件读不出来时，其中的定义全都缺失；把由此引出的问题逐条报告，只会淹没真正要改的那一处。",
    ),
    wrong=_RIGHT.replace(_TEAMS, "include: [teams.yaml]\n"),
    right=_RIGHT,
)
NOT_INCLUDED: Final = Rule(
    code="GT117",
    name="file-not-included",
    level="note",
    message=Words(
        "No part of the plan, since no `include:` names it: {files}, beside `{file}`.",
        "`{file}` 旁边的 {files} 没有被任何 `include:` 引用，不属于计划。",
    ),
    hint=Words(
        "Add it, such as `include: [{first}]`; or move it to another folder.",
        "请加入引用，例如 `include: [{first}]`；或把它移到别的文件夹。",
    ),
    why=Words(
        "A file in the plan's folder looks like a part of the plan; what it says would count for nothing.",
        "放在计划文件夹里的文件看起来是计划的一部分，其中的内容却不起作用。",
    ),
    wrong="# Beside this file stands targets.yaml.\n" + _RIGHT,
    right=_RIGHT,
)

RULES: Final = (NOT_FOLLOWED, NOT_INCLUDED)
