"""What the meetings of the year have on the table: the packs of a month, each as it was known then.

SYNTHETIC 合成数据, not Xiaohongshu's. `python -m goaltree_xiaohongshu.tables FOLDER` writes the packs of three months
of the year that `python -m goaltree_xiaohongshu.year FOLDER` has made, after following it week by week.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import goaltree

from . import MARK, load, marked
from .course import LAST, YEAR
from .reading import Lang
from .weeks import JOURNAL, Followed, follow
from .year import LEDGER, as_of

if TYPE_CHECKING:
    from goaltree import Ledger, Pack, Scorecard

MONTHS: Final = (3, 6, 10)
"""The months whose packs are written: the first quarter, the half-year, and one in which a source has gone silent."""
LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
WIDE: Final = 100
_QUARTER: Final = 3


def tables(followed: Sequence[Followed], journal: Ledger, month: int) -> Iterator[tuple[str, Pack]]:
    """The packs of the meetings at the end of a month, by their kind.

    The deviation table, on the days from the fourth of the next month on; the alignment on the Monday after; after a
    quarter its review, after the year its closing. Each is compared with the meeting before of its kind.

    Args:
        followed: The year as it was followed.
        journal: The journal that was kept.
        month: 1 to 12.
    """
    notes = journal.notes()
    monthly = [one.card for one in followed if one.meeting.cadence == "month"]
    card, since = monthly[month - 1], monthly[month - 1].known_at
    assert since is not None
    yield "monthly", goaltree.pack(card, "monthly", before=_before(monthly, month - 1), notes=notes)
    mondays = [one.card for one in followed if one.meeting.cadence == "week"]
    at = next((at for at, one in enumerate(mondays) if one.known_at and one.known_at > since), None)
    if at is not None:
        yield "weekly", goaltree.pack(mondays[at], "weekly", before=_before(mondays, at), notes=notes)
    if month % _QUARTER == 0:
        before = _before(monthly, month - 1, _QUARTER)
        yield "quarterly", goaltree.pack(card, "quarterly", before=before, notes=notes)
    if month == LAST:
        yield "annual", goaltree.pack(card, "annual", notes=notes)


def _before(cards: Sequence[Scorecard], at: int, many: int = 1) -> Scorecard | None:
    return cards[at - many] if at >= many else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Follow the year that lies in a folder, and write the packs of three months and the closing beside it."""
    parser = argparse.ArgumentParser(prog="python -m goaltree_xiaohongshu.tables", description=__doc__)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    plan = marked(load(accepted=True))
    actuals = goaltree.Ledger(asked.folder / LEDGER, create=False).actuals()
    (asked.folder / "tables").mkdir(exist_ok=True)
    with goaltree.Ledger(asked.folder / JOURNAL) as journal:
        followed = list(follow(plan, actuals, journal))
        for month in (*MONTHS, LAST):
            for kind, pack in tables(followed, journal, month):
                for lang in LANGS:
                    path = asked.folder / "tables" / f"{YEAR}-{month:02}.{kind}.{lang}.txt"
                    goaltree.export(pack, path, lang=lang)
                    sys.stdout.write(f"{as_of(month)}: {path}\n")
    sys.stdout.write(f"{MARK}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
