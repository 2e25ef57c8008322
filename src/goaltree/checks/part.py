"""Rules on parts and owners: what is inside something is no more than it, and has one owner."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ..finding import Finding, Rule, Words
from ..model.goal import Cut
from ..model.plan import Plan
from .agreement import FIELDS, amount
from .arithmetic import adds_up, left_out, number, unit_of
from .identity import Term, decimal
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_FORMAT: Final = "segments: {format: {members: [直播, 短视频], open: true}}\n"
_TWO: Final = "segments: {channel: [线上, 门店], place: [城区, 郊区]}\n"

PARTS_EXCEED: Final = Rule(
    code="GT212",
    name="partial-parts-exceed-the-whole",
    level="error",
    message=Words(
        "The {field} of `{key}` is {stated}, and the parts named of it by `{label}` come to {derived} ({parts}): {residual} too much; rounding can explain {explained}.",
        "`{key}` 的{field}为 {stated}，而按 `{label}` 列出的部分合计 {derived}（{parts}）：多了 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words(
        "Correct one of these numbers, or move a part that lies outside `{key}` elsewhere.",
        "请改正其中一个数，或把不属于 `{key}` 的部分移出。",
    ),
    why=Words("What is a part of something cannot be more than it.", "部分不可能大于整体。"),
    wrong=HEAD
    + _FORMAT
    + GOAL.replace("owner: shop}", "owner: shop, of_which: {format: {直播: 9.0亿, 短视频: 5.0亿}}}")
    + TEAM
    + ACTION,
    right=HEAD
    + _FORMAT
    + GOAL.replace("owner: shop}", "owner: shop, of_which: {format: {直播: 5.0亿, 短视频: 3.0亿}}}")
    + TEAM
    + ACTION,
)
OWNED_TWICE: Final = Rule(
    code="GT214",
    name="goal-owned-twice",
    level="error",
    message=Words(
        "`{key}` ({title}) has {count} owners: {owners}.",
        "`{key}`（{title}）有 {count} 个负责团队：{owners}。",
    ),
    hint=Words(
        "Keep one owner; the others may name it under `carries:`.",
        "只保留一个负责团队；其他团队可写在 `carries:` 下。",
    ),
    why=Words(
        "Where two answer for one number, each counts on the other.", "两个团队同时负责一个数，就会互相指望。"
    ),
    wrong=HEAD
    + GOAL
    + TEAM
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站, owns: [sales]}\n"
    + ACTION
    + "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成}\n",
    right=HEAD
    + GOAL
    + TEAM
    + "  web: {title: 线上部, lead: 李 XX, boundary: 网站, carries: [sales]}\n"
    + ACTION
    + "  site: {title: 改版网站, team: web, serves: [sales], time: Q2 完成}\n",
)
CUTS_DISAGREE: Final = Rule(
    code="GT218",
    name="cuts-disagree",
    level="error",
    message=Words(
        "The parts of `{key}` by `{label}` sum to {stated}, and by `{other}` to {derived}: {residual} apart; rounding can explain {explained}.",
        "`{key}` 按 `{label}` 拆分合计 {stated}，按 `{other}` 拆分合计 {derived}：相差 {residual}；四舍五入最多能解释 {explained}。",
    ),
    hint=Words(
        "State the target of `{key}`; the cut that does not sum to it is the one to mend.",
        "请写明 `{key}` 的目标；加总不等于它的那个拆分需要改正。",
    ),
    why=Words(
        "Two complete cuts of one thing are the same thing, so they have the same sum.",
        "同一事物的两个完整拆分，总和必然相同。",
    ),
    wrong=HEAD
    + _TWO
    + GOAL.replace(
        "target: 12亿, owner: shop}",
        "owner: shop, rolls_up: channel, cuts: {channel: {线上: 8.0亿, 门店: 4.0亿}, place: {城区: 8.0亿, 郊区: 3.0亿}}}",
    )
    + TEAM
    + ACTION,
    right=HEAD
    + _TWO
    + GOAL.replace(
        "target: 12亿, owner: shop}",
        "owner: shop, rolls_up: channel, cuts: {channel: {线上: 8.0亿, 门店: 4.0亿}, place: {城区: 9.0亿, 郊区: 3.0亿}}}",
    )
    + TEAM
    + ACTION,
)


def _known(plan: Plan, key: str, members: tuple[str, ...], field: str) -> list[Term]:
    unit = unit_of(plan, key)
    return [one for part in members if (one := number(plan, part, field, unit)) is not None]


def _sum(terms: list[Term]) -> tuple[Fraction, Fraction]:
    """The sum of numbers, and how far their rounding can move it."""
    return sum((t.value for t in terms), Fraction(0)), sum((t.half for t in terms), Fraction(0))


def partial_parts_exceed_the_whole(plan: Plan) -> Iterator[Finding]:
    """Partial cuts whose parts, of a metric that adds up, are more than their goal; parts of others one by one."""
    for key, goal in plan.goals.items():
        for cut in goal.cuts:
            for field in ("target", "baseline") if cut.partial else ():
                whole = number(plan, key, field, unit_of(plan, key))
                terms = _known(plan, key, tuple(cut.members.values()), field)
                if whole is None or not terms or not adds_up(plan, key, cut.dimension):
                    continue
                total, slack = _sum(terms)
                explained = whole.half + slack
                if total - whole.value > explained and whole.quantity.bound not in (">=", "+", ">"):
                    yield found(
                        plan,
                        PARTS_EXCEED,
                        whole.path,
                        others=[t.path for t in terms],
                        stake=decimal(total - whole.value),
                        key=key,
                        label=cut.dimension,
                        field=FIELDS[field],
                        stated=str(whole.quantity),
                        derived=amount(whole, total),
                        parts=" + ".join(str(t.quantity) for t in terms[:6]),
                        residual=amount(whole, total - whole.value, change=True),
                        explained=amount(whole, explained, change=True),
                    )


def goal_owned_twice(plan: Plan) -> Iterator[Finding]:
    """Goals with more than one owner."""
    for key, goal in plan.goals.items():
        owners: list[str] = [goal.owner] if goal.owner is not None else []
        places = [f"{goal.at}.owner"] if goal.owner is not None else []
        for team in plan.teams.values():
            if key in team.owns and team.key not in owners:
                owners.append(team.key)
                places.append(
                    f"{team.at}.owns.{key}" if plan.wrote(f"{team.at}.owns.{key}") else f"{team.at}.owns"
                )
        if len(owners) > 1:
            titles = tuple(plan.called(owner) for owner in owners)
            yield found(
                plan,
                OWNED_TWICE,
                places[0],
                others=places[1:],
                key=key,
                title=plan.called(key),
                count=len(owners),
                owners=titles,
            )


def cuts_disagree(plan: Plan) -> Iterator[Finding]:
    """Complete cuts of a goal without a number of its own that have different sums."""
    for key, goal in plan.goals.items():
        if number(plan, key, "target", unit_of(plan, key)) is not None:
            continue
        sums = []
        for cut in goal.cuts:
            terms = _known(plan, key, tuple(cut.members.values()), "target")
            if (
                not cut.partial
                and cut.members
                and len(terms) == len(cut.members)
                and adds_up(plan, key, cut.dimension)
            ):
                sums.append((cut.dimension, terms, *_sum(terms)))
        for dimension, terms, total, slack in sums[1:]:
            first, others, wanted, room = sums[0]
            if abs(total - wanted) > slack + room:
                yield found(
                    plan,
                    CUTS_DISAGREE,
                    f"{goal.at}.cuts.{dimension}",
                    others=[f"{goal.at}.cuts.{first}"],
                    stake=decimal(abs(total - wanted)),
                    key=key,
                    label=dimension,
                    other=first,
                    stated=amount(terms[0], total),
                    derived=amount(others[0], wanted),
                    residual=amount(terms[0], abs(total - wanted), change=True),
                    explained=amount(terms[0], slack + room, change=True),
                )


CUT_INCOMPLETE: Final = Rule(
    code="GT213",
    name="cut-leaves-out-members",
    level="error",
    message=Words(
        "The cut of `{key}` by `{label}` is complete and leaves out {missing}, which the closed segment `{label}` has{open}.",
        "`{key}` 按 `{label}` 的拆分是完整拆分，却漏了封闭维度 `{label}` 的 {missing}{open}。",
    ),
    hint=Words(
        "Add {missing}; or put the parts under `of_which:` if others are left unnamed on purpose.",
        "请补上 {missing}；若有意只列部分，请写到 `of_which:` 下。",
    ),
    why=Words(
        "A complete cut says that its parts are the whole; a member without a part is a number that nobody has.",
        "完整拆分意味着各部分就是整体；没有对应部分的成员，就是没有人承担的数。",
    ),
    wrong=HEAD
    + "segments: {channel: [线上, 门店]}\n"
    + GOAL.replace("owner: shop}", "owner: shop, cuts: {channel: {线上: 12亿}}}")
    + TEAM
    + ACTION,
    right=HEAD
    + "segments: {channel: [线上, 门店]}\n"
    + GOAL.replace("owner: shop}", "owner: shop, cuts: {channel: {线上: 8亿, 门店: 4亿}}}")
    + TEAM
    + ACTION,
)


def cut_leaves_out_members(plan: Plan) -> Iterator[Finding]:
    """Complete cuts by a closed segment that have no part for some of its members."""
    for key, goal in plan.goals.items():
        for cut in goal.cuts:
            missing = left_out(plan, cut)
            if missing:
                at = f"{goal.at}.cuts.{cut.dimension}"
                yield found(
                    plan,
                    CUT_INCOMPLETE,
                    at,
                    others=[plan.segments[cut.dimension].at],
                    key=key,
                    label=cut.dimension,
                    missing=tuple(f"`{member}`" for member in missing),
                    open=_rest(plan, key, cut),
                )


def _rest(plan: Plan, key: str, cut: Cut) -> Words:
    """What the parts leave of the whole, where both are stated."""
    whole = number(plan, key, "target", unit_of(plan, key))
    terms = _known(plan, key, tuple(cut.members.values()), "target")
    if whole is None or len(terms) < len(cut.members) or not adds_up(plan, key, cut.dimension):
        return Words("", "")
    rest = whole.value - sum((one.value for one in terms), Fraction(0))
    shown = amount(whole, rest, change=True)
    return Words(f"; {shown} of it is unassigned", f"；尚有 {shown} 没有归属") if rest else Words("", "")


CHECKS: Final = (
    Check(CUT_INCOMPLETE, cut_leaves_out_members),
    Check(PARTS_EXCEED, partial_parts_exceed_the_whole),
    Check(OWNED_TWICE, goal_owned_twice),
    Check(CUTS_DISAGREE, cuts_disagree),
)
