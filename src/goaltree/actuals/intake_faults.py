"""What became of the rows of a table of facts (GT846 to GT848)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import CSV, FILE, PLAN

_RIGHT: Final = PLAN + CSV + "sales,2025-01,1亿\n"

ROWS_UNCOUNTED: Final = Rule(
    code="GT846",
    name="rows-uncounted",
    level="note",
    message=Words(
        "`{table}` for `{metric}`: {given} = {mapped} counted + {ignored} left out (other periods, or not "
        "`where`) + {rejected} that cannot count (no day, or no value).",
        "`{table}` 用于 `{metric}`：{given} = 计入 {mapped} + 略去 {ignored}（其他期间，或不符合 `where`）"
        "+ 无法计入 {rejected}（没有日期或没有值）。",
    ),
    hint=Words(
        "Look at the rows without a day or a value in the source; `Actuals.intake` has the balance of every table.",
        "请在数据源中查看没有日期或没有值的行；每个表的收支在 `Actuals.intake` 中。",
    ),
    why=Words(
        "Rows that silently count nowhere look like a bad month; the balance shows where every row went.",
        "悄悄没有计入的行，看上去就像业绩不好；这份平衡表说明每一行的去向。",
    ),
    wrong=PLAN + FILE,
    right=_RIGHT,
)
NOTHING_COUNTED: Final = Rule(
    code="GT847",
    name="nothing-counted",
    level="warning",
    message=Words(
        "None of the rows of `{table}` counts for `{metric}`: {given} = {ignored} left out (other periods, or "
        "not `where`) + {rejected} that cannot count (no day, or no value).",
        "`{table}` 没有一行计入 `{metric}`：{given} = 略去 {ignored}（其他期间，或不符合 `where`）"
        "+ 无法计入 {rejected}（没有日期或没有值）。",
    ),
    hint=Words(
        "Check `time:`, `where:` and the columns of the table in the plan.",
        "请检查计划中该表的 `time:`、`where:` 和各列。",
    ),
    why=Words(
        "A condition that no row meets looks like a business that stands still.",
        "没有任何一行符合的条件，看上去就像业务停滞。",
    ),
    wrong=PLAN + FILE,
    right=_RIGHT,
)
MEMBERS_UNCLAIMED: Final = Rule(
    code="GT848",
    name="members-unclaimed",
    level="note",
    message=Words(
        "`{table}` has {count} member(s) of `{dimension}` that the plan does not name: {members}.",
        "`{table}` 有 {count} 个 `{dimension}` 成员是计划没有写明的：{members}。",
    ),
    hint=Words(
        "Add them under `segments:`, or correct them in the source; no goal of a part counts them.",
        "请在 `segments:` 下补上，或在数据源中改正；没有任何分项目标会计入它们。",
    ),
    why=Words(
        "What nobody claims is missing from every part, and the parts no longer add up to the whole.",
        "没有人认领的部分不在任何分项里，各分项相加就不再等于整体。",
    ),
    wrong=PLAN + FILE,
    right=_RIGHT,
)

RULES: Final[tuple[Rule, ...]] = (ROWS_UNCOUNTED, MEMBERS_UNCLAIMED, NOTHING_COUNTED)
