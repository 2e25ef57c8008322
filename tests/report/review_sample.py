"""A small plan with one goal of each trouble, reviewed on two days, and a plan whose every text is an attack."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import goaltree as gt
from goaltree.scorecard.card import Scorecard

GOLDEN = Path(__file__).parents[1] / "golden" / "report"
NOW = "2025-06-30"
THEN = "2025-02-28"
PAYLOADS = (
    "a|b||c\\|d\\",
    "`code` ``two``",
    "<script>alert(1)</script>",
    "<!-- x --><b>&lt;&#124;",
    "[x](javascript:alert(1)) ![i](http://e.example/p.png)",
    "http://e.example/x www.e.example",
    "::error file=x,line=1::pwned",
    "##vso[task.setvariable variable=x]y",
    "one\ntwo\r\n# three",
    "# heading",
    "1. one",
    "- item",
    "+ item",
    "\x1b[31mred\x1b[0m\x07\x08\x9b2J",
    "\x1b]8;;http://e.example\x1b\\link\x1b]8;;\x1b\\",
    "\u202eevil\u2066x\u2069\u200b",
    "{0.__class__} {text} {0}",
    "lone \ud800 and \udcff",
    "*b* _i_ ~s~ $x$ @user &amp; :smile:",
    '"quoted", \'too\', \\"',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://e.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "%%{init: {}}%%",
    '"]; click n0 call x()',
    "end",
)


@cache
def plan() -> gt.Plan:
    """The plan."""
    return gt.read(GOLDEN / "plan.yaml")


@cache
def card(as_of: str = NOW, known_at: str | None = None) -> Scorecard:
    """Its scorecard on a day."""
    return gt.evaluate(plan(), gt.observe(plan(), GOLDEN / "actuals.csv"), as_of=as_of, known_at=known_at)


def hostile(text: str) -> Scorecard:
    """A scorecard with a text as every title there is."""
    found = gt.loads(
        {
            "goaltree": 1,
            "plan": "x",
            "title": text,
            "period": 2025,
            "currency": "CNY",
            "perspectives": {"p": {"title": text}},
            "segments": {"region": {"title": text, "members": {"a": text, "b": text}}},
            "metrics": {
                "sales": {"title": text, "kind": "flow", "unit": "元", "direction": "up", "by": ["region"]},
                "health": {"title": text, "kind": "mean", "unit": "元", "healthy": "≤8 元", "leads": "sales"},
            },
            "goals": {
                "sales": {
                    "target": "-12元",
                    "perspective": "p",
                    "owner": "t",
                    "cuts": {"region": {"a": "-4元", "b": "-8元"}},
                }
            },
            "objectives": {"o": {"title": text, "goals": ["sales"]}},
            "teams": {"t": {"title": text, "lead": text}},
        }
    )
    months = [f"2025-{month:02}" for month in range(1, 4)]
    rows = [
        {"metric": "sales", "segment": f"region={part}", "period": month, "value": f"{-value} 元"}
        for part, value in (("a", 2), ("b", 3))
        for month in months
    ]
    rows += [{"metric": "health", "segment": "", "period": month, "value": "9 元"} for month in months]
    return gt.evaluate(found, rows, as_of="2025-03-31")


def same_as_golden(name: str, text: str) -> bool:
    """Whether a text is the stored one, byte for byte; `GOALTREE_UPDATE_GOLDEN=1` stores it first."""
    path = GOLDEN / name
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        path.write_bytes(text.encode())
    return path.read_bytes() == text.encode()
