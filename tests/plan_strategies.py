"""Strategies of whole plans, as the plain values that `goaltree.loads` takes.

Titles are Chinese, English or both; goals have cuts, nested cuts and partial ones; every noun occurs.
What they draw reads without an error.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = (
    "销售额",
    "订单量",
    "Sales",
    "复购率",
    "2025 年度目标",
    "Growth, in %",
    "品牌心智：北极星",
    "a: b # c",
    "~",
    "是",
    "no",
)
TEXTS = st.sampled_from(WORDS)
ANY_TEXTS = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Cn"],
        include_characters=["\n", "\t", "\r"],
        exclude_characters=["\ufffd"],
    ),
    min_size=1,
    max_size=30,
)
"""Everything that a text of a plan file may hold."""

GOALS = ("sales", "订单", "repeat", "gmv_2025", "目标一")
METRICS = ("orders", "客单价", "retention")
TEAMS = ("shop", "online", "技术部")
SEGMENTS = {"channel": ("线上", "门店", "app"), "地区": ("国内", "海外")}
NUMBERS = {
    "元": ("12亿", "3.8 亿", "≥5000万", "1234.5", "３亿8000万", "1,234.5", "-3亿", "0"),
    "%": ("45%", "≥30%", "1.5%"),
    "单": ("100万", "3 万单", "≤1200"),
}
TIMES = ("Q1 启动，Q4 完成", "Q2 灰度，Q3 全量", "全年常态化", "每周 1 次", "Q3", "unstated")


def titled(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """A title: one text, or one in each language."""
    return st.one_of(texts, st.fixed_dictionaries({"zh": texts, "en": texts}))


def own(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """What an author keeps under `meta`: nested lists, mappings, texts and nothing."""
    leaves = st.one_of(texts, st.none())
    inner = st.recursive(
        leaves,
        lambda item: st.one_of(st.lists(item, max_size=3), st.dictionaries(texts, item, max_size=3)),
        max_leaves=5,
    )
    return st.dictionaries(texts, inner, min_size=1, max_size=3)


@st.composite
def some(draw: st.DrawFn, **fields: st.SearchStrategy[Any]) -> dict[str, Any]:
    """A mapping with some of the fields, in any order."""
    names = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=4))
    return {name.rstrip("_"): draw(fields[name]) for name in names}


def keys(names: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    """Some of the names, each once, in any order."""
    return st.lists(st.sampled_from(names), min_size=least, max_size=3, unique=True)


def metrics(texts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """The definition of a metric in money."""
    return some(
        title=titled(texts),
        aka=st.lists(texts, max_size=2),
        kind=st.sampled_from(("flow", "stock", "ratio")),
        direction=st.sampled_from(("up", "down")),
        definition=texts,
        thresholds=st.dictionaries(texts, st.sampled_from(("≥8%", "40 国", "约500")), max_size=2),
        formula=st.sampled_from(("sales * 2", "max(sales - 5000万, 0)", "if(sales > 0, 1亿, 2亿)")),
        by=keys(tuple(SEGMENTS)),
        over=st.just({"time": "average"}),
        grain=st.sampled_from(("day", "month")),
        source=st.sampled_from(("trade", "某系统", ["trade", "BI"])),
        healthy=st.sampled_from(("≥1亿", {"线上": "≥1亿", "门店": "5000万-1亿"})),
        standard=st.sampled_from(NUMBERS["元"]),
        lag=st.sampled_from(("1 month", "2 周")),
        sign=st.sampled_from(("+", "-")),
        why=titled(texts),
        meta=own(texts),
    ).map(lambda fields: {**fields, "unit": "元"})


@st.composite
def parts(draw: st.DrawFn, texts: st.SearchStrategy[str], unit: str, depth: int = 0) -> dict[str, Any]:
    """The members of cuts of a goal."""
    cuts: dict[str, Any] = {}
    for dimension in draw(keys(tuple(SEGMENTS), 1)):
        members = draw(keys(SEGMENTS[dimension], 1))
        cuts[dimension] = {member: draw(_part(texts, unit, depth + 1)) for member in members}
    return cuts


def _part(texts: st.SearchStrategy[str], unit: str, depth: int) -> st.SearchStrategy[Any]:
    number = st.sampled_from(NUMBERS[unit])
    fields = {
        "target": number,
        "title": titled(texts),
        "owner": st.sampled_from(TEAMS),
        "weight": st.sampled_from(("0.3", "30%")),
    }
    if depth < 3:
        fields["of_which"] = parts(texts, unit, depth)
    return st.one_of(number, st.just("unstated"), some(**fields))


@st.composite
def goals(
    draw: st.DrawFn, texts: st.SearchStrategy[str], earlier: list[str], names: list[str]
) -> dict[str, Any]:
    """One goal, with its metric in place or by reference."""
    unit = draw(st.sampled_from(sorted(NUMBERS)))
    number = st.sampled_from(NUMBERS[unit])
    goal: dict[str, Any] = draw(
        some(
            title=titled(texts),
            aka=st.lists(texts, max_size=2),
            baseline=st.one_of(
                number, st.just("unstated"), number.map(lambda text: "约" + text.lstrip("≥≤-"))
            ),
            growth=st.sampled_from(("+20%", "-10%", "翻一番")),
            tiers=some(threshold=number, stretch=number),
            commitment=st.just("binding"),
            semantics=st.just("end"),
            phasing=st.one_of(
                st.just("seasonal"),
                st.dictionaries(st.sampled_from(("2025Q1", "2025H1", "2025-03")), number, min_size=1),
            ),
            weight=st.sampled_from(("0", "0.3", "30%")),
            owner=st.sampled_from(TEAMS),
            core=st.just("true"),
            perspective=st.sampled_from(("growth", "信任")),
            period=st.sampled_from(("2025H1", "2025")),
            segment=st.just({"地区": "海外"}),
            why=titled(texts),
            note=texts,
            meta=own(texts),
        )
    )
    goal["target"] = draw(st.one_of(number, st.just("unstated")))
    if unit == "元" and names and draw(st.booleans()):
        goal["metric"] = draw(st.sampled_from(names))
    else:
        goal |= {"unit": unit, "kind": "flow", "direction": "up"}
    if earlier and draw(st.booleans()):
        goal["serves"] = draw(st.sampled_from((earlier[0], [earlier[0]], {earlier[0]: "0.5"})))
    if draw(st.booleans()):
        goal["cuts"] = draw(parts(texts, unit))
        if len(goal["cuts"]) > 1:
            goal["rolls_up"] = next(iter(goal["cuts"]))
    if draw(st.booleans()):
        goal["of_which"] = {"format": {"直播": draw(number)}}
    return goal


def stated(units: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
    """Some goals, each with a number in its unit or with nothing."""
    pairs = st.sampled_from(sorted(units)).flatmap(
        lambda key: st.tuples(st.just(key), st.sampled_from((*NUMBERS[units[key]], None)))
    )
    return st.lists(pairs, max_size=2).map(dict)


def teams(texts: st.SearchStrategy[str], units: dict[str, str]) -> st.SearchStrategy[Any]:
    """One team."""
    names = st.lists(st.sampled_from(sorted(units)), unique=True, max_size=3)
    goals = st.one_of(names, stated(units))
    return some(
        title=titled(texts),
        aka=st.lists(texts, max_size=2),
        lead=texts,
        role=st.sampled_from(("line", "support", "partner")),
        mission=texts,
        owns=goals,
        carries=goals,
        boundary=st.one_of(texts, st.just("unstated")),
        works_with=st.lists(
            some(
                with_=st.sampled_from(("all", ["shop", "online"])), for_=texts, by=st.sampled_from(TIMES[:4])
            ),
            max_size=2,
        ),
        since=st.just("2025-01-01"),
        meta=own(texts),
    )


def needs(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """What an action needs."""
    return some(
        money=st.sampled_from(("2000万", "unstated")),
        people=st.just("5 人"),
        work=texts,
        from_=st.sampled_from(TEAMS),
        by=st.sampled_from(TIMES[:5]),
        for_=titled(texts),
    )


def actions(texts: st.SearchStrategy[str], units: dict[str, str]) -> st.SearchStrategy[Any]:
    """One action."""
    served = sorted(units)
    answer = st.one_of(
        texts,
        some(do=texts, by=st.just("Q4"), cost=st.just("300万"), needs=st.lists(needs(texts), max_size=2)),
    )
    return some(
        title=titled(texts),
        team=st.sampled_from(TEAMS),
        lead=texts,
        time=st.sampled_from(TIMES),
        serves=st.lists(st.sampled_from(served), unique=True, max_size=2),
        effect=stated(units),
        chance=st.just("60%"),
        delivers=st.dictionaries(texts, st.just("100 名"), max_size=2),
        needs=st.lists(needs(texts), max_size=2),
        budget=st.sampled_from(
            (
                "500万",
                {
                    "approved": "unstated",
                    "tranches": [{"gate": "灰度通过", "amount": "100万", "passed": "true"}],
                },
                {
                    "approved": "500万",
                    "first_spent": "2025-04-15",
                    "over": "warn",
                    "tranches": [{"gate": "灰度通过", "amount": "500万", "passed_on": "2025-04-10"}],
                },
            )
        ),
        risks=st.lists(
            st.one_of(texts, some(if_=texts, when=st.just(f"pace({served[0]}) < 0.9"), then=answer)),
            max_size=2,
        ),
        progress=st.one_of(
            st.just("30%"),
            some(
                done=st.just("30%"),
                earned_by=st.just("milestones"),
                delivered=st.dictionaries(texts, st.just("42 名"), max_size=2),
                reached=st.dictionaries(texts, st.sampled_from(("2025-05-20", None)), max_size=2),
                on=st.just("2025-06-30"),
            ),
        ),
        note=texts,
        meta=own(texts),
    )


def governances(texts: st.SearchStrategy[str], known: list[str]) -> st.SearchStrategy[Any]:
    """How the plan is followed."""
    return some(
        cadence=st.dictionaries(
            texts, some(title=texts, every=st.just("每周 1 次"), teams=st.just("all")), max_size=2
        ),
        deviation=st.sampled_from(
            (
                {"warning": "≤-10%"},
                {
                    "emergency": {
                        "at": "<-20%",
                        "goals": "core",
                        "decide_within": "24 小时",
                        "basis": "unstated",
                    }
                },
            )
        ),
        reserve=st.sampled_from(
            (
                {"budget": "10%", "of": "unstated"},
                {"budget": "10%", "of": "5亿"},
                {"people": "10%", "of": "年度编制"},
                {
                    "budget": "10%",
                    "of": "5亿",
                    "drawdowns": [{"on": "2025-06-10", "amount": "300万", "people": "5 人", "for": "补货"}],
                },
            )
        ),
        status=st.just([{"status": "at_risk", "when": f"pace({known[0]}) < 0.9"}, {"status": "unknown"}]),
        missing=st.just("propagate"),
        groups=st.dictionaries(
            texts, some(title=texts, teams=keys(TEAMS), ends=st.just("unstated")), max_size=2
        ),
    )


def canvases(texts: st.SearchStrategy[str], known: list[str]) -> st.SearchStrategy[Any]:
    """The business model."""
    entry = st.one_of(
        texts,
        some(
            title=titled(texts),
            text=st.one_of(texts, st.just("unstated")),
            share=st.sampled_from(("~60%", "unstated", "<5%")),
            figures=st.dictionaries(texts, st.sampled_from(("2 亿+", "3.2:1")), max_size=2),
            details=st.dictionaries(
                texts, st.one_of(texts, st.lists(texts, min_size=1, max_size=2)), max_size=2
            ),
            answer=st.lists(texts, max_size=2),
            goals=st.lists(st.sampled_from(known), max_size=2, unique=True),
        ),
    )
    entries = st.dictionaries(texts, entry, max_size=2)
    return some(
        title=titled(texts),
        blocks=st.dictionaries(texts, some(title=texts, entries=entries), max_size=2),
        moats=entries,
        aims=entries,
    )


@st.composite
def plan_values(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> dict[str, Any]:
    """A whole plan as plain values, its sections and keys in any order."""
    defined = draw(keys(METRICS))
    named = draw(keys(GOALS[1:]))
    goal_values: dict[str, Any] = {"sales": draw(goals(texts, [], defined))}
    for name in named:
        goal_values[name] = draw(goals(texts, [*goal_values], defined))
    units = {key: goal.get("unit", "元") for key, goal in goal_values.items()}
    for key, goal in goal_values.items():
        units |= {
            f"{key}.{d}.{m}": units[key] for d, members in goal.get("cuts", {}).items() for m in members
        }
    known = sorted(units)
    values: dict[str, Any] = {
        "goaltree": "1",
        "plan": "示例-2025",
        "period": "2025",
        "currency": "CNY",
        "segments": {"format": {"members": ["直播"], "open": "true"}}
        | {
            name: draw(st.sampled_from(([*members], {"members": dict.fromkeys(members, "某")})))
            for name, members in SEGMENTS.items()
        },
        "perspectives": {
            "growth": draw(st.one_of(texts, st.fixed_dictionaries({"title": titled(texts)}))),
            "信任": {"title": draw(texts), "why": draw(texts)},
        },
        "sources": {"trade": {"title": "交易系统", "owner": "shop"}},
        "metrics": {name: draw(metrics(texts)) for name in defined},
        "goals": goal_values,
        "teams": {name: draw(teams(texts, units)) for name in TEAMS},
    }
    values |= draw(
        some(
            title=titled(texts),
            about=texts,
            reason=texts,
            role=st.just("forecast"),
            zone=st.just("Asia/Shanghai"),
            fx=st.sampled_from(
                ({"USD": "7.2"}, {"USD": {"budget": "7.2", "average": {"2025-01": "7.1", "2025-02": "7.15"}}})
            ),
            units=st.just({"creator": {"title": "创作者", "symbols": ["位", "达人"]}}),
            calendar=st.sampled_from(
                ({"start_month": "4"}, {"pattern": "4-4-5", "start_month": "2", "ends": "nearest saturday"})
            ),
            phases=st.sampled_from(
                ({"设计": "2025-01-01 - 2025-03-31", "建设 2": "2025-04-01 - 2025-12-31"}, {})
            ),
            actions=st.dictionaries(
                st.sampled_from(("open_stores", "直播 间".replace(" ", "_"))),
                actions(texts, units),
                max_size=2,
            ),
            governance=governances(texts, known),
            canvas=canvases(texts, known),
            benchmarks=st.just({"industry": {"title": "行业", "growth": "40%-50%", "goals": "sales"}}),
            objectives=st.just(
                {"o1": ["sales"], "o2": {"title": "目标组", "goals": "sales", "owner": "shop"}}
            ),
            handovers=st.just(
                {"users": {"from": "sales", "to": "sales", "teams": ["shop", "online"], "by": "每周 1 次"}}
            ),
            pairs=st.sampled_from(({}, {"sales": {"sales": {"lag": "1 month", "because": "传导"}}})),
            asserts=st.just(["sales > 0", {"assert": "sales >= 1", "because": "底线"}]),
            accepted=st.just(
                [{"code": "GT420", "at": "teams.shop.boundary", "reason": "以后再定", "owner": "shop"}]
            ),
            meta=own(texts),
        )
    )
    order = draw(st.permutations(sorted(values)))
    return {name: values[name] for name in order}
