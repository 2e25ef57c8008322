"""The snippets of the page on mathematics print what the page says, and its tables name what there is."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from goaltree import maths
from goaltree.maths.column import REASON_CODES
from goaltree.maths.evidence import Verdict

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mathematics.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_snippets_print_what_the_page_says():
    """Every `>>>` block of the page runs in order, and gives the numbers shown."""
    # The closing fence of a block would be taken for output.
    text = re.sub(r"^```\w*$", "", TEXT, flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    found = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert found.attempted > 20 and found.failed == 0


@pytest.mark.parametrize("name", maths.METHODS)
def test_every_method_has_its_row(name):
    """Each method of attainment stands in the table of methods."""
    assert re.search(rf"^\| `{name}`", TEXT, re.MULTILINE)


def test_reasons_on_the_page_exist():
    """The page explains no reason that there is not."""
    rows = TEXT.partition("| reason |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([A-Z_]+)`", rows))
    assert named and named <= set(REASON_CODES)


def test_names_on_the_page_can_be_had():
    """What the first column of a table names in code is there, or is a word of the plan file."""
    first = {
        cell
        for row in re.findall(r"^\| (`\w+`[^|]*) \|", TEXT, re.MULTILINE)
        for cell in re.findall(r"`(\w+)`", row)
    }
    words = {"total", "end", "average", "every", *get_args(Verdict)}
    assert {name for name in first - words if not name.isupper()} <= set(maths.__all__)


def test_import_of_the_formulas_stays_cheap():
    """`import goaltree.maths` loads neither numpy nor pandas; a formula is loaded when it is asked for."""
    code = (
        "import sys, goaltree.maths as m; print(*{'numpy', 'pandas', 'holidays'} & set(sys.modules));"
        "import goaltree.maths.pace, goaltree.maths.growth; print(m.pace(1, 0, 1, 1, semantics='total'), m.growth(2, 1))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n1 1\n"


def test_every_public_formula_can_be_had():
    """Each name of `goaltree.maths` is there and is listed, and no other name is."""
    assert all(getattr(maths, name) is not None for name in maths.__all__)
    assert dir(maths) == maths.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = maths.nothing
