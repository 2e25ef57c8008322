"""The findings of a plan: ranked, free of duplicates, and told in the format that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, Literal, get_args, overload

from .errors import UsageError
from .finding import LEVELS, Finding, Lang, Level, Span

By = Literal["team", "perspective", "rule", "file"]
Sources = Callable[[str], str | None]
"""The text of a file by the name that spans carry; `None` where there is none."""

_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}
_READING: Final = frozenset(f"GT{number:03}" for number in range(1, 25))
"""Rules of reading: what they find keeps other things from being read, so they are told before them."""


class Findings(Sequence[Finding]):
    """Findings in one fixed order, each of them once.

    Errors come first, then warnings, then notes; among errors those of reading a file (GT001 to
    GT024), which other errors may follow from; then what has the most at stake (by magnitude,
    unknown last), then file, line, column, code and key path. The order in which they were found
    plays no part. A slice, a selection and a sum are findings again.

    Args:
        findings: The findings, in any order.
    """

    __slots__ = ("_items",)

    _items: tuple[Finding, ...]

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._items = tuple(findings) if isinstance(findings, Findings) else _ranked(findings)

    @classmethod
    def _of(cls, items: Iterable[Finding]) -> Findings:
        """Findings that are in order already."""
        made = cls.__new__(cls)
        made._items = tuple(items)  # noqa: SLF001 - of this very class
        return made

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if not isinstance(index, slice):
            return self._items[index]
        if (index.step or 1) < 0:
            raise UsageError("findings are ranked: a slice of them cannot run backwards")
        return self._of(self._items[index])

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._items)

    def __add__(self, other: Iterable[Finding]) -> Findings:
        if not isinstance(other, Iterable):
            return NotImplemented
        return Findings([*self._items, *other])

    def __eq__(self, other: object) -> bool:
        return self._items == other._items if isinstance(other, Findings) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple((finding.code, finding.path) for finding in self._items))

    def __reduce__(self) -> tuple[type[Findings], tuple[tuple[Finding, ...]]]:
        return Findings, (self._items,)

    def __repr__(self) -> str:
        counts = ", ".join(f"{name}={count}" for name, count in self.summary.items())
        return f"<Findings {counts}>"

    def __str__(self) -> str:
        return self.to_text()

    @property
    def errors(self) -> Findings:
        """The contradictions: what keeps the plan from holding."""
        return self._level("error")

    @property
    def warnings(self) -> Findings:
        """The gaps."""
        return self._level("warning")

    @property
    def notes(self) -> Findings:
        """The assumptions, and what the plan accepts."""
        return self._level("note")

    @property
    def accepted(self) -> Findings:
        """What the plan accepts, for a reason; it is among the notes too."""
        return self._of(finding for finding in self._items if finding.accepted is not None)

    @property
    def has_errors(self) -> bool:
        """Whether anything is at error level."""
        return any(finding.level == "error" for finding in self._items)

    @property
    def summary(self) -> dict[str, int]:
        """How many there are of each level; `accepted` counts those notes that the plan accepts."""
        counts: dict[str, int] = dict.fromkeys(LEVELS, 0)
        for finding in self._items:
            counts[finding.level] += 1
        return {**counts, "accepted": len(self.accepted)}

    def by(self, what: By) -> dict[str, Findings]:
        """The findings in groups, the group of the highest-ranked finding first.

        Args:
            what: `team`, `perspective`, `rule` (its code) or `file`.

        Returns:
            Findings by key, code or file; those that have none stand last, under the empty text.

        Raises:
            UsageError: There is no such grouping.
        """
        if what not in get_args(By):
            raise UsageError(f"findings are grouped by {', '.join(get_args(By))}, not by {what!r}")
        groups: dict[str, list[Finding]] = {}
        for finding in self._items:
            groups.setdefault(_group(finding, what), []).append(finding)
        rest = groups.pop("", None)
        if rest is not None:
            groups[""] = rest
        return {name: self._of(items) for name, items in groups.items()}

    def select(self, codes: str | Iterable[str]) -> Findings:
        """Only the findings of some rules.

        Args:
            codes: Codes, names, or first parts of codes such as `GT4`; one text may hold several,
                separated by commas or spaces. Case does not matter.
        """
        wanted = _wanted(codes)
        return self._of(finding for finding in self._items if _matches(finding, wanted))

    def ignore(self, codes: str | Iterable[str]) -> Findings:
        """All but the findings of some rules; `codes` as in `select`."""
        unwanted = _wanted(codes)
        return self._of(finding for finding in self._items if not _matches(finding, unwanted))

    def top(self, count: int) -> Findings:
        """The highest-ranked findings, at most so many.

        Raises:
            UsageError: The count is negative.
        """
        if count < 0:
            raise UsageError(f"there is no top {count} of findings")
        return self._of(self._items[:count])

    def to_text(
        self,
        lang: Lang = "en",
        *,
        all: bool = False,
        color: bool = False,
        sources: Sources | None = None,
        by: By | None = None,
    ) -> str:
        """The findings for a person at a terminal, one block each, and a line that counts them.

        Args:
            lang: `en` or `zh`.
            all: Tell each finding in full; otherwise a rule that fires more than three times is told
                once and counted.
            color: Write ANSI colours.
            sources: The text of the files, to place the caret; only the excerpt of a finding and
                the key before it are ever shown, so that a secret elsewhere in a line stays hidden.
            by: Group under headings.
        """
        from .rendering.text import to_text

        groups = self.by(by) if by else {}
        return to_text(
            self, self.summary, _lang(lang), all=all, color=color, sources=sources, by=by, groups=groups
        )

    def to_json(self, lang: Lang = "en") -> str:
        """A JSON document, as `goaltree.rendering.json.SCHEMA` describes it; numbers at stake are texts."""
        from .rendering.json import to_json

        return to_json(self, self.summary, _lang(lang))

    def to_sarif(self, lang: Lang = "en") -> str:
        """A SARIF 2.1.0 document with one run."""
        from .rendering.sarif import to_sarif

        return to_sarif(self, _lang(lang))

    def to_github(self, lang: Lang = "en") -> str:
        """Workflow commands that annotate files on GitHub, one line each; empty where nothing was found."""
        from .rendering.github import to_github

        return to_github(self, _lang(lang))

    def to_markdown(self, lang: Lang = "en") -> str:
        """A Markdown table, and a line that counts."""
        from .rendering.markdown import to_markdown

        return to_markdown(self, self.summary, _lang(lang))

    def _level(self, level: Level) -> Findings:
        return self._of(finding for finding in self._items if finding.level == level)


def _lang(lang: Lang) -> Lang:
    if lang not in get_args(Lang):
        raise UsageError(f"findings are told in {' or '.join(get_args(Lang))}, not in {lang!r}")
    return lang


def _group(finding: Finding, what: By) -> str:
    if what == "team":
        return finding.team or ""
    if what == "perspective":
        return finding.perspective or ""
    if what == "rule":
        return finding.code
    return finding.span.file if finding.span else ""


def _wanted(codes: str | Iterable[str]) -> tuple[str, ...]:
    texts = (codes,) if isinstance(codes, str) else tuple(codes)
    return tuple(word.casefold() for text in texts for word in text.replace(",", " ").split())


def _matches(finding: Finding, wanted: tuple[str, ...]) -> bool:
    return finding.name.casefold() in wanted or finding.code.casefold().startswith(wanted)


def _ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In order and without duplicates; what tells equally ranked ones apart is worked out only for them."""
    out: list[Finding] = []
    for _, same in groupby(sorted(findings, key=_place), key=_place):
        tied = list(same)
        if len(tied) > 1:
            told = {_whole(finding): finding for finding in sorted(tied, key=_whole)}
            tied = list(told.values())
        out += tied
    return tuple(out)


def _place(finding: Finding) -> tuple[object, ...]:
    stake = finding.stake
    known = stake is not None and stake.is_finite()
    span = finding.span
    return (
        _RANK[finding.level],
        finding.level != "error" or finding.code not in _READING,
        not known,
        stake.copy_abs().copy_negate() if known and stake is not None else 0,
        (span.file, span.line, span.column) if span else ("", 0, 0),
        finding.code,
        finding.path,
    )


def _whole(finding: Finding) -> tuple[object, ...]:
    """Everything that a finding says, as values that can be ordered."""
    return (
        finding.name,
        finding.message("en"),
        finding.message("zh"),
        finding.hint("en"),
        finding.hint("zh"),
        finding.excerpt,
        _ends(finding.span),
        tuple((span.file, span.line, span.column, _ends(span)) for span in finding.others),
        str(finding.stake),
        (finding.accepted is not None, finding.accepted or ""),
        (finding.team or "", finding.perspective or ""),
        tuple(sorted((name, type(value).__name__, str(value)) for name, value in finding.params.items())),
    )


def _ends(span: Span | None) -> tuple[int, ...]:
    return (span.end_line, span.end_column, span.offset, span.end_offset) if span else ()
