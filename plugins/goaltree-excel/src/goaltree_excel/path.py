"""Key paths: the place of a value in a plan, as people write it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

Step = str | int

MOST: Final = 256
_BARE: Final = re.compile(r"[^\s.\[\]\"'](?:[^.\[\]\"'\n\r\t]*[^\s.\[\]\"'])?")
_ITEM: Final = re.compile(r"\[(\d{1,7})\]")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


def written(path: Sequence[Step]) -> str:
    """A path as text: keys joined by dots, those that would be misread in quotes, items as `[0]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            shown = step if _BARE.fullmatch(step) else json.dumps(step, ensure_ascii=False)
            text += f".{shown}" if text else shown
    return text


def read(text: str) -> tuple[Step, ...] | None:
    """The steps of a path; `None` where the text is none."""
    steps: list[Step] = []
    at = 0
    while at < len(text):
        item = _ITEM.match(text, at)
        if item is not None:
            steps.append(int(item[1]))
            at = item.end()
        else:
            if steps:
                if text[at] != ".":
                    return None
                at += 1
            found = _QUOTED.match(text, at) or _BARE.match(text, at)
            if found is None:
                return None
            try:
                steps.append(json.loads(found[0]) if found[0].startswith('"') else found[0])
            except ValueError:
                return None
            at = found.end()
        if len(steps) > MOST:
            return None
    return tuple(steps) if steps and isinstance(steps[0], str) else None


def plain(path: Sequence[Step]) -> str:
    """A path as findings name it: keys as they are."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
