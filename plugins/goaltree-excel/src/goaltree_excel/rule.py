"""What can be wrong with a workbook."""

from __future__ import annotations

from typing import Final

from .port import Rule, Words

UNREADABLE: Final = Rule(
    code="EXCEL001",
    name="workbook-unreadable",
    level="error",
    message=Words("`{file}` cannot be read: {reason}.", "无法读取 `{file}`：{reason}。"),
    hint=Words("Open it in Excel and save it as .xlsx.", "请用 Excel 打开并另存为 .xlsx。"),
    why=Words(
        "Nothing of a damaged or disguised file is used: a part of it would look like the whole.",
        "损坏或伪装的文件一概不用：读出一部分会让人以为是全部。",
    ),
    wrong="a text file under the name plan.xlsx",
    right="a workbook that Excel saved as .xlsx",
)
TOO_LARGE: Final = Rule(
    code="EXCEL002",
    name="workbook-too-large",
    level="error",
    message=Words("`{file}` is more than is read: {reason}.", "`{file}` 超出读取上限：{reason}。"),
    hint=Words("Split it, or remove what nobody needs.", "请拆分，或删去不需要的内容。"),
    why=Words(
        "A small file that unpacks to a large one stops a machine; it is refused before that.",
        "很小的文件解压后可能大到拖垮机器，因此提前拒绝。",
    ),
    wrong="4 KB that unpack to 40 GB",
    right="a workbook of a few MB",
)
NO_VALUE: Final = Rule(
    code="EXCEL003",
    name="cell-without-value",
    level="error",
    message=Words("`{place}` has no value that can be read: {reason}.", "`{place}` 没有可读的值：{reason}。"),
    hint=Words("Write the value itself into the cell.", "请在该单元格直接填写数值或文字。"),
    why=Words(
        "A failed formula is no zero and no blank; whatever is taken for it is made up.",
        "出错的公式既不是零也不是空白，拿任何值代替都是编造。",
    ),
    wrong="target | #REF!",
    right="target | 12亿",
)
HIDDEN: Final = Rule(
    code="EXCEL004",
    name="hidden-cells-read",
    level="warning",
    message=Words(
        "Hidden rows, columns or sheets were read like all others: {count} cell(s), first `{place}`.",
        "隐藏的行、列或工作表也照常读取：{count} 个单元格，首个是 `{place}`。",
    ),
    hint=Words(
        "Unhide them to look, or delete what does not count.", "请取消隐藏后核对，或删去不算数的内容。"
    ),
    why=Words(
        "What nobody sees counts all the same, which surprises whoever adds up what he sees.",
        "看不见的数据同样算数，只按看得见的加总就会对不上。",
    ),
    wrong="a hidden row with a value",
    right="every row visible",
)
MERGED: Final = Rule(
    code="EXCEL005",
    name="merged-cells-filled",
    level="note",
    message=Words(
        "Merged cells were read as the same value in each of them: {count} cell(s), first `{place}`.",
        "合并单元格按每格同值读取：{count} 个单元格，首个是 `{place}`。",
    ),
    hint=Words("Unmerge them where only the first cell is meant.", "如果只指第一格，请取消合并。"),
    why=Words(
        "A merged cell holds its value once; the rows beside it mean it too.",
        "合并单元格只存一次值，而旁边各行也都指它。",
    ),
    wrong="one merged cell over three rows",
    right="the value in each of the three rows",
)
HEADING_REPEATED: Final = Rule(
    code="EXCEL006",
    name="heading-repeated",
    level="error",
    message=Words(
        "The heading `{heading}` stands twice: `{first}` and `{place}`; the sheet was not used.",
        "表头 `{heading}` 出现两次：`{first}` 和 `{place}`；该工作表没有采用。",
    ),
    hint=Words("Keep one of the two columns.", "请只保留其中一列。"),
    why=Words("Which of two columns counts would be a guess.", "两列中以哪一列为准，只能靠猜。"),
    wrong="target | target",
    right="target",
)
HEADING_UNKNOWN: Final = Rule(
    code="EXCEL007",
    name="heading-unknown",
    level="error",
    message=Words(
        "`{place}` heads a column with the unknown name `{heading}`; the column was not read.",
        "`{place}` 的表头 `{heading}` 无法识别；该列没有读取。",
    ),
    hint=Words("Known headings are {known}.", "可用的表头有：{known}。"),
    why=Words(
        "What stands below an unknown heading would be lost without a word.", "无法识别的列会被悄悄丢掉。"
    ),
    wrong="key | taget",
    right="key | target",
)
HEADINGS_MISSING: Final = Rule(
    code="EXCEL008",
    name="headings-missing",
    level="error",
    message=Words(
        "The sheet `{sheet}` has no row of headings in its first {rows} rows; it was not read.",
        "工作表 `{sheet}` 的前 {rows} 行没有表头；没有读取。",
    ),
    hint=Words("Put the headings into one row: {known}.", "请在一行内写好表头：{known}。"),
    why=Words("Columns without headings mean nothing.", "没有表头的列没有含义。"),
    wrong="gmv | 12亿",
    right="key | target\ngmv | 12亿",
)
KEY_MISSING: Final = Rule(
    code="EXCEL009",
    name="row-without-key",
    level="error",
    message=Words(
        "The row of `{place}` has no {heading}; it was not read.",
        "`{place}` 所在行没有填写{heading}；没有读取。",
    ),
    hint=Words("Fill it in, or empty the row.", "请补填，或清空该行。"),
    why=Words("A row without a name can be referred to by nothing.", "没有名称的行无法被引用。"),
    wrong=" | 12亿",
    right="gmv | 12亿",
)
REPEATED: Final = Rule(
    code="EXCEL010",
    name="value-repeated",
    level="error",
    message=Words(
        "`{path}` stands twice: `{first}` and `{place}`; the second was not used.",
        "`{path}` 出现两次：`{first}` 和 `{place}`；后者没有采用。",
    ),
    hint=Words("Keep one of the two.", "请只保留一处。"),
    why=Words("Which of two values counts would be a guess.", "两个值以哪个为准，只能靠猜。"),
    wrong="gmv | 12亿\ngmv | 13亿",
    right="gmv | 12亿",
)
WHOLE_UNKNOWN: Final = Rule(
    code="EXCEL011",
    name="whole-unknown",
    level="error",
    message=Words(
        "`{place}` is a part of `{name}`, which is no goal of the sheet, or a part of itself; it was not read.",
        "`{place}` 是 `{name}` 的分项，但表中没有该目标，或它是自身的分项；没有读取。",
    ),
    hint=Words(
        "Write the key of a goal, or its address such as `gmv.channel.online`.",
        "请填写目标的键，或 `gmv.channel.online` 这样的地址。",
    ),
    why=Words("A part without its whole is counted nowhere.", "没有归属的分项不会计入任何目标。"),
    wrong="part of: gvm",
    right="part of: gmv",
)
PATH_UNREADABLE: Final = Rule(
    code="EXCEL012",
    name="path-unreadable",
    level="error",
    message=Words(
        "`{place}` is no key path that fits here: `{path}`.",
        "`{place}` 的路径 `{path}` 无法读取或放不进计划。",
    ),
    hint=Words(
        "Write keys joined by dots, items as [0], and keys with dots in quotes.",
        "用点连接各级键，列表项写作 [0]，含点的键加双引号。",
    ),
    why=Words("A value without its place in the plan means nothing.", "没有位置的值没有含义。"),
    wrong="governance..warning",
    right="governance.warning",
)
SHEET_UNREAD: Final = Rule(
    code="EXCEL013",
    name="sheet-unread",
    level="warning",
    message=Words(
        "The sheet `{sheet}` is none of a plan's; it was not read.", "工作表 `{sheet}` 不属于计划；没有读取。"
    ),
    hint=Words("The sheets of a plan are {known}.", "计划的工作表有：{known}。"),
    why=Words(
        "Goals on a sheet of another name would be missing without a word.",
        "写在其他名称的工作表上的目标会悄悄缺失。",
    ),
    wrong="sheet `Gaols`",
    right="sheet `Goals`",
)
SHOWN_ONLY: Final = Rule(
    code="EXCEL014",
    name="shown-name-changed",
    level="warning",
    message=Words(
        "`{place}` was changed to `{text}`; this column only shows names, it is not read.",
        "`{place}` 改成了 `{text}`；该列只用于显示名称，不读取。",
    ),
    hint=Words(
        "Write the name under Title, of the goal or of its metric.", "请在目标或其指标的「名称」列填写。"
    ),
    why=Words(
        "A name that is changed where it is not read would be lost without a word.",
        "在不读取的列里改名，改动会悄悄丢失。",
    ),
    wrong="called: GMV 2",
    right="title: GMV 2",
)
