"""Evaluating goal trees on arrays, against other ways to compute the same and against copying the same bytes.

    python bench/bench_evaluate.py [M] [L] [XL]

M is 10,000 goals x 52 periods, L 1,000,000 x 12, XL 120 x 12 x 10,000 draws. The other ways and their
workload come from `shared/perf` beside the repository; without it a tree of the same size is made here.
"""

from __future__ import annotations

import gc
import importlib
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from timing import medians

from goaltree.maths.derive import derive
from goaltree.maths.layout import Layout
from goaltree.maths.program import Program
from goaltree.maths.rule import Rule
from goaltree.model.formula import Apply

REFERENCES = Path(__file__).resolve().parents[2] / "shared" / "perf"
SIZES = {"M": (10_000, 8, 52), "L": (1_000_000, 10, 12), "XL": (120, 4, 12)}
DRAWS = 10_000
FORMULA = Program(
    steps=(0, 1, Apply("-", 2), 1.0, 2, Apply("abs", 1), Apply("+", 2), Apply("/", 2)),
    arity=3,
)
M_GOALS = {
    "a_python_networkx": 40,
    "b_pandas_wide": 6,
    "f_polars_long": 12,
    "f_polars_wide": 12,
    "e_duckdb_sql": 12,
}


def references() -> tuple[Any, Any]:
    """The modules `workload` and `ref_eval` of the references; None where they are not there."""
    if not REFERENCES.is_dir():
        print("shared/perf is not beside the repository: no other ways to compute are measured.")
        return None, None
    # In front, since this folder has a `workload`, too.
    sys.path.insert(0, str(REFERENCES))
    return importlib.import_module("workload"), importlib.import_module("ref_eval")


def plain_workload(n: int, fanout: int, periods: int) -> SimpleNamespace:
    """A full tree of random rules, in the terms of the references' workload."""
    rng = np.random.default_rng(1)
    child = np.arange(1, n, dtype=np.int32)
    parent = (child - 1) // fanout
    rule = np.zeros(n, np.int8)
    rule[: parent[-1] + 1] = rng.choice([Rule.SUM, Rule.MEAN, Rule.RATIO, Rule.MIN], parent[-1] + 1)
    leaves = np.flatnonzero(rule == Rule.LEAF)
    num, den = rng.lognormal(0, 0.4, (len(leaves), periods)), rng.uniform(1, 2, (len(leaves), periods))
    up = rng.random(n) < 0.7
    return SimpleNamespace(
        n=n,
        t=periods,
        rule=rule,
        e_parent=parent,
        e_child=child,
        e_weight=rng.uniform(0.5, 2, n - 1),
        leaf_id=leaves,
        num=num,
        den=den,
        baseline=rng.lognormal(0, 0.4, n),
        target=rng.lognormal(1, 0.4, n),
        tol_lo=np.where(up, 0, np.inf),
        tol_hi=np.where(up, np.inf, 0),
        curve_id=rng.integers(0, 3, n),
        curves=np.sort(rng.random((3, periods))),
    )


def compiled(w: Any) -> Layout:
    """The workload's tree, compiled; children of a formula fill its slots in order."""
    slots = np.arange(len(w.e_parent)) - np.searchsorted(w.e_parent, w.e_parent)
    return Layout.compile(
        w.rule,
        w.e_parent,
        w.e_child,
        weights=w.e_weight,
        slots=slots,
        programs=[FORMULA],
        program_of=np.zeros(w.n, np.intp),
    )


class Evaluation:
    """All six outputs of a workload, by this library; memory is used again from call to call."""

    def __init__(self, w: Any, *, by_column: bool = False) -> None:
        self.layout = compiled(w)
        place = np.searchsorted(w.leaf_id, self.layout.leaves)
        arrange = np.asfortranarray if by_column else np.ascontiguousarray
        self.num, self.den = arrange(w.num[place]), arrange(w.den[place])
        nodes = self.layout.nodes
        self.goals = w.baseline[nodes], w.target[nodes], w.curves
        self.more = {"low": w.tol_lo[nodes], "high": w.tol_hi[nodes], "curve": w.curve_id[nodes]}
        self.kept: tuple[Any, Any] = (None, None)

    def run(self) -> None:
        """One evaluation."""
        values = self.layout.rollup(self.num, self.den, out=self.kept[0])
        self.kept = values, derive(values.rows, *self.goals, **self.more, out=self.kept[1])

    def outputs(self) -> dict[str, Any]:
        """What was computed, by node, in the terms of the references."""
        values, derived = self.kept
        row = self.layout.row
        return {
            "actual": values.all(),
            "plan": derived.expected[row],
            "progress": derived.progress[row],
            "attainment": derived.ratio[row],
            "gap": derived.gap[row],
            "status": derived.status[row],
        }


def copying(size: int) -> Callable[[], None]:
    """What reads and writes so many bytes together, by copying half of them."""
    source, sink = np.ones(size // 16), np.zeros(size // 16)
    return lambda: np.copyto(sink, source)


def line(what: str, ratio: float, goal: float, *, least: bool) -> bool:
    """Print one goal; whether it is met."""
    met = ratio >= goal if least else ratio <= goal
    print(
        f"  {what:<52} {ratio:9.2f}x   goal {'>=' if least else '<='} {goal:g}x   {'ok' if met else 'short'}",
        flush=True,
    )
    return met


def others(w: Any, ways: Any, names: list[str]) -> Iterator[tuple[str, Callable[[], object]]]:
    """The references of these names, prepared; those whose library is missing are named."""
    for name in names:
        way = ways.REGISTRY[name]
        try:
            state = way.prepare(w)
            way.run(state)
        except ImportError as error:
            print(f"  {name} is not measured: {error}")
            continue
        yield name, lambda way=way, state=state: way.run(state)


def bench_m(w: Any, ways: Any) -> list[bool]:
    """10,000 goals x 52 periods against graphs, frames, SQL and plain numpy."""
    own = Evaluation(w)
    own.run()
    if ways:
        importlib.import_module("workload").check(w, own.outputs())
    subjects = {"goaltree": own.run, "copy": copying(moved(w))}
    subjects |= dict(others(w, ways, [*M_GOALS, "g_numpy_ordinal"])) if ways else {}
    seconds = steady(subjects)
    print(f"M, all six outputs: {seconds['goaltree'] * 1000:.2f} ms")
    print(f"  {'times copying the same bytes':<52} {seconds['goaltree'] / seconds['copy']:9.2f}x")
    met = [
        line(f"faster than {name}", seconds[name] / seconds["goaltree"], goal, least=True)
        for name, goal in M_GOALS.items()
        if name in seconds
    ]
    if "g_numpy_ordinal" in seconds:
        ratio = seconds["goaltree"] / seconds["g_numpy_ordinal"]
        met.append(line("times g_numpy_ordinal (plain sums, any order)", ratio, 2, least=False))
    return met


def bench_l(w: Any, ways: Any) -> list[bool]:
    """1,000,000 goals x 12 periods: time, memory and compiling."""
    own = Evaluation(w, by_column=True)
    tracemalloc.start()
    own.run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if ways:
        importlib.import_module("workload").check(w, own.outputs())
    seconds = medians(
        {"goaltree": own.run, "copy": copying(moved(w)), "compile": lambda: compiled(w)}, rounds=5
    )
    print(
        f"L, all six outputs: {seconds['goaltree'] * 1000:.0f} ms, compiled in {seconds['compile'] * 1000:.0f} ms"
    )
    met = [
        line("times copying the same bytes", seconds["goaltree"] / seconds["copy"], 10, least=False),
        line("peak memory of one evaluation, times its outputs", peak / (w.n * w.t * 41), 3, least=False),
    ]
    if ways:
        graph = once(lambda: importlib.import_module("workload").to_networkx(w))
        met.append(line("compile, times building the graph", seconds["compile"] / graph, 0.06, least=False))
        way = ways.REGISTRY["a_python_networkx"]
        state = way.prepare(w)
        recursion = once(lambda: way.run(state))
        met.append(line("faster than a_python_networkx", recursion / seconds["goaltree"], 100, least=True))
    return met


def bench_xl(w: Any) -> list[bool]:
    """120 goals x 12 periods x 10,000 draws: the roll-up alone."""
    layout = compiled(w)
    place = np.searchsorted(w.leaf_id, layout.leaves)
    noise = 1 + 0.1 * np.random.default_rng(5).standard_normal((len(place), w.t, DRAWS))
    num = w.num[place][:, :, np.newaxis] * noise
    den = np.repeat(w.den[place][:, :, np.newaxis], DRAWS, axis=2)
    values = layout.rollup(num, den)
    one = layout.rollup(num[:, :, 7], den[:, :, 7]).all()
    assert np.array_equal(values.all()[:, :, 7], one, equal_nan=True)
    seconds = medians(
        {
            "goaltree": lambda: layout.rollup(num, den, out=values),
            "copy": copying(num.nbytes + den.nbytes + values.rows.nbytes),
        }
    )
    print(f"XL, roll-up: {seconds['goaltree'] * 1000:.0f} ms")
    return [line("times copying the same bytes", seconds["goaltree"] / seconds["copy"], 10, least=False)]


def moved(w: Any) -> int:
    """Bytes that any evaluation reads and writes: leaves, goals, edges; five floats and a byte a cell."""
    reads = 16 * w.num.size + 34 * w.n + 4 * len(w.e_child) + 8 * int((w.rule[w.e_parent] == Rule.MEAN).sum())
    return reads + 41 * w.n * w.t


def steady(subjects: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds of each subject; what is short is repeated for a tenth of a second at a time."""
    times = {name: max(1, int(0.1 / once(subject))) for name, subject in subjects.items()}

    def repeated(name: str) -> Callable[[], None]:
        def run() -> None:
            for _ in range(times[name]):
                subjects[name]()

        return run

    spent = medians({name: repeated(name) for name in subjects})
    return {name: seconds / times[name] for name, seconds in spent.items()}


def once(subject: Callable[[], object]) -> float:
    """Seconds of a single run, for what takes long."""
    gc.collect()
    started = time.perf_counter()
    result = subject()
    spent = time.perf_counter() - started
    del result
    return spent


def main() -> int:
    """Measure what is asked for and print; 1 where a goal is missed."""
    workload, ways = references()
    met: list[bool] = []
    for size in sys.argv[1:] or list(SIZES):
        n, fanout, periods = SIZES[size]
        if workload:
            w = workload.make_workload(n_nodes=n, fanout=fanout, periods=periods)
        else:
            w = plain_workload(n, fanout, periods)
        met += bench_xl(w) if size == "XL" else bench_m(w, ways) if size == "M" else bench_l(w, ways)
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
