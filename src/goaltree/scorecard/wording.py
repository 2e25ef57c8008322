"""The words of a scorecard in both languages: statuses, methods, bases, curves, reasons and steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..finding import Lang, Words

STATUS: Final[Mapping[str, Words]] = {
    "achieved": Words("achieved", "已达成"),
    "on_track": Words("on track", "正常"),
    "not_started": Words("not begun", "未开始"),
    "unknown": Words("unknown", "未知"),
    "at_risk": Words("at risk", "有风险"),
    "off_track": Words("off track", "偏离"),
}
MARK: Final[Mapping[str, str]] = {
    "achieved": "✓",
    "on_track": "●",
    "not_started": "○",
    "unknown": "?",
    "at_risk": "▲",
    "off_track": "✗",
}
"""Signs that differ in shape, for readers who see or print no colours."""

METHOD: Final[Mapping[str, Words]] = {
    "progress": Words("progress", "进度"),
    "ratio": Words("ratio", "比值"),
    "inverse_ratio": Words("inverse ratio", "反比"),
    "two_minus": Words("two minus", "二减比值"),
    "signed_gap": Words("signed gap", "带符号差距"),
    "worst_target": Words("from the worst", "自最差值"),
    "threshold": Words("threshold", "达标"),
    "band": Words("band", "区间"),
    "tiers": Words("tiers", "档位"),
    "okr": Words("okr", "OKR"),
}
BASIS: Final[Mapping[str, Words]] = {
    "level": Words("level", "水平"),
    "increment": Words("increment", "增量"),
    "pp": Words("points", "百分点"),
    "sigma": Words("sigma", "标准差"),
}
CURVE: Final[Mapping[str, Words]] = {
    "linear": Words("even", "匀速"),
    "workday": Words("by working days", "按工作日"),
    "seasonal": Words("seasonal", "按季节"),
    "scurve": Words("s-curve", "S 曲线"),
    "geometric": Words("geometric", "等比"),
    "dated": Words("dated targets", "分期目标"),
    "4-4-5": Words("4-4-5 weeks", "4-4-5 周"),
    "4-5-4": Words("4-5-4 weeks", "4-5-4 周"),
    "5-4-4": Words("5-4-4 weeks", "5-4-4 周"),
}
GRAIN: Final[Mapping[str, Words]] = {
    "day": Words("day", "每日"),
    "week": Words("week", "每周"),
    "month": Words("month", "每月"),
    "quarter": Words("quarter", "每季"),
    "half": Words("half-year", "每半年"),
    "year": Words("year", "每年"),
}
REASON: Final[Mapping[str, Words]] = {
    "NO_ACTUAL": Words("nothing was observed", "没有实际值"),
    "NO_TARGET": Words("no target", "没有目标值"),
    "NO_BASELINE": Words("no baseline", "没有基线"),
    "DEGENERATE": Words("target and baseline are equal", "目标与基线相同"),
    "ZERO_DENOM": Words("divided by zero", "分母为零"),
    "SIGN_MISMATCH": Words("signs do not match", "正负号不一致"),
    "DIRECTION_CONFLICT": Words(
        "which way is better is not stated, or the target lies the other way",
        "没有写明方向，或目标与方向矛盾",
    ),
    "NEG_BASE": Words("the earlier value is not above zero", "上期数值不大于零"),
    "PARTIAL": Words("some parts are missing", "部分分项缺失"),
    "STALE": Words("out of date", "数据过期"),
    "RESTATED": Words("corrected since it was first told", "数值后来有更正"),
    "OUT_OF_DOMAIN": Words("too early to tell, or not defined here", "为时尚早或不适用"),
    "LOW_COVERAGE": Words("too few parts are known", "已知分项太少"),
    "NON_ADDITIVE": Words("parts cannot be added", "分项不可相加"),
    "CROSS_CUT": Words("parts of different cuts", "来自不同拆分"),
    "UNIT_MISMATCH": Words("units or currencies do not convert", "单位或币种无法换算"),
}
FAVOUR: Final[Mapping[str, Words]] = {
    "favourable": Words("favourable", "有利"),
    "adverse": Words("adverse", "不利"),
    "even": Words("even", "持平"),
}
STEP: Final[Mapping[str, Words]] = {
    "goal": Words("the goal", "目标"),
    "stated": Words("stated", "计划写明"),
    "observed": Words("observed", "实际观测"),
    "missing": Words("not known", "未知"),
    "sum": Words("sum", "求和"),
    "mean": Words("mean", "平均"),
    "pooled": Words("Σ value x count / Σ count", "Σ 值×数量 / Σ 数量"),
    "weighted": Words("Σ weight x value / Σ weight", "Σ 权重×值 / Σ 权重"),
    "min": Words("smallest", "最小值"),
    "max": Words("largest", "最大值"),
    "same": Words("the same as", "等于"),
    "formula": Words("formula", "公式"),
    "translated": Words("value x exchange rate", "值×汇率"),
    "line": Words("on the planned line", "按计划进度"),
    "attainment": Words("attainment", "达成率"),
    "pace": Words("pace", "节奏"),
    "gap": Words("gap", "差距"),
    "deviation": Words("deviation", "偏差"),
    "curve": Words("curve", "进度曲线"),
    "every": Words("periods that keep the target", "达标期数"),
}
NUMBER: Final[Mapping[str, Words]] = {
    "value": Words("value", "实际"),
    "expected": Words("expected by now", "当前应达"),
    "attainment": Words("attainment", "达成率"),
    "pace": Words("pace", "节奏"),
    "gap": Words("gap to what is expected", "与应达的差距"),
    "deviation": Words("deviation", "偏差"),
    "target": Words("target", "目标"),
    "baseline": Words("baseline", "基线"),
    "start": Words("start", "起点"),
    "share": Words("share of the way", "应完成比例"),
    "count": Words("count", "数量"),
    "weight": Words("weight", "权重"),
    "rate": Words("exchange rate", "汇率"),
    "worst": Words("worst value", "最差值"),
    "low": Words("low end of the band", "区间下限"),
    "high": Words("high end of the band", "区间上限"),
    "outer": Words("outer limit", "外限"),
}
"""The numbers of a goal by the names that derivations give them."""

_NO_CURVE: Final = Words(
    "no {curve} curve ({reason}): an even pace was taken", "没有{curve}曲线（{reason}），按匀速计算"
)
UNKNOWN_CURVE: Final = "unknown"
"""Why a curve of a name that nobody knows could not be had."""
_NO_SUCH: Final = Words("there is no curve of that name", "没有这种曲线")


def word(table: Mapping[str, Words], key: str, lang: Lang) -> str:
    """The word for a key; one that a table does not have stays as it is."""
    return table[key].plain(lang) if key in table else key


def reason_text(reason: str, lang: Lang) -> str:
    """A reason code, or a note on a curve that could not be had, in words."""
    head, _, rest = reason.partition(": ")
    if not rest:
        return word(REASON, reason, lang)
    known = {**CURVE, "workday": Words("working-day", "工作日"), "seasonal": Words("seasonal", "季节")}
    curve = known.get(head, Words(head, f" {head} "))
    return _NO_CURVE.render(lang, {"curve": curve, "reason": curve_reason(rest, lang)})


def curve_reason(reason: str, lang: Lang) -> str:
    """Why a curve could not be had, in words; what a calendar says of itself stays as it is."""
    return _NO_SUCH.plain(lang) if reason == UNKNOWN_CURVE else word(REASON, reason, lang)
