"""Defects in the deviation ladder, meetings, groups, hand-overs and the plan's own head."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random

from operators import Family, site
from sheet import Edit, Sheet, Site, name_of, put, without, without_key

from goaltree.planfile.node import Map, Scalar, Seq

defect = Family("governance")


def _rungs(sheet: Sheet) -> list[tuple[str, Scalar]]:
    found = sheet.find("governance.deviation")
    rungs = found[0].pairs if found and isinstance(found[0], Map) else []
    return [
        (f"governance.deviation.{key.text}", at)
        for key, node in rungs
        if isinstance(node, Map) and isinstance(at := node.get("at"), Scalar)
    ]


@defect("The steps of the deviation ladder are in the wrong order.", "rungs-out-of-order")
def rungs_swapped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    rungs = _rungs(sheet)
    for (a, x), (b, y) in itertools.pairwise(rungs):
        yield from site(put(x, y.text), put(y, x.text), at=(a, b))


@defect("A step of the deviation ladder has the wrong sign.", "rung-on-the-wrong-side", "rungs-out-of-order")
def rung_sign_flipped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _rungs(sheet):
        if value.text.startswith("≤-"):
            yield from site(put(value, "≤" + value.text[2:]), at=(at,))


@defect(
    "A step of the deviation ladder does not say what it is measured against.",
    "rung-without-basis",
    "basis-missing",
)
def basis_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("governance.deviation")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        if isinstance(node, Map):
            yield from site(without_key(node, "basis"), at=(f"governance.deviation.{key.text}",))


@defect("A working group has no end.", "group-without-end")
def end_of_group_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("governance.groups")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        if isinstance(node, Map):
            yield from site(without_key(node, "ends"), at=(f"governance.groups.{key.text}",))


@defect("A fiscal year is used that the plan does not declare.", "fiscal-year-undeclared")
def calendar_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    root = sheet.reading.root
    period = sheet.find("period")
    if (
        root
        and root.get("calendar") is not None
        and period
        and isinstance(period[0], Scalar)
        and "FY" in period[0].text
    ):
        yield from site(without_key(root, "calendar"), at=("period",))


@defect("A period ends before it begins.", "period-reversed")
def period_reversed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("period")
    if found and isinstance(found[0], Scalar):
        text = found[0].text
        a, _, b = text.partition("..")
        other = f"{b}..{a}" if b else "2025-12..2025-01"
        yield from site(Edit(name_of(found[0]), found[0].start, found[0].end, other), at=("period",))


@defect("A hand-over does not say what receives.", "handover-without-end")
def receiver_of_handover_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("handovers"):
        yield from site(without_key(node, "to"), at=(path,))


@defect("A hand-over is followed by one team alone.", "handover-followed-by-one-side")
def team_of_handover_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("handovers"):
        teams = node.get("teams")
        if isinstance(teams, Seq):
            yield from site(without(teams, 0), at=(path,))


def _governance(sheet: Sheet, section: str) -> Iterator[tuple[str, Map]]:
    found = sheet.find(f"governance.{section}")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        if isinstance(node, Map):
            yield f"governance.{section}.{key.text}", node


def _governed(sheet: Sheet, section: str, key: str) -> Iterator[Site]:
    for path, node in _governance(sheet, section):
        if node.get(key) is not None:
            yield from site(without_key(node, key), at=(path,))


@defect("Nothing says what happens at a step of the deviation ladder.", "rung-without-answer")
def answer_of_rung_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _governed(sheet, "deviation", "answer")


@defect("A step of the deviation ladder says no deviation.", "rung-without-threshold")
def threshold_of_rung_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _governed(sheet, "deviation", "at")


@defect("The graver step leaves more time for a decision than the milder one.", "graver-rung-decides-later")
def graver_rung_decides_later(sheet: Sheet, rng: Random) -> Iterator[Site]:
    rungs = [
        (path, time)
        for path, node in _governance(sheet, "deviation")
        if isinstance(time := node.get("decide_within"), Scalar)
    ]
    for (a, x), (b, y) in itertools.pairwise(rungs):
        yield from site(put(x, y.text), put(y, x.text), at=(a, b))


@defect("The ladder is for core goals, and no goal is core.", "rung-for-core-goals-without-core-goals")
def core_goals_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("governance.deviation")
    if found and any(
        "core" in rung.goals
        for rung in (sheet.plan.governance.deviation.values() if sheet.plan.governance else ())
    ):
        edits = [without_key(node, "core") for _, node in sheet.maps("goals") if node.get("core") is not None]
        yield from site(*edits, at=tuple(path for path, _ in _governance(sheet, "deviation")))


@defect("A meeting does not say how often it takes place.", "meeting-without-cadence")
def cadence_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _governed(sheet, "cadence", "every")


@defect("Nobody takes part in a meeting.", "meeting-without-members")
def members_of_meeting_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _governed(sheet, "cadence", "teams")


@defect("A working group has no members.", "group-without-members")
def members_of_group_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _governed(sheet, "groups", "teams")


@defect("A phase has no length.", "phase-impossible", "duration-unreadable", "period-unreadable")
def phase_without_length(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("phases")
    for key, value in found[0].pairs if found and isinstance(found[0], Map) else ():
        if isinstance(value, Scalar):
            yield from site(put(value, "很久"), at=(f"phases.{key.text}",))


@defect("An exchange rate is of a kind that there is not.", "unknown-rate-kind")
def rate_kind_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("fx")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        for kind, _ in node.pairs if isinstance(node, Map) else ():
            yield from site(put(kind, kind.text + "s"), at=(f"fx.{key.text}",))
