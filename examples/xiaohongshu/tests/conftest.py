"""The year, made once for all tests that look at it: as it went, and as it can be made again from its ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from attrs import frozen

import goaltree
from goaltree.cli import main
from goaltree_xiaohongshu import accepted_path, load, marked
from goaltree_xiaohongshu.course import YEAR
from goaltree_xiaohongshu.weeks import Followed, follow
from goaltree_xiaohongshu.year import LEDGER, Year, as_of, known_at, pack, packs, record

JUNE = 6


@frozen(kw_only=True)
class Made:
    """What was made while the year went, before anything later was known.

    Attributes:
        year: What came of it; its ledger is for all tests, and only to be read: write into a copy.
        packs: The pack of each month, by file name.
        printed: What `goaltree review` printed of June, in July.
    """

    year: Year
    packs: Mapping[str, str]
    printed: bytes


def print_review(ledger: Path, out: Path) -> bytes:
    """What the command line makes of June, by what was known when it was reviewed."""
    command = ["review", str(accepted_path()), "--actuals", str(ledger), "--as-of", str(as_of(JUNE))]
    with pytest.raises(SystemExit) as end:
        main([*command, "--known-at", known_at(JUNE).isoformat(), "--lang", "zh", "--out", str(out)])
    assert end.value.code == 0
    return out.read_bytes()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The year in the test size, as it went."""
    pytest.importorskip("pyarrow")
    folder, plan, then = tmp_path_factory.mktemp("year"), marked(load(accepted=True)), {}
    printed = b""
    for month in record(folder):
        actuals = goaltree.Ledger(folder / LEDGER).actuals()
        for lang in ("zh", "en"):
            then[f"{YEAR}-{month:02}.{lang}.md"] = pack(plan, actuals, month, lang)
        if month == JUNE:
            printed = print_review(folder / LEDGER, folder / "june.md")
    actuals = goaltree.Ledger(folder / LEDGER).actuals()
    return Made(year=Year(folder=folder, plan=plan, actuals=actuals), packs=then, printed=printed)


@pytest.fixture(scope="session")
def year(made: Made) -> Year:
    """The year, with its plan, its ledger and all that the ledger holds in the end."""
    return made.year


@pytest.fixture(scope="session")
def then(made: Made) -> Mapping[str, str]:
    """The packs as they were made month by month."""
    return made.packs


@pytest.fixture(scope="session")
def now(year: Year) -> Mapping[str, str]:
    """The same packs, made from the ledger in the end."""
    return packs(year.folder)


@pytest.fixture(scope="session")
def printed(made: Made) -> bytes:
    """What `goaltree review` printed of June, in July."""
    return made.printed


@pytest.fixture(scope="session")
def print_june() -> Callable[[Path, Path], bytes]:
    """What prints the review of June again, from a ledger into a file."""
    return print_review


@pytest.fixture(scope="session")
def journal(tmp_path_factory: pytest.TempPathFactory) -> goaltree.Ledger:
    """The journal of the year."""
    return goaltree.Ledger(tmp_path_factory.mktemp("journal") / "journal.ledger")


@pytest.fixture(scope="session")
def followed(year: Year, journal: goaltree.Ledger) -> list[Followed]:
    """The year as it was followed, week by week and month by month."""
    return list(follow(year.plan, year.actuals, journal))
