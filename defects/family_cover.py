"""Defects in who carries, serves, measures and uses what."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from operators import Family, site
from sheet import Edit, Sheet, Site, added, added_section, put, without, without_key

from goaltree.planfile.node import Map, Scalar, Seq

defect = Family("coverage")


def _removed(sheet: Sheet, section: str, key: str) -> Iterator[Site]:
    for path, node in sheet.maps(section):
        if node.get(key) is not None:
            yield from site(without_key(node, key), at=(path,))


@defect("No team owns or carries a goal.", "goal-carried-by-nobody")
def carrier_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        if not isinstance(node, Map) or goal.key in sheet.plan.parents or goal.restates:
            continue
        if any(not cut.partial for cut in goal.cuts):
            continue
        edits: list[Edit | None] = [without_key(node, "owner")] if goal.owner else []
        for path, team in sheet.maps("teams"):
            here = sheet.plan.teams[path.partition(".")[2]]
            names = [name for name in ("owns", "carries") if goal.key in getattr(here, name)]
            edits += [_unlisted(team, name, goal.key) for name in names]
        yield from site(*edits, at=(goal.at,))


def _unlisted(team: Map, name: str, goal: str) -> Edit | None:
    node = team.get(name)
    keys = (
        [k for k, _ in node.pairs] if isinstance(node, Map) else node.items if isinstance(node, Seq) else []
    )
    for index, key in enumerate(keys):
        if isinstance(key, Scalar) and key.text == goal and isinstance(node, (Map, Seq)):
            return without(node, index) or without_key(team, name)
    return None


@defect("Nobody leads a team.", "team-without-lead")
def lead_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _removed(sheet, "teams", "lead")


@defect("Nothing says where a team's responsibility ends.", "team-without-boundary")
def boundary_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _removed(sheet, "teams", "boundary")


@defect("A boundary is promised and not given.", "unstated-value")
def boundary_unstated(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("teams"):
        value = node.get("boundary")
        if isinstance(value, Scalar):
            yield from site(put(value, "unstated"), at=(path,))


@defect("A target is promised and not given.", "unstated-value")
def target_unstated(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        if value is not None:
            yield from site(put(value, "unstated"), at=(goal.at,))


@defect("An action serves no goal.", "action-serves-no-goal")
def serves_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        if node.get("effect") is None:
            yield from site(without_key(node, "serves"), at=(path,))


@defect("Nobody does an action.", "action-done-by-nobody")
def team_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _removed(sheet, "actions", "team")


@defect("A goal has no target.", "goal-without-target", "parts-without-numbers")
def target_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        if isinstance(node, Map) and not goal.cuts and not (goal.phasing and goal.phasing.dated):
            yield from site(without_key(node, "target"), at=(goal.at,))


@defect("Nothing defines what a goal counts.", "metric-undefined")
def metric_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("metrics")
    if found is None or not isinstance(found[0], Map):
        return
    for index, (key, _) in enumerate(found[0].pairs):
        goals = [goal.at for goal in sheet.plan.goals.values() if goal.metric == key.text]
        if goals:
            yield from site(without(found[0], index), at=goals)


@defect("No action serves a goal, nor anything that leads to it.", "goal-served-by-no-action")
def serving_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        if goal.key in sheet.plan.parents or goal.restates or goal.cuts:
            continue
        leads = any(goal.key in other.serves for other in sheet.plan.goals.values())
        metric = sheet.plan.metrics.get(goal.metric)
        if (
            leads
            or (metric and metric.formula)
            or any(pair.result == goal.metric for pair in sheet.plan.paired)
        ):
            continue
        edits: list[Edit | None] = []
        for path, node in sheet.maps("actions"):
            here = sheet.plan.actions[path.partition(".")[2]]
            names = [name for name in ("serves", "effect") if goal.key in getattr(here, name)]
            edits += [_unlisted(node, name, goal.key) for name in names]
        if edits:
            yield from site(*edits, at=(goal.at,))


@defect("A metric is defined and nothing uses it.", "metric-unused")
def metric_unused(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for number in (1, 2, 3):
        key = f"spare_{number}"
        yield from site(
            added_section(sheet, "metrics", key, "{title: 备用指标, kind: score, unit: 分, direction: up}"),
            at=(f"metrics.{key}",),
        )


@defect("A source is described and nothing comes from it.", "source-unused")
def source_unused(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for number in (1, 2, 3):
        yield from site(
            added_section(sheet, "sources", f"spare_{number}", "{title: 备用系统}"),
            at=(f"sources.spare_{number}",),
        )


@defect("A segment is declared and nothing uses it.", "segment-unused")
def segment_unused(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for number in (1, 2, 3):
        yield from site(
            added_section(sheet, "segments", f"spare_{number}", "{members: [甲, 乙]}"),
            at=(f"segments.spare_{number}",),
        )


@defect("A benchmark is given and nothing is compared with it.", "benchmark-unused")
def benchmark_unused(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for number in (1, 2, 3):
        yield from site(
            added_section(sheet, "benchmarks", f"spare_{number}", "{title: 备用对标, growth: 10%}"),
            at=(f"benchmarks.spare_{number}",),
        )


@defect("No goal falls under a perspective.", "perspective-without-goals")
def perspective_unused(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for number in (1, 2, 3):
        yield from site(
            added_section(sheet, "perspectives", f"spare_{number}", "{title: 备用维度}"),
            at=(f"perspectives.spare_{number}",),
        )


@defect("A team carries no goal.", "team-without-goals")
def team_without_goals(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for number in (1, 2, 3):
        yield from site(
            added_section(sheet, "teams", f"spare_{number}", "{title: 备用部门, lead: 甲, boundary: 乙}"),
            at=(f"teams.spare_{number}",),
        )


@defect("Nobody asks a partner for anything.", "team-asked-for-nothing")
def partner_unused(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for number in (1, 2, 3):
        yield from site(
            added_section(sheet, "teams", f"spare_{number}", "{title: 备用伙伴, role: partner}"),
            at=(f"teams.spare_{number}",),
        )


@defect("A team carries goals and does nothing for them.", "team-without-actions")
def actions_of_team_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("actions")
    if found is None or not isinstance(found[0], Map):
        return
    for team in sheet.plan.teams:
        mine = [
            i
            for i, (key, _) in enumerate(found[0].pairs)
            if (a := sheet.plan.actions.get(key.text)) and a.team == team
        ]
        if len(mine) == 1 and sheet.plan.goals_of(team):
            yield from site(without(found[0], mine[0]), at=(f"teams.{team}",))


@defect("Only one of two teams says that they work together.", "collaboration-named-by-one-side")
def collaboration_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    plan = sheet.plan
    for path, node in sheet.maps("teams"):
        key, listed = path.partition(".")[2], node.get("works_with")
        if not isinstance(listed, Seq):
            continue
        for index, one in enumerate(plan.teams[key].works_with):
            rest = {
                t for i, other in enumerate(plan.teams[key].works_with) if i != index for t in other.with_
            }
            named = (
                [
                    t
                    for t in one.with_
                    if t not in rest and any(key in o.with_ for o in plan.teams[t].works_with)
                ]
                if "all" not in one.with_
                else []
            )
            if named and plan.teams[key].role == "line":
                edit = without(listed, index) or without_key(node, "works_with")
                yield from site(edit, at=(path, *(f"teams.{t}" for t in named)))


@defect("Work is asked of a team that the plan does not have.", "unresolved-reference")
def need_from_nobody(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("actions"):
        needs = node.get("needs")
        for need in needs.items if isinstance(needs, Seq) else ():
            value = need.get("from") if isinstance(need, Map) else None
            if isinstance(value, Scalar):
                yield from site(put(value, "研究院"), at=(path,))


@defect("Work is asked of a team that does not list it.", "work-asked-of-team-that-does-not-list-it")
def need_from_stranger(sheet: Sheet, rng: Random) -> Iterator[Site]:
    plan = sheet.plan
    for path, node in sheet.maps("actions"):
        action, needs = plan.actions[path.partition(".")[2]], node.get("needs")
        for need in needs.items if isinstance(needs, Seq) else ():
            value = need.get("from") if isinstance(need, Map) and need.get("work") is not None else None
            for other, team in plan.teams.items():
                listed = {t for one in team.works_with for t in one.with_}
                done = {plan.actions[key].team for key in action.after}
                if (
                    isinstance(value, Scalar)
                    and team.role == "line"
                    and other not in (action.team, *done)
                    and not listed & {action.team, "all"}
                ):
                    yield from site(put(value, other), at=(path, f"teams.{other}"))


@defect("A hand-over has no date.", "handover-without-date")
def date_of_handover_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _removed(sheet, "handovers", "by")


@defect("A strategic direction points at no goal, metric or perspective.", "direction-served-by-no-goal")
def direction_unserved(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("canvas.directions")
    for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
        for name in ("goals", "perspective", "metrics"):
            if isinstance(node, Map) and node.get(name) is not None:
                yield from site(without_key(node, name), at=(f"canvas.directions.{key.text}",))


@defect("A revenue stream points at no goal.", "revenue-stream-served-by-nothing")
def revenue_stream_unserved(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for name in ("revenue", "revenue_streams"):
        found = sheet.find(f"canvas.blocks.{name}.entries")
        for key, node in found[0].pairs if found and isinstance(found[0], Map) else ():
            if isinstance(node, Map) and node.get("goals") is not None:
                yield from site(without_key(node, "goals"), at=(f"canvas.blocks.{name}.entries.{key.text}",))


@defect("Two teams own the same goal.", "goal-owned-twice")
def goal_owned_twice(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        for path, node in sheet.maps("teams"):
            team, owns = sheet.plan.teams[path.partition(".")[2]], node.get("owns")
            owner = sheet.plan.owner(goal.key)
            if (
                owner
                and owner != team.key
                and goal.owner == owner
                and isinstance(owns, (Map, Seq))
                and "." not in goal.key
            ):
                if isinstance(owns, Map):
                    target = sheet.number(goal, "target")
                    if target is not None:
                        yield from site(added(owns, goal.key, f'"{target.text}"'), at=(goal.at, path))
                elif owns.items:
                    first = owns.items[0]
                    yield from site(
                        Edit(sheet_file(first), first.start, first.start, f"{goal.key}, "), at=(goal.at, path)
                    )


def sheet_file(node: object) -> str:
    """The file that a node stands in."""
    from sheet import name_of

    return name_of(node)  # type: ignore[arg-type]


@defect("A result has no process metric.", "result-without-process-metric")
def pair_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("pairs")
    if found is None or not isinstance(found[0], Map):
        return
    processes = {pair.process for pair in sheet.plan.paired}
    for index, (key, _) in enumerate(found[0].pairs):
        goal = sheet.plan.goals.get(key.text)
        metric = sheet.plan.metrics.get(key.text)
        feeding = any(
            use.name == key.text for m in sheet.plan.metrics.values() if m.formula for use in m.formula.names
        )
        computed = metric is not None and metric.formula is not None
        serving = goal is not None and (goal.serves or computed or feeding)
        fed = any(key.text in g.serves for g in sheet.plan.goals.values())
        if goal is not None and goal.core and key.text not in processes and not serving and not fed:
            yield from site(without(found[0], index), at=(goal.at,))


@defect("A team's key metric leads to no goal of the company.", "key-metric-serves-no-company-goal")
def alignment_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    plan = sheet.plan
    processes = {pair.process for pair in plan.paired}
    feeding = {use.name for m in plan.metrics.values() if m.formula for use in m.formula.names}
    for goal, node in sheet.goals():
        lone = not goal.perspective and not goal.core and goal.metric not in processes | feeding
        if isinstance(node, Map) and goal.serves and lone and goal.key not in plan.parents:
            yield from site(without_key(node, "serves"), at=(goal.at,))
