"""One goal with everything about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import UnknownKeyError
from ..finding import Finding, Lang
from ..model.canvas import Entry
from ..model.goal import Goal
from ..model.metric import Metric
from ..model.pair import Pair
from ..model.plan import Plan
from ..model.tree import Tree
from . import goal_ties as ties
from .company import perspective_of
from .line import Line, Piece, line, titled
from .section import about, bullets, fields, finding_lines, section, spaced
from .speech import Speech
from .table import Cell
from .work import action_lines, spread


def goal_card_lines(
    plan: Plan, name: str, *, findings: Iterable[Finding] = (), lang: Lang = "en", room: int = 100
) -> list[Line]:
    """Everything that a plan says about a goal.

    Args:
        plan: The plan.
        name: Key, address, title or alias of the goal, or of a metric with one goal.
        findings: The plan's findings, of which those about the goal are shown.
        lang: Language of titles and labels.
        room: Terminal columns in all.

    Raises:
        UnknownKeyError: No goal goes by that name, or more than one does.
        CycleError: Goals depend on themselves.
    """
    say = Speech(plan, lang)
    goal = found_goal(plan, name)
    tree = Tree.of(plan)
    metric = say.metric_of(goal)
    blocks = [
        _head(goal, say, room),
        spaced(fields(_numbers(goal, say), room)),
        section(say("Metric", "指标"), [*fields(_metric(metric, say), room), *_stands(metric, say)])
        if metric
        else [],
        *ties.cuts(goal, say, room),
        section(say("Serves", "服务于"), ties.up(goal, tree, say, room), ties.reached(goal, tree, say)),
        section(say("Made of and served by", "由此构成、受此支撑"), ties.down(goal, tree, say, room)),
        section(say("Pairs", "配对"), bullets(_pairs(goal, say), room)),
        section(say("Restated by", "复述它的数字"), ties.restated(goal, say, room)),
        section(say("Actions", "行动"), _actions(goal, say, room)),
        section(say("Hand-overs", "指标交接"), bullets(_handovers(goal, say), room)),
        section(say("In the canvas", "商业模式画布中"), bullets(_canvas(goal, say), room)),
        section(say("Findings", "检查结果"), _findings(goal, metric, findings, say, room)),
    ]
    return spread(blocks)


def found_goal(plan: Plan, name: str) -> Goal:
    """The goal of a name; a metric's name means its goal where it has just one.

    Raises:
        UnknownKeyError: No goal goes by that name, or more than one does.
    """
    try:
        return plan.goal(name)
    except UnknownKeyError:
        metric = plan.names("metrics").resolve(name)
        goals = [g for key, g in plan.goals.items() if g.metric == metric and key not in plan.parents]
        if len(goals) != 1:
            raise
        return goals[0]


def _head(goal: Goal, say: Speech, room: int) -> list[Line]:
    plan = say.plan
    perspective = perspective_of(plan, goal.key)
    facts = [goal.key, *goal.aka, say.perspective(perspective), say("core", "核心目标") if goal.core else ""]
    span = plan.where(goal.at)
    title = say.goal(goal.key)
    return [
        *titled(title, " · ".join(fact for fact in facts if fact and fact != title), room),
        *([line(Piece(str(span), "faint"))] if span else []),
    ]


def _numbers(goal: Goal, say: Speech) -> Iterator[tuple[str, str | Cell]]:
    plan = say.plan
    ends = say.number(goal.baseline), say.number(goal.target)
    yield say("target", "目标"), " → ".join(end for end in ends if end) or say("none", "没有")
    yield say("stated growth", "写明的增长"), say.change(goal.growth)
    if goal.tiers is not None:
        yield say("threshold", "底线"), say.number(goal.tiers.threshold)
        yield say("stretch", "挑战值"), say.number(goal.tiers.stretch)
    period = goal.period or plan.period
    told = [str(period) if period else "", say.word(goal.semantics), say.word(goal.commitment)]
    yield say("period", "期间"), " · ".join(part for part in told if part)
    yield (
        say("segment", "范围"),
        say.join(f"{say.dimension(k)}: {say.join(v)}" for k, v in goal.segment.items()),
    )
    if goal.phasing is not None:
        dated = (f"{when} {number}" for when, number in goal.phasing.dated.items())
        yield say("phasing", "节奏"), say.join((goal.phasing.curve or "", *dated))
    yield say("weight", "权重"), "" if goal.weight is None else str(goal.weight)
    yield from _carriers(goal, say)
    yield say("why", "意义"), say.text(goal.why)
    yield say("note", "备注"), say.text(goal.note)
    yield say("benchmark", "对标"), say.join(_benchmarks(goal, say))


def _carriers(goal: Goal, say: Speech) -> Iterator[tuple[str, str | Cell]]:
    plan = say.plan
    owner = plan.owner(goal.key)
    others = [team for team in plan.carriers.get(goal.key, ()) if team != owner]
    if owner is None and not others:
        yield say("owner", "负责"), Cell(say("nobody", "无人承担"), "warning")
        return
    team = plan.teams.get(owner or "")
    lead = say.text(team.lead) if team else ""
    yield say("owner", "负责"), say.team(owner) + (say(f" ({lead})", f"（{lead}）") if lead else "")
    yield say("carried by", "承担"), say.teams(others)


def _benchmarks(goal: Goal, say: Speech) -> Iterator[str]:
    for key, one in say.plan.benchmarks.items():
        if key in goal.benchmark or goal.key in one.goals:
            told = [
                say.text(one.title) or key,
                say.number(one.growth),
                say.number(one.value),
                say.text(one.origin),
            ]
            yield " ".join(part for part in told if part)


def _metric(metric: Metric, say: Speech) -> Iterator[tuple[str, str | Cell]]:
    title = say.text(metric.title) or metric.key
    yield say("name", "名称"), say.join((title, *(name for name in metric.aka if name != title)))
    yield say("definition", "定义"), say.text(metric.definition)
    unit = str(metric.unit) if metric.unit is not None else ""
    told = (say.word(metric.kind), unit, say.word(metric.direction))
    yield say("kind", "类型"), " · ".join(part for part in told if part)
    yield say("formula", "公式"), str(metric.formula) if metric.formula else ""
    yield say("mean per", "均值按"), say.title(metric.per) if metric.per else ""
    yield say("split by", "可拆分"), say.join(say.dimension(key) for key in metric.by)
    yield say("source", "数据来源"), say.join(_source(key, say) for key in metric.source)
    yield say("healthy", "健康值"), say.per_member(metric.healthy)
    yield say("standard", "标准"), say.per_member(metric.standard)
    yield say("thresholds", "口径门槛"), say.per_member(metric.thresholds)
    yield say("why", "意义"), say.text(metric.why)


def _stands(metric: Metric, say: Speech) -> list[Line]:
    span = say.plan.where(metric.at)
    return [line("  ", Piece(str(span), "faint"))] if span else []


def _source(key: str, say: Speech) -> str:
    source = say.plan.sources.get(key)
    return (say.text(source.title) or key) if source else key


def _pairs(goal: Goal, say: Speech) -> Iterator[str]:
    for pair in say.plan.paired:
        if pair.result == goal.metric:
            yield say("process metric: ", "过程指标：") + _lead(pair, pair.process, say)
        if pair.process == goal.metric:
            yield say("result metric: ", "结果指标：") + _lead(pair, pair.result, say)


def _lead(pair: Pair, other: str, say: Speech) -> str:
    lag, sign = say.length(pair.lead.lag), pair.lead.sign
    told = [say.title(other)]
    told.append(say(f"lag {lag}", f"滞后 {lag}") if lag else "")
    told.append({"+": say("moves it up", "同向"), "-": say("moves it down", "反向")}.get(sign or "", ""))
    told.append(say.text(pair.lead.because))
    return say(", ", "，").join(part for part in told if part)


def _actions(goal: Goal, say: Speech, room: int) -> list[Line]:
    keys = say.plan.servers.get(goal.key, ())
    return spread(action_lines(key, say.plan.actions[key], say, room, with_team=True) for key in keys)


def _handovers(goal: Goal, say: Speech) -> Iterator[str]:
    for key, one in say.plan.handovers.items():
        if goal.key in (one.from_, one.to):
            ends = f"{say.goal(one.from_) if one.from_ else '?'} → {say.goal(one.to) if one.to else '?'}"
            told = [say.text(one.title) or key, ends, say.teams(one.teams), say.time(one.by)]
            yield say(", ", "，").join(part for part in told if part)


def _canvas(goal: Goal, say: Speech) -> Iterator[str]:
    canvas = say.plan.canvas
    if canvas is None:
        return
    blocks: list[tuple[str, Iterable[tuple[str, Entry]]]] = [
        (say.text(block.title) or key, block.entries.items()) for key, block in canvas.blocks.items()
    ]
    blocks += [
        (say("moats", "护城河"), canvas.moats.items()),
        (say("challenges", "挑战"), canvas.challenges.items()),
        (say("directions", "战略方向"), canvas.directions.items()),
        (say("aims", "终极目的"), canvas.aims.items()),
    ]
    for title, entries in blocks:
        for key, entry in entries:
            if goal.key in entry.goals or goal.metric in entry.metrics:
                yield f"{title}{say(': ', '：')}{say.text(entry.title) or key}"


def _findings(
    goal: Goal, metric: Metric | None, findings: Iterable[Finding], say: Speech, room: int
) -> list[Line]:
    teams = (
        f"{team.at}.{part}.{goal.key}" for team in say.plan.teams.values() for part in ("owns", "carries")
    )
    paths = (goal.at, metric.at if metric else "", f"pairs.{goal.metric}", *teams)
    return finding_lines(about(findings, *paths), say, room)
