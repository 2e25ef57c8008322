"""What the columns of a table mean, by their exact headings."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from ..finding import Finding, Words
from ..model.names import Names
from .sheet import Sheet
from .source_faults import COLUMN_MISSING, COLUMN_MISSPELT, COLUMN_REPEATED, COLUMN_UNUSED

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "metric": ("metric", "指标"),
    "value": ("value", "数值", "值"),
    "period": ("period", "期间"),
    "date": ("date", "日期"),
    "segment": ("segment", "维度"),
    "count": ("count", "数量"),
    "unit": ("unit", "单位"),
    "known_at": ("known_at", "获知时间"),
    "note": ("note", "备注"),
}
"""Every column with its exact headings; besides there is one column for each dimension."""

_MEANING: Final = {heading: column for column, headings in HEADINGS.items() for heading in headings}
_ALIKE: Final = 0.75
_NO_DIMENSION: Final = Words("it has none", "目前没有")


@frozen(kw_only=True)
class Columns:
    """The headings of one table by what they mean.

    Attributes:
        named: Column of `HEADINGS` to its heading.
        dimensions: Key of a dimension to its heading.
    """

    named: Mapping[str, str]
    dimensions: Mapping[str, str] = field(factory=dict)

    @property
    def time(self) -> str:
        """Which of the two columns of time there is: `period` or `date`."""
        return "period" if "period" in self.named else "date"


def wanted_columns(headings: Iterable[str], dimensions: Names) -> tuple[str, ...]:
    """The headings that mean something, in their order: what has to be fetched of a wide table."""
    return tuple(h for h in headings if h in _MEANING or isinstance(dimensions.resolve(h), str))


def columns_of(sheet: Sheet, dimensions: Names, known: Iterable[str]) -> tuple[Columns | None, list[Finding]]:
    """What the columns of a sheet mean; `None` where the table cannot be used.

    Args:
        sheet: The table.
        dimensions: Names of the plan's dimensions.
        known: Keys and titles of the dimensions, for did-you-mean.
    """
    meant: dict[tuple[str, str], list[str]] = {}
    unknown: list[str] = []
    for heading in sheet.columns:
        if heading in _MEANING:
            meant.setdefault(("named", _MEANING[heading]), []).append(heading)
            continue
        dimension = dimensions.resolve(heading) if heading.strip() else None
        if isinstance(dimension, str):
            meant.setdefault(("dimension", dimension), []).append(heading)
        else:
            unknown.append(heading)
    findings = _repeated(sheet, meant)
    findings += _missing(sheet, {name for kind, name in meant if kind == "named"})
    absent = [h for h in (*_MEANING, *known) if not _is_there(h, meant, dimensions)]
    findings += [_unknown(sheet, heading, absent, known) for heading in unknown if heading.strip()]
    if any(finding.level == "error" for finding in findings):
        return None, findings
    return Columns(
        named={name: headings[0] for (kind, name), headings in meant.items() if kind == "named"},
        dimensions={name: headings[0] for (kind, name), headings in meant.items() if kind == "dimension"},
    ), findings


def _is_there(heading: str, meant: Mapping[tuple[str, str], list[str]], dimensions: Names) -> bool:
    if heading in _MEANING:
        column = _MEANING[heading]
        other = {"period": "date", "date": "period"}.get(column, column)
        return ("named", column) in meant or ("named", other) in meant
    return ("dimension", str(dimensions.resolve(heading))) in meant


def _repeated(sheet: Sheet, meant: Mapping[tuple[str, str], list[str]]) -> list[Finding]:
    doubled = [headings for headings in meant.values() if len(headings) > 1]
    times = meant.get(("named", "period"), []) + meant.get(("named", "date"), [])
    if len(times) > 1 and times not in doubled:
        doubled.append(times)
    return [repeated_columns(sheet, headings) for headings in doubled]


def repeated_columns(sheet: Sheet, headings: Iterable[str]) -> Finding:
    """That several columns stand for one thing."""
    shown = tuple(f"`{heading}`" for heading in headings)
    return Finding(rule=COLUMN_REPEATED, params={"file": sheet.name, "columns": shown}, span=sheet.span())


def _missing(sheet: Sheet, named: set[str]) -> list[Finding]:
    wanted = [f"`{column}`" for column in ("metric", "value") if column not in named]
    if not {"period", "date"} & named:
        wanted.append("`period`")
    if not wanted:
        return []
    present = tuple(f"`{heading}`" for heading in list(sheet.columns)[:12]) or ("-",)
    params = {"file": sheet.name, "wanted": tuple(wanted), "present": present}
    return [Finding(rule=COLUMN_MISSING, params=params, span=sheet.span())]


def _unknown(sheet: Sheet, heading: str, absent: Iterable[str], known: Iterable[str]) -> Finding:
    folded = {_folded(name): name for name in reversed(list(absent))}
    close = difflib.get_close_matches(_folded(heading)[:60], folded, n=1, cutoff=_ALIKE)
    params = {"file": sheet.name, "column": heading[:80]}
    if close:
        return Finding(rule=COLUMN_MISSPELT, params={**params, "near": folded[close[0]]}, span=sheet.span())
    dimensions = tuple(f"`{name}`" for name in known)[:12] or _NO_DIMENSION
    return Finding(rule=COLUMN_UNUSED, params={**params, "known": dimensions}, span=sheet.span())


def _folded(name: str) -> str:
    return "".join(name.casefold().split()).replace("_", "").replace("-", "")
