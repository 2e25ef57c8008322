"""The pages on rules: what each says, and what `check` prints for its wrong plan."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import goaltree
from goaltree.actuals.sample import AS_OF, FILE
from goaltree.catalogue import rules, tried
from goaltree.finding import Lang, Rule, Words

from .markdown import code, fence, page, prose, table, toctree

FAMILIES: Mapping[str, tuple[str, str]] = {
    "0": ("Reading", "读取"),
    "1": ("References and shape", "引用与结构"),
    "2": ("Arithmetic", "勾稽"),
    "3": ("Units, kinds, directions, time", "单位、类型、方向与时间"),
    "4": ("Coverage", "覆盖"),
    "5": ("Ambition and phasing", "目标高度与节奏"),
    "6": ("Actions, budget, risk", "行动、预算与风险"),
    "7": ("Pairs", "指标配对"),
    "8": ("Data", "数据"),
    "9": ("Plugins", "插件"),
}


LEVELS: Mapping[str, str] = {"error": "错误", "warning": "警告", "note": "提示"}


def rule_index() -> str:
    """Every rule by family."""
    told = "How findings are ranked, selected and accepted is told in [](../../checks.md)."
    blocks = [f"Errors are contradictions, warnings are gaps, notes are assumptions. {told}"]
    for digit, (title, zh) in FAMILIES.items():
        rows = [
            (
                f"[{rule.code}]({rule.code}.md)",
                code(rule.name),
                f"{rule.level} {LEVELS[rule.level]}",
                prose(template(rule.message.en)),
            )
            for rule in rules().values()
            if rule.code[2] == digit
        ]
        if rows:
            blocks += [f"## {digit}xx {title} · {zh}", table(("code", "name", "level", "says"), rows)]
    return page("Rules", *blocks, toctree(*rules(), hidden=""))


def template(text: str) -> str:
    """A message with its places as `⟨name⟩`."""
    parts = ((head, f"⟨{name}⟩" if name else "") for head, name, _, _ in Formatter().parse(text))
    return "".join(head + place for head, place in parts)


def rule_pages() -> dict[str, str]:
    """A page a rule."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return {f"rules/{rule.code}.md": rule_page(rule) for rule in rules().values()}


def rule_page(rule: Rule) -> str:
    """The page of one rule."""
    said = {lang: printed(rule, lang) for lang in ("en", "zh")}
    name = plan_name(rule)
    command = f"check {name} --select {rule.code}"
    if FILE in rule.wrong:
        command = f"review {name} --actuals actuals.csv --as-of {AS_OF}"
    shown = [
        fence(f"$ goaltree {command}{option}\n{said[lang]}")
        for lang, option in (("en", ""), ("zh", " --lang zh"))
        if said[lang]
    ]
    return page(
        f"{rule.code} {rule.name}",
        f"**Level**: {rule.level} · {LEVELS[rule.level]}",
        "## What it says",
        fence(both(rule.message)),
        "## What to do",
        fence(both(rule.hint)),
        "## Why it matters",
        prose(rule.why.en),
        prose(rule.why.zh),
        "## Wrong",
        fence(rule.wrong),
        *(
            shown
            or [
                "It depends on the system, or on more than a plan and a table as text, so that its words are not shown here."
            ]
        ),
        "## Right",
        fence(rule.right),
    )


def both(words: Words) -> str:
    """A message in both languages."""
    return f"{template(words.en)}\n{template(words.zh)}"


def plan_name(rule: Rule) -> str:
    """The file name that a rule's examples have."""
    return "plan.json" if rule.wrong.startswith("{") else "plan.yaml"


def printed(rule: Rule, lang: Lang) -> str:
    """What `check --select CODE` prints for the wrong plan of a rule; empty where it does not fire."""
    if FILE in rule.wrong:
        found = tried(rule.wrong, Path()).select(rule.code)
        return found.to_text(lang) if found else ""
    path = Path(plan_name(rule))
    path.write_bytes(rule.wrong.encode("latin-1" if rule.wrong.startswith("\xff") else "utf-8"))
    plan = goaltree.read(path)
    findings = goaltree.check(plan, select=[rule.code])
    path.unlink()
    locator = plan.locator
    return findings.to_text(lang, sources=locator.text if locator is not None else None) if findings else ""
