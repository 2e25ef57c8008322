"""The sheets of a plan: which section stands on which, in which columns."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen

from .column import Column
from .port import Lang, Words


@frozen(kw_only=True)
class Section:
    """A sheet of entries, one a row.

    Attributes:
        key: Key of the section in the plan; of the list in an entry where `inside` is said.
        sheet: Name of the sheet.
        columns: Its columns, the key first.
        shorthand: The field that an entry without keys fills; `*` where the entry is its own value.
        inside: Section whose entries hold the list of which a row is an item.
    """

    key: str
    sheet: Words
    columns: tuple[Column, ...]
    shorthand: str = ""
    inside: str = ""

    def name(self, lang: Lang) -> str:
        """Name of its sheet in a language."""
        return self.sheet.plain(lang)


def _text(field: str, en: str, zh: str, note_en: str = "", note_zh: str = "", **more: Any) -> Column:
    return Column(field=field, head=Words(en, zh), note=Words(note_en, note_zh), **more)


def _key(en: str = "Key", zh: str = "键", **more: Any) -> Column:
    note = Words(
        "A short name without dots, by which everything else refers to it.",
        "不含点的简短名称，其他地方用它来引用。",
    )
    return Column(field="", head=Words(en, zh), kind="key", note=note, width=18, **more)


_TITLE: Final = (
    _text("title", "Title", "名称", "What people call it.", "大家怎么称呼它。", width=24),
    _text(
        "title",
        "English title",
        "英文名称",
        "Only where there is a title in Chinese too.",
        "与中文名称并列的英文名称。",
        kind="english",
        width=24,
    ),
)
_ALIAS: Final = _text(
    "aka", "Also called", "别名", "Other names, separated by ；", "其他叫法，用；分隔。", kind="list"
)
_WHY: Final = _text("why", "Why", "意义", "Why it matters.", "为什么重要。", width=24)
_ENGLISH_WHY: Final = _text("why", "English why", "英文意义", kind="english", width=24)
_NOTE: Final = _text("note", "Remark", "备注", width=24)
KINDS: Final = {
    "flow": Words("flow", "流量"),
    "stock": Words("stock", "存量"),
    "distinct": Words("distinct count", "去重计数"),
    "ratio": Words("ratio", "比率"),
    "mean": Words("mean", "均值"),
    "quantile": Words("quantile", "分位数"),
    "score": Words("score", "评分"),
    "index": Words("index", "指数"),
    "milestone": Words("milestone", "里程碑"),
    "composite": Words("composite", "合成"),
}
DIRECTIONS: Final = {
    "up": Words("up", "越高越好"),
    "down": Words("down", "越低越好"),
    "band": Words("band", "区间为好"),
}
_COMMITMENTS: Final = {"binding": Words("binding", "必达"), "expected": Words("expected", "预期")}
_SEMANTICS: Final = {
    "total": Words("total", "期间合计"),
    "end": Words("end", "期末"),
    "average": Words("average", "平均"),
    "every": Words("every period", "每期"),
}
_ROLES: Final = {
    "line": Words("line", "业务"),
    "support": Words("support", "支持"),
    "partner": Words("partner", "伙伴"),
}
_DEFINITION: Final = (
    _text(
        "kind", "Kind", "类型", "How it behaves over time.", "随时间如何累计。", kind="choice", choices=KINDS
    ),
    _text(
        "unit",
        "Unit",
        "单位",
        "The unit of bare numbers, such as 元 or %.",
        "数字的单位，例如 元 或 %。",
        width=10,
    ),
    _text(
        "direction",
        "Direction",
        "方向",
        "Which way is better.",
        "往哪个方向更好。",
        kind="choice",
        choices=DIRECTIONS,
        width=12,
    ),
)
_PERSPECTIVE: Final = _text("perspective", "Perspective", "视角", refers="perspectives")

HEAD: Final = Section(
    key="",
    sheet=Words("Plan", "计划"),
    columns=(
        _text("goaltree", "Format", "格式版本", "Version of the plan format: 1.", "计划格式的版本：1。"),
        _text("plan", "Plan key", "计划键", "A short name of the plan.", "计划的简短名称。"),
        *_TITLE,
        _text(
            "about",
            "About",
            "说明文字",
            "What a reader should know before reading.",
            "读者需要先知道的内容。",
        ),
        _text("about", "English about", "英文说明", kind="english"),
        _text("role", "Role", "角色", "budget, forecast or prior.", "budget、forecast 或 prior。"),
        _text("period", "Period", "期间", "Such as 2025 or 2025H1.", "例如 2025 或 2025H1。"),
        _text("currency", "Currency", "币种", "Such as CNY.", "例如 CNY。"),
        _text("zone", "Time zone", "时区", "Such as Asia/Shanghai.", "例如 Asia/Shanghai。"),
        _text(
            "reason",
            "Reason for change",
            "变更原因",
            "Why it differs from the plan before.",
            "与上一版不同的原因。",
        ),
    ),
)
GOALS: Final = Section(
    key="goals",
    sheet=Words("Goals", "目标"),
    shorthand="target",
    columns=(
        Column(
            field="",
            head=Words("Key", "键"),
            kind="key",
            width=18,
            note=Words(
                "A short name without dots. In the row of a part: empty, or the key of the goal that is this part.",
                "不含点的简短名称。分项行：留空，或填写作为该分项的目标的键。",
            ),
        ),
        _text(
            "shown",
            "Called",
            "称呼",
            "What people call it, by the sheet Metrics or its part. It is not read: change it there.",
            "大家怎么称呼它，取自「指标」或分项。此列不读取，请到那里修改。",
            kind="shown",
            width=22,
        ),
        *_TITLE,
        _text(
            "metric",
            "Metric",
            "指标",
            "Only where it is another than the key.",
            "仅在与键不同时填写。",
            refers="metrics",
        ),
        _PERSPECTIVE,
        _text(
            "owner", "Owner", "负责团队", "The team that answers for it.", "对它负责的团队。", refers="teams"
        ),
        _text("core", "Core", "核心", "Whether it is a core goal.", "是否核心目标。", kind="flag", width=8),
        _text(
            "baseline",
            "Baseline",
            "基线",
            "Where it starts, as you write it: 3.8亿, 45%.",
            "起点，照常书写：3.8亿、45%。",
        ),
        _text(
            "target",
            "Target",
            "目标值",
            "What is wanted at the end, as you write it: 12亿.",
            "期末要达到的值，照常书写：12亿。",
        ),
        _text(
            "growth",
            "Growth",
            "增长",
            "The growth that is stated; it is checked.",
            "声明的增长率，会被核对。",
            width=10,
        ),
        _text(
            "part of",
            "Part of",
            "所属目标",
            "Key or address of the whole that this row is a part of.",
            "本行作为分项所属的目标（键或地址）。",
            width=18,
        ),
        _text(
            "dimension",
            "Dimension",
            "拆分维度",
            "By what the whole is cut, such as channel.",
            "按什么拆分，例如 channel。",
            refers="segments",
        ),
        _text("member", "Member", "成员", "Which part this is.", "是哪一部分。"),
        _text(
            "of which",
            "Of which",
            "其中",
            "yes: other parts are left unnamed.",
            "是：还有未列出的其他部分。",
            kind="flag",
            width=8,
        ),
        _text(
            "rolls_up",
            "Rolls up",
            "汇总维度",
            "The cut that counts, where there are several.",
            "有多种拆分时，以哪种为准。",
        ),
        *_DEFINITION,
        _text(
            "serves",
            "Serves",
            "服务于",
            "Goals that it contributes to.",
            "它所支持的目标。",
            kind="mapping",
            width=18,
        ),
        _text("weight", "Weight", "权重", width=8),
        _text("commitment", "Commitment", "承诺", kind="choice", choices=_COMMITMENTS, width=10),
        _text("semantics", "Target is", "目标口径", kind="choice", choices=_SEMANTICS, width=10),
        _text(
            "phasing",
            "Phasing",
            "进度曲线",
            "linear, seasonal, workday ...",
            "linear、seasonal、workday 等。",
        ),
        _text("period", "Period", "期间", width=10),
        _text("benchmark", "Benchmark", "对标", kind="list", refers="benchmarks"),
        _text("restates", "Restates", "重述"),
        _ALIAS,
        _WHY,
        _NOTE,
    ),
)
SHOWN: Final = next(at for at, column in enumerate(GOALS.columns) if column.kind == "shown")
"""Position of what a goal is called."""
SECTIONS: Final[tuple[Section, ...]] = (
    GOALS,
    Section(
        key="metrics",
        sheet=Words("Metrics", "指标"),
        columns=(
            _key(),
            *_TITLE,
            _ALIAS,
            *_DEFINITION,
            _PERSPECTIVE,
            _text(
                "formula",
                "Formula",
                "公式",
                "How it follows from others, without =: orders * basket",
                "如何由其他指标得出，不写等号：orders * basket",
                width=20,
            ),
            _text("by", "Split by", "拆分维度", kind="list", refers="segments"),
            _text("disjoint", "Disjoint by", "互斥维度", kind="list", refers="segments"),
            _text("source", "Source", "数据源", kind="list", refers="sources"),
            _text("grain", "Grain", "粒度", width=8),
            _text("per", "Mean per", "按何平均", refers="metrics"),
            _text("healthy", "Healthy", "健康范围", kind="mapping", width=16, is_whole=True),
            _text("standard", "Standard", "标准", kind="mapping", width=16, is_whole=True),
            _text("leads", "Leads", "先行于", kind="list", refers="metrics"),
            _text("lag", "Lag", "滞后", width=10),
            _text("sign", "Sign", "方向符号", width=8),
            _text("definition", "Definition", "定义", width=30),
            _text("definition", "English definition", "英文定义", kind="english", width=30),
            _text("thresholds", "Thresholds", "定义中的数", kind="mapping", width=18),
            _WHY,
        ),
    ),
    Section(
        key="teams",
        sheet=Words("Teams", "团队"),
        shorthand="title",
        columns=(
            _key(),
            *_TITLE,
            _ALIAS,
            _text("lead", "Lead", "负责人"),
            _text("parent", "Part of team", "上级团队", refers="teams"),
            _text("role", "Role", "角色", kind="choice", choices=_ROLES, width=10),
            _text(
                "owns",
                "Answers for",
                "负责的目标",
                "Goals that it answers for, one a line.",
                "它负责的目标，每行一个。",
                kind="mapping",
                width=22,
            ),
            _text(
                "carries",
                "Carries",
                "承担的目标",
                "Key metrics that it moves, one a line.",
                "它推动的关键指标，每行一个。",
                kind="mapping",
                width=22,
            ),
            _text("boundary", "Boundary", "职责边界", width=24),
            _text("mission", "Mission", "核心目标", width=24),
            _text("since", "Since", "成立日期", width=12),
            _text("until", "Until", "撤销日期", width=12),
        ),
    ),
    Section(
        key="actions",
        sheet=Words("Actions", "行动"),
        columns=(
            _key(),
            *_TITLE,
            _text("team", "Team", "团队", refers="teams"),
            _text("lead", "Lead", "负责人"),
            _text(
                "time",
                "Time",
                "时间",
                "In your own words: Q2 灰度，Q3 全量.",
                "照常书写：Q2 灰度，Q3 全量。",
                width=24,
            ),
            _text("serves", "Serves", "服务于", kind="list", width=18),
            _text(
                "effect",
                "Effect",
                "预期效果",
                "A line `goal = +5000万` for each goal.",
                "每行一个：目标 = +5000万。",
                kind="mapping",
                width=20,
            ),
            _text("chance", "Chance", "把握", width=8),
            _text("delivers", "Delivers", "交付物", kind="mapping", width=20),
            _text("after", "After", "前置行动", kind="list", refers="actions"),
            _text("progress", "Progress", "进展", width=10),
            _NOTE,
        ),
    ),
    Section(
        key="needs",
        inside="actions",
        sheet=Words("Needs", "资源"),
        columns=(
            _key("Action", "行动", refers="actions"),
            _text("money", "Money", "资金"),
            _text("people", "People", "人数", width=10),
            _text("role", "Which people", "人员角色", width=18),
            _text("work", "Work", "工作", width=24),
            _text("data", "Data", "数据", width=18),
            _text("in_kind", "In kind", "实物", width=18),
            _text("policy", "Policy", "政策", width=18),
            _text("amount", "Amount", "数量", width=10),
            _text("from", "From", "提供方", refers="teams"),
            _text("by", "By", "时间"),
            _text("for", "For", "用途", width=18),
        ),
    ),
    Section(
        key="risks",
        inside="actions",
        shorthand="if",
        sheet=Words("Risks", "风险"),
        columns=(
            _key("Action", "行动", refers="actions"),
            _text("if", "If", "若", "What may go wrong, in words.", "可能出什么问题。", width=26),
            _text("when", "When", "触发条件", "pace(retention) < 0.9", "pace(retention) < 0.9", width=22),
            _text("then.do", "Then", "则", "What is done.", "如何应对。", width=28),
            _text("then.by", "By", "时间"),
            _text("then.cost", "Cost", "成本", width=12),
        ),
    ),
    Section(
        key="perspectives",
        sheet=Words("Perspectives", "视角"),
        shorthand="title",
        columns=(_key(), *_TITLE, _ALIAS, _WHY, _ENGLISH_WHY),
    ),
    Section(
        key="segments",
        sheet=Words("Segments", "维度"),
        shorthand="members",
        columns=(
            _key(),
            *_TITLE,
            _text(
                "members",
                "Members",
                "成员",
                "Separated by ；or one a line; `key = title` where wanted.",
                "用；分隔或每行一个；可写 键 = 名称。",
                kind="mapping",
                width=40,
            ),
            _text(
                "open",
                "Open",
                "开放",
                "yes: there are members beside these.",
                "是：还有未列出的成员。",
                kind="flag",
                width=8,
            ),
        ),
    ),
    Section(
        key="sources",
        sheet=Words("Sources", "数据源"),
        shorthand="title",
        columns=(
            _key(),
            *_TITLE,
            _ALIAS,
            _text("owner", "Owner", "负责团队", refers="teams"),
            _text("refresh", "Refresh", "更新频率"),
        ),
    ),
    Section(
        key="benchmarks",
        sheet=Words("Benchmarks", "对标"),
        columns=(
            _key(),
            *_TITLE,
            _text("metric", "Metric", "指标", refers="metrics"),
            _text("goals", "Goals", "目标", kind="list"),
            _text("growth", "Growth", "增长"),
            _text("value", "Value", "数值"),
            _text("origin", "Origin", "出处", width=30),
        ),
    ),
    Section(
        key="pairs",
        sheet=Words("Pairs", "指标对"),
        shorthand="*",
        columns=(
            _key("Result", "结果指标", refers="metrics"),
            _text(
                "*", "Process metrics", "过程指标", "Separated by ；", "用；分隔。", kind="mapping", width=40
            ),
        ),
    ),
    Section(
        key="objectives",
        sheet=Words("Objectives", "目标组"),
        shorthand="goals",
        columns=(
            _key(),
            *_TITLE,
            _text("goals", "Goals", "目标", kind="list", width=30),
            _PERSPECTIVE,
            _text("owner", "Owner", "负责团队", refers="teams"),
            _WHY,
        ),
    ),
    Section(
        key="handovers",
        sheet=Words("Hand-overs", "交接"),
        columns=(
            _key(),
            *_TITLE,
            _text("from", "From goal", "来自目标"),
            _text("to", "To goal", "交给目标"),
            _text("teams", "Teams", "团队", kind="list", refers="teams"),
            _text("by", "When", "时间"),
            _NOTE,
        ),
    ),
)
MORE: Final = Section(
    key="*",
    sheet=Words("More", "其他"),
    columns=(
        _text(
            "path",
            "Key path",
            "路径",
            "Keys joined by dots, items as [0].",
            "用点连接的各级键，列表项写作 [0]。",
            width=50,
        ),
        _text(
            "kind",
            "What it is",
            "性质",
            "Empty for a text; null, {} or [] for nothing, an empty mapping, an empty list.",
            "文字则留空；null、{}、[] 分别表示空值、空映射、空列表。",
            width=10,
        ),
        _text("value", "Value", "值", "The text.", "文字内容。", width=60),
    ),
)
GUIDE: Final = Words("Guide", "说明")
