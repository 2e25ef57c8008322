"""Claims: what plugins register, and what happens where two claim one name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import field, frozen

from ..finding import Finding, Words
from .kind import Kind
from .plugin_faults import NAME_TAKEN, told

BUILT_IN: Final = "goaltree-core"
"""The plugin that is goaltree itself."""
_NONE_USED: Final = Words("none of them is used", "均不使用")
_OURS_USED: Final = Words("the built-in one is used", "使用内置的那个")


@frozen(kw_only=True)
class Claim:
    """One object that a plugin registers.

    Attributes:
        plugin: Name of the plugin.
        version: Version of the plugin.
        kind: What kind of object it is.
        names: The names that it claims; the first is its own.
        value: The object.
    """

    plugin: str
    version: str
    kind: Kind
    names: tuple[str, ...]
    value: Any = field(repr=False, eq=False)

    @property
    def name(self) -> str:
        """Its own name."""
        return self.names[0]

    @property
    def is_ours(self) -> bool:
        """Whether it is built in."""
        return self.plugin == BUILT_IN


def settled(claims: Iterable[Claim]) -> tuple[list[Claim], list[Finding]]:
    """The claims that hold, in order, and a finding for each name that several claim.

    What is built in stays; of other claims to one name none holds, whichever was installed first.
    """
    given = list(claims)
    by_name: dict[tuple[str, str], list[Claim]] = {}
    for claim in given:
        for name in dict.fromkeys(claim.names):
            by_name.setdefault((claim.kind.name, name), []).append(claim)
    dropped: set[int] = set()
    findings = []
    for (_, name), rivals in sorted(by_name.items(), key=lambda item: (item[0][1].startswith("."), item[0])):
        if len(rivals) == 1:
            continue
        has_ours = any(claim.is_ours for claim in rivals)
        losers = [claim for claim in rivals if not claim.is_ours]
        if all(id(claim) in dropped for claim in losers):
            continue
        dropped |= {id(claim) for claim in losers}
        first = losers[0]
        findings.append(
            told(
                NAME_TAKEN,
                first.plugin,
                first.version,
                kind=first.kind.words,
                name=name,
                plugins=tuple(f"`{claim.plugin}` {claim.version}".strip() for claim in rivals),
                outcome=_OURS_USED if has_ours else _NONE_USED,
            )
        )
    return [claim for claim in given if id(claim) not in dropped], findings
