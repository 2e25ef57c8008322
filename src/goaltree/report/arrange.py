"""Which goals stand under which heading, and which under another goal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import frozen

from ..errors import UsageError
from ..maths.status import rank
from ..model.missing import NA
from ..scorecard.card import Scorecard
from ..scorecard.score import Score

By = Literal["perspective", "team", "none"]
BYS: tuple[By, ...] = ("perspective", "team", "none")


@frozen(kw_only=True)
class Place:
    """A goal in a report.

    Attributes:
        score: The goal's score.
        depth: How many goals it stands under.
        dimension: The dimension by which the goal above is cut, of its first part where there are several cuts.
    """

    score: Score
    depth: int = 0
    dimension: str = ""


def arranged(card: Scorecard, by: By) -> Mapping[str | None, tuple[Place, ...]]:
    """The goals under headings, parts of cuts under their whole where both have the same heading.

    Args:
        card: The scorecard.
        by: `perspective`, `team`, or `none` for one list.

    Returns:
        Places by key of perspective or team, in the order of the plan; those of none last, under `None`.

    Raises:
        UsageError: There is no such arrangement.
    """
    if by not in BYS:
        raise UsageError(f"A scorecard is arranged by {', '.join(BYS)}, not by {by!r}.")
    if by == "none":
        return {None: tuple(Place(score=score) for score in card)}
    heading = {
        score.key: score.perspective if by == "perspective" else card.team(score.key) for score in card
    }
    order = card.plan.perspectives if by == "perspective" else card.plan.teams
    found: dict[str | None, list[Place]] = {key: [] for key in order}
    for score in card:
        if _above(card, score.key, heading) is None:
            known = heading[score.key]
            found.setdefault(known if known in order else None, []).extend(_below(card, score, heading))
    rest = found.pop(None, [])
    return {key: tuple(places) for key, places in (*found.items(), (None, rest)) if places}


def _above(card: Scorecard, key: str, heading: Mapping[str, str | None]) -> str | None:
    """The whole under which a part stands."""
    places = card.plan.parents.get(key, ())
    if not places or places[0][0] not in heading:
        return None
    whole = places[0][0]
    return whole if heading[whole] == heading[key] else None


def _below(card: Scorecard, score: Score, heading: Mapping[str, str | None]) -> Iterator[Place]:
    work: list[tuple[str, int, str]] = [(score.key, 0, "")]
    while work:
        key, depth, dimension = work.pop()
        yield Place(score=card[key], depth=depth, dimension=dimension)
        cuts = card.plan.goals[key].cuts
        parts: list[tuple[str, int, str]] = []
        for cut in cuts:
            shown = [
                part
                for part in cut.members.values()
                if part in heading and _above(card, part, heading) == key
            ]
            parts += [
                (part, depth + 1, cut.dimension if len(cuts) > 1 and not at else "")
                for at, part in enumerate(shown)
            ]
        work += reversed(parts)


def troubles(card: Scorecard) -> list[Score]:
    """The goals that need a look, the worst first: off track, at risk, then those of which too little is known.

    Within a status, core goals come first, then the larger adverse deviation.
    """
    return sorted(
        (score for score in card if rank(score.status) >= rank("unknown")),
        key=lambda score: (
            -rank(score.status),
            not card.plan.goals[score.key].core,
            isinstance(score.deviation, NA),
            0.0 if isinstance(score.deviation, NA) else score.deviation,
        ),
    )
