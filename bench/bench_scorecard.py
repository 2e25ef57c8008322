"""The whole `evaluate` call on a plan of 120 goals against the bare arithmetic of pandas on the same goals.

The reference implementations lie in `../shared/perf`, beside the repository; without them there is
nothing to measure against.
"""

from __future__ import annotations

import calendar
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from timing import medians, table

import goaltree as gt

PERF = Path(__file__).resolve().parents[2] / "shared" / "perf"
YEAR = 2025


def as_plan(w: Any, rules: Any) -> dict[str, Any]:
    """The tree of a workload as a plan: the same goals, the same edges, rules as a plan writes them."""
    children: dict[int, list[tuple[int, float]]] = {}
    for parent, child, weight in zip(
        w.e_parent.tolist(), w.e_child.tolist(), w.e_weight.tolist(), strict=True
    ):
        children.setdefault(parent, []).append((child, weight))
    goals: dict[str, Any] = {}
    weights: dict[int, float] = {}
    for node, below in children.items():
        if w.rule[node] == rules.WMEAN:
            weights.update(below)
    for node in range(w.n):
        goals[f"g{node}"] = goal(w, rules, node, children.get(node, []), weights)
    return {"goaltree": 1, "plan": "bench", "period": YEAR, "goals": goals}


def goal(
    w: Any, rules: Any, node: int, below: list[tuple[int, float]], weights: dict[int, float]
) -> dict[str, Any]:
    """One node as a goal."""
    names = [f"g{child}" for child, _ in below]
    made: dict[str, Any] = {
        "kind": "stock",
        "direction": "down" if w.direction[node] < 0 else "up",
        "baseline": text(w.baseline[node]),
        "target": text(w.target[node]),
        "basis": "increment",
    }
    if node in weights:
        made["weight"] = text(weights[node])
    rule = w.rule[node]
    if rule == rules.WMEAN:
        made["kind"] = "milestone"
    if rule in (rules.SUM, rules.WMEAN):
        made["cuts"] = {"part": {name: {"goal": name} for name in names}}
    elif rule == rules.RATIO:
        made["formula"] = f"({' + '.join(names)}) / {len(names)}"
    elif rule == rules.PROD:
        made["formula"] = " * ".join(names)
    elif rule in (rules.MIN, rules.MAX):
        made["formula"] = f"{'min' if rule == rules.MIN else 'max'}({', '.join(names)})"
    elif rule == rules.FORMULA:
        made["formula"] = f"({names[0]} - {names[1]}) / (1 + abs({names[2]}))"
    return made


def text(number: float) -> str:
    """A float as a decimal text that reads back as itself."""
    return f"{Decimal(repr(float(number))):f}"


def as_rows(w: Any) -> list[dict[str, Any]]:
    """The leaves' values as rows of actuals."""
    return [
        {"metric": f"g{leaf}", "period": f"{YEAR}-{month + 1:02}", "value": Decimal(repr(num / den))}
        for leaf, nums, dens in zip(w.leaf_id.tolist(), w.num.tolist(), w.den.tolist(), strict=True)
        for month, (num, den) in enumerate(zip(nums, dens, strict=True))
    ]


def main() -> int:
    """Measure and print; 1 where a goal is missed."""
    if not PERF.is_dir():
        print("bench_scorecard: ../shared/perf is not beside the repository; nothing was measured.")
        return 0
    sys.path.insert(0, str(PERF))
    import ref_eval
    import workload

    w = workload.make_workload(**workload.SIZES["S"])
    plan = gt.loads(as_plan(w, workload))
    actuals = gt.observe(plan, as_rows(w))
    day = f"{YEAR}-12-{calendar.monthrange(YEAR, 12)[1]}"
    assert not plan.findings.errors and not actuals.findings.errors, plan.findings.to_text("en")
    card = gt.evaluate(plan, actuals, as_of=day)
    judged = [status for status in card.statuses.values() if status != "unknown"]
    print(
        f"{len(plan.goals)} goals x {w.t} months, {len(actuals)} observations, {len(judged)} statuses: {card!r}"
    )
    pandas_wide = ref_eval.REGISTRY["b_pandas_wide"]
    state = pandas_wide.prepare(w)

    def fresh() -> object:
        again = gt.loads(as_plan(w, workload))
        return gt.evaluate(again, gt.observe(again, as_rows(w)), as_of=day).statuses

    def scores() -> object:
        return list(gt.evaluate(plan, actuals, as_of=day))

    seconds = medians(
        {
            "pandas, wide, level by level": lambda: pandas_wide.run(state),
            "evaluate, statuses included": lambda: gt.evaluate(plan, actuals, as_of=day).statuses,
            "evaluate and build every score": scores,
            "read, observe and evaluate": fresh,
        },
        rounds=15,
    )
    met = table(
        "S: a plan of 120 goals x 12 months",
        seconds,
        "pandas, wide, level by level",
        {"evaluate, statuses included": 1},
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
