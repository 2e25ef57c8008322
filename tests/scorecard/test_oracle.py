"""Scorecards of random plans beside an exact reference that is written from the documentation alone."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given

from goaltree.model.missing import NA
from oracle.book import Book
from oracle.compare import Tally, differences, evaluated
from oracle.draw import books, draw_book
from oracle.number import UNIT, Value
from oracle.reference import Reference

CHUNKS = 20
FILES, PLANS = 50, 20
"""Each chunk reads so many files of so many plans side by side: 20,000 plans in all."""


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_scorecards_agree_with_the_exact_reference(chunk):
    """A thousand plans a chunk: every number, reason, status, basis, day and coverage is as the page says."""
    tally = Tally()
    for seed in range(chunk * FILES, (chunk + 1) * FILES):
        found = differences(draw_book(Random(seed), PLANS), tally)
        assert not found, (seed, found[:5])
    print(tally)  # noqa: T201 - what a reader of `-s` wants to see
    assert tally.plans == FILES * PLANS
    assert tally.goals > 4 * tally.plans
    assert tally.numbers > 10 * tally.plans
    assert tally.missing > tally.plans
    assert tally.skipped < tally.statuses / 50


@pytest.mark.parametrize("seed", [1_006_078, 1_011_037, 1_011_738, 2_012_075])
def test_books_that_once_differed_agree(seed):
    """What a longer run found once stays found: reasons of what must hold in every period, a coverage just at its limit."""
    assert not differences(draw_book(Random(seed), PLANS, parted=False), Tally())


@given(books())
def test_any_drawn_plan_agrees(book: Book):
    """Whatever plan hypothesis draws, nothing of its scorecard differs from the reference."""
    assert differences(book, Tally()) == []


@pytest.mark.parametrize("chunk", range(4))
def test_derivations_replay_to_the_exact_numbers(chunk):
    """A derivation computed again from its leaves gives the reference's exact number, part by part."""
    replayed = 0
    for seed in range(100_000 + chunk * 20, 100_000 + (chunk + 1) * 20):
        book = draw_book(Random(seed), 3)
        card, reference = evaluated(book), Reference(book)
        for key in card.keys():  # noqa: SIM118 - a card is iterated by scores
            line, tree = reference.line(key), card[key].derivation
            assert tree.replay() == tree.value
            if line.partial or line.through is None:
                continue
            for name in ("value", "expected", "attainment", "pace", "deviation"):
                part = tree.part(name)
                assert part.replay() == part.value
                replayed += _same(part.value, getattr(line, name), name == "deviation", (seed, key, name))
    assert replayed > 300


def _same(seen: Fraction | NA, exact: Value, rounded: bool, where: object) -> int:
    """1 where both are known and equal: to the last digit but for what passes through a logarithm or a float."""
    if isinstance(seen, NA) or isinstance(exact, NA):
        assert isinstance(seen, NA) and isinstance(exact, NA), (where, seen, exact)
        return 0
    slack = Fraction(4 * exact.e + UNIT * abs(float(exact.v))) + (Fraction(1, 2 * 10**9) if rounded else 0)
    assert abs(seen - exact.v) <= slack, (where, float(seen), float(exact.v))
    return int(rounded or seen == exact.v)
