"""Findings to render: an ordinary plan's, and those whose every text is an attack."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

from attrs import evolve

from goaltree.finding import Finding, Level, Rule, Span, Words
from goaltree.findings import Findings

GOLDEN = Path(__file__).parent.parent / "golden" / "findings"

PAYLOADS = (
    "a|b||c\\|d\\",
    "`code` ``two``",
    "<script>alert(1)</script>",
    "<!-- x --><b>&lt;&#124;",
    "[x](javascript:alert(1)) ![i](http://e.example/p.png) <http://e.example>",
    "http://e.example/x www.e.example ftp://e.example",
    "::error file=x,line=1::pwned",
    "##vso[task.setvariable variable=x]y ##[error]z",
    "%0A%0D%25 100%",
    "one\ntwo\r\n# three\n::stop-commands::x",
    "# heading",
    "\x1b[31mred\x1b[0m\x07\x08\x9b2J",
    "\x1b]8;;http://e.example\x1b\\link\x1b]8;;\x1b\\",
    "\u202eevil\u2066x\u2069\u200b\ufeff\u2028\u0085",
    "{0.__class__} {text} {0}",
    "{{7*7}} ${jndi:ldap://x} %s%n",
    "lone \ud800 and \udcff \udfff\ud83d",
    "e" + "\u0301" * 10_000,
    "*b* _i_ ~s~ $x$ @user &amp; :smile: :100:",
    '"quoted", \'too\', \\"',
    "=cmd|' /C calc'!A0",
    "🎯 达成，「目标」　ａ",
    "null",
    "",
)


def rule(code: str, name: str, level: Level, en: str, zh: str, hint_en: str, hint_zh: str) -> Rule:
    why = Words("Numbers that do not agree cannot both be reached.", "互相矛盾的数字不可能同时达成。")
    return Rule(
        code=code,
        name=name,
        level=level,
        message=Words(en, zh),
        hint=Words(hint_en, hint_zh),
        why=why,
        wrong="",
        right="",
    )


SUM = rule(
    "GT203",
    "children-do-not-sum",
    "error",
    "The parts of `{key}` by {dimension} sum to {sum}, not {target}: {residual} is missing.",
    "`{key}` 按 {dimension} 拆分之和为 {sum}，不是 {target}：差 {residual}。",
    "Change a part, or write `target: {sum}`.",
    "请修改某一部分，或写作 `target: {sum}`。",
)
TEXT = rule(
    "GT100", "text-wrong", "error", "{text} is wrong.", "{text} 不对。", "Mend {text}.", "请改 {text}。"
)
OWNER = rule(
    "GT402",
    "goal-without-owner",
    "warning",
    "Nobody owns the goal `{key}` ({title}).",
    "目标 `{key}`（{title}）没有负责人。",
    "Add `owner:`.",
    "请加上 `owner:`。",
)
BOUND = rule(
    "GT420",
    "boundary-unstated",
    "note",
    "The boundary of the team `{key}` is unstated.",
    "团队 `{key}` 的责任边界未说明。",
    "Add `boundary:`.",
    "请加上 `boundary:`。",
)

SOURCE = """\
goaltree: 1
plan: shop-2025
goals:
  销售额: {title: 全年销售额（GMV）, target: "12亿", cuts: {渠道: {线上: 8亿, 门店: 3亿}}}
  a1: {title: 甲}
  a2: {title: 乙}
  a3: {title: 丙}
  a4: {title: 丁}
  a5: {title: 戊}
"""


def span(text: str, *, file: str = "plan.yaml", source: str = SOURCE, after: str = "") -> Span:
    """Where a text stands in the source, as a reader would tell it."""
    start = source.index(text, source.index(after))
    end = start + len(text)
    line = source.count("\n", 0, start) + 1
    column = start - (source.rfind("\n", 0, start) + 1) + 1
    return Span(
        file=file,
        line=line,
        column=column,
        end_line=line,
        end_column=column + len(text),
        offset=start,
        end_offset=end,
    )


def ordinary() -> Findings:
    """What a check of a small plan may say."""
    total = Finding(
        rule=SUM,
        params={
            "key": "销售额",
            "dimension": "渠道",
            "sum": "11亿元",
            "target": "12亿元",
            "residual": Decimal(100000000),
        },
        span=span('"12亿"'),
        path="goals.销售额.target",
        excerpt="12亿",
        others=(span("8亿"), span("3亿")),
        stake=Decimal("1E+8"),
        team="shop",
        perspective="growth",
    )
    owners = [
        Finding(
            rule=OWNER,
            params={"key": key, "title": title},
            span=span(key),
            path=f"goals.{key}",
            excerpt=key,
        )
        for key, title in zip(("a1", "a2", "a3", "a4", "a5"), "甲乙丙丁戊", strict=True)
    ]
    bounds = Finding(rule=BOUND, params={"key": "shop"}, path="teams.shop.boundary", team="shop")
    nowhere = Finding(
        rule=TEXT, params={"text": ("x", "y")}, span=Span(file="<dict>", line=0, column=0), path="a.b"
    )
    return Findings(
        [total, *owners, bounds, nowhere, evolve(bounds, params={"key": "tech"}).accept("改组后再定")]
    )


def hostile(text: str) -> Finding:
    """A finding that says the text wherever a plan's text may stand."""
    return Finding(
        rule=TEXT,
        params={"text": text, "list": (text, text), "words": Words("w", "词")},
        span=Span(file=text, line=1, column=2, end_line=1, end_column=3, offset=1, end_offset=2),
        path=text,
        excerpt=text,
        others=(Span(file=text, line=2, column=1),),
        stake=Decimal("0.10"),
        team=text,
        perspective=text,
    )


def same_as_golden(name: str, text: str) -> bool:
    """Whether a text is the stored one, byte for byte; `GOALTREE_UPDATE_GOLDEN=1` stores it first."""
    path = GOLDEN / name
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return path.read_bytes() == text.encode()
