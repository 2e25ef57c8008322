"""Defects in numbers: what no longer adds up, grows, divides or repeats as the plan says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from random import Random

from operators import Family, site
from sheet import NUMBER, Sheet, Site, added, digit_changed, put, raw, scaled, tenfold, without
from truth import ADDITIVE

from goaltree.planfile.node import Map, Scalar

defect = Family("number")


def _each(sheet: Sheet, field: str, part: bool | None = None) -> Iterator[tuple[str, Scalar]]:
    """Every number of one field with its goal's key path."""
    for goal, _ in sheet.goals():
        node = sheet.number(goal, field)
        if node is not None and part in (None, goal.key in sheet.plan.parents):
            yield goal.at, node


def _pairs(sheet: Sheet, field: str) -> Iterator[tuple[str, Scalar, str, Scalar]]:
    """Numbers of two parts of one cut."""
    for goal in sheet.plan.goals.values():
        for cut in goal.cuts:
            parts = [sheet.plan.goals[key] for key in cut.members.values() if key in sheet.plan.goals]
            found = [(part.at, node) for part in parts if (node := sheet.number(part, field)) is not None]
            for (a, x), (b, y) in itertools.pairwise(found):
                yield a, x, b, y


@defect("Two parts of a cut have each other's target.")
def swap_targets_of_parts(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for a, x, b, y in _pairs(sheet, "target"):
        yield from site(put(x, y.text), put(y, x.text), at=(a, b))


@defect("Two parts of a cut have each other's baseline.")
def swap_baselines_of_parts(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for a, x, b, y in _pairs(sheet, "baseline"):
        yield from site(put(x, y.text), put(y, x.text), at=(a, b))


def _changed(sheet: Sheet, rng: Random, field: str, part: bool | None = None) -> Iterator[Site]:
    for at, node in _each(sheet, field, part):
        text = digit_changed(node.text, rng)
        if text is not None:
            yield from site(put(node, text), at=(at,))


@defect("One digit of a part's target is wrong.")
def digit_of_part(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _changed(sheet, rng, "target", True)


@defect("One digit of a goal's target is wrong.")
def digit_of_target(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _changed(sheet, rng, "target", False)


@defect("One digit of a baseline is wrong.")
def digit_of_baseline(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _changed(sheet, rng, "baseline")


@defect("One digit of a stated growth is wrong.")
def digit_of_growth(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _changed(sheet, rng, "growth")


@defect("Two digits of a target stand in each other's place.")
def digits_of_target_transposed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "target"):
        found = re.search(r"[1-9]\d", node.text)
        if found:
            one, two = found[0]
            yield from site(
                put(node, node.text[: found.start()] + two + one + node.text[found.end() :]), at=(at,)
            )


@defect("A target misses its decimal point.")
def decimal_point_of_target_lost(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "target"):
        if re.search(r"[1-9]\.\d", node.text):
            yield from site(put(node, node.text.replace(".", "", 1)), at=(at,))


@defect("A target is ten times too large.")
def target_tenfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "target"):
        text = tenfold(node.text)
        if text is not None:
            yield from site(put(node, text), at=(at,))


@defect("A baseline is ten times too large.")
def baseline_tenfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "baseline"):
        text = tenfold(node.text)
        if text is not None:
            yield from site(put(node, text), at=(at,))


@defect("A target has the wrong scale word: 万 for 亿, or 万 too much.")
def target_in_wrong_scale(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "target"):
        text = scaled(node.text)
        if text is not None:
            yield from site(put(node, text), at=(at,))


@defect("A baseline has the wrong scale word.")
def baseline_in_wrong_scale(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "baseline"):
        text = scaled(node.text)
        if text is not None:
            yield from site(put(node, text), at=(at,))


@defect("A growth has the wrong sign.")
def growth_sign_flipped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "growth"):
        text = node.text
        if text[0] in "+-":
            yield from site(put(node, ("-" if text[0] == "+" else "+") + text[1:]), at=(at,))


@defect(
    "A growth in percentage points is written in percent.",
    "growth-of-rate-ambiguous",
    "growth-does-not-match",
)
def growth_points_as_percent(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "growth"):
        text = re.sub(r"\s*(?:pp|个百分点|百分点)$", "%", node.text)
        if text != node.text:
            yield from site(put(node, text), at=(at,))


@defect(
    "A growth in percent is written in percentage points.",
    "growth-does-not-match",
    "growth-in-points-of-amount",
)
def growth_percent_as_points(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "growth"):
        if node.text.endswith("%"):
            yield from site(put(node, node.text[:-1] + "pp"), at=(at,))


@defect("Baseline and target stand in each other's place.")
def baseline_and_target_swapped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        a, b = sheet.number(goal, "baseline"), sheet.number(goal, "target")
        if a is not None and b is not None and goal.growth is not None:
            yield from site(put(a, b.text), put(b, a.text), at=(goal.at,))


@defect("A complete cut misses one of its parts.")
def part_dropped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        cuts = node.get("cuts") if isinstance(node, Map) else None
        for name, members in cuts.pairs if isinstance(cuts, Map) else ():
            if isinstance(members, Map) and len(members.pairs) > 2:
                for index in range(len(members.pairs)):
                    yield from site(without(members, index), at=(goal.at, f"{goal.at}.cuts.{name.text}"))


@defect("A complete cut has a part too many.", "parts-do-not-sum", "unknown-member")
def part_added(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        target = sheet.number(goal, "target")
        metric = sheet.plan.metrics.get(goal.metric)
        cuts = node.get("cuts") if isinstance(node, Map) else None
        for name, members in (
            cuts.pairs if isinstance(cuts, Map) and metric and metric.kind in ADDITIVE else ()
        ):
            if isinstance(members, Map) and target is not None:
                yield from site(
                    added(members, "另一部分", f'"{target.text}"'),
                    at=(goal.at, f"{goal.at}.cuts.{name.text}"),
                )


@defect("One digit of a dated target is wrong.")
def digit_of_dated_target(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _dated(sheet):
        text = digit_changed(value.text, rng)
        if text is not None:
            yield from site(put(value, text), at=(at,))


def _dated(sheet: Sheet) -> Iterator[tuple[str, Scalar]]:
    for at, node in _dated_maps(sheet):
        yield from ((at, value) for _, value in node.pairs if isinstance(value, Scalar))


def _dated_maps(sheet: Sheet) -> Iterator[tuple[str, Map]]:
    for goal in sheet.plan.goals.values():
        found = sheet.find(f"{goal.at}.phasing.dated")
        if found is not None and isinstance(found[0], Map):
            yield goal.at, found[0]


@defect("A dated target is ten times too large.")
def dated_target_tenfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _dated(sheet):
        text = tenfold(value.text)
        if text is not None:
            yield from site(put(value, text), at=(at,))


@defect("Two dated targets stand in each other's place.")
def dated_targets_swapped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _dated_maps(sheet):
        values = [value for _, value in node.pairs if isinstance(value, Scalar)]
        for x, y in itertools.pairwise(values):
            yield from site(put(x, y.text), put(y, x.text), at=(at,))


@defect("The number that a team restates has a wrong digit.")
def digit_of_restated(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _restated(sheet):
        text = digit_changed(value.text, rng)
        if text is not None:
            yield from site(put(value, text), at=(at,))


def _restated(sheet: Sheet) -> Iterator[tuple[str, Scalar]]:
    for path, team in sheet.maps("teams"):
        for name in ("owns", "carries"):
            listed = team.get(name)
            for key, value in listed.pairs if isinstance(listed, Map) else ():
                if isinstance(value, Scalar) and not value.is_null:
                    yield f"{path}.{name}.{key.text}", value


@defect("The number that a team restates is ten times too large.")
def restated_tenfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _restated(sheet):
        text = tenfold(value.text)
        if text is not None:
            yield from site(put(value, text), at=(at,))


@defect("The number that a team restates has the wrong scale word.")
def restated_in_wrong_scale(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _restated(sheet):
        text = scaled(value.text)
        if text is not None:
            yield from site(put(value, text), at=(at,))


def _formulas(sheet: Sheet) -> Iterator[tuple[str, Scalar]]:
    for metric in sheet.plan.metrics.values():
        found = sheet.find(f"{metric.at}.formula")
        if found is not None and isinstance(found[0], Scalar):
            yield metric.at, found[0]


@defect("A formula multiplies where it should divide, or adds where it should subtract.")
def operator_of_formula_swapped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    other = {"*": "/", "/": "*", "+": "-", "-": "+"}
    for at, node in _formulas(sheet):
        places = [
            i for i in range(1, len(node.text) - 1) if node.text[i - 1 : i + 2] in {f" {c} " for c in other}
        ]
        for i in places:
            yield from site(put(node, node.text[:i] + other[node.text[i]] + node.text[i + 1 :]), at=(at,))


@defect("A formula misses one of its factors or terms.")
def factor_of_formula_dropped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _formulas(sheet):
        text = re.sub(r" [*/+-] [^ ()]+$", "", node.text)
        if text != node.text and text.count("(") == text.count(")"):
            yield from site(put(node, text), at=(at,))


@defect("The limit of an assertion is turned round.")
def assertion_turned_round(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for index in range(len(sheet.plan.asserts)):
        found = sheet.find(f"asserts[{index}].assert")
        if found is not None and isinstance(found[0], Scalar):
            text = found[0].text
            other = text.replace("<=", "\0").replace(">=", "<=").replace("\0", ">=").replace("==", "!=")
            yield from site(put(found[0], other), at=(f"asserts[{index}]",))


@defect("The limit of an assertion is tenfold or a tenth, so that the plan's own numbers break it.")
def assertion_limit_moved(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for index in range(len(sheet.plan.asserts)):
        found = sheet.find(f"asserts[{index}].assert")
        if found is None or not isinstance(found[0], Scalar):
            continue
        hit = re.search(r"\d+%|\b\d{3,}", found[0].text)
        if hit:
            less = "1%" if hit[0].endswith("%") and "<=" in found[0].text else "99%" if "%" in hit[0] else "1"
            yield from site(
                put(found[0], found[0].text[: hit.start()] + less + found[0].text[hit.end() :]),
                at=(f"asserts[{index}]",),
            )


@defect("One digit of an alignment's weight is wrong.")
def digit_of_weight(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _weights(sheet):
        text = digit_changed(value.text, rng)
        if text is not None:
            yield from site(put(value, text), at=(at,))


def _weights(sheet: Sheet) -> Iterator[tuple[str, Scalar]]:
    for goal, node in sheet.goals():
        serves = node.get("serves") if isinstance(node, Map) else None
        for _, value in serves.pairs if isinstance(serves, Map) else ():
            if isinstance(value, Scalar) and not value.is_null:
                yield goal.at, value
        weight = node.get("weight") if isinstance(node, Map) else None
        if isinstance(weight, Scalar):
            yield goal.at, weight


@defect("A weight is written as points out of 100 beside weights out of 1.")
def weight_hundredfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _weights(sheet):
        if re.fullmatch(r"0\.\d{1,2}", value.text):
            yield from site(put(value, str(round(float(value.text) * 100))), at=(at,))


@defect("A weight is negative.", "unusable-weight", "weight-out-of-range", "weights-do-not-sum-to-one")
def weight_negative(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, value in _weights(sheet):
        yield from site(put(value, f"-{value.text}"), at=(at,))


@defect("A part of which other parts are unnamed is larger than the whole.")
def partial_part_tenfold(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal in sheet.plan.goals.values():
        for cut in goal.cuts:
            for key in cut.members.values() if cut.partial else ():
                part = sheet.plan.goals.get(key)
                value = sheet.number(part, "target") if part else None
                text = tenfold(value.text) if value else None
                if value is not None and part is not None and text is not None:
                    yield from site(put(value, text), at=(part.at, goal.at))


@defect("One share of a block that sums to 100 % is wrong.")
def share_changed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, block in sheet.plan.canvas.blocks.items() if sheet.plan.canvas else ():
        for entry in block.entries:
            found = sheet.find(f"canvas.blocks.{key}.entries.{entry}.share")
            if found is not None and isinstance(found[0], Scalar):
                text = digit_changed(found[0].text, rng)
                if text:
                    yield from site(put(found[0], text), at=(f"canvas.blocks.{key}",))


@defect("A target loses all digits but the first, so that it is rounded too far.")
def target_rounded_away(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "target"):
        found = NUMBER.search(node.text)
        if found and "." in found[0]:
            whole = str(int(float(found[0].replace(",", ""))) + 1)
            yield from site(
                put(node, node.text[: found.start()] + whole + node.text[found.end() :]), at=(at,)
            )


@defect("Half of a part's target goes to nobody.")
def part_halved(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _each(sheet, "target", True):
        found = NUMBER.search(node.text)
        if found:
            number = float(found[0].replace(",", "")) / 2
            yield from site(
                put(node, node.text[: found.start()] + f"{number:.10g}" + node.text[found.end() :]), at=(at,)
            )


@defect("The number of a whole part is in the place of its cut.", "wrong-shape")
def cut_replaced_by_number(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        cuts = node.get("cuts") if isinstance(node, Map) else None
        if isinstance(cuts, Map):
            for name, members in cuts.pairs:
                if isinstance(members, Map) and members.is_flow:
                    yield from site(raw(members, "1"), at=(goal.at, f"{goal.at}.cuts.{name.text}"))
