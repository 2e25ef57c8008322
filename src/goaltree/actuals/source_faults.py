"""What can be wrong with a source or with the columns of its table (GT801 to GT809)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from .sample import CSV, FILE, PLAN

_RIGHT: Final = PLAN + CSV + "sales,2025-01,1亿\n"

SOURCE_UNREADABLE: Final = Rule(
    code="GT801",
    name="source-unreadable",
    level="error",
    message=Words("`{file}` cannot be read: {reason}.", "无法读取 `{file}`：{reason}。"),
    hint=Words("{advice}.", "{advice}。"),
    why=Words(
        "What could not be read is missing from every number, so it is said first.",
        "读不到的数据会从所有数字中缺失，因此首先说明。",
    ),
    wrong=PLAN + FILE,
    right=_RIGHT,
)
SOURCE_EMPTY: Final = Rule(
    code="GT802",
    name="source-empty",
    level="warning",
    message=Words("`{file}` has no rows.", "`{file}` 没有数据行。"),
    hint=Words(
        "Check the export; everything that it should hold counts as not known.",
        "请检查导出结果；其中本应有的数据都按未知处理。",
    ),
    why=Words(
        "An export that came back empty looks like a year without sales.",
        "导出结果为空，看上去就像全年没有销售。",
    ),
    wrong=PLAN + CSV,
    right=_RIGHT,
)
SOURCE_TOO_LARGE: Final = Rule(
    code="GT803",
    name="source-too-large",
    level="error",
    message=Words(
        "`{file}` has {got} {what}; at most {limit} are read.",
        "`{file}` 有 {got} {what}，最多读取 {limit}。",
    ),
    hint=Words(
        "Add the facts up by metric, segment and period before, or split the source.",
        "请先按指标、维度和期间汇总，或拆分数据。",
    ),
    why=Words(
        "A plan is compared with totals; single events in such numbers fill the memory first.",
        "计划是与汇总数比较的；这么多明细会先占满内存。",
    ),
    wrong=PLAN + FILE,
    right=_RIGHT,
)
TABLE_BROKEN: Final = Rule(
    code="GT804",
    name="table-broken",
    level="error",
    message=Words("`{file}` is no table from here on: {reason}.", "`{file}` 从此处起读不成表格：{reason}。"),
    hint=Words(
        "Export it again, or mend this row; nothing of the file was used.",
        "请重新导出或修正这一行；该文件的数据都没有采用。",
    ),
    why=Words(
        "Behind a quote that is never closed, every row is part of one cell.",
        "引号没有闭合，后面的行就都成了一个单元格。",
    ),
    wrong=PLAN + CSV + 'sales,2025-01,"1亿\n',
    right=_RIGHT,
)
ROW_RAGGED: Final = Rule(
    code="GT805",
    name="row-ragged",
    level="error",
    message=Words(
        "{count} row(s) have more or fewer cells than the {columns} columns: {rows}. They are not used.",
        "有 {count} 行的单元格数与 {columns} 列不一致：{rows}。没有采用。",
    ),
    hint=Words(
        'Quote cells that hold the separator, such as `"1,234"`.',
        '含有分隔符的单元格请加引号，例如 `"1,234"`。',
    ),
    why=Words(
        "With one separator too many, a number slides under another heading.",
        "多出一个分隔符，数字就滑到了别的列名之下。",
    ),
    wrong=PLAN + CSV + "sales,2025-01,1亿\nsales,2025-02,1,234\n",
    right=PLAN + CSV + 'sales,2025-01,1亿\nsales,2025-02,"1,234"\n',
)
COLUMN_MISSING: Final = Rule(
    code="GT806",
    name="column-missing",
    level="error",
    message=Words("`{file}` has no column {wanted}.", "`{file}` 没有 {wanted} 列。"),
    hint=Words("Add it; the columns are {present}.", "请补上；现有的列是 {present}。"),
    why=Words(
        "Each row says which metric, for when, and how much; without one of them it says nothing.",
        "每一行要说明哪个指标、什么时间、多少；缺一样就什么也没说。",
    ),
    wrong=PLAN + FILE + "metric,value\nsales,1亿\n",
    right=_RIGHT,
)
COLUMN_MISSPELT: Final = Rule(
    code="GT807",
    name="column-misspelt",
    level="error",
    message=Words(
        "The column `{column}` of `{file}` is not known; nothing of the table was used.",
        "不认识 `{file}` 的列 `{column}`；该表的数据都没有采用。",
    ),
    hint=Words("Did you mean `{near}`?", "是否想写 `{near}`？"),
    why=Words(
        "A dimension under a misspelt heading would be left out, and its rows would contradict each other.",
        "维度列名写错会被漏掉，各行就会互相矛盾。",
    ),
    wrong=PLAN + FILE + "metric,period,value,Region\nsales,2025-01,1亿,海外\n",
    right=PLAN + FILE + "metric,period,value,region\nsales,2025-01,1亿,海外\n",
)
COLUMN_UNUSED: Final = Rule(
    code="GT808",
    name="column-unused",
    level="warning",
    message=Words("The column `{column}` of `{file}` is not used.", "`{file}` 的列 `{column}` 没有被使用。"),
    hint=Words(
        "If it splits the numbers, head it with a dimension of the plan ({known}) or declare it under `segments:`; otherwise leave it out.",
        "如果它用于拆分数字，请以计划中的维度为列名（{known}），或在 `segments:` 下声明；否则请删去。",
    ),
    why=Words(
        "A column that splits the numbers and is not used makes several rows claim the same place.",
        "用于拆分的列没有被使用，就会有多行抢同一个位置。",
    ),
    wrong=PLAN + FILE + "metric,period,value,城市等级\nsales,2025-01,1亿,一线\n",
    right=_RIGHT,
)
COLUMN_REPEATED: Final = Rule(
    code="GT809",
    name="column-repeated",
    level="error",
    message=Words(
        "`{file}` has several columns for one thing: {columns}; nothing of the table was used.",
        "`{file}` 有多列表示同一内容：{columns}；该表的数据都没有采用。",
    ),
    hint=Words("Keep one of them.", "请只保留一列。"),
    why=Words(
        "Which of two columns counts would be a guess.",
        "两列中以哪一列为准，只能靠猜。",
    ),
    wrong=PLAN + FILE + "metric,period,value,数值\nsales,2025-01,1亿,2亿\n",
    right=_RIGHT,
)

RULES: Final[tuple[Rule, ...]] = (
    SOURCE_UNREADABLE,
    SOURCE_EMPTY,
    SOURCE_TOO_LARGE,
    TABLE_BROKEN,
    ROW_RAGGED,
    COLUMN_MISSING,
    COLUMN_MISSPELT,
    COLUMN_UNUSED,
    COLUMN_REPEATED,
)
