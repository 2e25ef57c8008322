"""Rules on what actions need: named, asked of somebody, dated, priced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.action import Action, Need
from ..model.plan import Plan
from .place import delivers, first_day, inside, needs_of, thing
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, TEAM

_KINDS: Final = {
    "work": Words("work", "工作"),
    "data": Words("data", "数据"),
    "in_kind": Words("a thing in kind", "实物"),
    "policy": Words("a decision", "政策"),
    "people": Words("people", "人员"),
    "money": Words("money", "资金"),
}
_HUB: Final = "  hub: {title: 物流中台, role: support}\n"
_MAKER: Final = "  maker: {title: 设备商, role: partner}\n"
_SITE: Final = "  site: {title: 改版网站, team: shop, serves: [sales], time: Q2 完成}\n"


def _with(rest: str, teams: str = "") -> str:
    """The sample whose action says more."""
    return HEAD + GOAL + TEAM + teams + ACTION.replace("Q4 完成}", f"Q4 完成, {rest}}}")


NEEDLESS: Final = Rule(
    code="GT602",
    name="action-without-needs",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) says neither what it needs nor a budget, unlike {named} of the {count} actions.",
        "行动 `{key}`（{title}）没有写明需求或预算（{count} 项行动中有 {named} 项写了）。",
    ),
    hint=Words(
        "Add `needs:` or `budget:`; if it takes nothing, write `needs: []`.",
        "请加上 `needs:` 或 `budget:`；若无需任何投入，请写 `needs: []`。",
    ),
    why=Words(
        "An action that costs nothing on paper takes what it needs from the others.",
        "纸面上不花钱的行动，会占用其他行动的资源。",
    ),
    wrong=_with("needs: [{money: 2000万, for: 装修}]") + _SITE,
    right=_with("needs: [{money: 2000万, for: 装修}]") + _SITE.replace("Q2 完成}", "Q2 完成, budget: 100万}"),
)
UNPRICED: Final = Rule(
    code="GT605",
    name="need-unpriced",
    level="note",
    message=Words(
        "The action `{key}` ({title}) needs {kind} (`{thing}`) without a price; nothing is counted for it.",
        "行动 `{key}`（{title}）需要的{kind}（“{thing}”）没有价格，未计入任何金额。",
    ),
    hint=Words(
        "Add `money:` to the need, or a money need beside it.",
        "请给该需求加上 `money:`，或另列一项资金需求。",
    ),
    why=Words(
        "Needs without a price make a plan look cheaper than it is.",
        "没有价格的需求会让计划看起来比实际便宜。",
    ),
    wrong=_with("needs: [{work: 安装货架, from: maker, by: Q3}]", _MAKER),
    right=_with("needs: [{work: 安装货架, money: 50万, from: maker, by: Q3}]", _MAKER),
)
FROM_NOBODY: Final = Rule(
    code="GT606",
    name="need-from-nobody",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) needs {kind} (`{thing}`) and asks nobody for it.",
        "行动 `{key}`（{title}）需要的{kind}（“{thing}”）没有写明由谁提供。",
    ),
    hint=Words("Add `from:` with the team or partner that gives it.", "请用 `from:` 写上提供的团队或伙伴。"),
    why=Words("What nobody was asked for is not there on the day.", "没有向任何人要的东西，到时候不会有。"),
    wrong=_with("needs: [{data: 客流数据, by: Q2}]", _HUB.replace("support", "support, carries: [sales]")),
    right=_with(
        "needs: [{data: 客流数据, from: hub, by: Q2}]", _HUB.replace("support", "support, carries: [sales]")
    ),
)
NEED_UNDATED: Final = Rule(
    code="GT607",
    name="need-without-date",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) needs {kind} (`{thing}`) from {giver} without a date.",
        "行动 `{key}`（{title}）需要{giver}提供的{kind}（“{thing}”）没有时间要求。",
    ),
    hint=Words("Add `by:`, such as `by: Q2`.", "请加上 `by:`，例如 `by: Q2`。"),
    why=Words(
        "Work for another team without a date waits behind one's own.",
        "没有时间要求的协作，总排在自己的事之后。",
    ),
    wrong=_with("needs: [{work: 配送, from: hub}]", _HUB),
    right=_with("needs: [{work: 配送, from: hub, by: Q2}]", _HUB),
)
SAYS_NOTHING: Final = Rule(
    code="GT608",
    name="need-says-nothing",
    level="warning",
    message=Words(
        "A need of the action `{key}` ({title}) names neither money, people, work, data, goods nor a decision.",
        "行动 `{key}`（{title}）的一项需求没有写明是资金、人员、工作、数据、实物还是政策。",
    ),
    hint=Words(
        "Say what is needed, such as `money: 2000万` or `work: ...`.",
        "请写明需要什么，例如 `money: 2000万` 或 `work: ...`。",
    ),
    why=Words(
        "A need without a thing can be neither granted nor counted.", "没有内容的需求既无法满足，也无法计数。"
    ),
    wrong=_with("needs: [{for: 装修}]"),
    right=_with("needs: [{money: 2000万, for: 装修}]"),
)
NEEDED_TOO_LATE: Final = Rule(
    code="GT613",
    name="need-later-than-its-action",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) delivers by {day} (`{time}`), and `{thing}`, which it needs, comes only by `{by}`.",
        "行动 `{key}`（{title}）应于 {day} 前交付（“{time}”），而它所需的“{thing}”要到“{by}”才有。",
    ),
    hint=Words("Ask for it earlier, or deliver later.", "请提前该需求的时间，或推迟交付。"),
    why=Words(
        "What comes after the delivery cannot have been used for it.", "交付之后才到的东西，无法用于交付。"
    ),
    wrong=_with("needs: [{work: 配送, from: hub, by: 2026Q1}]", _HUB),
    right=_with("needs: [{work: 配送, from: hub, by: Q2}]", _HUB),
)


def action_without_needs(plan: Plan) -> Iterator[Finding]:
    """Actions that say no need and no budget, in a plan in which at least one action does."""
    saying = {
        key
        for key, one in plan.actions.items()
        if one.needs or one.budget is not None or plan.wrote(f"{one.at}.needs")
    }
    for key, action in plan.actions.items():
        if saying and key not in saying:
            yield _found(plan, NEEDLESS, action, named=len(saying), count=len(plan.actions))


def need_unpriced(plan: Plan) -> Iterator[Finding]:
    """Needs without money where the plan prices their kind elsewhere, or a partner works for nothing.

    What colleagues do is not priced in most plans, so a price is missed only against the plan's own
    custom, or where an outsider works for an action that plans no money at all.
    """
    priced = {
        need.kind for action in plan.actions.values() for need in action.needs if need.money is not None
    } - {"money", ""}
    for action in plan.actions.values():
        has_money = action.budget is not None or any(need.money is not None for need in action.needs)
        for path, need in needs_of(plan, action):
            giver = plan.teams.get(need.from_ or "")
            hired = giver is not None and giver.role == "partner" and need.kind != "in_kind" and not has_money
            if need.kind not in ("", "money") and need.money is None and (need.kind in priced or hired):
                yield _need_found(plan, UNPRICED, action, f"{path}.{need.kind}", need)


def need_from_nobody(plan: Plan) -> Iterator[Finding]:
    """Work, data and decisions that are asked of nobody, and people of whom nothing is said."""
    for action in plan.actions.values():
        for path, need in needs_of(plan, action):
            anybody = need.kind == "people" and need.role is None and need.for_ is None
            if (
                need.from_ is None
                and not plan.wrote(f"{path}.from")
                and (need.kind in ("work", "data", "policy") or anybody)
            ):
                yield _need_found(plan, FROM_NOBODY, action, f"{path}.{need.kind}", need)


def need_without_date(plan: Plan) -> Iterator[Finding]:
    """Work, data, things and decisions that another team or a partner is to give, without a date.

    People are lent for the time of the action.
    """
    for action in plan.actions.values():
        for path, need in needs_of(plan, action):
            asked = (
                need.from_ in plan.teams
                and need.from_ != action.team
                and need.kind in ("work", "data", "in_kind", "policy")
            )
            if asked and need.by is None and not plan.wrote(f"{path}.by"):
                yield _need_found(
                    plan,
                    NEED_UNDATED,
                    action,
                    f"{path}.{need.kind}",
                    need,
                    giver=plan.called(need.from_ or ""),
                )


def need_says_nothing(plan: Plan) -> Iterator[Finding]:
    """Needs that name nothing."""
    for action in plan.actions.values():
        for path, need in needs_of(plan, action):
            if (
                not need.kind
                and need.role is None
                and not any(plan.wrote(f"{path}.{name}") for name in _KINDS)
            ):
                yield _found(plan, SAYS_NOTHING, action, inside(plan, path, "for", "from", "by"))


def need_later_than_its_action(plan: Plan) -> Iterator[Finding]:
    """Needs that come when the action has long delivered."""
    for action in plan.actions.values():
        day = delivers(action.time)
        for path, need in needs_of(plan, action):
            by = first_day(need.by)
            if day is not None and by is not None and by > day:
                yield _need_found(
                    plan,
                    NEEDED_TOO_LATE,
                    action,
                    f"{path}.by",
                    need,
                    others=[f"{action.at}.time"],
                    day=day,
                    time=action.time,
                    by=need.by,
                )


def _need_found(
    plan: Plan,
    rule: Rule,
    action: Action,
    path: str,
    need: Need,
    *,
    others: list[str] | None = None,
    **params: Any,
) -> Finding:
    kind = _KINDS.get(need.kind, Words("something", "某项内容"))
    return _found(plan, rule, action, path, others, kind=kind, thing=thing(need), **params)


def _found(
    plan: Plan, rule: Rule, action: Action, path: str = "", others: list[str] | None = None, **params: Any
) -> Finding:
    return found(
        plan,
        rule,
        path or action.at,
        others=others or (),
        key=action.key,
        title=plan.called(action.key),
        **params,
    )


CHECKS: Final = (
    Check(NEEDLESS, action_without_needs),
    Check(UNPRICED, need_unpriced),
    Check(FROM_NOBODY, need_from_nobody),
    Check(NEED_UNDATED, need_without_date),
    Check(SAYS_NOTHING, need_says_nothing),
    Check(NEEDED_TOO_LATE, need_later_than_its_action),
)
