"""What a column means, told by the words of its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, get_args

Role = Literal[
    "perspective",
    "result",
    "process",
    "definition",
    "source",
    "unit",
    "target",
    "baseline",
    "growth",
    "why",
    "team",
    "lead",
    "mission",
    "carries",
    "works_with",
    "boundary",
    "action",
    "time",
    "serves",
    "needs",
    "risk",
    "fallback",
    "note",
]
"""What a column may hold: the words of the plan, and `risk` with its answer in one cell."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
SKIP: Final = "skip"
"""What a mapping says of a column that is to be left out."""

_WORDS: Final[dict[Role, str]] = {
    "perspective": "维度 一级维度 核心维度 一级指标 视角 perspective dimension area pillar theme",
    "result": "结果指标 指标 指标名称 二级指标 目标名称 考核指标 kpi indicator metric measure result",
    "process": "过程指标 过程 健康度指标 健康度 先行指标 process leading",
    "definition": "指标定义 定义 计算方式 计算公式 口径 统计口径 指标口径 definition formula calculation",
    "source": "数据来源 数据源 来源 来源系统 source system",
    "unit": "单位 计量单位 unit uom",
    "target": "目标 目标值 年度目标 年度目标值 target plan",
    "baseline": "基准 基准值 基线 现状 上年 去年 上年实际 实际 实际值 baseline actual current",
    "growth": "增长 增长幅度 增幅 增速 增长率 同比 同比增长 growth change yoy",
    "why": "战略意义 意义 目的 战略价值 重要性 why rationale purpose",
    "team": "团队 团队名称 部门 责任部门 负责部门 牵头部门 责任团队 owner team department",
    "lead": "负责人 责任人 牵头人 lead leader responsible",
    "mission": "核心目标 团队核心目标 团队目标 使命 职责 mission",
    "carries": "关键指标 核心指标 承接指标 承担指标 carries",
    "works_with": "协同 协同点 跨团队协同 跨团队协同点 协作 配合 collaboration dependencies",
    "boundary": "责任边界 边界 职责边界 boundary scope",
    "action": "行动 动作 关键动作 关键行动 重点动作 举措 重点举措 关键举措 任务 重点工作 action initiative task",
    "time": "时间 时间节点 时间安排 节点 完成时间 截止时间 截止 进度安排 time timeline when due deadline",
    "serves": "支撑目标 对应目标 关联目标 服务目标 对应指标 serves supports",
    "needs": "资源 资源需求 所需资源 需求 预算 needs resources budget",
    "risk": "风险 风险应对 主要风险 潜在风险 risk",
    "fallback": "应对 应对措施 预案 应对预案 风险预案 mitigation fallback",
    "note": "备注 说明 note remark comment",
}
_OTHERS: Final = frozenset(
    "完成率 达成率 完成情况 完成值 完成度 实际完成 目标完成率 目标达成率 进度 权重 得分 评分 评分标准 排名 序号 编号"
    " weight score completion achievement attainment progress rank no id".split()
)
"""Words for what a draft has no place for, which other words must not win over."""
_GOALS: Final = frozenset(
    ("goal", "goals", "objective", "objectives", "key result", "key results", "goal name")
)
"""Headers that are the names of goals, although a `goal` among other words (`2025 goal`) may be its target."""
_LAST_YEAR: Final = re.compile(r"上年|去年|上一年|往年|last year|prior|previous", re.IGNORECASE)
_OBSERVED: Final = re.compile(r"实际|actual|current", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_BRACKET: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_ASCII_WORD: Final = re.compile(r"[a-z]+")
_LONGEST: Final = 40


def _by_word() -> Iterator[tuple[str, Role]]:
    for role, words in _WORDS.items():
        for word in words.split():
            yield word, role


_ROLE_OF: Final[dict[str, Role]] = dict(_by_word())


def roles_of(header: str) -> tuple[Role, ...]:
    """What a header may mean, by the longest word that it holds; several where words of one length differ.

    `团队核心目标` is a mission although it names a team and a target. English words count whole, and the last one decides.
    """
    text = header.lower()
    if not text or len(text) > _LONGEST:
        return ()
    if " ".join(text.split()) in _GOALS:
        return ("result",)
    if text.isascii():
        # In English the last word is the noun: a `target owner` is an owner.
        said = _ASCII_WORD.findall(text)
        known = [w for w in (*said, *(w.removesuffix("s") for w in said)) if w in _ROLE_OF or w in _OTHERS]
        last = max(known, key=text.rfind, default="")
        return (_ROLE_OF[last],) if last in _ROLE_OF else ()
    best: dict[Role, int] = {}
    english = set(_ASCII_WORD.findall(text))
    for word, role in _ROLE_OF.items():
        if word in english if word.isascii() else word in text:
            best[role] = max(best.get(role, 0), len(word) * (1 if word.isascii() else 2))
    longest = max(best.values(), default=0)
    if any(2 * len(word) >= longest for word in _OTHERS if not word.isascii() and word in text):
        return ()
    return tuple(role for role, size in best.items() if size == longest)


def year_of(header: str) -> int | None:
    """The one year that a header names."""
    years = {int(year) for year in _YEAR.findall(header)}
    return years.pop() if len(years) == 1 else None


def is_bare_year(header: str) -> bool:
    """Whether a header is a year and nothing else, such as `2024`, `2024 年` or `FY2024`."""
    return re.fullmatch(r"(?:fy\s*)?(?:19|20)\d\d\s*年?度?", header.lower()) is not None


def is_observed(header: str, target: int | None) -> bool:
    """Whether a header is about what was observed, and not clearly before the year of the target."""
    if _OBSERVED.search(header) is None or _LAST_YEAR.search(header) is not None:
        return False
    year = year_of(header)
    return year is None or target is None or year >= target


def has_number(header: str) -> bool:
    """Whether a header holds a digit that belongs to no year: it is rather the cell of a row."""
    return any(char.isdigit() for char in _YEAR.sub("", header))


def bracketed(header: str) -> tuple[str, ...]:
    """What stands in brackets in a header, which may be a unit."""
    return tuple(inner.strip() for inner in _BRACKET.findall(header))
