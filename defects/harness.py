"""Puts every defect into every clean plan, and counts which of them `check` finds, and where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, field, frozen
from operators import Operator
from sheet import Sheet, Site
from truth import NAMES, breaks
from variants import variants

from goaltree.catalogue import rules
from goaltree.checks.check import check
from goaltree.finding import Finding

CLEAN = Path(__file__).resolve().parent.parent / "tests" / "plans" / "clean"
TRIES = 6
"""Sites that are looked at for one that is applicable, for each plan, operator and seed."""


def sheets(names: Sequence[str] = ()) -> list[Sheet]:
    """The clean plans, or those of the names given."""
    found = [Sheet.load(path) for path in sorted(CLEAN.iterdir()) if path.is_dir() or path.suffix == ".yaml"]
    return [sheet for sheet in found if not names or sheet.name in names]


@define
class Tally:
    """What became of one operator's defects.

    Attributes:
        right: Found by an expected rule, at the right line.
        otherwise: Found by another rule, or elsewhere.
        missed: Not found.
        excluded: Not applicable: the plan that is read is the same, or no defect arises.
        seen: Names of rules that were found instead.
        alone: Names of rules that were the only ones to speak.
        examples: Where it was missed or found otherwise.
    """

    right: int = 0
    otherwise: int = 0
    missed: int = 0
    excluded: int = 0
    seen: Counter[str] = field(factory=Counter)
    alone: Counter[str] = field(factory=Counter)
    examples: list[str] = field(factory=list)

    @property
    def applicable(self) -> int:
        """Defects that were put in."""
        return self.right + self.otherwise + self.missed


@frozen(kw_only=True)
class Defect:
    """One defect that was put in.

    Attributes:
        sheet: The plan with the defect.
        names: Rules of which any one tells it.
        at: Key paths that a finding may point at.
        lines: Lines that were changed.
    """

    sheet: Sheet
    names: frozenset[str]
    at: tuple[str, ...]
    lines: frozenset[tuple[str, int]]


def applied(sheet: Sheet, operator: Operator, site: Site) -> Defect | None:
    """The plan with a defect put in; `None` where that is not applicable. No check runs here."""
    changed = sheet.changed(site.edits)
    if changed.files == sheet.files or (not site.textual and changed.plan == sheet.plan):
        return None
    names, at = site.expects or operator.expects, site.at
    if operator.by_truth:
        broken = breaks(changed.plan)
        if not broken:
            return None
        names = frozenset().union(*(NAMES[one.kind] for one in broken))
        at = (*at, *(path for one in broken for path in one.at))
    return Defect(sheet=changed, names=names, at=at, lines=frozenset({*sheet.lines(site.edits), *site.also}))


def stands_right(finding: Finding, defect: Defect) -> bool:
    """Whether a finding stands at a line that was changed, or at what the defect is about."""
    for span in (finding.span, *finding.others):
        if span is not None:
            file = Path(span.file).name
            if any(
                (file, line) in defect.lines for line in range(span.line, max(span.line, span.end_line) + 1)
            ):
                return True
    return any(_related(finding.path, path) for path in defect.at)


def _related(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return "." in short and long.startswith((f"{short}.", f"{short}["))


def judge(defect: Defect, before: frozenset[tuple[str, str]]) -> tuple[str, list[str]]:
    """`right`, `otherwise` or `missed`, and the names of the findings that the defect brought."""
    found = [one for one in check(defect.sheet.plan) if (one.name, one.path) not in before]
    names = sorted({one.name for one in found})
    if any(one.name in defect.names and stands_right(one, defect) for one in found):
        return "right", names
    return ("otherwise" if found else "missed"), names


def run(plans: Iterable[Sheet], operators: Iterable[Operator], seeds: Iterable[int]) -> dict[str, Tally]:
    """Every operator on every plan, once for each seed."""
    operators = tuple(operators)
    tallies = {operator.name: Tally() for operator in operators}
    for sheet in plans:
        before = frozenset((one.name, one.path) for one in check(sheet.plan))
        for operator in operators:
            for seed in seeds:
                _once(sheet, operator, seed, before, tallies[operator.name])
    return tallies


def _once(
    sheet: Sheet, operator: Operator, seed: int, before: frozenset[tuple[str, str]], tally: Tally
) -> None:
    rng = Random(f"{sheet.name}:{operator.name}:{seed}")
    sites = list(operator.sites(sheet, rng))
    rng.shuffle(sites)
    for site in sites[:TRIES]:
        defect = applied(sheet, operator, site)
        if defect is None:
            tally.excluded += 1
            continue
        try:
            verdict, names = judge(defect, before)
        except Exception as error:  # a crash is a defect that was not found
            verdict, names = "missed", [f"crash: {type(error).__name__}: {error}"]
        setattr(tally, verdict, getattr(tally, verdict) + 1)
        if len(names) == 1:
            tally.alone.update(names)
        if verdict != "right":
            tally.seen.update(names)
            file, line = min(defect.lines, default=("", 0))
            wanted = " | ".join(sorted(defect.names))
            text = " / ".join(edit.text.strip() or "(removed)" for edit in site.edits)[:60]
            tally.examples.append(
                f"{file}:{line} `{text}` wants {wanted}; found {', '.join(names) or 'nothing'}"
            )
        return


def false_positives(plans: Iterable[Sheet]) -> list[str]:
    """Findings on the clean plans, and on the same plans written otherwise."""
    return [
        f"{sheet.name} ({name}): {one.code} {one.name} at {one.path or one.span}: {one.message('en')}"[:300]
        for sheet in plans
        for name, plan in variants(sheet)
        for one in check(plan)
    ]


def table(tallies: dict[str, Tally], operators: Iterable[Operator]) -> str:
    """The tallies as text, one line an operator, with totals."""
    width = max(len(name) for name in tallies)
    head = f"{'operator':<{width}}  {'family':<8} {'applic':>6} {'right':>6} {'other':>6} {'missed':>6} {'excl':>6}"
    lines = [head, "-" * len(head)]
    total = Tally()
    for operator in operators:
        one = tallies[operator.name]
        lines.append(_row(operator.name, operator.family, one, width))
        for name in ("right", "otherwise", "missed", "excluded"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
    share = total.right / total.applicable if total.applicable else 1.0
    lines += [
        "-" * len(head),
        _row("total", "", total, width),
        f"recall {share:.2%} (right code at the right line)",
    ]
    return "\n".join(lines)


def _row(name: str, family: str, one: Tally, width: int) -> str:
    return f"{name:<{width}}  {family:<8} {one.applicable:>6} {one.right:>6} {one.otherwise:>6} {one.missed:>6} {one.excluded:>6}"


def rulebook(operators: Iterable[Operator], tallies: dict[str, Tally]) -> str:
    """Rules that no operator expects, and names that operators expect and no rule has."""
    known = {rule.name for rule in rules().values()}
    expected = set().union(*NAMES.values(), *(operator.expects for operator in operators))
    lines = [f"rules that no operator is about: {', '.join(sorted(known - expected)) or 'none'}"]
    alone = set().union(*(tally.alone for tally in tallies.values()))
    lines.append(f"rules that no defect triggers alone: {', '.join(sorted(known - alone)) or 'none'}")
    lone = sorted(one.name for one in operators if one.expects and not one.expects & known)
    lines.append(f"operators whose rule does not exist: {', '.join(lone) or 'none'}")
    return "\n".join(lines)


def as_json(tallies: dict[str, Tally], operators: Iterable[Operator], false: list[str]) -> str:
    """All that was counted, for programs."""
    rows: list[dict[str, Any]] = []
    for operator in operators:
        one = tallies[operator.name]
        rows.append(
            {
                "operator": operator.name,
                "family": operator.family,
                "breaks": operator.breaks,
                "expects": sorted(operator.expects) or "what the numbers contradict",
                "applicable": one.applicable,
                "right": one.right,
                "otherwise": one.otherwise,
                "missed": one.missed,
                "excluded": one.excluded,
                "seen_instead": dict(one.seen.most_common()),
                "examples": one.examples,
            }
        )
    return json.dumps({"operators": rows, "false_positives": false}, ensure_ascii=False, indent=1)
