"""Rules on the shape of a plan: its keys, its values, its references (GT101 to GT149)."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words
from . import unread_faults

_HEAD = "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"
_CUT = _HEAD + "segments: {channel: {members: [线上, 门店], open: true}, region: [国内, 海外]}\n"
_TEAM = "teams:\n  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上, carries: [sales]}\n"
_ACTION = "actions:\n  open_stores: {title: 开新店, team: shop, serves: [sales], time: Q2 启动，Q4 完成}\n"
_GOAL = "goals:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up, target: 12亿, owner: shop}\n"

UNKNOWN_KEY: Final = Rule(
    code="GT101",
    name="unknown-key",
    level="error",
    message=Words("`{key}` is not a key of {noun}.", "`{key}` 不是{noun}可用的键。"),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "A misspelt key would drop what stands behind it without a word.",
        "拼错的键会让后面的内容无声无息地丢失。",
    ),
    wrong=_HEAD + _GOAL.replace("owner:", "grwth: +20%, owner:") + _TEAM + _ACTION,
    right=_HEAD + _GOAL.replace("owner:", "growth: +20%, owner:") + _TEAM + _ACTION,
)
WRONG_SHAPE: Final = Rule(
    code="GT102",
    name="wrong-shape",
    level="error",
    message=Words(
        "`{key}` must be {wanted}, and {found} stands there.", "`{key}` 应为{wanted}，这里却是{found}。"
    ),
    hint=Words("Write {example}.", "请写成 {example}。"),
    why=Words(
        "What stands in another shape than the plan format knows cannot be read without guessing.",
        "形状不符的内容只能靠猜，而猜测不可靠。",
    ),
    wrong=_HEAD + _GOAL.replace("target: 12亿", "target: [12亿, 13亿]") + _TEAM + _ACTION,
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
EMPTY_VALUE: Final = Rule(
    code="GT103",
    name="empty-value",
    level="error",
    message=Words("Nothing stands behind `{key}`.", "`{key}` 后面什么也没有。"),
    hint=Words(
        "Write a value; or `unstated` if the source promises one and does not give it; or remove the line.",
        "请写上值；若来源承诺了却没有给出，写 `unstated`；或者删去这一行。",
    ),
    why=Words(
        "An empty value may mean zero, unknown or forgotten; the plan has to say which.",
        "空值可能是零、未知或忘记填写，计划必须说明是哪一种。",
    ),
    wrong=_HEAD + _GOAL.replace("target: 12亿", "target: ") + _TEAM + _ACTION,
    right=_HEAD + _GOAL.replace("target: 12亿", "target: unstated") + _TEAM + _ACTION,
)
NOT_A_CHOICE: Final = Rule(
    code="GT104",
    name="not-a-choice",
    level="error",
    message=Words(
        "`{text}` is not one of the words that `{key}` may be: {choices}.",
        "`{key}` 只能是 {choices}，不能是 `{text}`。",
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "These words decide how a number is added up, compared or judged, so only known ones are taken.",
        "这些词决定数字如何加总、比较和评判，因此只接受已知的词。",
    ),
    wrong=_HEAD + _GOAL.replace("kind: flow", "kind: flw") + _TEAM + _ACTION,
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
BAD_KEY: Final = Rule(
    code="GT105",
    name="unusable-key",
    level="error",
    message=Words("`{key}` cannot be a key: {reason}.", "`{key}` 不能作键：{reason}。"),
    hint=Words(
        "A key is letters of any script, digits and underscores, 64 at most, such as `{suggestion}`; put other words into `title`.",
        "键由任意文字的字母、数字和下划线组成，最多 64 个字符，例如 `{suggestion}`；其他文字写进 `title`。",
    ),
    why=Words(
        "Keys stand in formulas, addresses and file names, where other characters would mean something else.",
        "键会出现在公式、地址和文件名里，其他字符在那里另有含义。",
    ),
    wrong=_HEAD + _GOAL + _TEAM + _ACTION.replace("open_stores", "open/stores"),
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
REQUIRED_KEY: Final = Rule(
    code="GT106",
    name="required-key-missing",
    level="error",
    message=Words("{noun} needs `{key}`.", "{noun}缺少必需的 `{key}`。"),
    hint=Words("Add `{key}: {example}`.", "请补上 `{key}: {example}`。"),
    why=Words("Without it the entry says nothing.", "没有它，这一项就没有意义。"),
    wrong=_HEAD
    + _GOAL
    + _TEAM
    + _ACTION
    + "sources:\n  warehouse: {title: 数据仓库, tables: {orders: {sum: amount, time: day}}}\n",
    right=_HEAD
    + _GOAL.replace("target:", "source: warehouse, target:")
    + _TEAM
    + _ACTION
    + "sources:\n  warehouse: {title: 数据仓库, tables: {orders: {metric: sales, sum: amount, time: day}}}\n",
)
FORMAT_NEWER: Final = Rule(
    code="GT107",
    name="format-too-new",
    level="error",
    message=Words(
        "The plan is in format {found}; this version reads format {known}.",
        "计划格式为 {found}，当前版本只能读取格式 {known}。",
    ),
    hint=Words(
        "Install a newer goaltree-core; the file was left untouched.",
        "请安装更新的 goaltree-core；文件未被改动。",
    ),
    why=Words(
        "A newer format may mean something else by the same words.", "新格式里同样的词可能有不同的含义。"
    ),
    wrong=_HEAD.replace("goaltree: 1", "goaltree: 2") + _GOAL + _TEAM + _ACTION,
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
FORMAT_MISSING: Final = Rule(
    code="GT108",
    name="format-unnamed",
    level="warning",
    message=Words(
        "The plan does not say which format it is in; format {known} is assumed.",
        "计划没有写明格式版本，按格式 {known} 读取。",
    ),
    hint=Words("Begin the file with `goaltree: {known}`.", "请在文件开头写上 `goaltree: {known}`。"),
    why=Words(
        "A file that names its format can still be read, or refused, by every later version.",
        "写明格式的文件，以后的版本才知道该如何读取或拒绝。",
    ),
    wrong=_HEAD.replace("goaltree: 1\n", "") + _GOAL + _TEAM + _ACTION,
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
CONFUSABLE_KEY: Final = Rule(
    code="GT110",
    name="confusable-key",
    level="warning",
    message=Words(
        "The key `{key}` looks like `{other}` and is not the same: {detail}.",
        "键 `{key}` 看起来与 `{other}` 相同，实际不同：{detail}。",
    ),
    hint=Words(
        "Write one of them differently, or use the same letters in both.",
        "请把其中一个改写，或两处使用同样的字母。",
    ),
    why=Words(
        "Two keys that look alike make a reader believe in one number where there are two.",
        "两个看似相同的键会让读者误以为只有一个数字。",
    ),
    wrong=_HEAD
    + _GOAL
    + "  sаles: {title: 另一销售额, kind: flow, unit: 元, direction: up, target: 1亿, owner: shop}\n"
    + _TEAM
    + _ACTION.replace("serves: [sales]", "serves: [sales, sаles]"),
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
APPROXIMATE_TARGET: Final = Rule(
    code="GT111",
    name="approximate-target",
    level="error",
    message=Words(
        "`{key}` is `{text}`, which is not one number.", "`{key}` 写作 `{text}`，不是一个确定的数。"
    ),
    hint=Words(
        "Write the number that counts as reached, such as `{suggestion}`; a bound `≥` or `≤` may stand before it.",
        "请写出算作达成的那个数，例如 `{suggestion}`；前面可以带 `≥` 或 `≤`。",
    ),
    why=Words(
        "Nobody can say whether an approximate target was reached.",
        "近似的目标无法判断是否达成。",
    ),
    wrong=_HEAD + _GOAL.replace("target: 12亿", "target: 约12亿") + _TEAM + _ACTION,
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
SECTION_EMPTY: Final = Rule(
    code="GT112",
    name="no-goals",
    level="warning",
    message=Words("The plan has no goals.", "计划里没有任何目标。"),
    hint=Words(
        "Add a section `goals:` with at least one goal, or run `goaltree init` for a start.",
        "请添加 `goals:` 一节并写上至少一个目标，或用 `goaltree init` 生成起点。",
    ),
    why=Words(
        "A plan without goals has nothing to check or to score.", "没有目标的计划无从检查，也无从评分。"
    ),
    wrong=_HEAD + "teams:\n  shop: {title: 店铺部, lead: 王 XX, boundary: 门店与线上}\n",
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
METRIC_TWICE: Final = Rule(
    code="GT113",
    name="metric-defined-twice",
    level="error",
    message=Words(
        "The metric `{key}` is defined in place here (`{field}`) and once more at {other}.",
        "指标 `{key}` 在这里就地定义（`{field}`），又在 {other} 定义了一次。",
    ),
    hint=Words(
        "Keep one: move `{field}` to the other definition, or remove that one.",
        "只保留一处：把 `{field}` 移到另一处定义，或删去那一处。",
    ),
    why=Words(
        "Two definitions of one metric can differ, and then no number is right.",
        "同一指标有两个定义就可能不一致，那时哪个数都不对。",
    ),
    wrong=_HEAD
    + "metrics:\n  sales: {title: 销售额, kind: flow, unit: 元, direction: up}\n"
    + _GOAL
    + _TEAM
    + _ACTION,
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
UNUSABLE_WEIGHT: Final = Rule(
    code="GT114",
    name="unusable-weight",
    level="error",
    message=Words(
        "`{key}` is `{text}`, which is no plain number from 0 up.",
        "`{key}` 写作 `{text}`，不是不小于 0 的确定数字。",
    ),
    hint=Words(
        "Write a share such as `0.3` or `30%`; `0` follows the goal without counting it.",
        "请写一个比例，例如 `0.3` 或 `30%`；`0` 表示只跟踪、不计入。",
    ),
    why=Words(
        "A weight divides a whole among its parts: below zero, with a unit or about right it divides nothing.",
        "权重用来在各部分之间分配整体：负数、带单位或近似的权重无法分配。",
    ),
    wrong=_HEAD + _GOAL.replace("owner:", "weight: -0.3, owner:") + _TEAM + _ACTION,
    right=_HEAD + _GOAL.replace("owner:", "weight: 0.3, owner:") + _TEAM + _ACTION,
)
SYMBOL_TWICE: Final = Rule(
    code="GT115",
    name="symbol-of-two-units",
    level="error",
    message=Words(
        "`{text}` stands for the unit `{other}` and for `{key}` too.",
        "`{text}` 既表示单位 `{other}`，又表示 `{key}`。",
    ),
    hint=Words(
        "Give it to one of them, and write the other by another word.",
        "请只把它给其中一个单位，另一个用别的词。",
    ),
    why=Words("A number counted in it could be either.", "用它计数的数可能是两者中的任何一个。"),
    wrong=_HEAD + "units: {creator: [位], expert: [位]}\n" + _GOAL + _TEAM + _ACTION,
    right=_HEAD + "units: {creator: [位], expert: [专家]}\n" + _GOAL + _TEAM + _ACTION,
)
UNRESOLVED: Final = Rule(
    code="GT130",
    name="unresolved-reference",
    level="error",
    message=Words("`{text}` names no {noun} of the plan.", "`{text}` 不是计划中的{noun}。"),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "What is named and not defined is carried, measured or delivered by nobody.",
        "被提到却没有定义的东西，没有人承担、衡量或交付。",
    ),
    wrong=_HEAD + _GOAL + _TEAM + _ACTION.replace("serves: [sales]", "serves: [sale]"),
    right=_HEAD + _GOAL + _TEAM + _ACTION,
)
AMBIGUOUS: Final = Rule(
    code="GT131",
    name="ambiguous-reference",
    level="error",
    message=Words("`{text}` may mean {candidates}.", "`{text}` 可能指 {candidates}。"),
    hint=Words("Write the key that is meant: {candidates}.", "请写出所指的键：{candidates}。"),
    why=Words("A reference that may mean two things would be guessed.", "可能指两样东西的引用只能靠猜。"),
    wrong=_HEAD
    + _GOAL
    + "  orders: {title: 销售额, kind: flow, unit: 单, direction: up, target: 100万, owner: shop}\n"
    + _TEAM
    + _ACTION.replace("serves: [sales]", "serves: [销售额]"),
    right=_HEAD
    + _GOAL
    + "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 100万, owner: shop}\n"
    + _TEAM
    + _ACTION.replace("serves: [sales]", "serves: [销售额, 订单量]"),
)
UNKNOWN_MEMBER: Final = Rule(
    code="GT132",
    name="unknown-member",
    level="error",
    message=Words(
        "`{text}` is no member of the segment `{segment}`, which is closed.",
        "`{text}` 不是封闭维度 `{segment}` 的成员。",
    ),
    hint=Words("{suggestion}", "{suggestion}"),
    why=Words(
        "A closed segment names all its members; another one is a typo or a part that the plan forgot.",
        "封闭维度列出了全部成员；多出来的要么是笔误，要么是被遗漏的部分。",
    ),
    wrong=_HEAD
    + "segments: {region: [国内, 海外]}\n"
    + _GOAL.replace("owner: shop}", "owner: shop, cuts: {region: {国内: 11亿, 欧洲: 1亿}}}")
    + _TEAM
    + _ACTION,
    right=_HEAD
    + "segments: {region: [国内, 海外]}\n"
    + _GOAL.replace("owner: shop}", "owner: shop, cuts: {region: {国内: 11亿, 海外: 1亿}}}")
    + _TEAM
    + _ACTION,
)
ROLLS_UP_UNKNOWN: Final = Rule(
    code="GT133",
    name="rolls-up-names-no-cut",
    level="error",
    message=Words(
        "`rolls_up: {text}` names no complete cut of `{key}`.",
        "`rolls_up: {text}` 不是 `{key}` 的任何完整拆分。",
    ),
    hint=Words("Write one of its cuts: {candidates}.", "请写它的一个拆分：{candidates}。"),
    why=Words(
        "Only a declared, complete cut can be summed to its goal.", "只有声明过的完整拆分才能加总到目标。"
    ),
    wrong=_CUT
    + _GOAL.replace("owner: shop}", "owner: shop, rolls_up: region, cuts: {channel: {线上: 8亿, 门店: 4亿}}}")
    + _TEAM
    + _ACTION,
    right=_CUT
    + _GOAL.replace(
        "owner: shop}", "owner: shop, rolls_up: channel, cuts: {channel: {线上: 8亿, 门店: 4亿}}}"
    )
    + _TEAM
    + _ACTION,
)
ROLLS_UP_MISSING: Final = Rule(
    code="GT134",
    name="several-cuts-none-counts",
    level="error",
    message=Words(
        "`{key}` has the complete cuts {candidates}, and none is said to count.",
        "`{key}` 有 {candidates} 几个完整拆分，却没有说明以哪个为准。",
    ),
    hint=Words(
        "Add `rolls_up: {first}`; the others are checked against it.",
        "请加上 `rolls_up: {first}`；其余的会与它核对。",
    ),
    why=Words(
        "Summing two cuts of one total would count everything twice.",
        "把同一总数的两个拆分相加，会重复计算。",
    ),
    wrong=_CUT
    + _GOAL.replace(
        "owner: shop}",
        "owner: shop, cuts: {channel: {线上: 8亿, 门店: 4亿}, region: {国内: 11亿, 海外: 1亿}}}",
    )
    + _TEAM
    + _ACTION,
    right=_CUT
    + _GOAL.replace(
        "owner: shop}",
        "owner: shop, rolls_up: channel, cuts: {channel: {线上: 8亿, 门店: 4亿}, region: {国内: 11亿, 海外: 1亿}}}",
    )
    + _TEAM
    + _ACTION,
)
MEMBER_IS_DIMENSION: Final = Rule(
    code="GT135",
    name="member-named-like-dimension",
    level="error",
    message=Words(
        "`{text}` is a member and also a dimension of `{key}`.",
        "`{text}` 既是 `{key}` 的成员，又是它的维度。",
    ),
    hint=Words(
        "Rename one of them, so that the address `{key}.{text}` has one meaning.",
        "请改名其中一个，使地址 `{key}.{text}` 只有一个含义。",
    ),
    why=Words(
        "An address names a dimension or a member by the same word; it must not mean both.",
        "地址用同样的写法表示维度或成员，不能两者兼有。",
    ),
    wrong=_CUT
    + _GOAL.replace("owner: shop}", "owner: shop, cuts: {channel: {channel: 8亿, 门店: 4亿}}}")
    + _TEAM
    + _ACTION,
    right=_CUT
    + _GOAL.replace("owner: shop}", "owner: shop, cuts: {channel: {线上: 8亿, 门店: 4亿}}}")
    + _TEAM
    + _ACTION,
)

RULES: Final = (
    UNKNOWN_KEY,
    WRONG_SHAPE,
    EMPTY_VALUE,
    NOT_A_CHOICE,
    BAD_KEY,
    REQUIRED_KEY,
    FORMAT_NEWER,
    FORMAT_MISSING,
    CONFUSABLE_KEY,
    APPROXIMATE_TARGET,
    SECTION_EMPTY,
    METRIC_TWICE,
    UNUSABLE_WEIGHT,
    SYMBOL_TWICE,
    UNRESOLVED,
    AMBIGUOUS,
    UNKNOWN_MEMBER,
    ROLLS_UP_UNKNOWN,
    ROLLS_UP_MISSING,
    MEMBER_IS_DIMENSION,
    *unread_faults.RULES,
)
