"""Views of a plan: what they tell, and that hostile names stay plain text in each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import goaltree as gt
from goaltree.finding import Lang
from goaltree.model.plan import Plan
from goaltree.view.asked import asked_lines, asks_of
from goaltree.view.goal_card import goal_card_lines
from goaltree.view.line import Line, rendered
from goaltree.view.matrix import Matrix, matrix_lines
from goaltree.view.team_view import team_view_lines
from goaltree.view.tree import tree_lines
from goaltree.view.tree_data import encoded, to_json, to_mermaid

PAYLOADS = (
    "\x1b[31mred\x1b[0m\x07\x08",
    "\x1b]8;;http://e.example\x1b\\link\x1b]8;;\x1b\\",
    "one\ntwo\r\n::error::three",
    "::stop-commands::x",
    "##vso[task.setvariable]x",
    "\u202eevil\u2066x\u2069\u200b\u2028",
    "{{7*7}} ${jndi:ldap://x} %s%n {0.__class__}",
    '"]; click n0 "javascript:alert(1)" %%{init}%% </script><b>',
    "e" + "\u0301" * 500,
)
VIEWS: dict[str, Callable[[Plan, Lang], list[Line]]] = {
    "tree": lambda plan, lang: tree_lines(plan, lang=lang, keys=True),
    "matrix": lambda plan, lang: matrix_lines(plan, lang=lang),
    "goal": lambda plan, lang: goal_card_lines(plan, "sales", findings=gt.check(plan), lang=lang),
    "team": lambda plan, lang: team_view_lines(plan, "shop", findings=gt.check(plan), lang=lang),
    "asked": lambda plan, lang: asked_lines(plan, "tech", lang=lang),
}


def named(payload: str) -> Plan:
    """A plan in which every free text is the payload."""
    return gt.loads(
        {
            "goaltree": 1,
            "plan": "hostile",
            "title": payload,
            "period": "2025",
            "currency": "CNY",
            "perspectives": {"growth": {"title": payload}},
            "segments": {"channel": {"title": payload, "members": {"web": payload}, "open": True}},
            "sources": {"till": {"title": payload}},
            "goals": {
                "sales": {
                    "title": payload,
                    "kind": "flow",
                    "unit": "元",
                    "direction": "up",
                    "perspective": "growth",
                    "definition": payload,
                    "source": "till",
                    "target": "2亿",
                    "owner": "shop",
                    "why": payload,
                    "note": payload,
                    "of_which": {"channel": {"web": "1亿"}},
                }
            },
            "teams": {
                "shop": {"title": payload, "lead": payload, "mission": payload, "boundary": payload},
                "tech": {"title": payload, "role": "support"},
            },
            "actions": {
                "grow": {
                    "title": payload,
                    "team": "shop",
                    "serves": ["sales"],
                    "time": "Q1",
                    "needs": [{"work": payload, "from": "tech", "for": payload}],
                    "risks": [{"if": payload, "then": {"do": payload, "with": ["tech"]}}],
                }
            },
        }
    )


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("view", VIEWS)
def test_h10_c16_names_are_plain_text(view: str, payload: str) -> None:
    """Each view shows the payload as text: nothing invisible, no line of its own, no command."""
    for lang in ("en", "zh"):
        lines = list(rendered(VIEWS[view](named(payload), lang)))
        assert [text for text in lines if not text.isprintable()] == []
        assert [text for text in lines if text.lstrip().startswith("::") or "##" in text] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_c16_mermaid_labels_hold_no_syntax(payload: str) -> None:
    """A label in Mermaid is letters, blanks and numbered signs, whatever the name."""
    label = encoded(payload)
    assert not set(label) & set("\"'`[](){}<>|&\\%$*_^=?!@:\n")
    shapes = [text for text in to_mermaid(named(payload)).splitlines() if '"' in text]
    assert [text for text in shapes if text.count('"') != 2] == []


@pytest.mark.parametrize("payload", [*PAYLOADS, "lone \ud800"])
def test_json_of_hostile_names_is_json(payload: str) -> None:
    """The JSON of a plan with hostile names parses, and can be written as UTF-8."""
    import json

    text = to_json(named(payload))
    assert json.loads(text.encode("utf-8"))["plan"] == "hostile"


def test_matrix_tells_owning_carrying_and_serving_apart() -> None:
    """A mark says who owns a goal, who carries a part or a supporter of it, and whose action serves it."""
    plan = gt.loads(
        "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"
        "segments: {channel: [web, shop]}\n"
        "goals:\n"
        "  sales: {title: S, kind: flow, unit: 元, direction: up, target: 2亿, owner: a,"
        " cuts: {channel: {web: {target: 1亿, owner: b}, shop: 1亿}}}\n"
        "  visits: {title: V, kind: flow, unit: 次, direction: up, target: 100, serves: [sales]}\n"
        "teams:\n  a: {title: A}\n  b: {title: B}\n  c: {title: C, carries: [visits]}\n  d: {title: D}\n"
        "  e: {title: E, role: support}\n"
        "actions:\n  go: {title: G, team: d, serves: [visits], time: Q1}\n"
    )
    matrix = Matrix.of(plan)
    assert matrix.goals == ("sales",)
    assert dict(matrix.marks) == {
        ("a", "sales"): "owns",
        ("b", "sales"): "carries",
        ("c", "sales"): "carries",
    }
    assert matrix.served == frozenset({("d", "sales")})
    assert matrix.teams == ("a", "b", "c", "d")
    assert matrix.unowned() == ()


def test_asks_come_from_every_place_that_names_a_team() -> None:
    """Needs, answers to risks, collaborations, hand-overs and groups each give an ask, priced or not."""
    plan = gt.loads(
        "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"
        "goals:\n  sales: {title: S, kind: flow, unit: 元, direction: up, target: 2亿, owner: a}\n"
        "teams:\n  a: {title: A, works_with: [{with: t, for: talk}]}\n  b: {title: B, works_with: [{with: all, for: share}]}\n"
        "  t: {title: T}\n"
        "actions:\n"
        "  go:\n    title: G\n    team: a\n    serves: [sales]\n    time: Q1\n"
        "    needs: [{work: build, from: t, by: Q2}, {money: 5万, from: t, for: ads}, {work: own, from: a}]\n"
        "    risks: [{if: slow, then: {do: hurry, with: t, by: Q4, cost: 1万, needs: [{people: 2 人, from: t}]}}]\n"
        "handovers:\n  h: {title: H, from: sales, to: sales, teams: [a, t], by: 每周}\n"
        "governance:\n  groups:\n    g: {title: W, teams: [b, t]}\n"
    )
    asks = asks_of(plan, "t")
    told = [(ask.team, ask.what, ask.by, ask.price, ask.is_priced) for ask in asks]
    assert told == [
        ("a", "build", "Q2", "", False),
        ("a", "ads", "with the action (Q1)", "5万", True),
        ("a", "people", "Q4", "2 人", True),
        ("a", "hurry", "Q4", "1万", True),
        ("a", "talk", "", "", None),
        ("b", "share", "", "", None),
        ("", "H", "每周", "", None),
        ("", "W", "", "", None),
    ]


def test_deep_and_wide_trees_are_drawn() -> None:
    """A chain of a thousand goals is drawn without recursion, and its lines stay on the terminal."""
    from goaltree.rendering.terminal import width

    goal = "{title: G, kind: score, direction: up, target: 1"
    chain = "".join(
        f"  g{at}: {goal}, serves: [g{at - 1}]}}\n" if at else f"  g0: {goal}}}\n" for at in range(1000)
    )
    plan = gt.loads(f"goaltree: 1\nplan: p\nperiod: 2025\ngoals:\n{chain}")
    lines = list(rendered(tree_lines(plan, room=60)))
    assert sum(" G " in f" {text} " for text in lines) >= 1000
    assert max(map(width, lines)) <= 60


def test_goal_card_tells_whether_a_repeated_number_is_the_same() -> None:
    """A team that repeats a goal's number is shown with it; another number is told, another spelling is not."""
    head = (
        "goaltree: 1\nplan: p\nperiod: 2025\ncurrency: CNY\n"
        "goals:\n  sales: {title: S, kind: flow, unit: 元, direction: up, target: 2亿, owner: a}\n"
    )
    for number, words in (
        ("20000万", "the same"),
        ("≥2亿", "the same number"),
        ("3亿", "differs: the goal is 2亿"),
    ):
        plan = gt.loads(f"{head}teams:\n  a: {{title: A, owns: {{sales: {number}}}}}\n")
        text = "\n".join(rendered(goal_card_lines(plan, "sales")))
        assert f"A  owns  {number}  {words}" in text
