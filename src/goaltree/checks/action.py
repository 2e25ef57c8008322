"""Rules on actions: when, with what, and what happens if it does not work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ..finding import Finding, Rule, Words
from ..model.action import Action, Need
from ..model.cycle import knots, shortest_cycle
from ..model.period import Period
from ..model.plan import Plan
from ..model.quantity import Quantity
from ..model.timing import Timing
from .need import delivers, first_day, inside, last_day, needs_of, risks_of, thing
from .rulebook import Check, found
from .sample import ACTION, GOAL, HEAD, SAMPLE, TEAM

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


TIMELESS: Final = Rule(
    code="GT601",
    name="action-without-time",
    level="warning",
    message=Words("Nothing says when the action `{key}` ({title}) is done.", "没有说明行动 `{key}`（{title}）何时进行。"),
    hint=Words("Add `time:`, such as `time: Q2 start, Q4 done`.", "请加上 `time:`，例如 `time: Q2 启动，Q4 完成`。"),
    why=Words("What has no date is always begun after everything that has one.", "没有时间的事总是排在有时间的事之后。"),
    wrong=HEAD + GOAL + TEAM + ACTION.replace(", time: Q2 启动，Q4 完成", ""),
    right=SAMPLE,
)
NEEDLESS: Final = Rule(
    code="GT602",
    name="action-without-needs",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) says neither what it needs nor a budget, as the other actions do.",
        "行动 `{key}`（{title}）没有像其他行动那样写明需求或预算。",
    ),
    hint=Words("Add `needs:` or `budget:`; if it takes nothing, write `needs: []`.", "请加上 `needs:` 或 `budget:`；若无需任何投入，请写 `needs: []`。"),
    why=Words("An action that costs nothing on paper takes what it needs from the others.", "纸面上不花钱的行动，会占用其他行动的资源。"),
    wrong=_with("needs: [{money: 2000万, for: 装修}]") + _SITE,
    right=_with("needs: [{money: 2000万, for: 装修}]") + _SITE.replace("Q2 完成}", "Q2 完成, budget: 100万}"),
)
RISKLESS: Final = Rule(
    code="GT603",
    name="action-without-fallback",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) names no risk and no fallback, as the other actions do.",
        "行动 `{key}`（{title}）没有像其他行动那样写明风险与应对。",
    ),
    hint=Words("Add `risks:` with what may go wrong (`if:`) and the answer (`then:`).", "请用 `risks:` 写明可能出什么问题（`if:`）以及应对（`then:`）。"),
    why=Words("Who has no second way defends the first one too long.", "没有备选方案，就会在原方案上拖得太久。"),
    wrong=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9, then: {do: 先开快闪店, by: Q4}}]") + _SITE,
    right=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9, then: {do: 先开快闪店, by: Q4}}]")
    + _SITE.replace("Q2 完成}", "Q2 完成, risks: [{if: 改版拖延, when: pace(sales) < 0.9, then: {do: 分批上线, by: Q4}}]}"),
)
UNANSWERED: Final = Rule(
    code="GT604",
    name="risk-without-answer",
    level="warning",
    message=Words("The risk `{risk}` of the action `{key}` ({title}) has no answer.", "行动 `{key}`（{title}）的风险“{risk}”没有应对。"),
    hint=Words("Add `then: {{do: ..., by: ...}}`.", "请加上 `then: {{do: ..., by: ...}}`。"),
    why=Words("A risk that is only named comes as a surprise all the same.", "只点名而没有应对的风险，来了照样措手不及。"),
    wrong=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9}]"),
    right=_with("risks: [{if: 选址太慢, when: pace(sales) < 0.9, then: {do: 先开快闪店, by: Q4}}]"),
)
UNPRICED: Final = Rule(
    code="GT605",
    name="need-unpriced",
    level="note",
    message=Words(
        "The action `{key}` ({title}) needs {kind} (`{thing}`) without a price; nothing is counted for it.",
        "行动 `{key}`（{title}）需要的{kind}（“{thing}”）没有价格，未计入任何金额。",
    ),
    hint=Words("Add `money:` to the need, or a money need beside it.", "请给该需求加上 `money:`，或另列一项资金需求。"),
    why=Words("Needs without a price make a plan look cheaper than it is.", "没有价格的需求会让计划看起来比实际便宜。"),
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
    right=_with("needs: [{data: 客流数据, from: hub, by: Q2}]", _HUB.replace("support", "support, carries: [sales]")),
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
    why=Words("Work for another team without a date waits behind one's own.", "没有时间要求的协作，总排在自己的事之后。"),
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
    hint=Words("Say what is needed, such as `money: 2000万` or `work: ...`.", "请写明需要什么，例如 `money: 2000万` 或 `work: ...`。"),
    why=Words("A need without a thing can be neither granted nor counted.", "没有内容的需求既无法满足，也无法计数。"),
    wrong=_with("needs: [{for: 装修}]"),
    right=_with("needs: [{money: 2000万, for: 装修}]"),
)
TOO_LATE: Final = Rule(
    code="GT609",
    name="action-ends-after-its-goal",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) delivers by {day} (`{time}`), and the period of `{goal}`, which it serves, ends on {end}.",
        "行动 `{key}`（{title}）到 {day} 才交付（“{time}”），而它所服务的目标 `{goal}` 于 {end} 结束。",
    ),
    hint=Words("Bring its last milestone forward, or name the goal that it is in time for.", "请把最后一个节点提前，或改为它来得及服务的目标。"),
    why=Words("What is delivered when the goal is over cannot help to reach it.", "目标期结束之后才交付的成果，无助于达成目标。"),
    wrong=(HEAD + GOAL + TEAM + ACTION).replace("owner: shop}", "period: 2025H1, owner: shop}").replace("Q2 启动，Q4 完成", "Q1 启动，Q3 完成"),
    right=(HEAD + GOAL + TEAM + ACTION).replace("owner: shop}", "period: 2025H1, owner: shop}").replace("Q2 启动，Q4 完成", "Q1 启动，Q2 完成"),
)
OUTSIDE: Final = Rule(
    code="GT610",
    name="action-outside-plan",
    level="warning",
    message=Words(
        "The action `{key}` ({title}) takes place from {first} to {last} (`{time}`), outside the plan's period {period}.",
        "行动 `{key}`（{title}）的时间为 {first} 至 {last}（“{time}”），不在计划期 {period} 之内。",
    ),
    hint=Words("Correct its time, or move it to the plan of that period.", "请改正时间，或移到相应时期的计划中。"),
    why=Words("A plan's goals are counted within its period; what happens outside it does not count.", "计划目标只在计划期内计数，期外的行动不起作用。"),
    wrong=SAMPLE.replace("Q2 启动，Q4 完成", "2026Q2 启动，2026Q4 完成"),
    right=SAMPLE,
)
TOO_EARLY: Final = Rule(
    code="GT611",
    name="action-before-what-it-follows",
    level="error",
    message=Words(
        "The action `{key}` ({title}) begins by {day} (`{time}`), and `{other}`, which it comes after, is done by {done} only (`{other_time}`).",
        "行动 `{key}`（{title}）不晚于 {day} 开始（“{time}”），而它的前置行动 `{other}` 要到 {done} 才完成（“{other_time}”）。",
    ),
    hint=Words("Move one of the two, or remove `{other}` from `after:`.", "请调整其中一个的时间，或从 `after:` 中去掉 `{other}`。"),
    why=Words("What needs another action's result cannot begin before there is one.", "依赖另一行动成果的事，不能早于该成果开始。"),
    wrong=(SAMPLE + _SITE).replace("Q4 完成}", "Q4 完成, after: [site]}").replace("time: Q2 完成", "time: Q3 完成"),
    right=(SAMPLE + _SITE).replace("Q4 完成}", "Q4 完成, after: [site]}").replace("time: Q2 完成", "time: Q1 完成"),
)
CIRCLE: Final = Rule(
    code="GT612",
    name="actions-in-a-circle",
    level="error",
    message=Words("Each of these actions comes after the next: {circle}.", "这些行动互为前置：{circle}。"),
    hint=Words("Remove one of them from another's `after:`.", "请从其中一个的 `after:` 中去掉另一个。"),
    why=Words("None of them can ever begin.", "其中任何一个都永远无法开始。"),
    wrong=(SAMPLE + _SITE).replace("Q4 完成}", "完成, after: [site]}").replace("Q2 启动，", "Q2 ").replace("Q2 完成}", "Q2 完成, after: [stores]}"),
    right=(SAMPLE + _SITE).replace("Q4 完成}", "完成, after: [site]}").replace("Q2 启动，", "Q2 "),
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
    why=Words("What comes after the delivery cannot have been used for it.", "交付之后才到的东西，无法用于交付。"),
    wrong=_with("needs: [{work: 配送, from: hub, by: 2026Q1}]", _HUB),
    right=_with("needs: [{work: 配送, from: hub, by: Q2}]", _HUB),
)
IMPOSSIBLE_SHARE: Final = Rule(
    code="GT616",
    name="share-of-action-out-of-range",
    level="error",
    message=Words("The {field} of the action `{key}` ({title}) is {text}, which lies outside 0 to 100 %.", "行动 `{key}`（{title}）的{field}为 {text}，超出 0 到 100%。"),
    hint=Words("Write a share between 0 and 100 %.", "请写 0 到 100% 之间的比例。"),
    why=Words("A chance or a done share beyond the whole multiplies what is not there.", "超过整体的概率或完成比例，会放大并不存在的东西。"),
    wrong=_with("chance: 120%"),
    right=_with("chance: 80%"),
)


def action_without_time(plan: Plan) -> Iterator[Finding]:
    """Actions that say no time."""
    for action in plan.actions.values():
        if action.time is None and not plan.wrote(f"{action.at}.time"):
            yield _found(plan, TIMELESS, action)


def action_without_needs(plan: Plan) -> Iterator[Finding]:
    """Actions that say no need and no budget, in a plan whose other actions do."""
    saying = {key for key, one in plan.actions.items() if one.needs or one.budget is not None or plan.wrote(f"{one.at}.needs")}
    for key, action in plan.actions.items():
        if saying and key not in saying:
            yield _found(plan, NEEDLESS, action)


def action_without_fallback(plan: Plan) -> Iterator[Finding]:
    """Actions that name no risk, in a plan whose other actions do."""
    saying = {key for key, one in plan.actions.items() if one.risks or plan.wrote(f"{one.at}.risks")}
    for key, action in plan.actions.items():
        if saying and key not in saying:
            yield _found(plan, RISKLESS, action)


def risk_without_answer(plan: Plan) -> Iterator[Finding]:
    """Risks to which nothing is done."""
    for action in plan.actions.values():
        for path, risk in risks_of(plan, action):
            if not any(answer.do or answer.needs or answer.with_ for answer in risk.then):
                yield _found(plan, UNANSWERED, action, inside(plan, path, "if", "when"), risk=str(risk.if_ or risk.when or path))


def need_unpriced(plan: Plan) -> Iterator[Finding]:
    """Needs without money where the plan prices their kind elsewhere, or a partner works for nothing.

    What colleagues do is not priced in most plans, so a price is missed only against the plan's own
    custom, or where an outsider works for an action that plans no money at all.
    """
    priced = {need.kind for action in plan.actions.values() for need in action.needs if need.money is not None} - {"money", ""}
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
            if need.from_ is None and not plan.wrote(f"{path}.from") and (need.kind in ("work", "data", "policy") or anybody):
                yield _need_found(plan, FROM_NOBODY, action, f"{path}.{need.kind}", need)


def need_without_date(plan: Plan) -> Iterator[Finding]:
    """Work, data, things and decisions that another team or a partner is to give, without a date.

    People are lent for the time of the action.
    """
    for action in plan.actions.values():
        for path, need in needs_of(plan, action):
            asked = need.from_ is not None and need.from_ != action.team and need.kind in ("work", "data", "in_kind", "policy")
            if asked and need.by is None and not plan.wrote(f"{path}.by"):
                yield _need_found(plan, NEED_UNDATED, action, f"{path}.{need.kind}", need, giver=plan.title_of(need.from_ or ""))


def need_says_nothing(plan: Plan) -> Iterator[Finding]:
    """Needs that name nothing."""
    for action in plan.actions.values():
        for path, need in needs_of(plan, action):
            if not need.kind and need.role is None and not any(plan.wrote(f"{path}.{name}") for name in _KINDS):
                yield _found(plan, SAYS_NOTHING, action, inside(plan, path, "for", "from", "by"))


def action_ends_after_its_goal(plan: Plan) -> Iterator[Finding]:
    """Actions whose last milestone lies after the period of a goal that they serve.

    An action that delivers something in time, and the rest for another of its goals, is in time.
    """
    for action in plan.actions.values():
        day = delivers(action.time) or first_day(action.time)
        if day is None or _is_outside(plan, action):
            continue
        ends = {goal: period.last for goal in (*action.serves, *action.effect) if (period := _period(plan, goal))}
        for goal, end in ends.items():
            if day > end and not (_delivers_by(action, end) and any(other >= day for other in ends.values())):
                yield _found(plan, TOO_LATE, action, f"{action.at}.time", [plan.goals[goal].at], day=day, time=action.time, goal=goal, end=end)


def action_outside_plan(plan: Plan) -> Iterator[Finding]:
    """Actions that begin after the plan's period, or are over before it."""
    for action in plan.actions.values():
        if _is_outside(plan, action):
            first, last = first_day(action.time), last_day(action.time)
            yield _found(plan, OUTSIDE, action, f"{action.at}.time", ["period"], first=first, last=last, time=action.time, period=plan.period)


def action_before_what_it_follows(plan: Plan) -> Iterator[Finding]:
    """Actions whose latest beginning lies before the day on which what they come after is done.

    Actions of one circle are another rule's.
    """
    circles = knots((key, other) for key, action in plan.actions.items() for other in action.after)
    for key, action in plan.actions.items():
        day = _begins_by(action.time)
        for name in action.after:
            other = plan.actions.get(name)
            done = last_day(other.time) if other else None
            if other is None or day is None or done is None or day >= done or name == key:
                continue
            if key not in circles or circles[key] != circles.get(name):
                params = {"day": day, "time": action.time, "other": name, "done": done, "other_time": other.time}
                yield _found(plan, TOO_EARLY, action, f"{action.at}.time", [f"{other.at}.time"], **params)


def actions_in_a_circle(plan: Plan) -> Iterator[Finding]:
    """One shortest circle of actions that wait for each other."""
    circle = shortest_cycle((key, other) for key, action in plan.actions.items() for other in action.after)
    if circle:
        paths = [f"{plan.actions[key].at}.after" for key in circle]
        yield found(plan, CIRCLE, paths[0], others=paths[1:], circle=" → ".join((*circle, circle[0])))


def need_later_than_its_action(plan: Plan) -> Iterator[Finding]:
    """Needs that come when the action has long delivered."""
    for action in plan.actions.values():
        day = delivers(action.time)
        for path, need in needs_of(plan, action):
            by = first_day(need.by)
            if day is not None and by is not None and by > day:
                yield _need_found(plan, NEEDED_TOO_LATE, action, f"{path}.by", need, others=[f"{action.at}.time"], day=day, time=action.time, by=need.by)


def share_of_action_out_of_range(plan: Plan) -> Iterator[Finding]:
    """Chances and done shares below nothing or above the whole."""
    for action in plan.actions.values():
        done = action.progress.done if action.progress else None
        shares = {"chance": (action.chance, Words("chance", "概率")), "progress": (done, Words("done share", "完成比例"))}
        for name, (share, field) in shares.items():
            if isinstance(share, Quantity) and not share.unit.dims and not 0 <= share.base <= 1:
                yield _found(plan, IMPOSSIBLE_SHARE, action, f"{action.at}.{name}", field=field, text=share)


def _found(plan: Plan, rule: Rule, action: Action, path: str = "", others: list[str] | None = None, **params: Any) -> Finding:
    return found(plan, rule, path or action.at, others=others or (), key=action.key, title=plan.title_of(action.key), **params)


def _need_found(plan: Plan, rule: Rule, action: Action, path: str, need: Need, *, others: list[str] | None = None, **params: Any) -> Finding:
    kind = _KINDS.get(need.kind, Words("something", "某项内容"))
    return _found(plan, rule, action, path, others, kind=kind, thing=thing(need), **params)


def _period(plan: Plan, goal: str) -> Period | None:
    return (plan.goals[goal].period if goal in plan.goals else None) or plan.period


def _is_outside(plan: Plan, action: Action) -> bool:
    first, last = first_day(action.time), last_day(action.time)
    if first is None or last is None or plan.period is None:
        return False
    return first > plan.period.last or (last < plan.period.first and not _goes_on(action.time))


def _goes_on(timing: object) -> bool:
    """Whether a time has an open end: what began before the plan may go on in it."""
    return isinstance(timing, Timing) and (timing.continuous or timing.recurrence is not None or timing.end is None)


def _delivers_by(action: Action, day: date) -> bool:
    """Whether an action delivers something by a day."""
    dated = action.time.dated if isinstance(action.time, Timing) else ()
    return any(one.period is not None and not one.open_end and one.period.last <= day for one in dated)


def _begins_by(timing: object) -> date | None:
    """The last day on which an action may begin and still keep its first milestone."""
    dated = timing.dated if isinstance(timing, Timing) else ()
    return dated[0].period.last if dated and dated[0].period else None


CHECKS: Final = (
    Check(TIMELESS, action_without_time),
    Check(NEEDLESS, action_without_needs),
    Check(RISKLESS, action_without_fallback),
    Check(UNANSWERED, risk_without_answer),
    Check(UNPRICED, need_unpriced),
    Check(FROM_NOBODY, need_from_nobody),
    Check(NEED_UNDATED, need_without_date),
    Check(SAYS_NOTHING, need_says_nothing),
    Check(TOO_LATE, action_ends_after_its_goal),
    Check(OUTSIDE, action_outside_plan),
    Check(TOO_EARLY, action_before_what_it_follows),
    Check(CIRCLE, actions_in_a_circle),
    Check(NEEDED_TOO_LATE, need_later_than_its_action),
    Check(IMPOSSIBLE_SHARE, share_of_action_out_of_range),
)
