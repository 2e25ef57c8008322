"""Defects in pairs, in the words of formulas and conditions, and in the fit of parts and wholes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from operators import Family, site
from sheet import Edit, Sheet, Site, added, added_section, end_of, name_of, put, raw, without_key

from goaltree.planfile.node import Map, Scalar, Seq

defect = Family("pair")


def _pairs(sheet: Sheet) -> Iterator[tuple[Scalar, Map]]:
    found = sheet.find("pairs")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        if isinstance(node, Map):
            yield key, node


@defect("A result is paired with itself.", "pair-with-itself")
def pair_with_itself(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, node in _pairs(sheet):
        for process, _ in node.pairs:
            yield from site(put(process, key.text), at=(f"pairs.{key.text}",))


@defect("Two metrics lead each other.", "pairs-in-a-circle")
def pairs_in_a_circle(sheet: Sheet, rng: Random) -> Iterator[Site]:
    results = {key.text for key, _ in _pairs(sheet)}
    for key, node in _pairs(sheet):
        for process, _ in node.pairs:
            if process.text not in results:
                edit = added_section(sheet, "pairs", process.text, f"{{{key.text}: 互为因果}}")
                yield from site(edit, at=(f"pairs.{key.text}", f"pairs.{process.text}"))


@defect("A process metric leads its result by longer than the plan lasts.", "lag-longer-than-plan")
def lag_too_long(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, node in _pairs(sheet):
        for process, lead in node.pairs:
            value = lead.get("lag") if isinstance(lead, Map) else None
            if isinstance(value, Scalar):
                yield from site(put(value, "80 months"), at=(f"pairs.{key.text}.{process.text}",))


@defect("The sign of a pair says that the one worsens the other.", "sign-against-directions")
def sign_of_pair_flipped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, node in _pairs(sheet):
        for process, lead in node.pairs:
            value = lead.get("sign") if isinstance(lead, Map) else None
            one, two = sheet.plan.metrics.get(key.text), sheet.plan.metrics.get(process.text)
            same = one is not None and two is not None and one.direction == two.direction
            if (
                isinstance(value, Scalar)
                and value.text == ("+" if same else "-")
                and one
                and two
                and "band" not in (one.direction, two.direction)
            ):
                yield from site(
                    put(value, "-" if value.text == "+" else "+"),
                    at=(f"pairs.{key.text}.{process.text}", f"pairs.{key.text}"),
                )


@defect("A pair is told twice, and differently.", "pair-told-differently")
def pair_told_twice(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, node in _pairs(sheet):
        for process, lead in node.pairs:
            found = sheet.find(f"metrics.{process.text}")
            if isinstance(lead, Map) and lead.get("lag") is not None and found and isinstance(found[0], Map):
                one, two = added(found[0], "leads", key.text), added(found[0], "lag", "7 months")
                if one and two:
                    both = Edit(one.file, one.start, one.end, one.text + two.text)
                    yield from site(both, at=(f"metrics.{process.text}", f"pairs.{key.text}"))


@defect("A process metric says neither a target nor what is healthy.", "process-metric-without-level")
def level_of_process_missing(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, node in _pairs(sheet):
        name = f"watch_{key.text}"
        metric = added_section(
            sheet, "metrics", name, "{title: 新观察指标, kind: score, unit: 分, direction: up}"
        )
        yield from site(metric, added(node, name, "先行迹象"), at=(f"metrics.{name}", f"pairs.{key.text}"))


@defect("A process metric is observed later than its result.", "process-metric-seen-too-rarely")
def process_seen_too_rarely(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, node in _pairs(sheet):
        result = sheet.find(f"metrics.{key.text}")
        for process, _ in node.pairs:
            found = sheet.find(f"metrics.{process.text}")
            if (
                result
                and found
                and isinstance(result[0], Map)
                and isinstance(found[0], Map)
                and process.text != key.text
            ):
                one, two = added(result[0], "grain", "week"), added(found[0], "grain", "quarter")
                yield from site(
                    one, two, at=(f"metrics.{key.text}", f"metrics.{process.text}", f"pairs.{key.text}")
                )


def _conditions(sheet: Sheet) -> Iterator[tuple[str, Scalar]]:
    for key, action in sheet.plan.actions.items():
        for index in range(len(action.risks)):
            found = sheet.find(f"actions.{key}.risks[{index}].when")
            if found and isinstance(found[0], Scalar):
                yield f"actions.{key}", found[0]


def _rewritten(sheet: Sheet, pattern: str, new: str) -> Iterator[Site]:
    for at, node in _conditions(sheet):
        text = re.sub(pattern, new, node.text, count=1)
        if text != node.text:
            yield from site(Edit(name_of(node), node.start, end_of(node), f'"{text}"'), at=(at,))


@defect("A condition compares three things at once.", "chained-comparison")
def comparison_chained(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _rewritten(sheet, r"^", "0 < ")


@defect("A function has an argument too many.", "wrong-argument-count")
def argument_too_many(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _rewritten(sheet, r"\((\w+)\)", r"(\1, 2)")


@defect("A bracket of a condition is not closed.", "unbalanced-parenthesis")
def parenthesis_open(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _rewritten(sheet, r"\)", "")


@defect("A condition is a number.", "number-used-as-condition")
def condition_is_number(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _rewritten(sheet, r" [<>]=? .*", "")


@defect("A condition has a unit behind its number.", "malformed-number-in-formula")
def unit_in_condition(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _rewritten(sheet, r"(\d)$", r"\1万吨")


@defect("A condition ends in the middle.", "misplaced-part-of-formula", "empty-formula")
def condition_cut_off(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _rewritten(sheet, r"([<>]=?) .*", r"\1")


@defect("A condition uses a sign that no formula has.", "symbol-outside-formula")
def symbol_in_condition(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _rewritten(sheet, r" < ", " @ ")


@defect("A metric's formula uses a function that is for conditions.", "condition-function-in-formula")
def condition_in_formula(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for metric in sheet.plan.metrics.values():
        found = sheet.find(f"{metric.at}.formula")
        for use in metric.formula.names if metric.formula and found else ():
            if found and isinstance(found[0], Scalar) and "." not in use.name:
                text = re.sub(rf"\b{use.name}\b(?!\.)", f"pace({use.name})", found[0].text, count=1)
                if text != found[0].text:
                    yield from site(put(found[0], text), at=(metric.at,))


@defect("An assertion uses a goal of which there is no number.", "assertion-cannot-be-decided")
def assertion_undecidable(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("asserts")
    for metric in sheet.plan.metrics.values():
        if (
            any(goal.metric == metric.key for goal in sheet.plan.goals.values())
            or not found
            or not isinstance(found[0], Seq)
        ):
            continue
        for index, item in enumerate(found[0].items):
            value = item.get("assert") if isinstance(item, Map) else None
            if isinstance(value, Scalar):
                yield from site(put(value, f"{metric.key} >= 90%"), at=(f"asserts[{index}]", "asserts"))


@defect(
    "A ratio is counted in a unit that counts something.",
    "count-defined-as-rate",
    "formula-kind-differs",
    "rate-outside-its-parts",
    "rate-summed-over-parts",
)
def count_as_rate(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("metrics"):
        kind, unit = node.get("kind"), node.get("unit")
        if (
            isinstance(kind, Scalar)
            and isinstance(unit, Scalar)
            and kind.text == "flow"
            and unit.text in ("元", "单", "人", "USD", "GBP")
        ):
            yield from site(
                put(kind, "ratio"),
                at=(path, *(g.at for g in sheet.plan.goals.values() if g.metric == path.partition(".")[2])),
            )


@defect("What adds up is counted in percent.", "rate-defined-as-count")
def rate_as_count(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("metrics"):
        kind, unit = node.get("kind"), node.get("unit")
        if (
            isinstance(kind, Scalar)
            and isinstance(unit, Scalar)
            and kind.text == "ratio"
            and unit.text == "%"
        ):
            yield from site(put(kind, "flow"), at=(path,))


@defect("A mean is per something else than its unit says.", "mean-per-another-unit")
def mean_per_other(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("metrics"):
        per, unit = node.get("per"), node.get("unit")
        if isinstance(per, Scalar) and isinstance(unit, Scalar) and re.search(r"/(?:单|人次|件)$", unit.text):
            yield from site(
                put(unit, unit.text.rpartition("/")[0] + "/辆"),
                at=(path, *(g.at for g in sheet.plan.goals.values() if g.metric == path.partition(".")[2])),
            )


@defect("The target of a level is said to be a total.", "semantics-against-kind")
def semantics_against_kind(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("goals"):
        goal = sheet.plan.goals.get(path.partition(".")[2])
        metric = sheet.plan.metrics.get(goal.metric) if goal else None
        if metric and metric.kind in ("stock", "ratio") and goal and goal.semantics is None:
            yield from site(added(node, "semantics", "total"), at=(path, metric.at))


@defect("A curve is one that there is not.", "phasing-curve-unknown")
def curve_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("goals"):
        if node.get("phasing") is None:
            yield from site(added(node, "phasing", "seasonl"), at=(path,))


@defect("A part is counted in another unit than its whole.", "part-in-another-unit", "part-of-another-kind")
def part_of_another_metric(sheet: Sheet, rng: Random) -> Iterator[Site]:
    plan = sheet.plan
    for goal in plan.goals.values():
        metric = plan.metrics.get(goal.metric)
        for cut in goal.cuts:
            for member in cut.members:
                found = sheet.find(
                    f"{goal.at}.{'of_which' if cut.partial else 'cuts'}.{cut.dimension}.{member}"
                )
                for other in plan.goals.values():
                    unit = plan.metrics[other.metric].unit if other.metric in plan.metrics else None
                    if (
                        found
                        and metric
                        and metric.unit
                        and unit
                        and not unit.same_dimension(metric.unit)
                        and "." not in other.key
                        and not other.serves
                    ):
                        yield from site(raw(found[0], f"{{goal: {other.key}}}"), at=(goal.at, other.at))
                        break


@defect("A goal restates another in another unit.", "restated-in-another-unit")
def restated_in_another_unit(sheet: Sheet, rng: Random) -> Iterator[Site]:
    plan = sheet.plan
    for path, node in sheet.maps("goals"):
        goal = plan.goals.get(path.partition(".")[2])
        unit = plan.metrics[goal.metric].unit if goal and goal.metric in plan.metrics else None
        for other in plan.goals.values():
            second = plan.metrics[other.metric].unit if other.metric in plan.metrics else None
            if (
                goal
                and unit
                and second
                and not unit.same_dimension(second)
                and not goal.restates
                and "." not in other.key
            ):
                yield from site(added(node, "restates", other.key), at=(path, other.at))
                break


@defect("A metric that is to stay in a band has one number as its target.", "band-without-range")
def band_without_range(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("metrics"):
        value = node.get("direction")
        goals = [g for g in sheet.plan.goals.values() if g.metric == path.partition(".")[2]]
        if isinstance(value, Scalar) and value.text != "band" and goals and not any(g.cuts for g in goals):
            yield from site(put(value, "band"), at=(path, *(g.at for g in goals)))


@defect("A share of a whole is above 100 %.", "share-beyond-100")
def share_above_all(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        metric = sheet.plan.metrics.get(goal.metric)
        parts = metric and metric.formula and re.fullmatch(r"([\w]+)\.[\w.]+ / \1", str(metric.formula))
        if value is not None and parts:
            yield from site(put(value, "350%"), at=(goal.at,))


@defect(
    "A part's period is outside its whole's.",
    "part-outside-the-period-of-its-whole",
    "goal-outside-plan-period",
)
def part_outside_period(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        if (
            goal.key in sheet.plan.parents
            and isinstance(node, Map)
            and goal.period is None
            and not goal.phasing
        ):
            yield from site(added(node, "period", "2031-01..2031-06"), at=(goal.at,))


@defect("The plan does not say when it is.", "period-missing", "period-without-year")
def period_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    root = sheet.reading.root
    yield from site(without_key(root, "period") if root else None, at=("", "period", "goals"))


@defect("A phase lies outside the plan's period.", "phase-outside-plan-period")
def phase_too_long(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("phases")
    if found and isinstance(found[0], Map) and isinstance(found[0].pairs[-1][1], Scalar):
        key, value = found[0].pairs[-1]
        yield from site(put(value, "40 weeks"), at=(f"phases.{key.text}",))  # type: ignore[arg-type]


def _dated_team(sheet: Sheet, text: str) -> Iterator[Site]:
    for path, node in sheet.maps("teams"):
        key = path.partition(".")[2]
        if sheet.plan.goals_of(key):
            pair = dict(part.split(": ") for part in text.split(", "))
            (one, first), *rest = pair.items()
            edit = added(node, one, first)
            if edit and rest:
                edit = Edit(
                    edit.file,
                    edit.start,
                    edit.end,
                    edit.text + edit.text.replace(one, rest[0][0]).replace(first, rest[0][1]),
                )
            yield from site(edit, at=(path, *(sheet.plan.goals[g].at for g in sheet.plan.goals_of(key))))


@defect("A team ends before it begins.", "team-dates-reversed")
def team_dates_reversed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _dated_team(sheet, "since: 2025-12-01, until: 2025-04-01")


@defect("A team is gone before its goal is due.", "team-ends-before-its-goal")
def team_gone_too_early(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _dated_team(sheet, "until: 2025-10-01")


@defect("A team exists at another time than the plan.", "team-outside-plan-period")
def team_of_another_time(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _dated_team(sheet, "until: 2019-12-31")


@defect("An acceptance does not say why.", "acceptance-without-reason", "acceptance-matches-nothing")
def acceptance_without_reason(sheet: Sheet, rng: Random) -> Iterator[Site]:
    first = next(iter(sheet.files))
    text = sheet.files[first]
    at = text.find("\ninclude:") + 1 or len(text)
    yield from site(Edit(first, at, at, "accepted: [{code: GT408}]\n"), at=("accepted[0]",))


@defect("Nearly all of the target is due at the very end.", "most-of-target-comes-last")
def target_comes_last(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("goals"):
        goal = sheet.plan.goals.get(path.partition(".")[2])
        metric = sheet.plan.metrics.get(goal.metric) if goal else None
        value = sheet.number(goal, "target") if goal else None
        found = re.match(r"\d+(?:\.\d+)?", value.text) if value else None
        whole = sheet.plan.period
        if not (
            goal
            and metric
            and metric.kind == "flow"
            and goal.phasing is None
            and found
            and value
            and whole
            and whole.label == "2025"
        ):
            continue
        number, rest = float(found[0]), value.text[found.end() :]
        parts = [number * 0.05, number * 0.05, number * 0.05]
        text = ", ".join(
            f'2025Q{i + 1}: "{part:.10g}{rest}"' for i, part in enumerate([*parts, number - sum(parts)])
        )
        yield from site(added(node, "phasing", f"{{dated: {{{text}}}}}"), at=(path,))
