"""Actuals: what was observed of a plan's metrics, as one table of frozen values."""
