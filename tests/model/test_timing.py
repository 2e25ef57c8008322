"""Time, recurrence and lengths of time as planners write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Fault
from goaltree.model.calendar import Calendar
from goaltree.model.duration import UNITS, Duration, parse_duration
from goaltree.model.period import Period
from goaltree.model.timing import Timing, parse_timing

PLAIN = Calendar()
CALENDARS = st.sampled_from(
    [
        PLAIN,
        Calendar(start_month=4),
        Calendar(start_month=2, pattern="4-5-4", ends="nearest", named_by="start"),
        Calendar(
            phases=(
                Period(kind="phase", first=date(2025, 1, 1), last=date(2025, 3, 1), label="设计"),
                Period(kind="phase", first=date(2025, 3, 2), last=date(2025, 6, 1), label="Build"),
            )
        ),
    ]
)
WORDS = (
    *"Q1 Q3 Q5 启动 完成 ， , 、 ; - ~ 至 6月 13月 底 前 初 上旬 2025 年 2025-06-30 5/1/2024 每周 1 次".split(),
    *"每 两 月度 by from end of June May launch done within 2 weeks 24小时内 全年 常态化 （ ） 2000 家".split(),
    *"明年 next 之前 后 起 设计 阶段 build W07 H1 H5 10% 三季度 \0".split(),
)
PIECES = st.builds(
    lambda glue, words: glue.join(words),
    st.sampled_from(["", " "]),
    st.lists(st.sampled_from(WORDS), max_size=8),
)

# Every time cell of a published plan's action tables, and of the fallbacks beside them:
# text, first day, last day, last delivery; None is open.
Q = {n: (f"2025-{3 * n - 2:02}-01", f"2025-{3 * n:02}-{30 if n in (2, 3) else 31}") for n in (1, 2, 3, 4)}
CELLS = [
    ("Q1 启动，Q4 完成", Q[1][0], Q[4][1], Q[4][1]),
    ("Q2 启动，Q3 收官", Q[2][0], Q[3][1], Q[3][1]),
    ("Q3 全量上线", None, Q[3][1], Q[3][1]),
    ("Q2 灰度，Q3 全量", Q[2][0], Q[3][1], Q[3][1]),
    ("Q1 完成迭代", None, Q[1][1], Q[1][1]),
    ("Q2 全量上线", None, Q[2][1], Q[2][1]),
    ("Q3 启动", Q[3][0], None, None),
    ("全年常态化", Q[1][0], Q[4][1], Q[4][1]),
    ("Q1 完成", None, Q[1][1], Q[1][1]),
    ("Q1-Q3 分批签约", Q[1][0], Q[3][1], Q[3][1]),
    ("Q1-Q4 持续招商", Q[1][0], Q[4][1], Q[4][1]),
    ("Q1 启动，Q3 运营", Q[1][0], Q[3][1], Q[3][1]),
    ("Q2 启动，Q4 上线", Q[2][0], Q[4][1], Q[4][1]),
    ("Q1 完成对接", None, Q[1][1], Q[1][1]),
    ("Q2 全量合作", Q[2][0], Q[2][1], Q[2][1]),
    ("（Q3 上线）", None, Q[3][1], Q[3][1]),
    ("（Q2 迭代）", Q[2][0], Q[2][1], Q[2][1]),
    ("（Q4）", Q[4][0], Q[4][1], Q[4][1]),
    ("（Q3）", Q[3][0], Q[3][1], Q[3][1]),
    ("（从 5% 降至 3%，Q3）", Q[3][0], Q[3][1], Q[3][1]),
    ("（降价 10%-15%，Q3）", Q[3][0], Q[3][1], Q[3][1]),
    ("（自动化设备投入，Q3）", Q[3][0], Q[3][1], Q[3][1]),
    ("每周 1 次 “真诚分 < 60 分” 账号封禁", None, None, None),
    ("（每日 1 次）", None, None, None),
    ("24 小时内决策", None, None, None),
    ("每周同步进展", None, None, None),
    ("月度风险排查", None, None, None),
]


def read(text: str, calendar: Calendar = PLAIN, year: int | None = 2025) -> Timing:
    """The timing of a text that says one."""
    found = parse_timing(text, calendar, year)
    assert isinstance(found, Timing), found
    return found


def iso(day: date | None) -> str | None:
    """A day as text."""
    return None if day is None else day.isoformat()


def assert_fault(fault: Fault, text: str) -> None:
    """The fault stands inside the text and can be told in both languages."""
    assert 0 <= fault.column < max(1, len(text))
    assert 1 <= fault.length and fault.column + fault.length <= max(1, len(text))
    for lang in ("en", "zh"):
        assert fault.rule.message.render(lang, fault.params)
        assert fault.rule.hint.render(lang, fault.params)


@given(CALENDARS, st.one_of(PIECES, st.text(max_size=40)), st.none() | st.integers(1, 9999))
def test_any_text_is_a_timing_or_a_fault_inside_it(calendar: Calendar, text: str, year: int | None) -> None:
    """No text raises; a fault stands inside the text; a timing prints its text and reads back as itself."""
    found = parse_timing(text, calendar, year)
    if isinstance(found, Fault):
        assert_fault(found, text)
    else:
        assert str(found) == text
        assert parse_timing(str(found), calendar, year) == found
        assert found.start is None or found.end is None or found.start <= found.end


@given(st.sampled_from(CELLS), st.sampled_from([1, 1900, 2024, 9999]))
def test_cells_move_with_the_plans_year(
    cell: tuple[str, str | None, str | None, str | None], year: int
) -> None:
    """The same words in another year's plan mean the same days of that year."""
    text, first, last, _ = cell
    found = read(text, year=year)
    moved = [None if day is None else f"{year:04}{day[4:]}" for day in (first, last)]
    assert [iso(found.start), iso(found.end)] == moved


@pytest.mark.parametrize(("text", "first", "last", "delivers"), CELLS)
def test_the_time_cells_of_a_real_plan(
    text: str, first: str | None, last: str | None, delivers: str | None
) -> None:
    """Every time that the plan's authors wrote is read: first day, last day, last delivery."""
    found = read(text)
    assert (iso(found.start), iso(found.end), iso(found.delivers)) == (first, last, delivers)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q1-Q3 分批", Q[1][0], Q[3][1]),
        ("Q2", Q[2][0], Q[2][1]),
        ("2025-06-30", "2025-06-30", "2025-06-30"),
        ("by 2025-06-30", None, "2025-06-30"),
        ("6月底前", None, "2025-06-30"),
        ("2025年6月30日前完成", None, "2025-06-30"),
        ("年底前", None, "2025-12-31"),
        ("年初启动", "2025-01-01", None),
        ("3 月至 9 月", "2025-03-01", "2025-09-30"),
        ("3-9月", "2025-03-01", "2025-09-30"),
        ("from Q2", Q[2][0], None),
        ("自 3 月起", "2025-03-01", None),
        ("from Q1 to Q3", Q[1][0], Q[3][1]),
        ("launch Q1, done Q4", Q[1][0], Q[4][1]),
        ("done by end of June", None, "2025-06-30"),
        ("6月上旬上线", None, "2025-06-10"),
        ("2月下旬试点", "2025-02-21", "2025-02-28"),
        ("Ｑ１　启动；Ｑ４　完成", Q[1][0], Q[4][1]),
        ("Q1启动 Q4完成", Q[1][0], Q[4][1]),
        ("启动于 Q1 完成于 Q4", Q[1][0], Q[4][1]),
        ("2026 Q1 启动，2026 Q2 完成", "2026-01-01", "2026-06-30"),
        ("H5 页面 Q2 上线", None, Q[2][1]),
        ("Q1 完成一期，Q2 启动二期", None, None),
        ("Q1、Q3", Q[1][0], Q[3][1]),
        ("2025-W07", "2025-02-10", "2025-02-16"),
        ("持续", None, None),
    ],
)
def test_times_as_authors_write_them(text: str, first: str | None, last: str | None) -> None:
    """English and Chinese, full-width, deadlines, beginnings, spans and thirds of a month are read."""
    found = read(text)
    assert (iso(found.start), iso(found.end)) == (first, last)


@pytest.mark.parametrize(
    ("text", "times", "every"),
    [
        ("每周 1 次", 1, "1 week"),
        ("每日 1 次", 1, "1 day"),
        ("每月", 1, "1 month"),
        ("monthly", 1, "1 month"),
        ("weekly", 1, "1 week"),
        ("每两周一次", 1, "2 weeks"),
        ("每季度 2 次", 2, "1 quarter"),
        ("every 2 weeks", 1, "2 weeks"),
        ("3 times a week", 3, "1 week"),
        ("twice a month", 2, "1 month"),
        ("每半年", 1, "0.5 years"),
        ("按月", 1, "1 month"),
    ],
)
def test_recurrence(text: str, times: int, every: str) -> None:
    """How often is read with its unit, and names no day."""
    found = read(text)
    assert found.recurrence is not None
    assert (found.recurrence.times, str(found.recurrence.every)) == (times, every)
    assert found.milestones == () and found.start is None and found.end is None


def test_milestones_keep_the_authors_words() -> None:
    """Labels are the author's, and openness follows from them."""
    found = read("Q2 灰度，Q3 全量")
    assert [(m.label, str(m.period)) for m in found.milestones] == [("灰度", "2025Q2"), ("全量", "2025Q3")]
    begun, done = read("Q1 启动，Q4 完成").milestones
    assert (begun.open_start, begun.open_end) == (False, True)
    assert (done.open_start, done.open_end) == (True, False)


def test_continuous_recurrent_and_bounded_times() -> None:
    """What goes on all the time, comes back, or is bound to an event is said beside the milestones."""
    assert read("全年常态化").continuous and read("Q1-Q4 持续招商").continuous
    assert not read("Q3 启动").continuous
    both = read("每周 1 次，Q2 启动")
    assert both.recurrence is not None and both.start == date(2025, 4, 1)
    assert read("24小时内").within == Duration(Fraction(24), "hour")


def test_an_undated_last_step_leaves_the_end_open() -> None:
    """A step without a time after a dated one says no last day."""
    found = read("Q2 灰度，随后全量")
    assert found.start == date(2025, 4, 1) and found.end is None


def test_equality_is_on_meaning_and_text() -> None:
    """The same words are equal; other words, or another year's days, are not."""
    assert read("Q3 启动") == read("Q3 启动")
    assert read("Q3 启动") != read("Q3  启动")
    assert read("Q3 启动") != read("Q3 启动", year=2026)


@pytest.mark.parametrize(
    ("text", "code", "column", "length"),
    [
        ("适时", "GT067", 0, 2),
        ("尽快", "GT067", 0, 2),
        ("签约 2000 家", "GT067", 0, 9),
        ("60 月活", "GT067", 0, 5),
        ("", "GT067", 0, 1),
        ("Q1 启动，Q5 上线", "GT064", 6, 2),
        ("上线于 13月", "GT064", 4, 3),
        ("Q4 启动，Q1 完成", "GT025", 0, 11),
        ("完成，6月前", "GT028", 3, 3),
        ("before Q3", "GT028", 0, 9),
        ("Q2 后", "GT028", 0, 4),
        ("6月初完成", "GT028", 0, 3),
        ("明年 Q1 启动", "GT028", 0, 2),
        ("5/1/2024 上线", "GT060", 0, 8),
        ("2025-02-30 上线", "GT061", 0, 10),
        ("FY25 上线", "GT065", 0, 4),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_place(text: str, code: str, column: int, length: int) -> None:
    """Vague, impossible, backward and relative times are faults that point at the words."""
    found = parse_timing(text, PLAIN, 2025)
    assert isinstance(found, Fault)
    assert (found.rule.code, found.column, found.length) == (code, column, length)
    assert_fault(found, text)


def test_without_a_year_a_quarter_is_a_fault() -> None:
    """`Q3` needs the plan's year; a full date does not."""
    found = parse_timing("Q3 启动", PLAIN, None)
    assert isinstance(found, Fault) and found.rule.code == "GT066"
    assert read("2025-06-30 上线", year=None).end == date(2025, 6, 30)


def test_a_phase_is_a_time() -> None:
    """An action may name the plan's own phases."""
    phases = (Period(kind="phase", first=date(2025, 1, 1), last=date(2025, 3, 1), label="设计"),)
    found = read("设计阶段完成", Calendar(phases=phases))
    assert found.end == date(2025, 3, 1) and found.milestones[0].label == "完成"


@given(
    st.fractions(min_value=0, max_value=10**4, max_denominator=10**4),
    st.sampled_from(sorted(set(UNITS.values()))),
)
def test_durations_print_and_read_back(number: Fraction, unit: str) -> None:
    """A length of time prints as a text that is read as the same length."""
    length = Duration(number, unit)  # type: ignore[arg-type]
    assert parse_duration(str(length)) == length


@given(st.text(max_size=30) | st.text(alphabet="0123456789./半两一十个 月天周小时年季度内dwmhy", max_size=12))
def test_any_text_is_a_duration_or_a_fault_inside_it(text: str) -> None:
    """No text raises; what is read prints and reads back."""
    found = parse_duration(text)
    if isinstance(found, Fault):
        assert_fault(found, text)
    else:
        assert parse_duration(str(found)) == found


@given(st.dates(), st.integers(0, 10**7), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_a_length_after_a_day_never_goes_back(day: date, number: int, unit: str) -> None:
    """The day after a length is not before the day, or is a fault at the end of time."""
    found = Duration(Fraction(number), unit).after(day)  # type: ignore[arg-type]
    if isinstance(found, Fault):
        assert_fault(found, f"{number} {unit}s")
    else:
        assert found >= day


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1 month", 1, "month"),
        ("24 小时", 24, "hour"),
        ("24小时内", 24, "hour"),
        ("2 周", 2, "week"),
        ("两周", 2, "week"),
        ("３个月", 3, "month"),
        ("半年", Fraction(1, 2), "year"),
        ("1.5 days", Fraction(3, 2), "day"),
        ("within 2 weeks", 2, "week"),
        ("十二个月", 12, "month"),
        ("90 min", 90, "minute"),
        ("1 季度", 1, "quarter"),
    ],
)
def test_durations(text: str, number: Fraction, unit: str) -> None:
    """Lengths keep their number and their unit."""
    assert parse_duration(text) == Duration(Fraction(number), unit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["1m", "", "soon", "-1 day", "1/0 day", "5 个工作日", "1年6个月", "99999999999 days", "1e9 days"]
)
def test_what_is_no_duration(text: str) -> None:
    """A month or a minute, working days, two units and negative lengths are faults."""
    found = parse_duration(text)
    assert isinstance(found, Fault) and found.rule.code == "GT068"
    assert_fault(found, text)


def test_months_and_days_never_convert() -> None:
    """A month has no number of days, a week no number of months, and thirty days are not a month."""
    assert Duration(Fraction(1), "month").days is None
    assert Duration(Fraction(4), "week").months is None
    assert Duration(Fraction(30), "day") != Duration(Fraction(1), "month")
    assert Duration(Fraction(2), "year").months == 24


def test_b23_a_leap_day_and_one_year() -> None:
    """29 February 2024 and one year is 28 February 2025; and four years is 29 February 2028."""
    leap = date(2024, 2, 29)
    assert Duration(Fraction(1), "year").after(leap) == date(2025, 2, 28)
    assert Duration(Fraction(4), "year").after(leap) == leap.replace(year=2028)
    assert Duration(Fraction(1), "month").after(date(2025, 1, 31)) == date(2025, 2, 28)
    assert Duration(Fraction(48), "hour").after(leap) == date(2024, 3, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("半个月", "2025-01-01"),
        ("1 hour", "2025-01-01"),
        ("1 day", "9999-12-31"),
        ("999999999 years", "2025-01-01"),
    ],
)
def test_a_length_that_ends_on_no_day(text: str, day: str) -> None:
    """Half a month, an hour, and what lies after the year 9999 end on no day."""
    length = parse_duration(text)
    assert isinstance(length, Duration)
    found = length.after(date.fromisoformat(day))
    assert isinstance(found, Fault) and found.rule.code == "GT068"
