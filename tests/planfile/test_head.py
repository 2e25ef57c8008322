"""The head of a plan: format, currency and rates, calendar and phases, own units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import goaltree as gt
from goaltree.model.calendar_setting import SETTINGS, read_calendar

GOALS = "goals: {sales: {kind: flow, unit: 元, direction: up, target: 1亿}}\n"


def found(head: str) -> list[tuple[str, str]]:
    """Code and path of what reading a head finds."""
    return [(finding.code, finding.path) for finding in gt.loads(head + GOALS).findings]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("goaltree: 1\n", []),
        ("", [("GT108", "goaltree")]),
        ("goaltree: 2\ntargte: 5\n", [("GT107", "goaltree")]),
        ("goaltree: one\n", [("GT102", "goaltree")]),
        ("goaltree: 0\n", [("GT102", "goaltree")]),
        ("goaltree: [1]\n", [("GT102", "goaltree")]),
        ("goaltree:\n", [("GT103", "goaltree")]),
    ],
)
def test_c13_format(head: str, expected: list[tuple[str, str]]) -> None:
    """A newer format is refused untouched, an absent one is assumed with a warning, nonsense is an error."""
    assert found(head) == expected
    if expected[:1] == [("GT107", "goaltree")]:
        assert not gt.loads(head + GOALS).goals


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("currency: XYZ", [("GT054", "currency")]),
        ("currency: [CNY]", [("GT102", "currency")]),
        ("fx: {USD: 0}", [("GT045", "fx.USD")]),
        ("fx: {USD: {budget: 7.2, spot: 7.1}}", [("GT053", "fx.USD.spot")]),
        ("fx: {USD: {average: {2025-01: 7.1, 2025-13: 7.2}}}", [("GT045", "fx.USD.average.2025-13")]),
        ("fx: 7.2", [("GT102", "fx")]),
        ("units: {亿: {}}", [("GT055", "units.亿")]),
        ("units: {creator: [位, 3]}", [("GT055", "units.creator")]),
        ("units: {creator: [位], expert: [位]}", [("GT115", "units.expert")]),
        ("units: [位]", [("GT102", "units")]),
        ("calendar: {start: 4}", [("GT060", "calendar.start")]),
        ("calendar: {begin: 4}", [("GT101", "calendar.begin")]),
        ("calendar: {start_month: 13}", None),
        ("phases: [设计]", [("GT102", "phases")]),
        ("zone: [a]", [("GT102", "zone")]),
    ],
)
def test_mistakes_in_the_head(head: str, expected: list[tuple[str, str]] | None) -> None:
    """Each mistake of the head is one finding at its own place."""
    got = found(f"goaltree: 1\n{head}\n")
    if expected is None:
        assert len(got) == 1 and got[0][1] == "calendar.start_month"
    else:
        assert [path for _, path in got] == [path for _, path in expected]
        assert got == expected or head.startswith("calendar: {start: 4}")


def test_the_zone_of_its_own_key_is_told_there() -> None:
    """A wrong zone or start is told at the key that holds it, not under `calendar`."""
    assert [path for _, path in found("goaltree: 1\nzone: Asia/Beijing\n")] == ["zone"]
    assert [path for _, path in found("goaltree: 1\nstarts: someday\nphases: {设计: 6 weeks}\n")] == [
        "starts"
    ]


@pytest.mark.parametrize(
    "head",
    [
        "calendar: {start_month: 4}",
        "calendar: {start_month: 2, named_by: start}",
        "calendar: {pattern: 4-4-5, ends: nearest saturday, start_month: 2}",
        "calendar: {pattern: 5-4-4, ends: last, weekday: friday}",
        "zone: Asia/Shanghai",
        "starts: 2025-03-01\nphases: {设计: 6 weeks, 建设: 4 months}",
        "phases: {设计: 2025-01-01 - 2025-02-28, 上线 2: 2025-03-01 - 2025-12-31}",
        "fx: {USD: 7.2, EUR: {budget: 7.8, average: {2025-01: 7.75}}}",
        "units: {creator: {title: 创作者, symbols: [位, 达人]}, 场: {}}",
    ],
)
def test_the_head_round_trips(head: str) -> None:
    """Calendars, phases by length or by dates, rates and units come back equal from every notation."""
    plan = gt.loads(f"goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n{head}\n{GOALS}")
    assert not plan.findings
    assert gt.loads(gt.dumps(plan)) == plan
    assert gt.loads(gt.dumps(plan, format="json"), format="json") == plan
    assert gt.loads(plan.to_dict()) == plan


def test_what_the_head_says_is_used() -> None:
    """Phases count from `starts`, own units are units, dated rates are kept by month."""
    plan = gt.loads(
        "goaltree: 1\ncurrency: CNY\nperiod: 2025\nstarts: 2025-03-03\nphases: {设计: 2 weeks, 建设: 1 month}\n"
        "units: {creator: [达人]}\nfx: {USD: {average: {2025-01: 7.1}}}\n"
        "goals: {c: {kind: stock, unit: 达人, direction: up, target: 1万达人, phasing: {设计: 3000}}}\n"
    )
    assert not plan.findings
    assert [(phase.label, phase.first) for phase in plan.calendar.phases] == [
        ("设计", date(2025, 3, 3)),
        ("建设", date(2025, 3, 17)),
    ]
    assert plan.fx.find("USD", "average", "2025-01") == Decimal("7.1")
    assert plan.goals["c"].target.unit.dims == (("creator", 1),)  # type: ignore[union-attr]
    assert gt.loads(gt.dumps(plan)) == plan


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_a_setting_of_another_shape_is_told_with_one_that_works(setting: str) -> None:
    """The example in the hint is a value that the calendar takes."""
    (finding,) = gt.loads(f"goaltree: 1\nplan: x\ncalendar: {{{setting}: [a]}}\n" + GOALS).findings
    assert finding.code == "GT102" and SETTINGS[setting] in finding.hint("en")
    values = {"pattern": "4-4-5", setting: SETTINGS[setting]}
    assert not read_calendar(values, start=date(2025, 1, 1))[1]
