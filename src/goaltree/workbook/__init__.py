"""Workbooks (`.xlsx`) as sheets of filled cells, read with the standard library alone."""
