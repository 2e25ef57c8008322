"""The workbooks of the tests are made by a module beside them; plans are drawn as the tests of goaltree draw them."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests")]
