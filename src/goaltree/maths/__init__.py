"""Formulas as plain functions, usable without a plan."""

from __future__ import annotations

from ..model.allocate import Allocation, Refusal, allocate
from .variance import Variance, variance

__all__ = ["Allocation", "Refusal", "Variance", "allocate", "variance"]
