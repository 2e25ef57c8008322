"""Rules on the coverage of teams and actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.plan import Plan
from .rulebook import Check, found, unread
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM

TEAM_WITHOUT_GOALS: Final = Rule(
    code="GT405",
    name="team-without-goals",
    level="warning",
    message=Words(
        "The team `{key}` ({title}) owns and carries no goal.",
        "团队 `{key}`（{title}）没有负责或承担任何目标。",
    ),
    hint=Words(
        "Give it goals in `owns:` or `carries:`; or say `role: support` or `role: partner`.",
        "请在 `owns:` 或 `carries:` 中给它目标；或写明 `role: support` 或 `role: partner`。",
    ),
    why=Words(
        "A line team without a goal cannot tell whether it did well.",
        "没有目标的业务团队无法判断自己做得好不好。",
    ),
    wrong=HEAD
    + GOAL
    + TEAM
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站}\n"
    + ACTION
    + "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成}\n",
    right=HEAD
    + GOAL
    + TEAM
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站, carries: [sales]}\n"
    + ACTION
    + "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成}\n",
)
TEAM_WITHOUT_ACTIONS: Final = Rule(
    code="GT406",
    name="team-without-actions",
    level="warning",
    message=Words(
        "The team `{key}` ({title}) carries {count} of the goals and has no action.",
        "团队 `{key}`（{title}）承担 {count} 个目标，却没有任何行动。",
    ),
    hint=Words(
        "Add its actions under `actions:` with `team: {key}`.",
        "请在 `actions:` 下补上它的行动，写明 `team: {key}`。",
    ),
    why=Words(
        "Goals without actions have no way to be reached, and nothing that could be followed.",
        "没有行动的目标既没有实现途径，也无从跟进。",
    ),
    wrong=HEAD
    + GOAL
    + TEAM
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站, carries: [sales]}\n"
    + ACTION,
    right=HEAD
    + GOAL
    + TEAM
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站, carries: [sales]}\n"
    + ACTION
    + "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成}\n",
)
TEAM_WITHOUT_LEAD: Final = Rule(
    code="GT407",
    name="team-without-lead",
    level="warning",
    message=Words("Nobody leads the team `{key}` ({title}).", "团队 `{key}`（{title}）没有负责人。"),
    hint=Words(
        "Add `lead:`; write `unstated` if the source does not say.",
        "请加上 `lead:`；若来源没有写，填 `unstated`。",
    ),
    why=Words("A team answers through a person.", "团队要由人来负责。"),
    wrong=HEAD + GOAL + TEAM.replace("lead: 王 XX, ", "") + ACTION,
    right=SAMPLE,
)
TEAM_WITHOUT_BOUNDARY: Final = Rule(
    code="GT408",
    name="team-without-boundary",
    level="warning",
    message=Words(
        "Nothing says where the responsibility of the team `{key}` ({title}) ends.",
        "没有说明团队 `{key}`（{title}）的责任边界。",
    ),
    hint=Words(
        "Add `boundary:`; write `unstated` if the source does not say.",
        "请加上 `boundary:`；若来源没有写，填 `unstated`。",
    ),
    why=Words(
        "Without a boundary two teams leave the same work to each other.",
        "没有边界，两个团队会把同一件事留给对方。",
    ),
    wrong=HEAD + GOAL + TEAM.replace("boundary: 门店与线上, ", "") + ACTION,
    right=SAMPLE,
)
TEAM_UNUSED: Final = Rule(
    code="GT417",
    name="team-asked-for-nothing",
    level="warning",
    message=Words(
        "Nobody asks the {role} `{key}` ({title}) for anything.",
        "没有人向{role} `{key}`（{title}）提出任何需求。",
    ),
    hint=Words(
        "Name it in an action's needs, in a collaboration or in a group; or remove it.",
        "请在行动的需求、协同或小组中写上它，或删去。",
    ),
    why=Words(
        "A support unit or partner that nothing needs is out of date, or its work was forgotten.",
        "没有人需要的支持部门或伙伴，要么过时，要么被遗忘。",
    ),
    wrong=HEAD + GOAL + TEAM + "  logistics: {title: 物流中台, role: support}\n" + ACTION,
    right=HEAD
    + GOAL
    + TEAM
    + "  logistics: {title: 物流中台, role: support}\n"
    + ACTION.replace("Q4 完成}", "Q4 完成, needs: [{work: 配送, from: logistics, by: Q2}]}"),
)
ACTION_WITHOUT_GOAL: Final = Rule(
    code="GT418",
    name="action-serves-no-goal",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) serves no goal.", "行动 `{key}`（{title}）不服务于任何目标。"
    ),
    hint=Words("Add `serves:` with the goals that it is for.", "请用 `serves:` 写上它所服务的目标。"),
    why=Words(
        "Work that serves no goal takes means from work that does.",
        "不服务于目标的工作，会占用其他工作的资源。",
    ),
    wrong=HEAD + GOAL + TEAM + ACTION + "  party: {title: 年会, team: shop, time: Q4 完成}\n",
    right=HEAD
    + GOAL
    + TEAM
    + ACTION
    + "  party: {title: 年会, team: shop, serves: [sales], time: Q4 完成}\n",
)
ACTION_WITHOUT_TEAM: Final = Rule(
    code="GT419",
    name="action-done-by-nobody",
    level="warning",
    message=Words("No team does the action `{key}` ({title}).", "没有团队执行行动 `{key}`（{title}）。"),
    hint=Words("Add `team:`.", "请加上 `team:`。"),
    why=Words("What nobody is to do is not done.", "没有人做的事不会完成。"),
    wrong=HEAD + GOAL + TEAM + ACTION + "  site: {title: 改版网站, serves: [sales], time: Q2 完成}\n",
    right=HEAD
    + GOAL
    + TEAM
    + ACTION
    + "  site: {title: 改版网站, team: shop, serves: [sales], time: Q2 完成}\n",
)


def team_without_goals(plan: Plan) -> Iterator[Finding]:
    """Line teams that own and carry nothing."""
    carrying = {team for teams in plan.carriers.values() for team in teams}
    parents = {team.parent for team in plan.teams.values()}
    unreadable = unread(plan)
    for key, team in plan.teams.items():
        if f"{team.at}.owns" in unreadable or f"{team.at}.carries" in unreadable:
            continue
        if team.role == "line" and key not in carrying and key not in parents:
            yield found(plan, TEAM_WITHOUT_GOALS, team.at, key=key, title=plan.called(key))


def team_without_actions(plan: Plan) -> Iterator[Finding]:
    """Line teams that carry goals and do nothing for them."""
    doing = {action.team for action in plan.actions.values()}
    if any(f"{action.at}.team" in unread(plan) for action in plan.actions.values() if action.team is None):
        return  # whose action it is cannot be read: it may be any team's
    counts = Counter(team for key, teams in plan.carriers.items() if key in plan.goals for team in teams)
    for key, team in plan.teams.items():
        count = counts[key]
        if team.role == "line" and key not in doing and count:
            yield found(plan, TEAM_WITHOUT_ACTIONS, team.at, key=key, title=plan.called(key), count=count)


def team_without_lead(plan: Plan) -> Iterator[Finding]:
    """Line teams that nobody is said to lead."""
    unreadable = unread(plan)
    for key, team in plan.teams.items():
        if team.role == "line" and team.lead is None and f"{team.at}.lead" not in unreadable:
            yield found(plan, TEAM_WITHOUT_LEAD, team.at, key=key, title=plan.called(key))


def team_without_boundary(plan: Plan) -> Iterator[Finding]:
    """Line teams whose responsibility has no stated end."""
    unreadable = unread(plan)
    for key, team in plan.teams.items():
        if team.role == "line" and team.boundary is None and f"{team.at}.boundary" not in unreadable:
            yield found(plan, TEAM_WITHOUT_BOUNDARY, team.at, key=key, title=plan.called(key))


def team_asked_for_nothing(plan: Plan) -> Iterator[Finding]:
    """Support units and partners that no need, collaboration, group or source names."""
    roles = {"support": Words("support unit", "支持部门"), "partner": Words("partner", "合作伙伴")}
    active = _asked(plan) | {action.team for action in plan.actions.values()}
    for key, team in plan.teams.items():
        if team.role in roles and key not in active and not team.owns and not team.carries:
            yield found(plan, TEAM_UNUSED, team.at, key=key, title=plan.called(key), role=roles[team.role])


def action_serves_no_goal(plan: Plan) -> Iterator[Finding]:
    """Actions that are for no goal."""
    unreadable = unread(plan)
    for key, action in plan.actions.items():
        if f"{action.at}.serves" in unreadable or f"{action.at}.effect" in unreadable:
            continue
        if not action.serves and not action.effect:
            yield found(plan, ACTION_WITHOUT_GOAL, action.at, key=key, title=plan.called(key))


def action_done_by_nobody(plan: Plan) -> Iterator[Finding]:
    """Actions that no team does."""
    unreadable = unread(plan)
    for key, action in plan.actions.items():
        if action.team is None and f"{action.at}.team" not in unreadable:
            yield found(plan, ACTION_WITHOUT_TEAM, action.at, key=key, title=plan.called(key))


def _asked(plan: Plan) -> set[str]:
    asked: set[str] = set()
    for action in plan.actions.values():
        needs = [
            *action.needs,
            *(need for risk in action.risks for answer in risk.then for need in answer.needs),
        ]
        asked.update(need.from_ for need in needs if need.from_ is not None)
        asked.update(team for risk in action.risks for answer in risk.then for team in answer.with_)
    for team in plan.teams.values():
        asked.update(other for one in team.works_with for other in one.with_)
    for handover in plan.handovers.values():
        asked.update(handover.teams)
    if plan.governance is not None:
        for group in plan.governance.groups.values():
            asked.update(group.teams)
        for meeting in plan.governance.cadence.values():
            asked.update(meeting.teams)
        asked.update(rung.decides for rung in plan.governance.deviation.values() if rung.decides)
    asked.update(source.owner for source in plan.sources.values() if source.owner)
    return asked


CHECKS: Final = (
    Check(TEAM_WITHOUT_GOALS, team_without_goals),
    Check(TEAM_WITHOUT_ACTIONS, team_without_actions),
    Check(TEAM_WITHOUT_LEAD, team_without_lead),
    Check(TEAM_WITHOUT_BOUNDARY, team_without_boundary),
    Check(TEAM_UNUSED, team_asked_for_nothing),
    Check(ACTION_WITHOUT_GOAL, action_serves_no_goal),
    Check(ACTION_WITHOUT_TEAM, action_done_by_nobody),
)
