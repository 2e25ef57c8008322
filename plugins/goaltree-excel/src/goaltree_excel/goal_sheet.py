"""The sheet of goals: a goal or a part of one in each row."""

from __future__ import annotations

from typing import Final

from .choice import COMMITMENTS, SEMANTICS
from .column import Column
from .port import Words
from .section import ALIAS, DEFINITION, NOTE, PERSPECTIVE, TITLE, WHY, Section, text_column

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
        text_column(
            "shown",
            "Called",
            "称呼",
            "What people call it, by the sheet Metrics or its part. It is not read: change it there.",
            "大家怎么称呼它，取自「指标」或分项。此列不读取，请到那里修改。",
            kind="shown",
            width=22,
        ),
        *TITLE,
        text_column(
            "metric",
            "Metric",
            "指标",
            "Only where it is another than the key.",
            "仅在与键不同时填写。",
            refers="metrics",
        ),
        PERSPECTIVE,
        text_column(
            "owner", "Owner", "负责团队", "The team that answers for it.", "对它负责的团队。", refers="teams"
        ),
        text_column(
            "core", "Core", "核心", "Whether it is a core goal.", "是否核心目标。", kind="flag", width=8
        ),
        text_column(
            "baseline",
            "Baseline",
            "基线",
            "Where it starts, as you write it: 3.8亿, 45%.",
            "起点，照常书写：3.8亿、45%。",
        ),
        text_column(
            "target",
            "Target",
            "目标值",
            "What is wanted at the end, as you write it: 12亿.",
            "期末要达到的值，照常书写：12亿。",
        ),
        text_column(
            "growth",
            "Growth",
            "增长",
            "The growth that is stated; it is checked.",
            "声明的增长率，会被核对。",
            width=10,
        ),
        text_column(
            "part of",
            "Part of",
            "所属目标",
            "Key or address of the whole that this row is a part of.",
            "本行作为分项所属的目标（键或地址）。",
            width=18,
        ),
        text_column(
            "dimension",
            "Dimension",
            "拆分维度",
            "By what the whole is cut, such as channel.",
            "按什么拆分，例如 channel。",
            refers="segments",
        ),
        text_column("member", "Member", "成员", "Which part this is.", "是哪一部分。"),
        text_column(
            "of which",
            "Of which",
            "其中",
            "yes: other parts are left unnamed.",
            "是：还有未列出的其他部分。",
            kind="flag",
            width=8,
        ),
        text_column(
            "rolls_up",
            "Rolls up",
            "汇总维度",
            "The cut that counts, where there are several.",
            "有多种拆分时，以哪种为准。",
        ),
        *DEFINITION,
        text_column(
            "serves",
            "Serves",
            "服务于",
            "Goals that it contributes to.",
            "它所支持的目标。",
            kind="mapping",
            width=18,
        ),
        text_column("weight", "Weight", "权重", width=8),
        text_column("commitment", "Commitment", "承诺", kind="choice", choices=COMMITMENTS, width=10),
        text_column("semantics", "Target is", "目标口径", kind="choice", choices=SEMANTICS, width=10),
        text_column(
            "phasing",
            "Phasing",
            "进度曲线",
            "linear, seasonal, workday ...",
            "linear、seasonal、workday 等。",
        ),
        text_column("period", "Period", "期间", width=10),
        text_column("benchmark", "Benchmark", "对标", kind="list", refers="benchmarks"),
        text_column("restates", "Restates", "重述"),
        ALIAS,
        WHY,
        NOTE,
    ),
)
SHOWN: Final = next(at for at, column in enumerate(GOALS.columns) if column.kind == "shown")
"""Position of what a goal is called."""
BELONGING: Final = tuple(
    next(at for at, column in enumerate(GOALS.columns) if column.field == name)
    for name in ("part of", "dimension", "member", "of which")
)
"""Positions of what says of which whole a row is which part."""
NO_FIELDS: Final = frozenset({"", "shown", *(GOALS.columns[at].field for at in BELONGING)})
"""Columns that say where a row belongs, or what it is called, not what its goal is."""
