"""The year as it is followed: every Monday and every month the alerts are raised, answered and closed.

SYNTHETIC 合成数据, not Xiaohongshu's. `python -m goaltree_xiaohongshu.weeks FOLDER` follows the year that
`python -m goaltree_xiaohongshu.year FOLDER` has made, and prints what opens and closes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

import goaltree
from goaltree.ledger.note import NoteKind
from goaltree.steering.raising import Raised

from . import MARK, load, marked
from .course import LAST, YEAR
from .year import LEDGER, ZONE, as_of, known_at, reviewed_on

if TYPE_CHECKING:
    from goaltree import Actuals, Alert, Ledger, Plan, Scorecard

JOURNAL: Final = "journal.ledger"
PLANNING: Final = "planning"
"""Who makes the reviews."""
Cadence = Literal["week", "month"]
_NINE: Final = time(9)
_MEETS: Final = timedelta(hours=8)
"""How soon after an emergency is seen the emergency meeting decides."""


@frozen(kw_only=True)
class Meeting:
    """A review of the year.

    Attributes:
        cadence: `week` for the alignment meeting of a Monday, `month` for the monthly review of risks.
        at: When it is; what is known by then is known.
        as_of: The last day of which it is: the Sunday before, or the end of the month.
    """

    cadence: Cadence
    at: datetime
    as_of: date


@frozen(kw_only=True)
class Followed:
    """What came of a review.

    Attributes:
        meeting: The review.
        card: Its scorecard.
        raised: The alerts that opened, went on and were closed.
    """

    meeting: Meeting
    card: Scorecard
    raised: Raised


@frozen(kw_only=True)
class Remark:
    """What somebody says of an alert, made up."""

    at: datetime
    kind: NoteKind
    by: str
    alert: str
    text: str


def _at(month: int, day: int, hour: int) -> datetime:
    return datetime(YEAR, month, day, hour, tzinfo=ZONE)


UNDECIDED: Final = "ar_penetration/2025-01/emergency"
"""The emergency on which nobody decides in time; on all others the emergency meeting decides the same day."""
DECIDED_BY: Final = "应急会议"
SAID: Final = (
    Remark(
        at=_at(2, 12, 15),
        kind="answer",
        by="技术研发部",
        alert=UNDECIDED,
        text="AR 试妆二季度覆盖全部美妆商品，预计六月追上进度",
    ),
    Remark(
        at=_at(2, 25, 10),
        kind="decision",
        by=DECIDED_BY,
        alert=UNDECIDED,
        text="同意技术研发部方案，三月复核",
    ),
    Remark(
        at=_at(4, 8, 11),
        kind="reason",
        by="跨境电商部",
        alert="gmv.channel.跨境/2025-03/warning",
        text="三月海外新增用户不足，订单量与客单价均低于计划",
    ),
    Remark(
        at=_at(4, 8, 11),
        kind="answer",
        by="跨境电商部",
        alert="gmv.channel.跨境/2025-03/warning",
        text="提前上线跨境专供款，四月底前完成洛杉矶仓备货",
    ),
)
"""What is said of single alerts: an answer is no decision, and a warning is answered by its department."""


def meetings(*cadences: Cadence) -> tuple[Meeting, ...]:
    """The reviews of the year in order: the Mondays after its Sundays, and those of its months.

    Args:
        cadences: Which of them; both by default.
    """
    found = []
    if not cadences or "month" in cadences:
        found += [Meeting(cadence="month", at=known_at(m), as_of=as_of(m)) for m in range(1, LAST + 1)]
    if not cadences or "week" in cadences:
        first = date(YEAR, 1, 1)
        sunday = first + timedelta(days=6 - first.weekday())
        while sunday.year == YEAR:
            monday = datetime.combine(sunday + timedelta(days=1), _NINE, ZONE)
            found.append(Meeting(cadence="week", at=monday, as_of=sunday))
            sunday += timedelta(days=7)
    return tuple(sorted(found, key=lambda one: (one.at, one.as_of)))


def follow(plan: Plan, actuals: Actuals, journal: Ledger, *cadences: Cadence) -> Iterator[Followed]:
    """The reviews of the year, one after the other; each enters its alerts into the journal.

    Between two of them people say what `SAID` has, and the emergency meeting decides on all emergencies but one.

    Args:
        plan: The plan.
        actuals: What the ledger of the year holds; what became known later than a review plays no part.
        journal: The ledger that takes the alerts and what is said of them.
        cadences: Which reviews there are; both kinds by default.
    """
    still_to_say = list(SAID)
    for meeting in meetings(*cadences):
        while still_to_say and still_to_say[0].at <= meeting.at:
            one = still_to_say.pop(0)
            journal.note(one.kind, one.text, by=one.by, at=one.at, alert=one.alert)
        card = reviewed_on(plan, actuals, meeting.as_of, meeting.at)
        raised = goaltree.raise_alerts(card, journal, by=PLANNING)
        for alert in raised.new:
            if alert.level == "emergency" and alert.key != UNDECIDED:
                _decide(plan, journal, alert, meeting.at + _MEETS)
        yield Followed(meeting=meeting, card=card, raised=raised)


def _decide(plan: Plan, journal: Ledger, alert: Alert, at: datetime) -> None:
    titles = [plan.teams[one].title for one in alert.meets]
    teams = "、".join(title.say("zh") for title in titles if title is not None) or "无人负责"
    journal.note("decision", f"应急会议已召开（{teams}）", by=DECIDED_BY, at=at, alert=alert.key)


def main(arguments: Sequence[str] | None = None) -> int:
    """Follow the year that lies in a folder, and print what opens (+) and closes (-)."""
    parser = argparse.ArgumentParser(prog="python -m goaltree_xiaohongshu.weeks", description=__doc__)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    actuals = goaltree.Ledger(asked.folder / LEDGER, create=False).actuals()
    with goaltree.Ledger(asked.folder / JOURNAL) as journal:
        for one in follow(marked(load(accepted=True)), actuals, journal):
            for mark, alerts in (("+", one.raised.new), ("-", one.raised.closed)):
                for alert in alerts:
                    sys.stdout.write(f"{one.meeting.at:%Y-%m-%d} {one.meeting.cadence} {mark} {alert.key}\n")
    sys.stdout.write(f"{MARK}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
