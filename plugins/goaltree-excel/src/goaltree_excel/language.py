"""The language of a workbook where nobody says it."""

from __future__ import annotations

import re
from typing import Final

from .port import Lang

_HAN: Final = re.compile("[\u4e00-\u9fff]")


def language_of(title: str) -> Lang:
    """The language of a plan by its title: Chinese where it has a Chinese character."""
    return "zh" if _HAN.search(title) else "en"
