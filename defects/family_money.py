"""Defects in budgets, tranches, needs for money and the reserve."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from random import Random

from operators import Family, site
from places import items, late, tranches
from sheet import Edit, Sheet, Site, added, digit_changed, name_of, put, tenfold, without, without_key

from goaltree.planfile.node import Map, Scalar

defect = Family("money")


@defect("The parts of a budget do not sum to what was approved.")
def digit_of_tranche(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, listed in tranches(sheet):
        for part in items(listed):
            value = part.get("amount")
            text = digit_changed(value.text, rng) if isinstance(value, Scalar) else None
            if isinstance(value, Scalar) and text is not None:
                yield from site(put(value, text), at=(path,))


@defect("A budget misses one of its parts.")
def tranche_dropped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, listed in tranches(sheet):
        for index in range(len(listed.items)):
            yield from site(without(listed, index), at=(path,))


@defect("What was approved is ten times its parts.")
def approved_tenfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        budget = node.get("budget")
        value = budget.get("approved") if isinstance(budget, Map) else None
        text = tenfold(value.text) if isinstance(value, Scalar) else None
        if isinstance(value, Scalar) and text is not None:
            yield from site(put(value, text), at=(path,))


@defect("A gate opens after what it pays for is done.", "tranche-after-its-milestone")
def gate_too_late(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, listed in tranches(sheet):
        for part in items(listed):
            value = part.get("due")
            if isinstance(value, Scalar):
                yield from site(put(value, late(sheet)), at=(path,))


@defect("More is committed and spent than is released.", "spent-over-released")
def overspent(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        budget = node.get("budget")
        approved = budget.get("approved") if isinstance(budget, Map) else None
        if isinstance(budget, Map) and isinstance(approved, Scalar):
            yield from site(added(budget, "spent", f'"{tenfold(approved.text)}"'), at=(path,))


@defect("The budgets together exceed the pool less its reserve.")
def money_tenfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        for need in items(node.get("needs")) if node.get("budget") is None else ():
            value = need.get("money")
            text = tenfold(value.text) if isinstance(value, Scalar) else None
            if isinstance(value, Scalar) and text is not None:
                yield from site(put(value, text), at=(path, "governance.reserve"))


@defect("The pool is a tenth of what the budgets need.")
def pool_too_small(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("governance.reserve.of")
    if found and isinstance(found[0], Scalar):
        hit = re.search(r"\d[\d,]*", found[0].text)
        if hit:
            less = str(max(1, int(hit[0].replace(",", "")) // 10))
            yield from site(put(found[0], found[0].text.replace(hit[0], less)), at=("governance.reserve",))


@defect("A need for money names no amount.", "need-unpriced", "need-says-nothing")
def price_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        for need in items(node.get("needs")):
            if need.get("money") is not None and need.get("work") is None and need.get("in_kind") is None:
                yield from site(without_key(need, "money"), at=(path,))


@defect("A share is kept back of nothing that is named.", "reserve-without-base")
def base_of_reserve_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("governance.reserve")
    if found and isinstance(found[0], Map):
        yield from site(without_key(found[0], "of"), at=("governance.reserve",))


@defect("More than everything is kept back.", "reserve-out-of-range", "budget-over-pool")
def reserve_above_all(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("governance.reserve.budget")
    if found and isinstance(found[0], Scalar):
        yield from site(put(found[0], "130%"), at=("governance.reserve",))


def _tranche_field_removed(sheet: Sheet, name: str) -> Iterator[Site]:
    for path, listed in tranches(sheet):
        for part in items(listed):
            if part.get(name) is not None:
                yield from site(without_key(part, name), at=(path,))


@defect("A tranche has no amount.", "tranche-without-amount")
def amount_of_tranche_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _tranche_field_removed(sheet, "amount")


@defect("Nothing says what opens a tranche.", "tranche-without-gate")
def gate_of_tranche_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, listed in tranches(sheet):
        for part in items(listed):
            if part.get("when") is None:
                yield from site(without_key(part, "gate"), at=(path,))


@defect("A tranche is due before the one that precedes it.", "tranches-out-of-order")
def tranches_out_of_order(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, listed in tranches(sheet):
        dues = [due for part in items(listed) if isinstance(due := part.get("due"), Scalar)]
        for x, y in itertools.pairwise(dues):
            yield from site(put(x, y.text), put(y, x.text), at=(path,))


@defect("Tranches are planned and nothing is approved.", "tranches-without-approval")
def approval_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        budget = node.get("budget")
        if isinstance(budget, Map):
            yield from site(without_key(budget, "approved"), at=(path,))


@defect("The approved budget is not what the action needs.", "budget-and-needs-differ")
def needs_beyond_budget(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        for need in items(node.get("needs")) if node.get("budget") is not None else ():
            value = need.get("money")
            text = digit_changed(value.text, rng) if isinstance(value, Scalar) else None
            if isinstance(value, Scalar) and text is not None:
                yield from site(put(value, text), at=(path,))


@defect("Money is taken from a team that does not list it.", "money-from-team-that-does-not-list-it")
def money_from_stranger(sheet: Sheet, rng: Random) -> Iterator[Site]:
    plan = sheet.plan
    for path, node in sheet.maps("actions"):
        action = plan.actions[path.partition(".")[2]]
        for need in items(node.get("needs")):
            for other, team in plan.teams.items():
                listed = {t for one in team.works_with for t in one.with_} | {action.team} & set()
                mine = (
                    {t for one in plan.teams[action.team].works_with for t in one.with_}
                    if action.team in plan.teams
                    else set()
                )
                stranger = (
                    team.role == "line"
                    and other != action.team
                    and not (listed & {action.team, "all"})
                    and not mine & {other, "all"}
                )
                if need.get("money") is not None and need.get("from") is None and stranger:
                    yield from site(added(need, "from", other), at=(path, f"teams.{other}"))


@defect("A gate stays shut even when every target is met.", "gate-shut-at-target")
def gate_shut_at_target(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, listed in tranches(sheet):
        for part in items(listed):
            value = part.get("when")
            number = re.search(r"[<>]= (\d+)", value.text) if isinstance(value, Scalar) else None
            if isinstance(value, Scalar) and number:
                new = "99" + number[1] if ">=" in value.text else "1"
                text = value.text[: number.start(1)] + new + value.text[number.end(1) :]
                yield from site(Edit(name_of(value), value.start, value.end, f'"{text}"'), at=(path,))
