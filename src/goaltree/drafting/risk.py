"""The grammar of a risk and its answer: `若复购率未达标，新增专属优惠券（Q3）`."""

from __future__ import annotations

import re
from typing import Final

from .dated import is_dated
from .fold import fold, last_bracket, split

_IF: Final = re.compile(r"(?:若|如果|如|当|一旦|万一|if\s)\s*(?P<risk>.+)", re.IGNORECASE | re.DOTALL)
_THEN: Final = re.compile(r"(?:则|就|那么|then)\s*", re.IGNORECASE)


def read_risk(text: str) -> tuple[str, str] | None:
    """The risk and the answer of a sentence that begins with `若` or `if`; `None` where it does not say both."""
    said = _IF.fullmatch(text.strip())
    if said is None:
        return None
    parts = split(fold(said["risk"]), ",:")
    if len(parts) < 2:
        return None
    answer = said["risk"][parts[1][0] :].strip()
    then = _THEN.match(answer)
    return said["risk"][: parts[0][1]].strip(), answer[then.end() :] if then is not None else answer


def read_answer(text: str) -> dict[str, str]:
    """What is done and by when: a dated time that ends the last bracket is when."""
    bracket = last_bracket(fold(text))
    if bracket is None:
        return {"do": text}
    inner = text[bracket[0] + 1 : bracket[1]]
    parts = split(fold(inner), ",、;")
    last = inner[parts[-1][0] :].strip() if parts else ""
    if not is_dated(last):
        return {"do": text}
    rest = inner[: parts[-1][0]].strip(" ,，、;；")
    head = text[: bracket[0]].strip()
    if not head:
        return {"do": text}
    return {"do": f"{head}({rest})" if rest else head, "by": last}
