"""Defects in keys, references and the shape of the goal tree."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from operators import Family, site
from sheet import Edit, Sheet, Site, added, added_section, end_of, name_of, put, raw, without, without_key

from goaltree.planfile.node import Map, Node, Scalar, Seq

defect = Family("shape")


def misspelt(text: str, rng: Random) -> str:
    """The text with two neighbours swapped, or a letter doubled."""
    places = [
        i
        for i in range(len(text) - 1)
        if text[i] != text[i + 1] and text[i] not in "._" and text[i + 1] not in "._"
    ]
    if not places:
        return text + text[-1]
    i = rng.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def _keys(sheet: Sheet, section: str, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps(section):
        for key, _ in node.pairs:
            if key.text != "meta":
                yield from site(put(key, misspelt(key.text, rng)), at=(path,))


@defect("A key of a goal is misspelt.", "unknown-key")
def key_of_goal_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _keys(sheet, "goals", rng)


@defect("A key of a metric is misspelt.", "unknown-key")
def key_of_metric_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _keys(sheet, "metrics", rng)


@defect("A key of a team is misspelt.", "unknown-key")
def key_of_team_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _keys(sheet, "teams", rng)


@defect("A key of an action is misspelt.", "unknown-key")
def key_of_action_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _keys(sheet, "actions", rng)


@defect("A key of the governance is misspelt.", "unknown-key")
def key_of_governance_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("governance")
    for key, _ in found[0].pairs if found and isinstance(found[0], Map) else ():
        yield from site(put(key, misspelt(key.text, rng)), at=("governance",))


@defect("A section of the plan is misspelt.", "unknown-key")
def section_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    root = sheet.reading.root
    for key, _ in root.pairs if root else ():
        if key.text not in ("goaltree", "plan", "include"):
            yield from site(put(key, misspelt(key.text, rng)))


def _scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Seq):
        return [item for item in node.items if isinstance(item, Scalar)]
    if isinstance(node, Map):
        return [key for key, _ in node.pairs]
    return []


def _references(sheet: Sheet, section: str, *fields: str) -> Iterator[tuple[str, Scalar]]:
    for path, node in sheet.maps(section):
        for field in fields:
            yield from ((path, one) for one in _scalars(node.get(field)) if not one.is_null)


def _wrong(found: Iterator[tuple[str, Scalar]], rng: Random) -> Iterator[Site]:
    for path, node in found:
        yield from site(put(node, misspelt(node.text, rng)), at=(path,))


@defect("The goal that an action serves is misspelt.", "unresolved-reference")
def served_goal_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "actions", "serves", "effect"), rng)


@defect("The goal that a goal serves is misspelt.", "unresolved-reference")
def aligned_goal_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "goals", "serves"), rng)


@defect("The goal that a team owns or carries is misspelt.", "unresolved-reference")
def carried_goal_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "teams", "owns", "carries"), rng)


@defect("A metric is misspelt where it is referred to.", "unresolved-reference")
def metric_reference_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    yield from _wrong(_references(sheet, "metrics", "per"), rng)
    for path, node in sheet.section("pairs"):
        yield from _wrong(((path, one) for one in _scalars(node)), rng)
    found = sheet.find("pairs")
    for key, _ in found[0].pairs if found and isinstance(found[0], Map) else ():
        yield from site(put(key, misspelt(key.text, rng)))


@defect("The owner of a goal is misspelt.", "unresolved-reference")
def owner_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "goals", "owner"), rng)


@defect("The team of an action is misspelt.", "unresolved-reference")
def team_of_action_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "actions", "team"), rng)


@defect("The source of a metric is misspelt.", "source-undefined", "unresolved-reference")
def source_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "metrics", "source"), rng)


@defect("The perspective of a goal is misspelt.", "unresolved-reference")
def perspective_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "goals", "perspective"), rng)


@defect("The benchmark of a goal is misspelt.", "unresolved-reference")
def benchmark_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "goals", "benchmark"), rng)


@defect("The action that comes before another is misspelt.", "unresolved-reference")
def earlier_action_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "actions", "after"), rng)


def _cuts(sheet: Sheet) -> Iterator[tuple[str, Scalar, Map]]:
    for goal, node in sheet.goals():
        for section in ("cuts", "of_which"):
            cuts = node.get(section) if isinstance(node, Map) else None
            for name, members in cuts.pairs if isinstance(cuts, Map) else ():
                if isinstance(members, Map):
                    yield goal.at, name, members


@defect("A member of a closed segment is misspelt.", "unknown-member")
def member_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, name, members in _cuts(sheet):
        segment = sheet.plan.segments.get(name.text)
        for key, _ in members.pairs if segment and not segment.open else ():
            yield from site(put(key, misspelt(key.text, rng)), at=(at,))


@defect("A cut is by a dimension that is misspelt.", "segment-undeclared")
def dimension_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, name, _ in _cuts(sheet):
        yield from site(put(name, misspelt(name.text, rng)), at=(at,))


@defect("A segment loses a member that a cut names.", "unknown-member")
def member_undeclared(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("segments"):
        members, key = node.get("members"), path.partition(".")[2]
        segment = sheet.plan.segments.get(key)
        if not isinstance(members, Seq) or segment is None or segment.open:
            continue
        used = {
            m: g.at
            for g in sheet.plan.goals.values()
            for c in g.cuts
            if c.dimension == key
            for m in c.members
        }
        for index, item in enumerate(members.items):
            if isinstance(item, Scalar) and item.text in used:
                yield from site(without(members, index), at=(path, used[item.text]))


@defect("`rolls_up` names a cut that is not there.", "rolls-up-names-no-cut")
def rolls_up_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "goals", "rolls_up"), rng)


@defect("Several complete cuts, and none is said to count.", "several-cuts-none-counts")
def rolls_up_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("goals"):
        goal = sheet.plan.goals.get(path.partition(".")[2])
        if goal and goal.rolls_up and sum(not cut.partial for cut in goal.cuts) > 1:
            yield from site(without_key(node, "rolls_up"), at=(path,))


@defect("A key stands twice, with two values.", "duplicate-key")
def key_twice(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        if isinstance(node, Map) and sheet.number(goal, "target") is not None:
            for found in site(added(node, "target", "1"), at=(goal.at,)):
                yield Site(edits=found.edits, at=found.at, textual=True)


@defect("A goal is defined twice.", "duplicate-key")
def goal_twice(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("goals")
    for key, _ in found[0].pairs if found and isinstance(found[0], Map) else ():
        for one in site(added(found[0], key.text, "{target: 1}"), at=(f"goals.{key.text}",)):  # type: ignore[index]
            yield Site(edits=one.edits, at=one.at, textual=True)


@defect("A metric is defined in place and under `metrics`.", "metric-defined-twice")
def metric_twice(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("goals"):
        key = path.partition(".")[2]
        metric = sheet.plan.metrics.get(key)
        if metric is not None and metric.at.startswith("metrics.") and node.get("metric") is None:
            for one in site(added(node, "kind", "score"), at=(path, metric.at)):
                yield Site(edits=one.edits, at=one.at, textual=True)


@defect("Two goals serve each other.", "goals-in-a-circle")
def alignment_in_a_circle(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        for other in goal.serves:
            found = sheet.find(sheet.plan.goals[other].at) if other in sheet.plan.goals else None
            if found and isinstance(found[0], Map) and found[0].get("serves") is None and "." not in goal.key:
                yield from site(
                    added(found[0], "serves", f"[{goal.key}]"), at=(goal.at, sheet.plan.goals[other].at)
                )


@defect("A goal serves itself.", "goals-in-a-circle")
def goal_serves_itself(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for path, node in sheet.maps("goals"):
        if node.get("serves") is None:
            yield from site(added(node, "serves", f"[{path.partition('.')[2]}]"), at=(path,))


@defect("A metric's formula uses what is computed from it.", "goals-in-a-circle")
def formula_in_a_circle(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for metric in sheet.plan.metrics.values():
        for use in metric.formula.names if metric.formula else ():
            other = sheet.plan.metrics.get(use.name)
            found = sheet.find(other.at) if other and other.formula is None else None
            if found and other and isinstance(found[0], Map):
                yield from site(
                    added(found[0], "formula", metric.key),
                    at=(metric.at, other.at, f"goals.{metric.key}", f"goals.{other.key}"),
                )


@defect("A part of a cut is the goal that is cut.", "goals-in-a-circle")
def cut_in_a_circle(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        cuts = node.get("cuts") if isinstance(node, Map) and "." not in goal.key else None
        for name, members in cuts.pairs if isinstance(cuts, Map) else ():
            for key, value in members.pairs if isinstance(members, Map) else ():
                if isinstance(value, Scalar) or (isinstance(value, Map) and value.is_flow):
                    yield from site(
                        raw(value, f"{{goal: {goal.key}}}"),
                        at=(goal.at, f"{goal.at}.cuts.{name.text}.{key.text}"),
                    )


@defect("A formula uses a name that the plan does not have.", "formula-names-nothing")
def name_in_formula_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for metric in sheet.plan.metrics.values():
        found = sheet.find(f"{metric.at}.formula")
        for use in metric.formula.names if metric.formula and found else ():
            if found and isinstance(found[0], Scalar) and use.name in found[0].text and "." not in use.name:
                yield from site(
                    put(found[0], found[0].text.replace(use.name, misspelt(use.name, rng), 1)),
                    at=(metric.at,),
                )


@defect("A condition uses a name that the plan does not have.", "formula-names-nothing")
def name_in_condition_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, action in sheet.plan.actions.items():
        for index, risk in enumerate(action.risks):
            found = sheet.find(f"actions.{key}.risks[{index}].when")
            if risk.when is not None and found and isinstance(found[0], Scalar):
                name = risk.when.names[0].name
                if name in found[0].text and "." not in name:
                    yield from site(
                        put(found[0], found[0].text.replace(name, misspelt(name, rng), 1)),
                        at=(f"actions.{key}",),
                    )


@defect("A condition calls a function that there is not.", "unknown-function", "unknown-function-in-formula")
def function_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key, action in sheet.plan.actions.items():
        for index, risk in enumerate(action.risks):
            found = sheet.find(f"actions.{key}.risks[{index}].when")
            if risk.when is not None and found and isinstance(found[0], Scalar) and "(" in found[0].text:
                head, _, rest = found[0].text.partition("(")
                yield from site(put(found[0], f"{misspelt(head, rng)}({rest}"), at=(f"actions.{key}",))


@defect("A goal that others serve is gone.", "unresolved-reference", "formula-names-nothing", "metric-unused")
def served_goal_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("goals")
    if found is None or not isinstance(found[0], Map):
        return
    for index, (key, _) in enumerate(found[0].pairs):
        users = [g.at for g in sheet.plan.goals.values() if key.text in g.serves]
        users += [a.at for a in sheet.plan.actions.values() if key.text in (*a.serves, *a.effect)]
        users += [t.at for t in sheet.plan.teams.values() if key.text in (*t.owns, *t.carries)]
        if users:
            yield from site(without(found[0], index), at=users)


@defect("A team that goals name as their owner is gone.", "unresolved-reference")
def owning_team_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("teams")
    if found is None or not isinstance(found[0], Map):
        return
    for index, (key, _) in enumerate(found[0].pairs):
        users = [g.at for g in sheet.plan.goals.values() if g.owner == key.text]
        users += [a.at for a in sheet.plan.actions.values() if a.team == key.text]
        if users:
            yield from site(without(found[0], index), at=users)


@defect("The kind of a metric is a word that there is not.", "not-a-choice")
def kind_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "metrics", "kind"), rng)


@defect("The commitment of a goal is a word that there is not.", "not-a-choice")
def commitment_misspelt(sheet: Sheet, rng: Random) -> Iterator[Site]:
    return _wrong(_references(sheet, "goals", "commitment"), rng)


@defect("Nothing stands behind a key.", "empty-value")
def value_emptied(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, node in sheet.goals():
        for name in ("target", "baseline", "owner"):
            value = node.get(name) if isinstance(node, Map) else None
            if isinstance(value, Scalar):
                yield from site(Edit(name_of(value), value.start, value.end, ""), at=(goal.at,))


@defect("A number stands where a list or mapping is wanted, or the other way round.", "wrong-shape")
def shape_changed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for goal, _ in sheet.goals():
        value = sheet.number(goal, "target")
        if value is not None:
            yield from site(Edit(name_of(value), value.start, end_of(value), "[1, 2]"), at=(goal.at,))


@defect("The plan names a format that is newer than this version.", "format-too-new")
def format_newer(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("goaltree")
    if found and isinstance(found[0], Scalar):
        yield from site(put(found[0], "2"))


@defect("The plan names no format.", "format-unnamed")
def format_removed(sheet: Sheet, rng: Random) -> Iterator[Site]:
    root = sheet.reading.root
    for one in site(without_key(root, "goaltree") if root else None, at=("",)):
        yield Site(edits=one.edits, at=one.at, textual=True)


@defect("A finding is accepted that is not there.", "acceptance-matches-nothing")
def acceptance_for_nothing(sheet: Sheet, rng: Random) -> Iterator[Site]:
    first = next(iter(sheet.files))
    text = sheet.files[first]
    for key in sheet.plan.goals:
        at = text.find("\ninclude:") + 1 or len(text)
        line = f"accepted: [{{code: GT201, at: goals.{key.split('.')[0]}, reason: agreed}}]\n"
        yield from site(Edit(first, at, at, line), at=("accepted[0]",))


@defect("Two keys look alike and are not the same.", "confusable-key")
def key_lookalike(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for key in sheet.plan.metrics:
        other = key.replace("a", "а", 1).replace("o", "о", 1)
        if other != key:
            yield from site(
                added_section(
                    sheet, "metrics", other, "{title: 另一个, kind: flow, unit: 元, direction: up}"
                ),
                at=(f"metrics.{other}", f"metrics.{key}"),
            )


@defect("A key has a character that no key may have.", "unusable-key")
def key_unusable(sheet: Sheet, rng: Random) -> Iterator[Site]:
    found = sheet.find("actions")
    for key, _ in found[0].pairs if found and isinstance(found[0], Map) else ():
        yield from site(put(key, key.text + "/x"), at=(f"actions.{key.text}/x",))


@defect("A member is called like the dimension.", "member-named-like-dimension")
def member_named_like_dimension(sheet: Sheet, rng: Random) -> Iterator[Site]:
    for at, name, members in _cuts(sheet):
        for key, _ in members.pairs:
            yield from site(put(key, name.text), at=(at,))


@defect("An included file is not there.", "file-unreadable", "include-empty")
def include_missing(sheet: Sheet, rng: Random) -> Iterator[Site]:
    first = next(iter(sheet.files))
    text = sheet.files[first]
    for name in list(sheet.files)[1:]:
        at = text.find(name)
        yield from site(Edit(first, at, at + len(name), f"x{name}"))
