"""Goals without a number of their own, and objectives: what their contributors make, by each policy for missing ones."""

from __future__ import annotations

from fractions import Fraction

import pytest

import goaltree as gt
from goaltree.maths import worst
from oracle.scored import months, scored

FLOW = {"kind": "flow", "unit": "CNY", "direction": "up", "target": "1200"}
KNOWN = months("a", [100, 200, 300])
POLICIES = [
    ("renormalise", Fraction(1, 2)),
    ("fail", Fraction(3, 10)),
    ("propagate", gt.NA("NO_ACTUAL")),
]


@pytest.mark.parametrize(("policy", "attainment"), POLICIES)
def test_contributors_weigh_as_the_policy_says(policy, attainment):
    """600 of 1,200 with weight 60%, the other 40% unknown: a half, three tenths, or not known; and so its derivation."""
    goals = {
        "a": {**FLOW, "serves": {"top": "60%"}},
        "b": {**FLOW, "serves": {"top": "40%"}},
        "top": {"title": "All"},
    }
    card = scored(goals, KNOWN, "2025-03-31", governance={"missing": policy, "coverage": "50%"})
    made = card["top"].derivation.part("attainment")
    if isinstance(attainment, gt.NA):
        assert card["top"].attainment.reason == made.value.reason == attainment.reason
        return
    assert card["top"].attainment == float(attainment)
    assert made.value == made.replay() == attainment
    assert card["top"].method == "alignment"


@pytest.mark.parametrize(("policy", "attainment"), [*POLICIES[:1], ("fail", Fraction(1, 4)), POLICIES[2]])
def test_objectives_follow_the_same_policy(policy, attainment):
    """An objective of two goals, one unknown: the other's half, a quarter, or not known."""
    card = scored(
        {"a": FLOW, "b": FLOW},
        KNOWN,
        "2025-03-31",
        objectives={"o": {"goals": ["a", "b"]}},
        governance={"missing": policy, "coverage": "50%"},
    )
    found = card.objectives["o"].attainment
    if isinstance(attainment, gt.NA):
        assert found.reason == attainment.reason
    else:
        assert found == float(attainment)


def test_too_little_known_is_not_scored():
    """Where the known contributors weigh less than the least coverage there is no score."""
    goals = {
        "a": {**FLOW, "serves": {"top": "60%"}},
        "b": {**FLOW, "serves": {"top": "40%"}},
        "top": {"title": "All"},
    }
    for least, is_known in (("60%", True), ("61%", False)):
        card = scored(goals, KNOWN, "2025-03-31", governance={"coverage": least})
        assert (card["top"].attainment == 0.5) is is_known
        assert is_known or card["top"].attainment.reason == "LOW_COVERAGE"


def test_a_goal_of_contributors_has_their_history():
    """At each review date it is the worst of what its contributors were, and at the last one what it is."""
    goals = {
        "a": {**FLOW, "serves": {"middle": "100%"}},
        "b": {**FLOW, "serves": {"top": "50%"}},
        "middle": {"title": "Half", "serves": {"top": "50%"}},
        "top": {"title": "All"},
    }
    card = scored(goals, [*KNOWN, *months("b", [100, 100, 10])], "2025-03-31")
    history = [[status for _, status in card[key].history] for key in ("a", "b", "top")]
    assert history[2] == [worst(pair) for pair in zip(*history[:2], strict=True)]
    assert history[2][-1] == card["top"].status == "off_track"
    assert len(set(history[2])) > 1
    assert [day.isoformat() for day, _ in card["top"].history] == ["2025-01-31", "2025-02-28", "2025-03-31"]
