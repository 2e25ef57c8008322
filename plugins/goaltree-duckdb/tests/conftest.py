"""Tests share how they write their sources (`duckdb_source`)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
