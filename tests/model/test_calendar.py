"""Calendars: what days a period has, and which period a day belongs to."""

from __future__ import annotations

import calendar as stdlib_calendar
import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.finding import Fault
from goaltree.model.calendar import GRID, PATTERNS, Calendar
from goaltree.model.calendar_setting import read_calendar
from goaltree.model.ordinal import WEEKDAYS
from goaltree.model.period import Period, span, spread_days
from goaltree.model.zone import parse_zone

PLAIN = Calendar()
APRIL = Calendar(start_month=4)
RETAIL = Calendar(start_month=2, pattern="4-5-4", ends="nearest", named_by="start")
CALENDARS = st.builds(
    Calendar,
    start_month=st.none() | st.integers(1, 12),
    named_by=st.sampled_from(["start", "end"]),
    pattern=st.none() | st.sampled_from(PATTERNS),
    ends=st.sampled_from(["last", "nearest"]),
    weekday=st.sampled_from(WEEKDAYS),
)
YEARS = st.integers(1900, 2200)
KINDS = st.sampled_from(GRID)
PERIOD_TEXT = st.text(alphabet="0123456789QHWMFYqhfy-./~至年月日季度周第上下半一二三四 全财", max_size=14)


def period(calendar: Calendar, text: str, year: int | None = 2025) -> Period:
    """The period of a text that names one."""
    found = calendar.parse(text, year)
    assert isinstance(found, Period), found
    return found


def code(found: object) -> str:
    """The code of a fault that can be told in both languages."""
    assert isinstance(found, Fault), found
    assert all(found.rule.message.render(lang, found.params) for lang in ("en", "zh"))
    assert all(found.rule.hint.render(lang, found.params) for lang in ("en", "zh"))
    return found.rule.code


def assert_partition(parts: tuple[Period, ...], whole: Period) -> None:
    """The parts follow each other without gap or overlap from the whole's first day to its last."""
    assert parts[0].first == whole.first and parts[-1].last == whole.last
    for before, after in itertools.pairwise(parts):
        assert after.first - before.last == timedelta(days=1)


@given(CALENDARS, YEARS, KINDS)
def test_b22_every_year_is_partitioned(calendar: Calendar, number: int, kind: str) -> None:
    """Parts of a year, of any calendar, leave no gap and do not overlap; years follow each other too."""
    year, following = calendar.year(number), calendar.year(number + 1)
    assert isinstance(year, Period) and isinstance(following, Period)
    assert following.first - year.last == timedelta(days=1)
    if kind != "day":
        assert_partition(calendar.split(year, kind), year)  # type: ignore[arg-type]
    if calendar.pattern is not None:
        assert year.days in (364, 371) and year.last.weekday() == WEEKDAYS.index(calendar.weekday)
    else:
        assert year.days in (365, 366) and year.first.day == 1


@given(CALENDARS, YEARS)
def test_coarser_parts_are_unions_of_finer_ones(calendar: Calendar, number: int) -> None:
    """A year has 2 halves, 4 quarters and 12 months, and each starts where a finer one starts."""
    year = calendar.year(number)
    assert isinstance(year, Period)
    parts = {kind: calendar.split(year, kind) for kind in ("half", "quarter", "month")}
    assert [len(parts[kind]) for kind in parts] == [2, 4, 12]
    for coarse, fine in (("half", "quarter"), ("quarter", "month")):
        assert {part.first for part in parts[coarse]} <= {part.first for part in parts[fine]}


@given(CALENDARS, st.dates(), KINDS)
@example(Calendar(start_month=2), date(9999, 2, 1), "half")
@example(Calendar(start_month=2), date(1, 1, 31), "quarter")
def test_a_day_is_in_its_period_which_prints_and_reads_back(calendar: Calendar, day: date, kind: str) -> None:
    """The period of a day has the day, and its text is read as the same period; at the ends of time too."""
    found = calendar.of(day, kind)  # type: ignore[arg-type]
    assert found is not None and found.contains(day)
    assert calendar.parse(str(found)) == found


@given(CALENDARS, st.dates(min_value=date(3, 1, 1), max_value=date(9997, 12, 31)), KINDS)
def test_next_and_previous_are_inverse(calendar: Calendar, day: date, kind: str) -> None:
    """The period after, and then before, is the period; and it starts on the next day."""
    found = calendar.of(day, kind)  # type: ignore[arg-type]
    assert found is not None
    following = calendar.next(found)
    assert following is not None and following.kind == kind
    assert following.first - found.last == timedelta(days=1)
    assert calendar.previous(following) == found


@given(
    CALENDARS, st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.integers(0, 400), KINDS
)
def test_any_span_is_partitioned(calendar: Calendar, first: date, days: int, kind: str) -> None:
    """Any run of days is partitioned, cut parts being spans, and prints and reads back."""
    whole = span(first, first + timedelta(days=days))
    parts = calendar.split(whole, kind)  # type: ignore[arg-type]
    assert_partition(parts, whole)
    assert all(part.kind in (kind, "span") for part in parts)
    assert all(part.kind == kind for part in parts[1:-1])
    assert calendar.parse(str(whole)) == whole


@given(CALENDARS, st.one_of(st.text(max_size=30), PERIOD_TEXT), st.none() | YEARS)
def test_any_text_is_a_period_or_a_fault_inside_it(calendar: Calendar, text: str, year: int | None) -> None:
    """No text raises; a fault has its column inside the text; a period prints and reads back as itself."""
    found = calendar.parse(text, year)
    if isinstance(found, Fault):
        assert 0 <= found.column < max(1, len(text)) and found.column + found.length <= max(1, len(text))
        assert code(found).startswith("GT0")
    else:
        assert calendar.parse(str(found)) == found


@given(YEARS, st.integers(1, 53))
def test_iso_weeks_are_those_of_the_standard_library(year: int, week: int) -> None:
    """ISO weeks agree with datetime, and the 53rd exists exactly when it does there."""
    found = PLAIN.parse(f"{year}-W{week:02}")
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        assert code(found) == "GT064"
    else:
        assert isinstance(found, Period) and found.first == monday and found.days == 7


@given(YEARS, st.integers(1, 12))
def test_calendar_months_are_those_of_the_standard_library(year: int, month: int) -> None:
    """Months have the days that the standard library gives them."""
    found = period(PLAIN, f"{year}-{month:02}")
    assert (found.first, found.days) == (date(year, month, 1), stdlib_calendar.monthrange(year, month)[1])


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2025", "2025-01-01", "2025-12-31", "2025"),
        ("2025年度", "2025-01-01", "2025-12-31", "2025"),
        ("全年", "2025-01-01", "2025-12-31", "2025"),
        ("2025H1", "2025-01-01", "2025-06-30", "2025H1"),
        ("H1", "2025-01-01", "2025-06-30", "2025H1"),
        ("上半年", "2025-01-01", "2025-06-30", "2025H1"),
        ("下半年", "2025-07-01", "2025-12-31", "2025H2"),
        ("2025Q3", "2025-07-01", "2025-09-30", "2025Q3"),
        ("Q3 2025", "2025-07-01", "2025-09-30", "2025Q3"),
        ("２０２５Ｑ３", "2025-07-01", "2025-09-30", "2025Q3"),
        ("q3", "2025-07-01", "2025-09-30", "2025Q3"),
        ("三季度", "2025-07-01", "2025-09-30", "2025Q3"),
        ("第三季度", "2025-07-01", "2025-09-30", "2025Q3"),
        ("2025年第3季度", "2025-07-01", "2025-09-30", "2025Q3"),
        ("2025-06", "2025-06-01", "2025-06-30", "2025-06"),
        ("6月", "2025-06-01", "2025-06-30", "2025-06"),
        ("六月份", "2025-06-01", "2025-06-30", "2025-06"),
        ("June 2025", "2025-06-01", "2025-06-30", "2025-06"),
        ("M6", "2025-06-01", "2025-06-30", "2025-06"),
        ("2025-W07", "2025-02-10", "2025-02-16", "2025-W07"),
        ("第7周", "2025-02-10", "2025-02-16", "2025-W07"),
        ("6月30日", "2025-06-30", "2025-06-30", "2025-06-30"),
        ("Q1-Q3", "2025-01-01", "2025-09-30", "2025-01-01..2025-09-30"),
        ("3 月至 9 月", "2025-03-01", "2025-09-30", "2025-03-01..2025-09-30"),
        ("2024Q3-Q4", "2024-07-01", "2024-12-31", "2024-07-01..2024-12-31"),
        ("2025-03..2025-09", "2025-03-01", "2025-09-30", "2025-03-01..2025-09-30"),
        ("2025-03-01 - 2025-04-15", "2025-03-01", "2025-04-15", "2025-03-01..2025-04-15"),
    ],
)
def test_periods_without_a_fiscal_year(text: str, first: str, last: str, label: str) -> None:
    """What planners write is read within the plan's year, and prints canonically."""
    found = period(PLAIN, text)
    assert (found.first.isoformat(), found.last.isoformat(), found.label) == (first, last, label)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FY24", "GT065"),
        ("FY2024Q3", "GT065"),
        ("2024财年", "GT065"),
        ("2024Q5", "GT064"),
        ("2024-W53", "GT064"),
        ("2025-W53", "GT064"),
        ("2024-13", "GT064"),
        ("2024H3", "GT064"),
        ("Q0", "GT064"),
        ("2025-02-30", "GT061"),
        ("5/1/2024", "GT060"),
        ("20240105", "GT060"),
        ("Q4-Q1", "GT025"),
        ("适时", "GT063"),
        ("", "GT063"),
    ],
)
def test_b21_faults(text: str, expected: str) -> None:
    """A fiscal year without a calendar, a fifth quarter and a 53rd week of 52 are told, never clipped."""
    assert code(PLAIN.parse(text, 2025)) == expected


@pytest.mark.parametrize("year", [2020, 2026])
def test_b21_years_with_53_weeks(year: int) -> None:
    """2020 and 2026 have an ISO week 53."""
    assert period(PLAIN, f"{year}-W53").days == 7


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("FY24", "2023-04-01..2024-03-31"),
        ("2024H1", "2023-04-01..2023-09-30"),
        ("FY2024Q3", "2023-10-01..2023-12-31"),
        ("2024-06", "2024-06-01..2024-06-30"),
        ("6月", "2024-06-01..2024-06-30"),
        ("2月", "2025-02-01..2025-02-28"),
        ("FY2025M01", "2024-04-01..2024-04-30"),
    ],
)
def test_b21_a_declared_calendar_reads_fiscal_periods(text: str, dates: str) -> None:
    """By the declared calendar a fiscal year, named by its end, has its days, and months fall inside it."""
    assert period(APRIL, text).dates == dates


def test_a_fiscal_year_may_be_named_by_its_start() -> None:
    """The two conventions differ by one year, and the period prints both dates."""
    by_start = Calendar(start_month=4, named_by="start")
    assert period(by_start, "FY2025").dates == "2025-04-01..2026-03-31"
    assert period(APRIL, "FY2025").dates == "2024-04-01..2025-03-31"
    assert (APRIL.year_of(date(2025, 3, 31)), APRIL.year_of(date(2025, 4, 1))) == (2025, 2026)


def test_a7_retail_years_of_53_weeks() -> None:
    """Saturday nearest to 31 January gives the 53-week years that retailers publish."""
    years = [RETAIL.year(number) for number in range(1999, 2030)]
    assert [int(y.label[2:]) for y in years if isinstance(y, Period) and y.days == 371] == [
        2000,
        2006,
        2012,
        2017,
        2023,
        2028,
    ]
    assert period(RETAIL, "FY2023").dates == "2023-01-29..2024-02-03"
    assert period(RETAIL, "FY2023W53").last == date(2024, 2, 3)
    assert code(RETAIL.parse("FY2024W53")) == "GT064"


def test_a7_a_quarter_by_445() -> None:
    """1300 spread over a quarter of 4-4-5 weeks is 400, 400 and 500."""
    calendar = Calendar(start_month=1, pattern="4-4-5")
    quarter = period(calendar, "FY2025Q1")
    parts = spread_days([(quarter, Fraction(1300))], calendar.split(quarter, "month"))
    assert parts == (400, 400, 500)


def test_a_month_name_is_ambiguous_with_a_pattern() -> None:
    """With a pattern `6月` may be the calendar month or the fiscal one; both have a clear form."""
    found = RETAIL.parse("6月", 2025)
    assert code(found) == "GT028" and isinstance(found, Fault)
    assert "FY2025M05" in found.rule.hint.render("en", found.params)
    assert period(RETAIL, "2025-06").dates == "2025-06-01..2025-06-30"
    assert period(RETAIL, "FY2025M05").first == date(2025, 6, 1)


def test_a_period_without_a_year_needs_the_plans() -> None:
    """`Q3` outside any year is a fault that shows how to write it."""
    found = PLAIN.parse("Q3")
    assert code(found) == "GT066" and isinstance(found, Fault)
    assert found.params["example"] == "2025Q3"


@pytest.mark.parametrize("day", [date.min, date(1677, 9, 21), date(2262, 4, 12), date.max])
@pytest.mark.parametrize("calendar", [PLAIN, APRIL, RETAIL])
@pytest.mark.parametrize("kind", GRID)
def test_b26_the_ends_of_time(day: date, calendar: Calendar, kind: str) -> None:
    """Periods at the ends of time hold their day; beyond them there is none."""
    found = calendar.of(day, kind)  # type: ignore[arg-type]
    assert found is not None and found.contains(day)
    if day == date.max:
        assert calendar.next(found) is None
    if day == date.min:
        assert calendar.previous(found) is None


def test_what_no_calendar_can_be_is_a_programs_mistake() -> None:
    """A month 13, overlapping phases, and asking for the span of a day raise."""
    phase = Period(kind="phase", first=date(2025, 1, 1), last=date(2025, 2, 1), label="a")
    with pytest.raises(UsageError):
        Calendar(start_month=13)
    with pytest.raises(UsageError, match="overlap"):
        Calendar(phases=(phase, phase))
    with pytest.raises(UsageError):
        PLAIN.of(date(2025, 1, 1), "span")


@pytest.mark.parametrize("calendar", [PLAIN, Calendar(pattern="4-4-5")])
def test_a_kind_of_period_that_there_is_not_names_those_that_there_are(calendar: Calendar) -> None:
    """Whoever asks for fortnights is told what a calendar cuts, whatever the calendar."""
    with pytest.raises(
        UsageError, match="year, half, quarter, month, week, day or phase, not by 'fortnight'"
    ):
        calendar.of(date(2025, 3, 1), "fortnight")  # type: ignore[arg-type]


def test_phases_follow_each_other_from_a_start() -> None:
    """Phases given by length follow the start date and each other, and are periods by name."""
    calendar, faults = read_calendar(
        {"start": "2025-01-06"}, {"设计": "6 weeks", "建设": "4 个月", "验收": "1 month"}
    )
    assert not faults
    assert [phase.dates for phase in calendar.phases] == [
        "2025-01-06..2025-02-16",
        "2025-02-17..2025-06-16",
        "2025-06-17..2025-07-16",
    ]
    assert calendar.parse("建设") == calendar.parse("建设阶段") == calendar.phases[1]
    assert calendar.next(calendar.phases[0]) == calendar.phases[1]
    assert calendar.next(calendar.phases[2]) is None
    assert_partition(calendar.split(period(calendar, "2025"), "phase"), period(calendar, "2025"))


@pytest.mark.parametrize(
    ("phases", "path"),
    [
        ({"a": "2025-01-01..2025-03-31", "b": "2025-03-31..2025-06-30"}, "phases.b"),
        ({"a": "2025-03-31..2025-01-01"}, "phases.a"),
        ({"a": "0 days"}, "phases.a"),
        ({"a": "6 weeks"}, "phases.a"),
        ({"Q1": "2025-01-01..2025-03-31"}, "phases.Q1"),
        ({"a": "soon"}, "phases.a"),
        ({"a": "2025-01-01..9999-12-31", "b": "1 day"}, "phases.b"),
    ],
)
def test_b24_phases_that_cannot_stand(phases: dict[str, str], path: str) -> None:
    """Reversed, empty, overlapping and undated phases are faults at their own key."""
    calendar, faults = read_calendar({"start": "2025-01-01"} if phases == {"a": "0 days"} else {}, phases)
    assert list(faults) == [path] and code(faults[path]) in ("GT025", "GT026", "GT063")
    assert len(calendar.phases) < len(phases)


def test_settings_are_read_and_faults_stand_at_their_keys() -> None:
    """A calendar's settings are read as people write them; what is wrong is left out and named."""
    settings = {"start_month": "二月", "pattern": "4-5-4", "ends": "nearest 周六", "named_by": "start"}
    assert read_calendar(settings) == (RETAIL, {})
    wrong = {
        "start_month": "13",
        "pattern": "3-3-3",
        "ends": "first",
        "weekday": "someday",
        "named_by": "luck",
        "zone": "X/Y",
    }
    calendar, faults = read_calendar(wrong)
    assert calendar == PLAIN and set(faults) == set(wrong)
    assert {code(fault) for fault in faults.values()} == {"GT027", "GT069"}


@given(CALENDARS)
def test_a_calendars_settings_print_and_read_back(calendar: Calendar) -> None:
    """The settings of a calendar, printed, read as the same calendar."""
    keys = ("start_month", "named_by", "pattern", "ends", "weekday")
    settings = {key: str(getattr(calendar, key)) for key in keys if getattr(calendar, key) is not None}
    assert read_calendar(settings) == (calendar, {})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Asia/Beijing", "Asia/Shanghai"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("New York", "America/New_York"),
    ],
)
def test_b25_a_zone_that_is_not_there_names_the_one_meant(text: str, meant: str) -> None:
    """A zone's near misses lead to the right name."""
    found = parse_zone(text)
    assert code(found) == "GT069" and isinstance(found, Fault)
    assert found.params["suggestions"][0] == meant  # type: ignore[index]


@pytest.mark.parametrize("text", ["Asia/Shanghai", "UTC", "America/Argentina/Ushuaia", " Europe/Berlin "])
def test_b25_zones(text: str) -> None:
    """A name of the database is itself."""
    assert parse_zone(text) == text.strip()


def test_b25_without_a_database_the_fault_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a tz database is told to install one, not that the zone is wrong."""
    import zoneinfo

    def absent(_key: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError

    monkeypatch.setattr(zoneinfo, "ZoneInfo", absent)
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    assert code(parse_zone("Asia/Shanghai")) == "GT029"


@pytest.mark.parametrize(
    "text", ["", "../../etc/passwd", "/etc/passwd", "Asia", "localtime", "\ud800", "a" * 999, "Asia/\0"]
)
def test_b25_odd_zone_texts_are_faults(text: str) -> None:
    """Paths, folders, surrogates and long texts are unknown zones, and reach no file."""
    assert code(parse_zone(text)) == "GT069"
