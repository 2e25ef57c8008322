"""A year of reviews: month by month what the systems have delivered is counted, kept in a ledger and reviewed.

SYNTHETIC 合成数据, not Xiaohongshu's. Each month's pack can be made again at any time from the ledger, byte for
byte, by what was known then. `python -m goaltree_xiaohongshu.year FOLDER` makes the facts, the ledger and the packs.
"""

from __future__ import annotations

import argparse
import sys
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from attrs import frozen

import goaltree

from . import MARK, load, marked
from .course import LAST, YEAR
from .facts import BY_HAND, PANELS, SIZES, TABLES, TEST, Size, deliver
from .reading import Lang

if TYPE_CHECKING:
    from goaltree import Actuals, Plan, Scorecard

ZONE: Final = ZoneInfo("Asia/Shanghai")
FACTS: Final = "facts"
LEDGER: Final = "year.ledger"
_AFTER: Final = timedelta(days=4, hours=9)
"""How long after the end of a month it is counted and reviewed."""


@frozen(kw_only=True)
class Year:
    """What came of the year.

    Attributes:
        folder: Where its facts and its ledger are.
        plan: The plan, marked.
        actuals: All that the ledger holds in the end.
    """

    folder: Path
    plan: Plan
    actuals: Actuals

    def card(self, month: int) -> Scorecard:
        """The review of a month as it was known then."""
        return reviewed(self.plan, self.actuals, month)


def as_of(month: int) -> date:
    """The last day of a month, of which the review is."""
    return date(YEAR, month, monthrange(YEAR, month)[1])


def known_at(month: int) -> datetime:
    """The instant at which a month was counted and reviewed."""
    return datetime.combine(as_of(month), datetime.min.time(), ZONE) + _AFTER


def renamed(table: str) -> str:
    """The folder of facts that a table of the plan counts: `orders_live` counts those of `orders`."""
    return max((name for name in TABLES if table == name or table.startswith(f"{name}_")), key=len)


def addresses(plan: Plan, folder: Path) -> dict[str, str]:
    """Where the plan's sources are: the addresses of `--connect`, by key; of those that have tables.

    Args:
        plan: The plan.
        folder: The folder of the facts.
    """
    found = {}
    for key, source in plan.sources.items():
        other = [f"{name}:{renamed(name)}" for name in source.tables if name not in TABLES]
        if source.tables:
            names = f"?tables={','.join(other)}" if other else ""
            found[key] = f"duckdb://{folder}/{{table}}/*.parquet{names}"
    return found


def sized(plan: Plan, size: Size) -> Plan:
    """The plan with the units of the panels as they are in a size of the facts."""
    if size.panel == TEST.panel:
        return plan
    told: dict[str, Any] = plan.to_dict()
    words = {
        10**7: "千万",
        10**6: "百万",
        10**5: "十万",
        10**4: "万",
        10**3: "千",
        10**2: "百",
        10: "十",
        1: "",
    }
    for source in told["sources"].values():
        for name, table in source.get("tables", {}).items():
            if name in PANELS:
                noun = table["unit"].lstrip("".join(words.values()))
                table["unit"] = words[PANELS[name] // size.panel] + noun
    return goaltree.loads(told)


def observed(plan: Plan, folder: Path, month: int) -> Actuals:
    """What the systems and the table by hand say at the end of a month: facts are counted where they are."""
    connectors = {
        key: goaltree.Facts({name: folder / renamed(name) / "*.parquet" for name in source.tables})
        for key, source in plan.sources.items()
        if source.tables
    }
    return goaltree.observe(plan, folder / BY_HAND, as_of=as_of(month), connectors=connectors)


def record(folder: Path, size: Size = TEST) -> Iterator[int]:
    """The year as it goes: each month its facts are delivered, counted and entered into the ledger.

    Args:
        folder: Where facts and ledger are made.
        size: How many facts there are.

    Yields:
        The month that was entered, 1 to 12.
    """
    plan = sized(load(accepted=True), size)
    facts = folder / FACTS
    facts.mkdir(parents=True, exist_ok=True)
    with goaltree.Ledger(folder / LEDGER) as ledger:
        for month in range(1, LAST + 1):
            deliver(facts, month, size)
            ledger.append(observed(plan, facts, month), known_at=known_at(month), source=MARK)
            yield month


def reviewed(plan: Plan, actuals: Actuals, month: int, *, known: datetime | None = None) -> Scorecard:
    """The scorecard of a month, as it was known when it was reviewed, or at another instant."""
    return reviewed_on(plan, actuals, as_of(month), known or known_at(month))


def reviewed_on(plan: Plan, actuals: Actuals, day: date, known: datetime) -> Scorecard:
    """The scorecard of a day, as it was known at an instant."""
    return goaltree.evaluate(plan, actuals, as_of=day, known_at=known)


def pack(plan: Plan, actuals: Actuals, month: int, lang: Lang) -> str:
    """The pack of a month in Markdown: its review, and what changed since the pack of the month before.

    Args:
        plan: The plan; `marked`, so that the pack says what its numbers are.
        actuals: What the ledger holds; what became known later than the review plays no part.
        month: 1 to 12.
        lang: The language.
    """
    from goaltree.report.change import change_markdown
    from goaltree.report.markdown import to_markdown
    from goaltree.scorecard.comparison import compare

    card = reviewed(plan, actuals, month)
    text = to_markdown(card, lang)
    if month == 1:
        return text
    return f"{text}\n{change_markdown(compare(card, reviewed(plan, actuals, month - 1)), lang)}"


def packs(folder: Path) -> Mapping[str, str]:
    """Every pack of the year, by file name, made from the ledger."""
    plan = marked(load(accepted=True))
    with goaltree.Ledger(folder / LEDGER) as ledger:
        actuals = ledger.actuals()
    return {
        f"{YEAR}-{month:02}.{lang}.md": pack(plan, actuals, month, lang)
        for month in range(1, LAST + 1)
        for lang in ("zh", "en")
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the facts, the ledger and the packs of the year in a folder."""
    parser = argparse.ArgumentParser(prog="python -m goaltree_xiaohongshu.year", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, default="test")
    asked = parser.parse_args(arguments)
    for month in record(asked.folder, SIZES[asked.size]):
        sys.stdout.write(f"{as_of(month)}: entered at {known_at(month)}\n")
    for name, text in packs(asked.folder).items():
        path = asked.folder / "packs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        sys.stdout.write(f"{path}\n")
    sys.stdout.write(f"{MARK}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
