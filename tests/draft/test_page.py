"""The page on drafts shows what happens."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from goaltree.drafting.draft import draft
from goaltree.drafting.role import ROLES, roles_of
from goaltree.drafting.sheet import CELLS, ROWS

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


def section(heading):
    """What stands below a heading of the page."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_meaning_of_a_column_has_its_row():
    """Whoever writes a mapping finds each meaning, and no other, in the table of the page, with headers that mean it."""
    rows = re.findall(r"^\| (`.*) \| (.*) \|$", section("What is read"), re.MULTILINE)
    named = [re.findall(r"`(\w+)`", meanings) for meanings, _ in rows]
    assert sorted(role for roles in named for role in roles) == sorted(ROLES)
    for roles, (_, examples) in zip(named, rows, strict=True):
        headers = re.split(r"[,;:]\s*", examples.partition(": beside")[0])
        assert len(headers) >= len(roles)
        for header in headers:
            assert set(roles_of(header)) & set(roles), header


def test_the_limits_of_the_page_are_those_of_a_sheet():
    """So many rows and cells are read."""
    assert f"At most {ROWS} rows and {CELLS:,} cells of a sheet are read" in PAGE


def test_what_the_page_says_is_listed():
    """Each example of the page's list is listed with its cell, and no goal comes of it as it stands."""
    listed = section("What is listed").partition("- parts joined")[0]
    examples = re.findall(r"`([^`]+)`", listed)
    assert len(examples) > 6
    for text in examples:
        made = draft(f"维度,指标,目标\n增长,客户,{text}\n")
        [remark] = made.unread
        assert str(remark.place) == "<text>!C2", text
        assert remark.text in text
        assert remark.reason.en and remark.reason.zh
        assert made.cells.listed == 1


def test_what_the_page_says_of_directions_is_so():
    """A range is a band; a bound is a direction."""
    line = next(line for line in section("How cells are read").split("\n") if "direction: band" in line)
    ways = [
        draft(f"指标,目标\n客户,{text}\n").plan.metrics["客户"].direction
        for text in re.findall(r"`([^`]*\d[^`]*)`", line)
    ]
    assert ways == ["band", "up", "down"]
