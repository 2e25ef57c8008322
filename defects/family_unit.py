"""Defects in units, currencies, kinds, directions and tiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from operators import Family, site
from sheet import Sheet, Site, put, raw, without_key
from truth import ADDITIVE

from goaltree.planfile.node import Map, Scalar

defect = Family("unit")

AGAINST = ("target-against-direction", "bound-against-direction", "healthy-bound-against-direction")


def _metrics(sheet: Sheet, field: str) -> Iterator[tuple[str, Scalar, list[str]]]:
    """A field of every metric that goals use, with the key paths of metric and goals."""
    for path, node in sheet.maps("metrics"):
        value = node.get(field)
        goals = [g.at for g in sheet.plan.goals.values() if g.metric == path.partition(".")[2]]
        if isinstance(value, Scalar) and goals:
            yield path, value, goals


@defect("The unit of a metric is misspelt.", "unknown-unit", "unreadable-unit")
def unit_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value, _ in _metrics(sheet, "unit"):
        if value.text not in ("%", ":1"):
            yield from site(put(value, f"{value.text}兮"), at=(path,))


@defect(
    "An amount of money is said to be a number of orders.",
    "unit-conflict",
    "formula-unit-differs",
    "unit-mismatch-in-formula",
)
def money_as_count(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value, goals in _metrics(sheet, "unit"):
        metric = sheet.plan.metrics[path.partition(".")[2]]
        uses = [
            {u.name.split(".")[0] for u in m.formula.names} for m in sheet.plan.metrics.values() if m.formula
        ]
        feeds = metric.formula or any(metric.key in names and names != {metric.key} for names in uses)
        if value.text in ("元", "USD", "GBP") and feeds:
            yield from site(put(value, "次"), at=(path, *goals, *_users(sheet, metric.key)))


def _users(sheet: Sheet, key: str) -> list[str]:
    found = [
        m.at
        for m in sheet.plan.metrics.values()
        if m.formula and any(u.name.split(".")[0] == key for u in m.formula.names)
    ]
    found += [f"asserts[{i}]" for i in range(len(sheet.plan.asserts))]
    return [
        *found,
        "teams",
        *(
            t.at
            for t in sheet.plan.teams.values()
            if any(k.split(".")[0] == key for k in (*t.owns, *t.carries))
        ),
    ]


@defect("A target is in a unit that its metric cannot have.", "unit-conflict")
def target_in_wrong_unit(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        metric = sheet.plan.metrics.get(goal.metric)
        found = re.match(r"[≤≥]?[\d.,]+[万亿]?", value.text) if value else None
        if value is not None and metric and metric.unit is not None and found and found[0] == value.text:
            yield from site(put(value, f"{value.text} 辆"), at=(goal.at,))


@defect("A part is in another currency than it says.")
def currency_of_part_changed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        for field in ("target", "baseline"):
            value = sheet.number(goal, field)
            codes = sorted({code for code, _, _ in sheet.plan.fx.entries})
            for code in codes if value is not None else ():
                if value is not None and code in value.text:
                    yield from site(
                        put(value, value.text.replace(f" {code}", "").replace(code, "")), at=(goal.at,)
                    )


@defect("A number is in a currency for which the plan has no rate.", "missing-rate")
def currency_without_rate(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        if value is not None and re.fullmatch(r"[≤≥]?[\d.]+[万亿]", value.text):
            metric = sheet.plan.metrics.get(goal.metric)
            if metric and metric.unit is not None and metric.unit.symbol == "元":
                yield from site(put(value, f"{value.text} THB"), at=(goal.at,))


@defect("An exchange rate is gone.", "missing-rate")
def rate_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("fx")
    for key, _ in found[0].pairs if found and isinstance(found[0], Map) else ():
        uses = [
            g.at
            for g in sheet.plan.goals.values()
            if any(key.text in v.text for f in ("target", "baseline") if (v := sheet.number(g, f)))
        ]
        uses += [a.at for a in sheet.plan.actions.values()]
        assert isinstance(found and found[0], Map)
        yield from site(without_key(found[0], key.text), at=("fx", *uses))  # type: ignore[index, arg-type]


@defect("An exchange rate is wrong, so that parts in two currencies no longer sum.")
def rate_changed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("fx")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        value = node if isinstance(node, Scalar) else node.get("budget") if isinstance(node, Map) else None
        if isinstance(value, Scalar):
            yield from site(
                put(value, value.text + "5" if "." in value.text else value.text + ".5"),
                at=(f"fx.{key.text}", *(g.at for g in sheet.plan.goals.values())),
            )
            yield from site(
                put(value, "9" + value.text),
                at=(f"fx.{key.text}", *(g.at for g in sheet.plan.goals.values())),
            )


@defect("An exchange rate is not above zero.", "bad-rate")
def rate_negative(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("fx")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        if isinstance(node, Scalar):
            yield from site(put(node, f"-{node.text}"), at=(f"fx.{key.text}",))


@defect("One target is yearly where its metric is monthly.")
def target_per_year(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        if value is not None and "/month" in value.text:
            yield from site(put(value, value.text.replace("/month", "/year")), at=(goal.at,))


@defect("A percentage has lost its sign.", "missing-percent")
def percent_sign_lost(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        for field in ("target", "baseline"):
            value = sheet.number(goal, field)
            if value is not None and value.text.endswith("%"):
                yield from site(put(value, value.text[:-1]), at=(goal.at,))


@defect("A percentage is written as a ratio.", "missing-percent")
def percent_as_ratio(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        if value is not None and re.fullmatch(r"\d\d%", value.text):
            yield from site(put(value, f"0.{value.text[:2]}"), at=(goal.at,))


@defect(
    "What is summed over parts is called a ratio.",
    "rate-summed-over-parts",
    "rate-outside-its-parts",
    "count-defined-as-rate",
    "parts-without-weights",
    "formula-kind-differs",
)
def sum_called_ratio(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value, _ in _metrics(sheet, "kind"):
        cut = [
            g.at
            for g in sheet.plan.goals.values()
            if g.metric == path.partition(".")[2] and any(not c.partial for c in g.cuts)
        ]
        if cut and value.text in ADDITIVE:
            for kind in ("ratio", "score"):
                yield from site(put(value, kind), at=(path, *cut))


@defect("A distinct count is summed over parts in which one may be twice.", "distinct-parts-summed")
def distinct_summed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value, _ in _metrics(sheet, "kind"):
        key = path.partition(".")[2]
        cut = [
            g.at for g in sheet.plan.goals.values() if g.metric == key and any(not c.partial for c in g.cuts)
        ]
        if cut and value.text in ("flow", "stock"):
            yield from site(put(value, "distinct"), at=(path, *cut))
        node = sheet.find(path)
        if cut and value.text == "distinct" and node and isinstance(node[0], Map):
            yield from site(without_key(node[0], "disjoint"), at=(path, *cut))


@defect("A level is said to be a flow, so that its dated targets would be summed.")
def stock_called_flow(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value, _ in _metrics(sheet, "kind"):
        goals = [
            g.at
            for g in sheet.plan.goals.values()
            if g.metric == path.partition(".")[2] and g.phasing and g.phasing.dated
        ]
        if value.text in ("stock", "distinct") and goals:
            yield from site(put(value, "flow"), at=(path, *goals))


@defect("A flow is said to be a level, so that its last dated target would be the target.")
def flow_called_stock(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value, _ in _metrics(sheet, "kind"):
        goals = [
            g.at
            for g in sheet.plan.goals.values()
            if g.metric == path.partition(".")[2] and g.phasing and g.phasing.dated
        ]
        if value.text == "flow" and goals:
            yield from site(put(value, "stock"), at=(path, *goals))


@defect("The better direction is turned round, against baseline and target.", *AGAINST)
def direction_flipped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value, _ in _metrics(sheet, "direction"):
        goals = [
            g
            for g in sheet.plan.goals.values()
            if g.metric == path.partition(".")[2] and g.baseline is not None and g.target is not None
        ]
        if goals and value.text in ("up", "down"):
            yield from site(
                put(value, "down" if value.text == "up" else "up"), at=(path, *(g.at for g in goals))
            )


@defect("A bound is turned round, against the direction.", *AGAINST)
def bound_flipped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        if value is not None and value.text[0] in "≤≥":
            yield from site(
                put(value, ("≥" if value.text[0] == "≤" else "≤") + value.text[1:]), at=(goal.at,)
            )


@defect("The better direction is not said.", "direction-missing", "direction-assumed")
def direction_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, _, goals in _metrics(sheet, "direction"):
        found = sheet.find(path)
        metric = sheet.plan.metrics[path.partition(".")[2]]
        if metric.kind == "milestone":
            continue
        if found and isinstance(found[0], Map):
            yield from site(without_key(found[0], "direction"), at=(path, *goals))


@defect("The kind of a metric is not said.", "kind-missing")
def kind_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, _, goals in _metrics(sheet, "kind"):
        found = sheet.find(path)
        if found and isinstance(found[0], Map):
            yield from site(without_key(found[0], "kind"), at=(path, *goals))


@defect("The unit of a metric is not said, and its numbers have one.", "unit-missing", "unit-conflict")
def unit_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, _, goals in _metrics(sheet, "unit"):
        found = sheet.find(path)
        numbers = [
            v.text
            for g, _ in sheet.goals()
            if g.at in goals
            for f in ("target", "baseline")
            if (v := sheet.number(g, f))
        ]
        if not any(re.search(r"[^\d.,≤≥£万亿% ]", text) for text in numbers):
            continue
        if found and isinstance(found[0], Map):
            yield from site(
                without_key(found[0], "unit"), at=(path, *goals, *_users(sheet, path.partition(".")[2]))
            )


def _tiers(sheet: Sheet) -> Iterator[tuple[str, Map]]:
    for goal in sheet.plan.goals.values():
        found = sheet.find(f"{goal.at}.tiers")
        if found and isinstance(found[0], Map):
            yield goal.at, found[0]


@defect("Threshold and stretch stand in each other's place.", "tiers-out-of-order")
def tiers_swapped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _tiers(sheet):
        a, b = node.get("threshold"), node.get("stretch")
        if isinstance(a, Scalar) and isinstance(b, Scalar):
            yield from site(put(a, b.text), put(b, a.text), at=(at,))


@defect("The threshold is the target's better side.", "tiers-out-of-order")
def threshold_beyond_target(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, node in _tiers(sheet):
        a, b = node.get("threshold"), node.get("stretch")
        if isinstance(a, Scalar) and isinstance(b, Scalar) and a.text != b.text:
            yield from site(put(a, b.text), at=(at,))


@defect(
    "The baseline is the target: nothing is wanted.",
    "baseline-equals-target",
    "target-already-met",
    "growth-does-not-match",
)
def baseline_equals_target(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        a, b = sheet.number(goal, "baseline"), sheet.number(goal, "target")
        if a is not None and b is not None:
            yield from site(put(a, b.text.lstrip("≤≥")), at=(goal.at,))


@defect(
    "The target is met already, and no growth is stated that would show it.",
    "baseline-equals-target",
    "target-already-met",
)
def target_already_met(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        a, b = sheet.number(goal, "baseline"), sheet.number(goal, "target")
        if a is not None and b is not None and isinstance(node, Map) and goal.growth is not None:
            yield from site(put(a, b.text.lstrip("≤≥")), without_key(node, "growth"), at=(goal.at,))


@defect("A range ends before it begins.", "empty-range")
def range_reversed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in [*sheet.maps("benchmarks"), *sheet.maps("metrics")]:
        for name in ("growth", "healthy"):
            value = node.get(name)
            found = re.fullmatch(r"(\d+%)-(\d+%)", value.text) if isinstance(value, Scalar) else None
            if found and isinstance(value, Scalar):
                yield from site(put(value, f"{found[2]}-{found[1]}"), at=(path,))


@defect("A healthy range is in a unit that the metric cannot have.", "unit-conflict")
def healthy_in_wrong_unit(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("metrics"):
        value = node.get("healthy")
        if isinstance(value, Scalar):
            yield from site(put(value, "≤8 辆"), at=(path,))
        for _, one in value.pairs if isinstance(value, Map) else ():
            if isinstance(one, Scalar):
                yield from site(put(one, "≤8 辆"), at=(path,))


@defect("A formula adds an amount of money and a number of things.", "unit-mismatch-in-formula")
def formula_adds_apples_and_pears(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for metric in sheet.plan.metrics.values():
        found = sheet.find(f"{metric.at}.formula")
        if (
            metric.formula is None
            or not found
            or not isinstance(found[0], Scalar)
            or "*" not in found[0].text
        ):
            continue
        yield from site(put(found[0], found[0].text.replace("*", "+", 1)), at=(metric.at,))


@defect("A growth is far outside what the benchmark says.", "growth-outside-benchmark")
def benchmark_far_away(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("benchmarks"):
        value = node.get("growth")
        key = path.partition(".")[2]
        goals = [
            g.at
            for g in sheet.plan.goals.values()
            if key in g.benchmark or g.key in sheet.plan.benchmarks[key].goals
        ]
        if isinstance(value, Scalar) and goals:
            yield from site(put(value, "1%-2%"), at=(path, *goals))


@defect("A currency is one that there is not.", "unknown-currency")
def currency_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("currency")
    if found and isinstance(found[0], Scalar):
        yield from site(raw(found[0], "CNX"))
