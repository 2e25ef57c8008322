"""The page on facts shows what happens."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import goaltree as gt
from goaltree.actuals.measure import KINDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "facts.md").read_text(encoding="utf-8")


def blocks(kind):
    """The fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_run():
    """The plan is clean, and its programs print the balance and the member that nobody claims."""
    plan = gt.loads(blocks("yaml")[0])
    assert list(gt.check(plan)) == []
    said = io.StringIO()
    names = {"plan": plan}
    with contextlib.redirect_stdout(said):
        for block in blocks("python"):
            exec(block, names)  # the page's own programs
    lines = said.getvalue().splitlines()
    assert lines[:3] == ["cohorts 1 1 0 0", "orders 5 3 1 1", "visitors 3 2 0 1"]
    assert "`火星` (1 row(s), 3 元)" in said.getvalue()


def test_every_way_of_counting_stands_on_the_page():
    """The sentence that says there is exactly one of them names each."""
    (sentence,) = re.findall(r"Exactly one of (.*?) says how a table counts", PAGE)
    assert set(re.findall(r"`(\w+)`", sentence)) == set(KINDS)
