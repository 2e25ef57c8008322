"""Evidence: what two series say of the belief that the one leads the other."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ..model.missing import NA
from .foresight import Foresight
from .granger import Granger
from .stationary import Differencing

Verdict = Literal["leads", "coincident", "lags", "bidirectional", "no_evidence", "insufficient_data"]


@frozen(kw_only=True)
class Evidence:
    """What two series say of the belief that the one leads the other. Predictability, not causality.

    Attributes:
        verdict: `leads`: the process runs ahead of the result; `lags`: it follows; `coincident`: both move
            in the same period; `bidirectional`: each runs ahead of the other; `no_evidence`: nothing of that
            stands out; `insufficient_data`: there is too little to tell.
        lag: By how many periods the process runs ahead (`leads`, `bidirectional`), or follows (`lags`); 0 for
            `coincident`, `None` for the others.
        correlations: The correlation at each lag, once both are stationary and filtered; of the process with
            the result so many periods later, below zero with that many periods earlier.
        bound: What a correlation by chance stays below in 19 of 20 cases.
        forward: Granger's test of the process saying the result.
        backward: The test of the result saying the process.
        adjusted: How likely chance alone gives what the verdict stands on, adjusted for all that was looked
            at; without a finding what is nearest to a lead. `NA("PARTIAL")` where there is too little to
            tell.
        foresight: What the indicator does for forecasts of the result.
        size: Number of periods, all in one stretch, in which both are known.
        needed: How many are needed.
        differencing: What was taken off both to make them stationary; `None` where there is too little to
            tell.
        order: Autoregressive and moving-average order of the filter.
        reason: Why there is too little to tell; `None` where there is enough.
    """

    verdict: Verdict
    lag: int | None = None
    correlations: tuple[tuple[int, float], ...] = ()
    bound: float | NA = NA("PARTIAL")
    forward: Granger | NA = NA("PARTIAL")
    backward: Granger | NA = NA("PARTIAL")
    adjusted: float | NA = NA("PARTIAL")
    foresight: Foresight | NA = NA("PARTIAL")
    size: int
    needed: int
    differencing: Differencing | None = None
    order: tuple[int, int] | None = None
    reason: NA | None = None

    def __str__(self) -> str:
        """The verdict, with its lag where it has one: `leads(2)`."""
        return f"{self.verdict}({self.lag})" if self.lag else self.verdict

    @property
    def correlation(self) -> float | NA:
        """The correlation at the lag of the verdict; its sign says whether both move the same way."""
        at = -self.lag if self.verdict == "lags" and self.lag is not None else self.lag
        return next((found for lag, found in self.correlations if lag == at), NA("OUT_OF_DOMAIN", "no lag"))
