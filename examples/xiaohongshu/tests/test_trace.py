"""Every line of the document is traced to the plan, and every figure of it stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from goaltree_xiaohongshu import trace

DOCUMENT = Path(__file__).resolve().parents[4] / "shared" / "seeds" / "000_e22194f9f2c22580.txt"
LINES = 251
SECTIONS = ("canvas", "perspectives", "metrics", "goals", "teams", "actions", "handovers", "governance")

Structure = dict[str, Any]

needs_document = pytest.mark.skipif(
    not DOCUMENT.is_file(), reason="the source document is not beside this repository"
)


@pytest.fixture(scope="module")
def rows() -> tuple[trace.Row, ...]:
    """The committed trace."""
    return trace.read_trace()


@pytest.fixture(scope="module")
def plan() -> Structure:
    """The plan's files as they are written."""
    return trace.structure()


def test_every_line_has_one_row(rows: tuple[trace.Row, ...]) -> None:
    """The rows are the lines 1 to 251, each once and in order."""
    assert [row.line for row in rows] == list(range(1, LINES + 1))


def test_every_key_and_figure_stands_in_the_plan(rows: tuple[trace.Row, ...], plan: Structure) -> None:
    """Each key path exists, and each figure of a line stands at one of its key paths."""
    assert trace.plan_problems(rows, plan) == []


def test_prose_holds_no_figure(rows: tuple[trace.Row, ...]) -> None:
    """Only two lines are prose, a heading and a bar, and neither has a number."""
    prose = [row for row in rows if row.keys == (trace.PROSE,)]
    assert [(row.line, row.figures) for row in prose] == [(2, ()), (137, ())]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_noun_of_the_plan_has_a_line(
    rows: tuple[trace.Row, ...], plan: Structure, section: str
) -> None:
    """Nothing stands in the plan that no line of the document says."""
    keys = [key for row in rows for key in row.keys]
    supports = (
        {key for key, team in plan["teams"].items() if team.get("role")} if section == "teams" else set()
    )
    for noun in plan[section]:
        path = f"{section}.{noun}"
        if noun not in supports:
            assert any(key == path or key.startswith(f"{path}.") for key in keys), path


def test_every_named_unit_and_partner_stands_in_the_text(plan: Structure) -> None:
    """Each support unit and partner is named by a collaboration, a need or an answer to a risk."""
    said = str({name: plan[name] for name in ("actions", "governance")}) + str(
        [team.get("works_with") for team in plan["teams"].values()]
    )
    for team in plan["teams"].values():
        if team.get("role"):
            title = team["title"]
            assert (title["zh"] if isinstance(title, dict) else title) in said


@needs_document
def test_document_is_traced_line_by_line() -> None:
    """Digests and figures are those of the document, and no line of it is left out."""
    assert trace.problems(DOCUMENT) == []


@needs_document
def test_refresh_changes_nothing(rows: tuple[trace.Row, ...]) -> None:
    """Reading digests and figures anew from the document gives the committed rows."""
    assert trace.refreshed(rows, DOCUMENT.read_text(encoding="utf-8")) == rows


def test_changed_line_is_found() -> None:
    """A line whose text differs from its digest is told with its number."""
    row = trace.Row(
        line=1, digest=trace.digest_of("GMV 2160 亿"), figures=("2160",), keys=("goals.gmv.target",)
    )
    assert trace.source_problems([row], "  GMV 2160 亿 ") == []
    assert trace.source_problems([row], "GMV 2170 亿") == ["line 1: its text has changed: GMV 2170 亿"]


def test_unmapped_line_is_found(rows: tuple[trace.Row, ...]) -> None:
    """A line without a row, or with a row that has no keys, is told."""
    assert trace.source_problems([], "一行") == ["line 1: stands nowhere in the trace"]
    empty = evolve(rows[0], digest=trace.digest_of("一行"), figures=(), keys=())
    assert trace.source_problems([empty], "一行") == ["line 1: stands nowhere in the trace"]


def test_figure_that_the_plan_lacks_is_found(plan: Structure) -> None:
    """A figure that stands at none of its line's key paths is told, and so is a path that does not exist."""
    row = trace.Row(line=7, digest="", figures=("2160", "2170"), keys=("goals.gmv.target", "goals.gvm"))
    assert trace.plan_problems([row], plan) == [
        "line 7: the plan has no goals.gvm",
        "line 7: 2170 stands nowhere at goals.gmv.target goals.gvm",
    ]


def test_part_of_a_number_is_no_figure(plan: Structure) -> None:
    """`216` is not found in `2160 亿`: figures are compared as whole numbers."""
    row = trace.Row(line=1, digest="", figures=("216",), keys=("goals.gmv.target",))
    assert trace.plan_problems([row], plan) == ["line 1: 216 stands nowhere at goals.gmv.target"]


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("| 1. 消费者(C端) | 95 后 |", ("95",)),
        ("二、模块 1:客户细分(Customer Segments)", ()),
        ("4. 本地生活拓展:", ()),
        ("MAU 3.39 亿;0.35;50 分钟", ("3.39", "0.35", "50")),
        ("抽佣(5%-20%),广告 ROI 3.2:1", ("5", "20", "3.2", "1")),
    ],
    ids=["ordinal-in-a-cell", "module", "ordinal-of-a-list", "decimals", "range-and-ratio"],
)
def test_figures_of_a_line(line: str, figures: tuple[str, ...]) -> None:
    """Numbers are read in order; the ordinals of lists, cells and modules are none."""
    assert trace.figures_of(line) == figures
