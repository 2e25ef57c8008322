"""Formulas as plain functions, usable without a plan. Each is loaded when it is first asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ..model.allocate import Allocation as Allocation
    from ..model.allocate import Refusal as Refusal
    from ..model.allocate import allocate as allocate
    from .aggregate import Carried as Carried
    from .aggregate import across as across
    from .aggregate import average as average
    from .aggregate import carried as carried
    from .aggregate import chained as chained
    from .aggregate import combined as combined
    from .aggregate import compared as compared
    from .aggregate import differences as differences
    from .aggregate import distinct as distinct
    from .aggregate import total as total
    from .attainment import band as band
    from .attainment import capped as capped
    from .attainment import inverse_ratio as inverse_ratio
    from .attainment import margin as margin
    from .attainment import okr as okr
    from .attainment import progress as progress
    from .attainment import ratio as ratio
    from .attainment import signed_gap as signed_gap
    from .attainment import threshold as threshold
    from .attainment import tiers as tiers
    from .attainment import two_minus as two_minus
    from .attainment import worst_target as worst_target
    from .column import REASON_CODES as REASON_CODES
    from .column import Column as Column
    from .column import column as column
    from .completion import remaining_plan as remaining_plan
    from .completion import rest_grown as rest_grown
    from .completion import run_rate as run_rate
    from .completion import seasonal_total as seasonal_total
    from .completion import trend as trend
    from .correlation import correlation_bound as correlation_bound
    from .correlation import correlations as correlations
    from .currency import FxSplit as FxSplit
    from .currency import PriceVolumeFx as PriceVolumeFx
    from .currency import constant_currency_growth as constant_currency_growth
    from .currency import fx_split as fx_split
    from .currency import price_volume_fx as price_volume_fx
    from .curve import CURVES as CURVES
    from .curve import dated as dated
    from .curve import elapsed as elapsed
    from .curve import geometric as geometric
    from .curve import geometric_value as geometric_value
    from .curve import linear as linear
    from .curve import parts as parts
    from .curve import pattern as pattern
    from .curve import scurve as scurve
    from .curve import seasonal as seasonal
    from .curve import share as share
    from .curve import smoothstep as smoothstep
    from .curve import weighted as weighted
    from .derive import Derived as Derived
    from .derive import derive as derive
    from .deviation import Limits as Limits
    from .deviation import Step as Step
    from .deviation import default_basis as default_basis
    from .deviation import due as due
    from .deviation import increment as increment
    from .deviation import ladder as ladder
    from .deviation import level as level
    from .deviation import pp as pp
    from .deviation import settled as settled
    from .deviation import sigma as sigma
    from .deviation import xmr as xmr
    from .earned import ESTIMATES as ESTIMATES
    from .earned import EarnedValue as EarnedValue
    from .earned import cost_variance as cost_variance
    from .earned import cpi as cpi
    from .earned import default_estimate as default_estimate
    from .earned import eac as eac
    from .earned import earned_share as earned_share
    from .earned import earned_value as earned_value
    from .earned import etc as etc
    from .earned import schedule_variance as schedule_variance
    from .earned import spi as spi
    from .earned import tcpi as tcpi
    from .earned import vac as vac
    from .earned_time import EarnedTime as EarnedTime
    from .earned_time import earned_schedule as earned_schedule
    from .earned_time import earned_time as earned_time
    from .earned_time import forecast_duration as forecast_duration
    from .earned_time import planned_value as planned_value
    from .earned_time import spi_time as spi_time
    from .earned_time import sv_time as sv_time
    from .evidence import Evidence as Evidence
    from .granger import Granger as Granger
    from .granger import granger as granger
    from .growth import aligned as aligned
    from .growth import cagr as cagr
    from .growth import change as change
    from .growth import contribution as contribution
    from .growth import grown as grown
    from .growth import growth as growth
    from .growth import growth_on_size as growth_on_size
    from .growth import growth_per_day as growth_per_day
    from .index import composite as composite
    from .index import distance_to_target as distance_to_target
    from .index import minmax as minmax
    from .index import zscores as zscores
    from .influence import Score as Score
    from .influence import gap_shares as gap_shares
    from .influence import influences as influences
    from .influence import weighted_score as weighted_score
    from .lead import Sample as Sample
    from .lead import lead as lead
    from .lead import leads as leads
    from .method import METHODS as METHODS
    from .method import auto_method as auto_method
    from .pace import expected as expected
    from .pace import gap as gap
    from .pace import pace as pace
    from .pace import required_rate as required_rate
    from .pace import required_uplift as required_uplift
    from .pace import time_gap as time_gap
    from .status import STATUSES as STATUSES
    from .status import capped_status as capped_status
    from .status import decide as decide
    from .status import quorum as quorum
    from .status import steady as steady
    from .status import worst as worst
    from .variance import Variance as Variance
    from .variance import variance as variance
    from .workday import workday as workday
    from .workday import workdays as workdays

_NAMES: Final = {
    "..model.allocate": "Allocation Refusal allocate",
    ".aggregate": "Carried across average carried chained combined compared differences distinct total",
    ".attainment": "band capped inverse_ratio margin okr progress ratio signed_gap threshold tiers two_minus "
    "worst_target",
    ".column": "REASON_CODES Column column",
    ".completion": "remaining_plan rest_grown run_rate seasonal_total trend",
    ".correlation": "correlation_bound correlations",
    ".currency": "FxSplit PriceVolumeFx constant_currency_growth fx_split price_volume_fx",
    ".curve": "CURVES dated elapsed geometric geometric_value linear parts pattern scurve seasonal share "
    "smoothstep weighted",
    ".derive": "Derived derive",
    ".deviation": "Limits Step default_basis due increment ladder level pp settled sigma xmr",
    ".earned": "ESTIMATES EarnedValue cost_variance cpi default_estimate eac earned_share earned_value etc "
    "schedule_variance spi tcpi vac",
    ".earned_time": "EarnedTime earned_schedule earned_time forecast_duration planned_value spi_time sv_time",
    ".evidence": "Evidence",
    ".granger": "Granger granger",
    ".growth": "aligned cagr change contribution growth growth_on_size growth_per_day grown",
    ".index": "composite distance_to_target minmax zscores",
    ".influence": "Score gap_shares influences weighted_score",
    ".lead": "Sample lead leads",
    ".method": "METHODS auto_method",
    ".pace": "expected gap pace required_rate required_uplift time_gap",
    ".status": "STATUSES capped_status decide quorum steady worst",
    ".variance": "Variance variance",
    ".workday": "workday workdays",
}
_HOMES: Final = {name: home for home, names in _NAMES.items() for name in names.split()}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the table above is the one list


class _Maths(ModuleType):
    """The package, on which a formula wins over the module of the same name (`pace`, `growth`)."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Maths


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'goaltree.maths' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
