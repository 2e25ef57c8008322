"""The public package: names that resolve, and imports that cost nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import goaltree as gt

ROOT = Path(__file__).parent.parent
THIRD_PARTY = "{'attr', 'attrs', 'networkx', 'yaml', '_yaml', 'numpy', 'pandas', 'narwhals', 'click', 'pluggy', 'rich', 'hypothesis'}"


def loaded(code: str) -> str:
    """Which third-party modules a fresh interpreter has loaded after some code."""
    script = f"import sys\nsys.path.insert(0, {str(ROOT / 'src')!r})\n{code}\nprint(sorted({THIRD_PARTY} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


def test_importing_loads_no_third_party_module() -> None:
    """`import goaltree` loads nothing but itself and the standard library."""
    assert loaded("import goaltree") == "[]"


def test_checking_the_example_loads_neither_numpy_nor_pandas() -> None:
    """Reading and checking a plan takes attrs, networkx and YAML, and no numeric library."""
    plan = ROOT / "examples/xiaohongshu/src/goaltree_xiaohongshu/plan"
    modules = loaded(f"import goaltree\ngoaltree.check(goaltree.read({str(plan)!r})).to_text()")
    assert "numpy" not in modules and "pandas" not in modules and "yaml" in modules


@pytest.mark.parametrize("name", [name for name in gt.__all__ if name != "__version__"])
def test_every_public_name_resolves(name: str) -> None:
    """Every name of `__all__` is there, documented, and listed by `dir`."""
    assert getattr(gt, name).__doc__ and name in dir(gt)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda _: gt.read({"plan": "x"}), "from dict; .*goaltree.loads"),
        (lambda _: gt.read(b"plan.yaml"), "from bytes; .*goaltree.loads"),
        (lambda _: gt.check("plan.yaml"), "a Plan is checked, .*not a str"),
        (lambda _: gt.evaluate("plan.yaml", None, as_of="2025-03-31"), "a Plan is evaluated, .*not a str"),
        (lambda plan: gt.evaluate(plan, None, as_of="2025-03-31", grain="fortnight"), "not by 'fortnight'"),
        (
            lambda plan: gt.compare(gt.evaluate(plan, None, as_of="2025-03-31"), "2025-02-28"),
            "two Scorecards are compared, .*not a str",
        ),
    ],
)
def test_a_wrong_argument_is_a_usage_error(call: Callable[[gt.Plan], object], words: str) -> None:
    """Who gives a path for a plan, or a day for a scorecard, is told in a line what is taken."""
    plan = gt.loads(
        "goaltree: 1\nplan: x\nperiod: 2025\ngoals: {sales: {kind: flow, unit: 个, direction: up, target: 5}}\n"
    )
    with pytest.raises(gt.UsageError, match=words) as caught:
        call(plan)
    assert "\n" not in str(caught.value)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A name that the package does not have is refused as Python does."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        gt.nothing  # noqa: B018 - the access is the test
