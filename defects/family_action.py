"""Defects in the dates, needs, effects and risks of actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from operators import Family, site
from places import answers, early, items, late, risks
from sheet import Edit, Sheet, Site, added, name_of, put, without_key

from goaltree.planfile.node import Map, Scalar, Seq

defect = Family("action")


@defect("An action has no time.", "action-without-time")
def time_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        yield from site(without_key(node, "time"), at=(path,))


@defect("An action needs nothing, or does not say what.", "action-without-needs")
def needs_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        if node.get("budget") is None:
            yield from site(without_key(node, "needs"), at=(path,))


@defect("An action has no risk.", "action-without-fallback")
def risks_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        yield from site(without_key(node, "risks"), at=(path,))


@defect("A risk has no answer.", "risk-without-answer", "action-without-fallback")
def fallback_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, risk in risks(sheet):
        yield from site(without_key(risk, "then"), at=(path,))


@defect("A risk has nothing that shows it.", "risk-without-trigger")
def trigger_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, risk in risks(sheet):
        yield from site(without_key(risk, "when"), at=(path,))


@defect("An answer to a risk has no date.", "fallback-without-date")
def date_of_fallback_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, then in answers(sheet):
        yield from site(without_key(then, "by"), at=(path,))


@defect("A fallback comes before what it answers delivers.", "fallback-before-it-can-show")
def fallback_too_early(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, then in answers(sheet):
        action, by = sheet.plan.actions[path.partition(".")[2]], then.get("by")
        milestones = getattr(action.time, "milestones", ())
        launched = len(milestones) > 1 and milestones[0].open_end and not milestones[-1].open_start
        launched = (
            launched and len(milestones) == 2 and re.search("上线|开业|live|launch", milestones[-1].label)
        )
        if (
            isinstance(by, Scalar)
            and launched
            and milestones[-1].period
            and milestones[-1].period.first.isoformat() > early(sheet)
        ):
            yield from site(put(by, early(sheet)), at=(path,))


@defect("A fallback comes before its action begins.", "fallback-before-it-can-show")
def fallback_before_action(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, then in answers(sheet):
        action, by = sheet.plan.actions[path.partition(".")[2]], then.get("by")
        if isinstance(by, Scalar) and getattr(action.time, "start", None) is not None:
            yield from site(put(by, "2019-06-30"), at=(path,))


@defect("A fallback comes after the goal's period.", "fallback-after-plan")
def fallback_too_late(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, then in answers(sheet):
        by = then.get("by")
        if isinstance(by, Scalar):
            yield from site(put(by, late(sheet)), at=(path,))


@defect("An action ends after the goal that it serves.", "action-ends-after-its-goal", "action-outside-plan")
def action_too_late(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        value = node.get("time")
        if isinstance(value, Scalar) and sheet.plan.actions[path.partition(".")[2]].serves:
            yield from site(put(value, f"{late(sheet)} 完成"), at=(path,))


@defect("The milestones of an action are in the wrong order.", "period-reversed")
def milestones_reversed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        value = node.get("time")
        found = (
            re.findall(r"Q[1-4]|20\d\d年|20\d\d-\d\d|\d+月", value.text) if isinstance(value, Scalar) else []
        )
        if isinstance(value, Scalar) and len(found) > 1 and found[0] != found[-1]:
            text = (
                value.text.replace(found[0], "\0", 1)
                .replace(found[-1], found[0], 1)
                .replace("\0", found[-1], 1)
            )
            yield from site(put(value, text), at=(path,))


@defect("An action comes before the one that it has to wait for.", "action-before-what-it-follows")
def action_before_predecessor(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        value = node.get("time")
        if isinstance(value, Scalar) and sheet.plan.actions[path.partition(".")[2]].after:
            yield from site(put(value, "2019-06-30 完成"), at=(path,))


@defect("Two actions wait for each other.", "actions-in-a-circle")
def actions_in_a_circle(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for action in sheet.plan.actions.values():
        for other in action.after:
            found = sheet.find(f"actions.{other}")
            if found and isinstance(found[0], Map) and found[0].get("after") is None:
                yield from site(
                    added(found[0], "after", f"[{action.key}]"), at=(action.at, f"actions.{other}")
                )


@defect("Something is needed after the action has ended.", "need-later-than-its-action")
def need_too_late(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        action = sheet.plan.actions[path.partition(".")[2]]
        for need in items(node.get("needs")):
            by = need.get("by")
            if isinstance(by, Scalar) and getattr(action.time, "end", None) is not None:
                yield from site(put(by, late(sheet)), at=(path,))


@defect("What is needed of another team has no date.", "need-without-date")
def date_of_need_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        for need in items(node.get("needs")):
            asked = need.get("work") is not None or need.get("data") is not None
            if asked and need.get("from") is not None and need.get("by") is not None:
                yield from site(without_key(need, "by"), at=(path,))


@defect("A date is one that there is not.", "date-impossible", "period-impossible", "timing-unreadable")
def date_impossible(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, then in answers(sheet):
        by = then.get("by")
        if isinstance(by, Scalar):
            yield from site(put(by, "2025-02-30"), at=(path,))


@defect("A quarter is one that there is not.", "period-impossible", "period-unreadable", "timing-unreadable")
def quarter_impossible(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        value = node.get("time")
        if isinstance(value, Scalar) and re.search(r"Q[1-4]", value.text):
            yield from site(put(value, re.sub(r"Q[1-4]", "Q5", value.text, count=1)), at=(path,))


@defect("A time says nothing that is a time.", "timing-unreadable")
def time_unreadable(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        value = node.get("time")
        if isinstance(value, Scalar):
            yield from site(put(value, "尽快"), at=(path,))


@defect(
    "A dated target is outside the goal's period.",
    "dated-target-outside-its-period",
    "period-targets-do-not-fit-the-whole",
)
def dated_target_outside(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal in sheet.plan.goals.values():
        found = sheet.find(f"{goal.at}.phasing.dated")
        for key, _ in found[0].pairs if found and isinstance(found[0], Map) else ():
            year = re.search(r"20\d\d", key.text)
            if year:
                yield from site(put(key, key.text.replace(year[0], "2031")), at=(goal.at,))


@defect("A goal's period is outside the plan's.", "goal-outside-plan-period")
def period_outside(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("goals"):
        goal = sheet.plan.goals.get(path.partition(".")[2])
        if goal and goal.period is None and not goal.phasing:
            yield from site(added(node, "period", "2019-01..2019-12"), at=(path,))


@defect("A chance is above 100 %.", "share-of-action-out-of-range")
def chance_above_all(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        if node.get("effect") is not None:
            yield from site(added(node, "chance", "130%"), at=(path,))


@defect(
    "The effects that actions state do not close the gap.",
    "effects-do-not-close-the-gap",
    "effects-close-the-gap-by-rounding-only",
)
def effect_too_small(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        effect = node.get("effect")
        for key, value in effect.pairs if isinstance(effect, Map) else ():
            hit = re.search(r"\d[\d.,]*", value.text) if isinstance(value, Scalar) else None
            if isinstance(value, Scalar) and hit:
                less = f"{float(hit[0].replace(',', '')) / 10:.10g}"
                goal = sheet.plan.goal_names.resolve(key.text)
                metric = (
                    sheet.plan.metrics.get(sheet.plan.goals[goal].metric) if isinstance(goal, str) else None
                )
                driven = metric is None or metric.formula is not None
                if driven or not isinstance(goal, str) or sheet.plan.goals[goal].baseline is None:
                    continue
                at = sheet.plan.goals[goal].at
                yield from site(put(value, value.text.replace(hit[0], less, 1)), at=(path, at))


@defect("An effect pushes its goal the wrong way.", "effect-against-its-goal", "effects-do-not-close-the-gap")
def effect_sign_flipped(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        effect = node.get("effect")
        for key, value in effect.pairs if isinstance(effect, Map) else ():
            if isinstance(value, Scalar) and value.text.startswith("+"):
                goal = sheet.plan.goal_names.resolve(key.text)
                at = sheet.plan.goals[goal].at if isinstance(goal, str) else path
                yield from site(put(value, "-" + value.text[1:]), at=(path, at))


@defect("Work or data is needed, and nobody is asked for it.", "need-from-nobody")
def giver_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        for need in items(node.get("needs")):
            if need.get("from") is not None and (
                need.get("work") is not None or need.get("data") is not None
            ):
                yield from site(without_key(need, "from"), at=(path,))


@defect("A team works with others, and nothing says for what.", "collaboration-about-nothing")
def subject_of_collaboration_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("teams"):
        for one in items(node.get("works_with")):
            if one.get("serves") is None:
                yield from site(without_key(one, "for"), at=(path,))


@defect(
    "A team names a collaboration with nobody.",
    "collaboration-with-nobody",
    "collaboration-named-by-one-side",
)
def partner_of_collaboration_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("teams"):
        for one in items(node.get("works_with")):
            yield from site(without_key(one, "with"), at=(path,))


def _triggers(sheet: Sheet) -> Iterator[tuple[str, Scalar]]:
    for path, risk in risks(sheet):
        value = risk.get("when")
        if isinstance(value, Scalar):
            yield path, value


@defect("What shows a risk names no number of the plan.", "trigger-constant")
def trigger_constant(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value in _triggers(sheet):
        yield from site(Edit(name_of(value), value.start, value.end, '"0.8 < 0.9"'), at=(path,))


@defect("What shows a risk holds even when every target is met.", "trigger-true-at-target")
def trigger_true_at_target(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value in _triggers(sheet):
        if value.text.startswith(("pace(", "attainment(")) and " < " in value.text:
            yield from site(
                Edit(name_of(value), value.start, value.end, f'"{value.text.replace(" < ", " > ")}"'),
                at=(path,),
            )


@defect("What shows a risk is measured by nobody.", "trigger-without-source")
def trigger_without_source(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, value in _triggers(sheet):
        name = re.search(r"\((\w+)\)", value.text)
        metric = sheet.plan.metrics.get(name[1]) if name else None
        found = (
            sheet.find(metric.at)
            if metric and metric.source and metric.formula is None and metric.kind != "milestone"
            else None
        )
        if found and metric and isinstance(found[0], Map):
            yield from site(without_key(found[0], "source"), at=(path, metric.at))


@defect("Two parts of a cut have no number.", "parts-without-numbers", "goal-without-target")
def parts_without_numbers(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        cuts = node.get("cuts") if isinstance(node, Map) else None
        for name, members in cuts.pairs if isinstance(cuts, Map) else ():
            parts = [value for _, value in members.pairs] if isinstance(members, Map) else []
            whole = [
                part
                for part in parts
                if isinstance(part, Map) and part.get("owner") and part.get("target") and not part.get("cuts")
            ]
            if len(whole) > 1:
                yield from site(
                    *(without_key(part, "target") for part in whole[:2]),
                    at=(goal.at, f"{goal.at}.cuts.{name.text}"),
                )


@defect("A word may mean two goals.", "ambiguous-reference")
def title_of_two_goals(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        listed = node.get("serves")
        first = listed.items[0] if isinstance(listed, Seq) and listed.items else None
        goals = [key for key in sheet.plan.goals if "." not in key]
        if isinstance(first, Scalar) and first.text in goals and len(goals) > 1:
            other = next(key for key in goals if key != first.text)
            a, b = sheet.find(f"goals.{first.text}"), sheet.find(f"goals.{other}")
            if a and b and isinstance(a[0], Map) and isinstance(b[0], Map):
                yield from site(
                    added(a[0], "aka", "[同名]"), added(b[0], "aka", "[同名]"), put(first, "同名"), at=(path,)
                )
