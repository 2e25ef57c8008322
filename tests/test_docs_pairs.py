"""The snippets of the page on pairs print what the page says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import get_args

from goaltree.steering.pair_reading import Field

PAGE = Path(__file__).resolve().parents[1] / "docs" / "pairs.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_snippets_print_what_the_page_says():
    """Every `>>>` block of the page runs in order over the page's plan, and gives what is shown."""
    plan = re.search(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)[1]
    text = re.sub(r"^```\w*$", "", TEXT, flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(text, {"TEXT": plan}, PAGE.name, str(PAGE), 0)
    found = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert found.attempted > 10 and found.failed == 0


def test_every_field_is_explained():
    """Each field of a pair stands on the page."""
    assert [field for field in get_args(Field) if f"`{field}`" not in TEXT] == []
