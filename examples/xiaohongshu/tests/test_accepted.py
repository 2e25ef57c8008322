"""The findings that are known are accepted one by one, so that whatever comes next starts without an error."""

from __future__ import annotations

import pytest
from attrs import evolve

import goaltree
from goaltree_xiaohongshu import accepted_path, load


@pytest.fixture(scope="module")
def plan() -> goaltree.Plan:
    """The plan with what is accepted."""
    return load(accepted=True)


@pytest.fixture(scope="module")
def findings(plan: goaltree.Plan) -> goaltree.Findings:
    """What the check finds in it."""
    return goaltree.check(plan)


def test_nothing_is_left_but_notes(findings: goaltree.Findings) -> None:
    """Every error and warning is accepted at its own place, and no acceptance is idle or without a reason."""
    assert [(one.code, one.path) for one in findings if one.level != "note"] == []


def test_acceptances_are_the_errors_and_warnings(findings: goaltree.Findings) -> None:
    """What is accepted is exactly what the published plan has at error or warning level."""
    published = goaltree.check(load())
    assert {(one.code, one.path) for one in findings.accepted} == {
        (one.code, one.path) for one in published if one.level != "note"
    }


def test_each_acceptance_says_which_one_and_why(plan: goaltree.Plan) -> None:
    """Each has a code, one place and a reason in both languages, and covers one finding."""
    for one in plan.accepted:
        assert one.code
        assert one.at
        assert one.reason is not None
        assert {lang for lang, _ in one.reason.words} == {"zh", "en"}
    places = [(one.code, one.at) for one in plan.accepted]
    assert len(places) == len(set(places)) == len(goaltree.check(plan).accepted)


def test_owner_is_whoever_the_plan_names(plan: goaltree.Plan) -> None:
    """The owner is a team of the plan; it is open only for the canvas, the governance and goals without a team."""
    for one in plan.accepted:
        section, _, key = one.at.partition(".")
        nobody = section in {"canvas", "governance"} or (
            section == "goals" and key in {"nps", "quality_notes"}
        )
        assert (one.owner is None) == nobody, one.at
        assert one.owner is None or one.owner in plan.teams


def test_published_values_are_untouched(plan: goaltree.Plan) -> None:
    """Without its acceptances it is the published plan, and the published plan has none."""
    assert load().accepted == ()
    assert evolve(plan, accepted=()) == load()


def test_what_is_no_longer_found_is_told() -> None:
    """An acceptance of something that is not found there is a finding, so that none outlives its reason."""
    plan = load(accepted=True)
    idle = evolve(plan.accepted[0], code="GT404", at="goals.gmv")
    assert "acceptance-matches-nothing" in {
        one.name for one in goaltree.check(evolve(plan, accepted=(*plan.accepted, idle)))
    }


def test_accepted_path_is_a_plan_of_its_own() -> None:
    """The file can be checked by its name."""
    assert goaltree.read(accepted_path()) == load(accepted=True)
