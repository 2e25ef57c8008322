"""What an operator is, and all of them by family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random

from attrs import frozen
from sheet import Edit, Sheet, Site

Sites = Callable[[Sheet, Random], Iterable[Site]]


@frozen(kw_only=True)
class Operator:
    """A way to put one defect into any plan.

    Attributes:
        name: What it does.
        family: What the defect is about.
        breaks: What it breaks, in one sentence.
        expects: Names of the rules of which any one tells the defect; empty where the contradiction
            that follows decides (`truth.NAMES`).
        sites: Every place of a plan where it can be done.
        by_truth: Whether it is a defect only where the plan's numbers contradict each other afterwards.
    """

    name: str
    family: str
    breaks: str
    expects: frozenset[str]
    sites: Sites
    by_truth: bool


class Family:
    """Collects the operators of one module."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.operators: list[Operator] = []

    def __call__(self, breaks: str, *expects: str) -> Callable[[Sites], Sites]:
        """Makes an operator of a function that gives sites; without `expects` the numbers decide."""

        def made(sites: Sites) -> Sites:
            name = sites.__name__.replace("_", "-")
            one = Operator(
                name=name,
                family=self.name,
                breaks=breaks,
                expects=frozenset(expects),
                sites=sites,
                by_truth=not expects,
            )
            self.operators.append(one)
            return sites

        return made


def site(*edits: Edit | None, at: Iterable[str] = (), textual: bool = False) -> Iterator[Site]:
    """One site, or none where an edit cannot be made."""
    made = tuple(edit for edit in edits if edit is not None)
    if len(made) == len(edits):
        yield Site(edits=made, at=tuple(at), textual=textual)


def all_operators() -> tuple[Operator, ...]:
    """Every operator, family by family."""
    import family_action
    import family_cover
    import family_governance
    import family_money
    import family_number
    import family_pair
    import family_shape
    import family_text
    import family_unit

    modules = (family_number, family_shape, family_cover, family_unit, family_action)
    more = (family_money, family_governance, family_pair, family_text)
    return tuple(operator for module in (*modules, *more) for operator in module.defect.operators)
