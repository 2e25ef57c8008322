"""Defects of dates, periods, calendars and time as planners write it."""

from __future__ import annotations

from typing import Final

from ..finding import Rule, Words


def _plan(
    *, period: str = "2025", settings: str = "", time: str = "Q3 全量上线", by: str = "Q2", lag: str = ""
) -> str:
    declared = f"{settings}\n" if settings else ""
    leads = f", leads: sales, lag: {lag}" if lag else ""
    return f"""goaltree: 1
plan: shop-2025
period: {period}
{declared}currency: CNY
metrics:
  orders: {{title: 订单量, kind: flow, unit: 单, direction: up{leads}}}
goals:
  sales: {{title: 销售额, kind: flow, unit: 元, owner: shop, baseline: 10亿, target: 12亿}}
teams:
  shop: {{title: 店铺部, carries: [sales]}}
actions:
  points:
    title: 互动得积分
    team: shop
    serves: [sales]
    time: {time}
    needs: [{{work: 积分系统, from: shop, by: {by}}}]
"""


DATE_AMBIGUOUS: Final = Rule(
    code="GT060",
    name="date-ambiguous",
    level="error",
    message=Words(
        en="`{text}` can be read as more than one date, or as no date at all: {readings}.",
        zh="“{text}”有不止一种读法，或根本不是日期：{readings}。",
    ),
    hint=Words(
        en="Write year, month and day in that order, with a four-digit year: `{example}`.",
        zh="请按年、月、日的顺序写，年份四位，例如“{example}”。",
    ),
    why=Words(
        en="5/1 is the first of May in one country and the fifth "
        "of January in another, and a bare number may be "
        "a spreadsheet's serial day. A date that is guessed moves a deadline without anybody noticing.",
        zh="5/1 在一些地方是五月一日，在另一些地方是一月五日；"
        "一串数字也可能是表格软件的日期序号。猜出来的日期会悄悄改掉期限。",
    ),
    wrong=_plan(by="5/1/2025"),
    right=_plan(by="2025-01-05"),
)

DATE_IMPOSSIBLE: Final = Rule(
    code="GT061",
    name="date-impossible",
    level="error",
    message=Words(en="There is no day `{text}`: {reason}.", zh="没有“{text}”这一天：{reason}。"),
    hint=Words(
        en="Write a day that exists, such as `{example}`.",
        zh="请写一个存在的日期，例如“{example}”。",
    ),
    why=Words(
        en="A day that does not exist is a slip of the pen; "
        "moving it to the nearest day would hide the slip.",
        zh="不存在的日期通常是笔误；自动挪到最近的一天只会掩盖它。",
    ),
    wrong=_plan(by="2025-02-29"),
    right=_plan(by="2025-02-28"),
)

DATE_UNREADABLE: Final = Rule(
    code="GT062",
    name="date-unreadable",
    level="error",
    message=Words(en="`{text}` is not a date.", zh="“{text}”不是日期。"),
    hint=Words(
        en="Write `2025-01-05`, `2025/1/5` or `2025年1月5日`, without a time of day.",
        zh="请写成“2025-01-05”“2025/1/5”或“2025年1月5日”，不带钟点。",
    ),
    why=Words(
        en="Deadlines and reviews are compared day by day, so a date has to name one day.",
        zh="期限与检查都按天比较，所以日期必须指明某一天。",
    ),
    wrong=_plan(settings="calendar: {start: 明年春天}\nphases: {设计: 6 weeks}"),
    right=_plan(settings="calendar: {start: 2025-03-01}\nphases: {设计: 6 weeks}"),
)

PERIOD_UNREADABLE: Final = Rule(
    code="GT063",
    name="period-unreadable",
    level="error",
    message=Words(en="`{text}` is not a period of time.", zh="“{text}”不是一个时间段。"),
    hint=Words(
        en="Write `2025`, `2025H1`, `2025Q3`, `2025-06`, "
        "`2025-W07`, `2025-06-30` or `2025-03..2025-09`.{known}",
        zh="请写成“2025”“2025H1”“2025Q3”“2025-06”“2025-W07”“2025-06-30”或“2025-03..2025-09”。{known}",
    ),
    why=Words(
        en="Targets, actuals and budgets are cut by periods; a "
        "period that nobody can place has no first and last day.",
        zh="目标、实际与预算都按期间切分；无法定位的期间没有起止日。",
    ),
    wrong=_plan(period="next year"),
    right=_plan(period="2025"),
)

PERIOD_IMPOSSIBLE: Final = Rule(
    code="GT064",
    name="period-impossible",
    level="error",
    message=Words(en="There is no period `{text}`: {reason}.", zh="没有“{text}”这个期间：{reason}。"),
    hint=Words(en="Write a period from `{least}` to `{most}`.", zh="请写“{least}”到“{most}”之间的期间。"),
    why=Words(
        en="A fifth quarter or a 53rd week of a 52-week year is "
        "a slip; taking the nearest one would move a target.",
        zh="第五季度、52 周年份的第 53 周都是笔误；取最近的期间会悄悄移动目标。",
    ),
    wrong=_plan(by="2025Q5"),
    right=_plan(by="2025Q4"),
)

FISCAL_YEAR_UNDECLARED: Final = Rule(
    code="GT065",
    name="fiscal-year-undeclared",
    level="error",
    message=Words(
        en="`{text}` names a fiscal year, and the plan declares no fiscal calendar.",
        zh="“{text}”是财年，而计划没有声明财年日历。",
    ),
    hint=Words(
        en="Declare `calendar: {{start_month: 4, named_by: end}}`, or write the calendar year: `{example}`.",
        zh="请声明“calendar: {{start_month: 4, named_by: end}}”，或写自然年“{example}”。",
    ),
    why=Words(
        en="FY2025 starts in 2024 for one company and in 2025 "
        "for the next; without a calendar its days are unknown.",
        zh="同样是 FY2025，有的公司从 2024 年开始，有的从 2025 年开始；没有日历就不知道它是哪些天。",
    ),
    wrong=_plan(period="FY2025"),
    right=_plan(period="FY2025", settings="calendar: {start_month: 4, named_by: end}"),
)

PERIOD_WITHOUT_YEAR: Final = Rule(
    code="GT066",
    name="period-without-year",
    level="error",
    message=Words(
        en="`{text}` names no year, and nothing around it does.",
        zh="“{text}”没有写年份，上下文也没有年份。",
    ),
    hint=Words(en="Write the year too, such as `{example}`.", zh="请写明年份，例如“{example}”。"),
    why=Words(
        en="`Q3` is read within the plan's year; the plan's own period has no year to be read within.",
        zh="“Q3”按计划所在年份理解；而计划期间本身没有可依靠的年份。",
    ),
    wrong=_plan(period="Q3"),
    right=_plan(period="2025Q3"),
)

TIMING_UNREADABLE: Final = Rule(
    code="GT067",
    name="timing-unreadable",
    level="error",
    message=Words(en="`{text}` says no time that can be read.", zh="“{text}”里没有能读懂的时间。"),
    hint=Words(
        en="Write what happens and when: `Q1 启动，Q4 完成`, `Q3 全量上线`,"
        " `Q1-Q3 分批`, `by 2025-06-30`, `每周 1 次` or `全年`.",
        zh="请写明何时做什么，例如“Q1 启动，Q4 完成”“Q3 全量上线”“Q1-Q3 分批”“6月底前”“每周 1 次”或“全年”。",
    ),
    why=Words(
        en="An action without a time is never late, so nobody learns that it did not happen.",
        zh="没有时间的动作永远不会迟到，也就没有人知道它没有发生。",
    ),
    wrong=_plan(time="适时"),
    right=_plan(time="Q3 全量上线"),
)

DURATION_UNREADABLE: Final = Rule(
    code="GT068",
    name="duration-unreadable",
    level="error",
    message=Words(en="`{text}` is not a length of time: {reason}.", zh="“{text}”不是时长：{reason}。"),
    hint=Words(
        en="Write one number and one unit: `2 weeks`, `1 month`, `24 小时`.",
        zh="请写一个数和一个单位，例如“2 周”“1 个月”“24 小时”。",
    ),
    why=Words(
        en="A lag says how many periods later an effect is looked for; `1m` may be a month or a minute.",
        zh="滞后决定在多久之后去看效果；“1m”可能是一个月，也可能是一分钟。",
    ),
    wrong=_plan(lag="1m"),
    right=_plan(lag="1 month"),
)

ZONE_UNKNOWN: Final = Rule(
    code="GT069",
    name="zone-unknown",
    level="error",
    message=Words(en="There is no time zone called `{text}`.", zh="没有名为“{text}”的时区。"),
    hint=Words(
        en="Use a name of the tz database, such as {suggestions}.",
        zh="请使用 tz 数据库中的名称，例如 {suggestions}。",
    ),
    why=Words(
        en="The zone decides where a day ends, and so which facts belong to a period.",
        zh="时区决定一天在何时结束，从而决定哪些数据属于哪个期间。",
    ),
    wrong=_plan(settings="zone: Asia/Beijing"),
    right=_plan(settings="zone: Asia/Shanghai"),
)

PERIOD_REVERSED: Final = Rule(
    code="GT025",
    name="period-reversed",
    level="error",
    message=Words(
        en="`{text}` goes back in time: `{later}` comes after `{earlier}`.",
        zh="“{text}”时间倒流：先写的“{earlier}”晚于后写的“{later}”。",
    ),
    hint=Words(
        en="Write the earlier one first, and the years where it crosses one: `2025-11..2026-02`.",
        zh="请先写较早的；跨年时写明年份，例如“2025-11..2026-02”。",
    ),
    why=Words(
        en="An end before its start has no days, so nothing in it can be measured.",
        zh="终点早于起点的期间没有一天，也就无从衡量。",
    ),
    wrong=_plan(time="Q4 启动，Q1 完成"),
    right=_plan(time="Q1 启动，Q4 完成"),
)

PHASE_IMPOSSIBLE: Final = Rule(
    code="GT026",
    name="phase-impossible",
    level="error",
    message=Words(en="Phase `{name}` cannot stand: {reason}.", zh="阶段“{name}”不成立：{reason}。"),
    hint=Words(
        en="Give phases in order, each with a length from the start date or its own two dates: "
        "`phases: {{设计: 6 weeks, 建设: 2025-03-01..2025-06-30}}`.",
        zh="请按先后写阶段，每个阶段写时长（从开始日起算）或起止日，"
        "例如“phases: {{设计: 6 weeks, 建设: 2025-03-01..2025-06-30}}”。",
    ),
    why=Words(
        en="Phases cut the plan's time; a day in two phases would be counted twice.",
        zh="阶段用来切分计划的时间；同属两个阶段的一天会被算两次。",
    ),
    wrong=_plan(settings="phases: {设计: 2025-01-01..2025-03-31, 建设: 2025-03-15..2025-06-30}"),
    right=_plan(settings="phases: {设计: 2025-01-01..2025-03-14, 建设: 2025-03-15..2025-06-30}"),
)

CALENDAR_IMPOSSIBLE: Final = Rule(
    code="GT027",
    name="calendar-impossible",
    level="error",
    message=Words(
        en="`{text}` cannot be the calendar's `{setting}`.", zh="“{text}”不能作为日历的“{setting}”。"
    ),
    hint=Words(en="Write one of: {allowed}.", zh="可写：{allowed}。"),
    why=Words(
        en="Every quarter's first and last day follows from the calendar.",
        zh="每个季度的起止日都由日历推出。",
    ),
    wrong=_plan(settings="calendar: {start_month: 13}"),
    right=_plan(settings="calendar: {start_month: 4}"),
)

TIME_AMBIGUOUS: Final = Rule(
    code="GT028",
    name="time-ambiguous",
    level="error",
    message=Words(
        en="`{text}` can be read in more than one way: {readings}.", zh="“{text}”不止一种理解：{readings}。"
    ),
    hint=Words(en="Write {examples}.", zh="请写{examples}。"),
    why=Words(
        en="Two readers of an ambiguous deadline are a month apart and both are right.",
        zh="期限有歧义时，两个人的理解可能相差一个月，而且都没错。",
    ),
    wrong=_plan(time="6月前"),
    right=_plan(time="6月底前"),
)

ZONE_DATABASE_MISSING: Final = Rule(
    code="GT029",
    name="zone-database-missing",
    level="error",
    message=Words(
        en="The time zone `{text}` cannot be checked: this machine has no tz database.",
        zh="无法核对时区“{text}”：本机没有 tz 数据库。",
    ),
    hint=Words(
        en="Install it with `pip install tzdata`, or leave the zone out.",
        zh="请执行“pip install tzdata”安装，或不写时区。",
    ),
    why=Words(
        en="Without the database nobody can say where a day ends in that zone.",
        zh="没有数据库就无法确定该时区一天的终点。",
    ),
    wrong=_plan(settings="zone: Asia/Shanghai"),
    right=_plan(),
)

RULES: Final[tuple[Rule, ...]] = (
    PERIOD_REVERSED,
    PHASE_IMPOSSIBLE,
    CALENDAR_IMPOSSIBLE,
    TIME_AMBIGUOUS,
    ZONE_DATABASE_MISSING,
    DATE_AMBIGUOUS,
    DATE_IMPOSSIBLE,
    DATE_UNREADABLE,
    PERIOD_UNREADABLE,
    PERIOD_IMPOSSIBLE,
    FISCAL_YEAR_UNDECLARED,
    PERIOD_WITHOUT_YEAR,
    TIMING_UNREADABLE,
    DURATION_UNREADABLE,
    ZONE_UNKNOWN,
)
