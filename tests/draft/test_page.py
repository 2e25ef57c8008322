"""The page on drafts shows what happens."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from goaltree.drafting.draft import draft
from goaltree.drafting.role import ROLES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "draft.md").read_text(encoding="utf-8")


def blocks(kind):
    """The fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_example_of_the_page_is_what_it_gives(tmp_path, monkeypatch):
    """The table of the page gives the draft of the page, to the letter, and its program prints what it should."""
    table, shown = blocks("text")
    (tmp_path / "goals.csv").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert draft("goals.csv").text == shown
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(blocks("python")[0], {})  # the page's own program
    assert said.getvalue() == "7 1\ngoals.csv!D3 品牌 + 71%\n2160 亿 True\n"


def test_every_meaning_of_a_column_is_on_the_page():
    """Whoever writes a mapping finds each meaning in the table of the page."""
    assert [role for role in ROLES if f"`{role}`" not in PAGE] == []


def test_what_the_page_says_is_listed():
    """Each example of the page's list is listed."""
    for text in (
        "成本降低 5%",
        "利润 +3 亿",
        "客户 约 500",
        "客户 500+",
        "跨境占比 18%（260 亿）",
        "直播 660 亿（单场破亿 ≥50 场）",
    ):
        made = draft(f"维度,目标\n增长,{text}\n")
        assert len(made.unread) == 1, text
