"""Rules on what passes between teams: collaborations, work asked for, hand-overs; and on revenue streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.action import Action
from ..model.canvas import Entry
from ..model.plan import Plan
from ..model.team import Collaboration, Handover, Team
from .place import inside, item, needs_of, thing
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM

EVERYBODY: Final = "all"
REVENUE: Final = "revenue_streams"
"""Key of the canvas block that says what the money comes from."""

_WEB: Final = "  web: {title: 线上部, lead: 李 XX, boundary: 网站, carries: [sales]}\n"
_SITE: Final = "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成}\n"
_LISTS_SHOP: Final = _WEB.replace("[sales]}", "[sales], works_with: [{with: shop, for: 同步库存}]}")
_LISTS_WEB: Final = TEAM.replace("[sales]}", "[sales], works_with: [{with: web, for: 同步库存}]}")
_ORDERS: Final = "  orders: {title: 订单量, kind: flow, unit: 单, direction: up, target: 100万, owner: web}\n"
_SERVED: Final = ACTION.replace("[sales]", "[sales, orders]")


def _two(first: str, second: str, actions: str = ACTION + _SITE) -> str:
    return HEAD + GOAL + first + second + actions


def _handed(rest: str) -> str:
    return (
        HEAD
        + GOAL
        + _ORDERS
        + TEAM
        + _WEB
        + _SERVED
        + _SITE
        + f"handovers:\n  stock: {{title: 库存同步, {rest}}}\n"
    )


def _streams(first: str, second: str) -> str:
    return (
        SAMPLE
        + f"canvas:\n  blocks:\n    revenue_streams:\n      entries:\n        goods: {{title: 商品, share: 80%{first}}}\n        fees: {{title: 服务费, share: 20%{second}}}\n"
    )


ONE_SIDED: Final = Rule(
    code="GT430",
    name="collaboration-named-by-one-side",
    level="warning",
    message=Words(
        "{team} names a collaboration with {partners} (`{thing}`), and {partners} does not name {team}.",
        "{team}列出了与{partners}的协同（“{thing}”），而{partners}没有列出{team}。",
    ),
    hint=Words(
        "Let {partners} name `{key}` in `works_with:`, or remove it here.",
        "请让{partners}在 `works_with:` 中写上 `{key}`，或在此删去。",
    ),
    why=Words(
        "A collaboration that one side does not know of is a wish of the other.",
        "只有一方知道的协同，只是另一方的愿望。",
    ),
    wrong=_two(TEAM, _LISTS_SHOP),
    right=_two(_LISTS_WEB, _LISTS_SHOP),
)
UNLISTED: Final = Rule(
    code="GT431",
    name="work-asked-of-team-that-does-not-list-it",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) asks {giver} for `{thing}`, and {giver} lists nothing for {asker}.",
        "行动 `{key}`（{title}）需要{giver}提供“{thing}”，而{giver}没有列出给{asker}的任何支持。",
    ),
    hint=Words(
        "Let {giver} name `{team}` in `works_with:`, or add the action with which it delivers.",
        "请让{giver}在 `works_with:` 中写上 `{team}`，或补上交付它的行动。",
    ),
    why=Words(
        "Work that only the asking side has in its plan is in nobody's week.",
        "只在需求方计划里的工作，不在任何人的日程里。",
    ),
    wrong=_two(
        TEAM,
        _WEB,
        ACTION.replace("Q4 完成}", "Q4 完成, needs: [{work: 线上预热, from: web, by: Q3}]}")
        + _SITE.replace("Q2 完成}", "Q2 完成, needs: []}"),
    ),
    right=_two(
        _LISTS_WEB,
        _LISTS_SHOP,
        ACTION.replace("Q4 完成}", "Q4 完成, needs: [{work: 线上预热, from: web, by: Q3}]}")
        + _SITE.replace("Q2 完成}", "Q2 完成, needs: []}"),
    ),
)
UNDATED: Final = Rule(
    code="GT432",
    name="handover-without-date",
    level="warning",
    message=Words(
        "Nothing says when the hand-over `{key}` ({title}) takes place.",
        "没有说明交接 `{key}`（{title}）何时进行。",
    ),
    hint=Words(
        "Add `by:`, such as `by: every week` or `by: Q2`.", "请加上 `by:`，例如 `by: 每周` 或 `by: Q2`。"
    ),
    why=Words("What is handed over some day is waited for every day.", "没有时间的交接，每天都有人在等。"),
    wrong=_handed("from: orders, to: sales, teams: [shop, web]"),
    right=_handed("from: orders, to: sales, teams: [shop, web], by: 每周"),
)
END_MISSING: Final = Rule(
    code="GT433",
    name="handover-without-end",
    level="warning",
    message=Words(
        "The hand-over `{key}` ({title}) does not say {which}.", "交接 `{key}`（{title}）没有写明{which}。"
    ),
    hint=Words("Add `{field}:` with the goal whose number it is.", "请用 `{field}:` 写上对应的目标。"),
    why=Words(
        "A hand-over joins two numbers; with one end it cannot be followed.",
        "交接连接两个数，缺了一端就无法跟进。",
    ),
    wrong=_handed("from: orders, teams: [shop, web], by: 每周"),
    right=_handed("from: orders, to: sales, teams: [shop, web], by: 每周"),
)
ONE_TEAM: Final = Rule(
    code="GT434",
    name="handover-followed-by-one-side",
    level="warning",
    message=Words(
        "The hand-over `{key}` ({title}) is followed by {teams}: it takes a team that gives and one that receives.",
        "交接 `{key}`（{title}）的跟进团队为{teams}：需要给出和接收两方。",
    ),
    hint=Words("Name both in `teams:`.", "请在 `teams:` 中写上双方。"),
    why=Words("What one side alone follows is lost at the border.", "只有一方跟进的交接，会在边界上丢失。"),
    wrong=_handed("from: orders, to: sales, teams: [shop], by: 每周"),
    right=_handed("from: orders, to: sales, teams: [shop, web], by: 每周"),
)
STREAM_UNSERVED: Final = Rule(
    code="GT435",
    name="revenue-stream-served-by-nothing",
    level="warning",
    message=Words(
        "The revenue stream `{key}` ({title}, {share}) points at no goal, metric or perspective.",
        "收入来源 `{key}`（{title}，{share}）没有指向任何目标、指标或维度。",
    ),
    hint=Words(
        "Add `goals:`, `metrics:` or `perspective:` to it, or set the goal that is missing.",
        "请给它加上 `goals:`、`metrics:` 或 `perspective:`，或补上缺少的目标。",
    ),
    why=Words(
        "Money that the plan counts on and sets no goal for is left to chance.",
        "计划指望而没有设目标的收入，只能听天由命。",
    ),
    wrong=_streams(", goals: [sales]", ""),
    right=_streams(", goals: [sales]", ", goals: [sales]"),
)
STREAMS_UNSERVED: Final = Rule(
    code="GT436",
    name="revenue-streams-without-goals",
    level="note",
    message=Words(
        "None of the {count} revenue streams points at a goal, a metric or a perspective.",
        "{count} 个收入来源都没有指向目标、指标或维度。",
    ),
    hint=Words(
        "Add `goals:` to each, so that a stream without a goal is seen.",
        "请给每个加上 `goals:`，以便发现没有目标的收入来源。",
    ),
    why=Words(
        "The canvas says what the money comes from; only links show whether the goals follow it.",
        "画布说明钱从哪里来；只有关联才能看出目标是否与之对应。",
    ),
    wrong=_streams("", ""),
    right=_streams(", goals: [sales]", ", goals: [sales]"),
)
PURPOSELESS: Final = Rule(
    code="GT437",
    name="collaboration-about-nothing",
    level="warning",
    message=Words(
        "{team} works with {partners}, and nothing says for what.",
        "{team}与{partners}协同，但没有说明为了什么。",
    ),
    hint=Words("Add `for:` or `serves:`.", "请加上 `for:` 或 `serves:`。"),
    why=Words("A collaboration without a subject cannot be asked about.", "没有内容的协同无从跟进。"),
    wrong=_two(_LISTS_WEB, _LISTS_SHOP.replace(", for: 同步库存", "")),
    right=_two(_LISTS_WEB, _LISTS_SHOP),
)
WITH_NOBODY: Final = Rule(
    code="GT438",
    name="collaboration-with-nobody",
    level="warning",
    message=Words(
        "{team} names a collaboration (`{thing}`) with nobody.", "{team}列出的协同（“{thing}”）没有写明与谁。"
    ),
    hint=Words("Add `with:` and the other team.", "请用 `with:` 写上对方团队。"),
    why=Words("Nobody can keep an appointment that names nobody.", "没有写明对方的约定，没有人会来履行。"),
    wrong=_two(
        _LISTS_WEB.replace("[{with: web, for: 同步库存}]", "[{with: web, for: 同步库存}, {for: 联合促销}]"),
        _LISTS_SHOP,
    ),
    right=_two(
        _LISTS_WEB.replace(
            "[{with: web, for: 同步库存}]", "[{with: web, for: 同步库存}, {with: web, for: 联合促销}]"
        ),
        _LISTS_SHOP,
    ),
)


def is_listed(plan: Plan, giver: str, action: Action) -> bool:
    """Whether the giving team knows of what an action asks: it lists the asking team, or has an action for it.

    Support units and partners exist to give; the other teams of one family work together anyway.
    """
    team, asker = plan.teams.get(giver), action.team or ""
    if team is None or team.role != "line" or _related(plan, giver, asker):
        return True
    awaited = any(plan.actions[key].team == giver for key in action.after if key in plan.actions)
    return awaited or _names(team, asker)


def is_told_already(plan: Plan, asker: str, giver: str) -> bool:
    """Whether the missing side is the finding of a collaboration already."""
    team = plan.teams.get(asker)
    return team is not None and any(giver in one.with_ for one in team.works_with)


def _names(team: Team, other: str) -> bool:
    """Whether a team lists another one, or everybody, among its collaborations."""
    return any(other in one.with_ or EVERYBODY in one.with_ for one in team.works_with)


def _related(plan: Plan, one: str, other: str) -> bool:
    """Whether one team is the other, or a part of it."""
    return other in _upward(plan, one) or one in _upward(plan, other)


def _upward(plan: Plan, key: str) -> set[str]:
    seen: set[str] = set()
    here: str | None = key
    while here is not None and here not in seen and here in plan.teams:
        seen.add(here)
        here = plan.teams[here].parent
    return seen


def _collaborations(plan: Plan) -> Iterator[tuple[Team, str, Collaboration]]:
    for team in plan.teams.values():
        for i, one in enumerate(team.works_with):
            yield team, item(plan, f"{team.at}.works_with", team.works_with, i), one


def collaboration_named_by_one_side(plan: Plan) -> Iterator[Finding]:
    """Collaborations that the other line team does not list, one finding for each entry."""
    for team, path, one in _collaborations(plan):
        others = [plan.teams[key] for key in one.with_ if key in plan.teams and key != team.key]
        silent = [
            o
            for o in others
            if o.role == "line"
            and team.role == "line"
            and not _names(o, team.key)
            and not _related(plan, o.key, team.key)
        ]
        if silent:
            yield found(
                plan,
                ONE_SIDED,
                inside(plan, path, "with"),
                others=[o.at for o in silent],
                key=team.key,
                team=plan.called(team.key),
                partners=_titles(plan, tuple(o.key for o in silent)),
                thing=one.for_ or "—",
            )


def work_asked_of_team_that_does_not_list_it(plan: Plan) -> Iterator[Finding]:
    """Needs of another line team that names the asking team nowhere; money alone is another rule's."""
    for action in plan.actions.values():
        for path, need in needs_of(plan, action):
            giver, asker = need.from_, action.team
            if giver is None or asker is None or giver == asker or need.kind in ("", "money"):
                continue
            if need.kind == "people" and need.money is not None:
                continue
            if not is_listed(plan, giver, action) and not is_told_already(plan, asker, giver):
                yield found(
                    plan,
                    UNLISTED,
                    f"{path}.from",
                    others=[plan.teams[giver].at],
                    key=action.key,
                    title=plan.called(action.key),
                    giver=plan.called(giver),
                    asker=plan.called(asker),
                    team=asker,
                    thing=thing(need),
                )


def collaboration_about_nothing(plan: Plan) -> Iterator[Finding]:
    """Collaborations without subject and goal."""
    for team, path, one in _collaborations(plan):
        if one.with_ and one.for_ is None and not one.serves and not plan.wrote(f"{path}.serves"):
            yield found(
                plan,
                PURPOSELESS,
                inside(plan, path, "with"),
                team=plan.called(team.key),
                partners=_titles(plan, one.with_),
            )


def collaboration_with_nobody(plan: Plan) -> Iterator[Finding]:
    """Collaborations that name no other team."""
    for team, path, one in _collaborations(plan):
        if not one.with_ and not plan.wrote(f"{path}.with"):
            yield found(
                plan,
                WITH_NOBODY,
                inside(plan, path, "for", "serves"),
                team=plan.called(team.key),
                thing=one.for_ or "—",
            )


def handover_without_date(plan: Plan) -> Iterator[Finding]:
    """Hand-overs that say no time."""
    for one in plan.handovers.values():
        if one.by is None and not plan.wrote(f"{one.at}.by"):
            yield _handover(plan, UNDATED, one)


def handover_without_end(plan: Plan) -> Iterator[Finding]:
    """Hand-overs that name one goal, or none."""
    for one in plan.handovers.values():
        ends = (
            ("from", one.from_, Words("what is handed over", "交出什么")),
            ("to", one.to, Words("to which goal", "交给哪个目标")),
        )
        for field, goal, which in ends:
            if goal is None and not plan.wrote(f"{one.at}.{field}"):
                yield _handover(plan, END_MISSING, one, field=field, which=which)


def handover_followed_by_one_side(plan: Plan) -> Iterator[Finding]:
    """Hand-overs that one team follows, or none."""
    for one in plan.handovers.values():
        if len(set(one.teams)) < 2 and EVERYBODY not in one.teams and not _has_unread_team(plan, one):
            yield _handover(plan, ONE_TEAM, one, teams=_titles(plan, one.teams) or Words("nobody", "无"))


def _has_unread_team(plan: Plan, one: Handover) -> bool:
    """Whether a team is written there that the plan does not know: another rule's finding."""
    return any(finding.path.startswith(f"{one.at}.teams") for finding in plan.findings)


def _handover(plan: Plan, rule: Rule, one: Handover, **params: Any) -> Finding:
    return found(plan, rule, one.at, key=one.key, title=plan.called(one.key), **params)


def revenue_stream_served_by_nothing(plan: Plan) -> Iterator[Finding]:
    """Revenue streams that point at nothing, where another one does."""
    streams = _streams_of(plan)
    if any(_points(one) for one in streams.values()):
        for key, one in streams.items():
            if not _points(one):
                title = str(one.title) if one.title else key
                yield found(
                    plan,
                    STREAM_UNSERVED,
                    f"canvas.blocks.{REVENUE}.entries.{key}",
                    key=key,
                    title=title,
                    share=one.share,
                )


def revenue_streams_without_goals(plan: Plan) -> Iterator[Finding]:
    """A block of revenue streams none of which points at anything."""
    streams = _streams_of(plan)
    if streams and not any(_points(one) for one in streams.values()):
        yield found(plan, STREAMS_UNSERVED, f"canvas.blocks.{REVENUE}", count=len(streams))


def _streams_of(plan: Plan) -> dict[str, Entry]:
    """The revenue streams that say a share, or promise one."""
    block = plan.canvas.blocks.get(REVENUE) if plan.canvas else None
    return {key: one for key, one in block.entries.items() if one.share is not None} if block else {}


def _points(one: Entry) -> bool:
    return bool(one.goals or one.metrics or one.perspective)


def _titles(plan: Plan, keys: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(Words("everybody", "所有团队") if key == EVERYBODY else plan.called(key) for key in keys)


CHECKS: Final = (
    Check(ONE_SIDED, collaboration_named_by_one_side),
    Check(UNLISTED, work_asked_of_team_that_does_not_list_it),
    Check(UNDATED, handover_without_date),
    Check(END_MISSING, handover_without_end),
    Check(ONE_TEAM, handover_followed_by_one_side),
    Check(STREAM_UNSERVED, revenue_stream_served_by_nothing),
    Check(STREAMS_UNSERVED, revenue_streams_without_goals),
    Check(PURPOSELESS, collaboration_about_nothing),
    Check(WITH_NOBODY, collaboration_with_nobody),
)
