"""Formulas as plain functions, usable without a plan."""

from __future__ import annotations

from ..model.allocate import Allocation, Refusal, allocate

__all__ = ["Allocation", "Refusal", "allocate"]
