"""Editing values in place: comments, layout and every other value stay."""

from __future__ import annotations

import pytest

import goaltree as gt
from goaltree.planfile.edit import edit, quoted

YAML = """\
goaltree: 1   # format
plan: shop
currency: CNY
title: >
  folded
  title

about: |
  two
  lines
goals:
  sales: {kind: flow, unit: 元, target: "12亿", owner: , why: &w 增长, note: *w}   # inline
teams:
  shop:
    lead:
    aka:
      -
      - 门店
"""


def changed(path: str, text: str, source: str = YAML) -> str:
    """The text after one edit."""
    (after,) = edit(gt.loads(source), {path: text}).values()
    return after


@pytest.mark.parametrize(
    ("path", "text", "before", "after"),
    [
        ("goals.sales.target", "13亿", '"12亿"', "13亿"),
        ("goals.sales.target", "a: b", '"12亿"', '"a: b"'),
        ("plan", "no, thanks", "plan: shop", 'plan: "no, thanks"'),
        ("teams.shop.lead", "王 XX", "    lead:\n", "    lead: 王 XX\n"),
        ("goals.sales.owner", "shop", "owner: ,", "owner: shop,"),
        ("teams.shop.aka[0]", "店", "      -\n", "      - 店\n"),
        ("teams.shop.aka[1]", "店", "- 门店", "- 店"),
        ("about", "one", "|\n  two\n  lines\n", "one\n"),
        ("title", "x", ">\n  folded\n  title\n", "x\n"),
    ],
)
def test_only_the_value_changes(path: str, text: str, before: str, after: str) -> None:
    """The value's own characters are replaced, quoted where needed; nothing else moves."""
    assert before in YAML
    new = changed(path, text)
    assert new == YAML.replace(before, after, 1)
    again = gt.loads(new)
    node = again.locator.node(path)  # type: ignore[union-attr]
    assert node.text == text


@pytest.mark.parametrize(
    "path", ["goals.sales.why", "goals.sales.note", "goals.sales", "goals.gone", "teams.shop.aka", ""]
)
def test_what_is_no_single_value_is_refused(path: str) -> None:
    """A mapping, a list, a value that an anchor shares and one that is not there cannot be edited."""
    with pytest.raises(gt.UsageError):
        edit(gt.loads(YAML), {path: "x"})


def test_plans_without_text_are_refused() -> None:
    """A plan from plain values, or built in memory, has no text to edit."""
    for plan in (gt.loads({"goaltree": "1", "plan": "p"}), gt.Plan()):
        with pytest.raises(gt.UsageError):
            edit(plan, {"plan": "q"})


def test_several_edits_at_once() -> None:
    """Edits in any order land at their places; an edit of one value by two paths is refused."""
    (after,) = edit(gt.loads(YAML), {"teams.shop.aka[1]": "店", "plan": "p"}).values()
    assert gt.loads(after).key == "p" and gt.loads(after).teams["shop"].aka[-1:] == ("店",)
    with pytest.raises(gt.UsageError):
        edit(
            gt.loads("goaltree: 1\nteams: {shop: {aka: 店}}\n"),
            {"teams.shop.aka": "a", "teams.shop.aka[0]": "b"},
        )


def test_json_files_stay_json() -> None:
    """A value of a JSON file is replaced by a JSON text."""
    source = '{"goaltree": 1,\n "plan": "shop", "goals": {"s": {"target": 12}}}\n'
    plan = gt.loads(source, format="json")
    (after,) = edit(plan, {"plan": 'a"b', "goals.s.target": "13"}).values()
    assert after == source.replace('"shop"', '"a\\"b"').replace("12", '"13"')
    assert gt.loads(after, format="json").locator.node("plan").text == 'a"b'  # type: ignore[union-attr]


def test_edits_of_included_files(tmp_path: object) -> None:
    """An edit answers the file that holds the value, and only that one."""
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "plan.yaml").write_text("goaltree: 1\nplan: p\ninclude: teams.yaml\n", encoding="utf-8")
    (folder / "teams.yaml").write_text("teams: {shop: {lead: 王}}  # who\n", encoding="utf-8")
    files = edit(gt.read(folder), {"teams.shop.lead": "李"})
    assert [Path(name).name for name in files] == ["teams.yaml"]
    assert list(files.values()) == ["teams: {shop: {lead: 李}}  # who\n"]


@pytest.mark.parametrize("text", ["\ud800", "a\x00b"])
def test_what_no_file_may_hold_is_refused(text: str) -> None:
    """A text that a reader would refuse is not written."""
    with pytest.raises(gt.UsageError):
        edit(gt.loads(YAML), {"plan": text})


def test_values_stand_bare_where_that_is_safe() -> None:
    """Plain words and numbers stand bare, all else in quotes."""
    assert [quoted(text) for text in ("12亿", "≥45%", "+20%", "王 XX", "null", "a:b", "#1", "")] == [
        "12亿", "≥45%", "+20%", "王 XX", '"null"', '"a:b"', '"#1"', '""',
    ]  # fmt: skip
