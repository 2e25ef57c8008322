"""Checks that compare every stated number with what follows from the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from attrs import evolve

from ..finding import Finding, Rule, Words
from ..model.agreement import Agreement
from ..model.dimension import POINT
from ..model.likeness import written_like
from ..model.plan import Plan
from .agreement_rules import FORMULA_UNDEFINED, MEND, RULES
from .arithmetic import by_path, identities, is_rate
from .correction import corrections, periods_own, told
from .identity import Identity, Term, decimal
from .rulebook import Check, found

FIELDS: Final = {"target": Words("target", "目标"), "baseline": Words("baseline", "基准")}
SHOWN: Final = 6
"""So many terms are printed."""


def disagreements(plan: Plan) -> Iterator[Finding]:
    """Every identity that a plan breaks, or keeps only by the rounding of the other figures."""
    every = identities(plan)
    index: Mapping[str, tuple[Identity, ...]] | None = None
    for identity in every:
        agreement = identity.compare()
        if agreement is None and identity.kind == "formula":
            yield _undefined(plan, identity)
        if agreement is None or agreement.verdict == "agrees" or meant_in_points(plan, identity):
            continue
        if index is None:
            index = by_path(every)
        yield _finding(plan, RULES[identity.kind, agreement.verdict], identity, agreement, index)


def meant_in_points(plan: Plan, identity: Identity) -> bool:
    """Whether a growth of a rate, written in percent, holds if it is read in percentage points."""
    if (
        identity.kind != "growth"
        or not is_rate(plan, identity.goal)
        or identity.stated.quantity.unit.kind == "pp"
    ):
        return False
    if plan.goals[identity.goal].growth_basis is not None:
        return False
    baseline, target = (one.value for one in identity.terms)
    return abs(target - baseline - identity.stated.value) <= identity.stated.half


def _undefined(plan: Plan, identity: Identity) -> Finding:
    return found(
        plan,
        FORMULA_UNDEFINED,
        identity.stated.path,
        others=[term.path for term in identity.terms],
        key=identity.goal,
        label=identity.label,
        field=FIELDS[identity.field],
        parts=_parts(identity),
    )


def _finding(
    plan: Plan,
    rule: Rule,
    identity: Identity,
    agreement: Agreement,
    index: Mapping[str, tuple[Identity, ...]],
) -> Finding:
    stated = identity.stated
    mends = told(corrections(identity, index))
    own = periods_own(identity)
    return found(
        plan,
        rule,
        stated.path,
        others=[term.path for term in identity.terms if term.path != stated.path],
        stake=decimal(abs(agreement.residual)),
        key=identity.goal,
        other=identity.terms[0].path if identity.kind == "restated" else identity.goal,
        place=stated.path,
        field=FIELDS[identity.field],
        label=identity.label,
        stated=str(stated.quantity),
        derived=amount(stated, agreement.derived),
        residual=amount(stated, abs(agreement.residual), change=True),
        way=Words("too little", "少了") if agreement.residual < 0 else Words("too much", "多了"),
        explained=amount(stated, agreement.explained, change=True),
        parts=_parts(identity),
        corrections=mends,
        mend=own or MEND.filled({"corrections": mends}),
    )


def _parts(identity: Identity) -> str:
    terms = identity.terms
    if identity.kind == "growth":
        return f"{terms[0].quantity} → {terms[1].quantity}"
    shown = [str(term.quantity) for term in terms[:SHOWN]]
    rest = [f"… {len(terms) - SHOWN}"] if len(terms) > SHOWN else []
    joiner = " + " if identity.kind in ("cut", "phasing") else ", "
    return joiner.join([*shown, *rest])


def amount(one: Term, value: Fraction, *, change: bool = False) -> str:
    """A number written like a term, with two digits more where it needs them; a change of a rate in points."""
    quantity = one.quantity
    number = value / one.factor / quantity.unit.factor
    if change and quantity.unit.kind == "percent":
        return written_like(evolve(quantity, text="", unit=POINT), number, digits=2)
    shown = written_like(quantity, number, digits=2)
    return f"+{shown}" if quantity.signed and not change and number > 0 else shown


_FIRST, *_OTHERS = RULES.values()
CHECKS: Final = (Check(_FIRST, disagreements, also=(*_OTHERS, FORMULA_UNDEFINED)),)
