"""The packs of three months of the year, and of its end, are the stored ones in both languages."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import goaltree
from goaltree.report.pack.annual import Annual
from goaltree.report.pack.monthly import Monthly
from goaltree.report.pack.pack import pack_schema
from goaltree.report.pack.weekly import Weekly
from goaltree_xiaohongshu.course import LAST, RESTATED, YEAR
from goaltree_xiaohongshu.reading import Lang
from goaltree_xiaohongshu.tables import LANGS, MONTHS, WIDE, main, tables
from goaltree_xiaohongshu.weeks import Followed
from goaltree_xiaohongshu.year import LEDGER, Year

GOLDEN = Path(__file__).parent / "packs"
NAMES = [
    *(f"{YEAR}-{month:02}.{kind}" for month in MONTHS for kind in ("weekly", "monthly")),
    *(f"{YEAR}-{month:02}.quarterly" for month in MONTHS if month % 3 == 0),
    f"{YEAR}-{LAST}.annual",
]


@pytest.fixture(scope="module")
def packs(followed: list[Followed], journal: goaltree.Ledger) -> Mapping[str, goaltree.Pack]:
    """The packs by month and kind."""
    return {
        f"{YEAR}-{month:02}.{kind}": pack
        for month in (*MONTHS, LAST)
        for kind, pack in tables(followed, journal, month)
    }


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", NAMES)
def test_packs_are_the_stored_ones(packs: Mapping[str, goaltree.Pack], name: str, lang: Lang) -> None:
    """A pack is, byte for byte, the one that was read and found fit; `GOALTREE_UPDATE_GOLDEN=1` stores it first."""
    text, path = packs[name].to_text(lang, room=WIDE), GOLDEN / f"{name}.{lang}.txt"
    if os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert path.read_bytes() == text.encode()


def test_every_stored_pack_is_one_of_the_year() -> None:
    """No stored file is left of a pack that is gone."""
    assert {one.name for one in GOLDEN.iterdir()} == {
        f"{name}.{lang}.txt" for name in NAMES for lang in LANGS
    }


def test_packs_are_those_of_the_schema(packs: Mapping[str, goaltree.Pack]) -> None:
    """Every pack of the year is valid JSON by the published schema."""
    validator = Draft202012Validator(pack_schema())
    for pack in packs.values():
        validator.validate(json.loads(pack.to_json()))


def test_stories_stand_in_the_packs(packs: Mapping[str, goaltree.Pack]) -> None:
    """What lies in the facts is on the table: cross-border sales in April, silent creators in November, what was restated."""
    april = packs[f"{YEAR}-03.weekly"].content
    assert isinstance(april, Weekly) and april.moved is not None
    turned = {(one.move, one.now.goal) for one in april.moved.goals if one.now is not None}
    assert ("worse", "gmv.channel.跨境") in turned
    june = packs[f"{YEAR}-06.monthly"].content
    assert isinstance(june, Monthly)
    said = {one.goal.goal: one for one in june.rows if one.goal is not None and one.action is None}
    assert [one.text for one in said["gmv.channel.跨境"].causes] and [
        one.by for one in said["ar_penetration"].decisions
    ]
    assert "创作者中台" in packs[f"{YEAR}-10.weekly"].to_text("zh", room=WIDE)
    year = packs[f"{YEAR}-{LAST}.annual"].content
    assert isinstance(year, Annual)
    assert {one.period for one in year.corrected} == {f"{YEAR}-{month:02}" for month in RESTATED}
    ends = {one.state.goal: one.verdict for one in year.closings}
    assert (ends["new_mau"], ends["live_gmv"], ends["nps"]) == ("hollow", "reached", "unknown")


def test_no_line_is_wider_than_a_terminal(packs: Mapping[str, goaltree.Pack]) -> None:
    """At 80 and at 120 columns every line of every pack fits, in both languages."""
    from goaltree.rendering.terminal import width

    for pack in packs.values():
        for lang in LANGS:
            for room in (80, 120):
                assert max(map(width, pack.to_text(lang, room=room).splitlines())) <= room


def test_program_writes_the_packs(year: Year, tmp_path: Path, packs: Mapping[str, goaltree.Pack]) -> None:
    """`python -m goaltree_xiaohongshu.tables` writes each pack in both languages, beside a ledger of the year."""
    shutil.copy(year.folder / LEDGER, tmp_path / LEDGER)
    assert main([str(tmp_path)]) == 0
    written = {one.name: one.read_text(encoding="utf-8") for one in (tmp_path / "tables").iterdir()}
    assert written == {
        f"{name}.{lang}.txt": pack.to_text(lang, room=120) for name, pack in packs.items() for lang in LANGS
    }
