"""The Xiaohongshu 2025 plan: a whole published document as a goaltree plan, line by line.

The document is an illustration by an outsider who never worked at Xiaohongshu and used public
information only. Its values stand as written; nothing is corrected or filled in. The actuals that come
with it are synthetic: SYNTHETIC 合成数据, not Xiaohongshu's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import evolve

if TYPE_CHECKING:
    from goaltree import Plan, Scorecard

__all__ = ["AS_OF", "MARK", "accepted_path", "actuals_path", "load", "marked", "plan_path", "scorecard"]

AS_OF: Final = "2025-06-30"
"""The day of the half-year scorecard."""
MARK: Final = "SYNTHETIC 合成数据, not Xiaohongshu's"
"""What every row of the actuals, and everything that is printed of them, says of them."""


def plan_path() -> Path:
    """The folder of the plan's files."""
    return Path(__file__).with_name("plan")


def accepted_path() -> Path:
    """The file that includes the plan and accepts what the check is known to find in it."""
    return Path(__file__).with_name("accepted.yaml")


def actuals_path() -> Path:
    """The synthetic actuals of January to June 2025, with 2023 and 2024 of what has a season."""
    return Path(__file__).with_name("data") / "synthetic-2025H1.csv"


def load(*, accepted: bool = False) -> Plan:
    """The plan, read from its files; what could not be read is in its `findings`.

    Args:
        accepted: Whether the findings that are known are accepted, each with its reason. The plan's
            own values are the same either way.
    """
    import goaltree

    return goaltree.read(accepted_path() if accepted else plan_path())


def marked(plan: Plan) -> Plan:
    """The plan with a title that says of its actuals that they are synthetic."""
    assert plan.title is not None
    title = evolve(plan.title, words=tuple((lang, f"{text} · {MARK}") for lang, text in plan.title.words))
    return evolve(plan, title=title)


def scorecard() -> Scorecard:
    """The plan beside its synthetic actuals, on the last day of June 2025; its title says that they are."""
    import goaltree

    return goaltree.evaluate(marked(load(accepted=True)), actuals_path(), as_of=AS_OF)
