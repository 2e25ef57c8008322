"""The trace: where each line of the document stands in the plan.

`trace.csv` has one row a line of the document: its number, a digest of its text, the figures in it and
the key paths of the plan that hold what it says, or `prose` where it says nothing that a plan holds.
`python -m goaltree_xiaohongshu.trace DOCUMENT` reports what does not fit.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from attrs import evolve, frozen

PLAN: Final = Path(__file__).with_name("plan")
TRACE: Final = Path(__file__).with_name("trace.csv")
PROSE: Final = "prose"
COLUMNS: Final = ("line", "digest", "figures", "keys")

_ORDINAL: Final = re.compile(r"(?:^|\| |模块 )\d+[.:]")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")


@frozen(kw_only=True)
class Row:
    """One line of the document.

    Attributes:
        line: Its number, from 1.
        digest: The first 12 digits of the SHA-256 of its text without the spaces around it.
        figures: Its numbers in order, without the ordinals of lists and headings.
        keys: Key paths of the plan; `prose` alone where it has none.
    """

    line: int
    digest: str
    figures: tuple[str, ...]
    keys: tuple[str, ...]


def digest_of(line: str) -> str:
    """The digest of one line."""
    return hashlib.sha256(line.strip().encode()).hexdigest()[:12]


def figures_of(text: str) -> tuple[str, ...]:
    """The numbers of a line in order, without the ordinals of lists and headings."""
    return tuple(_FIGURE.findall(_ORDINAL.sub(" ", text.strip())))


def read_trace(path: Path = TRACE) -> tuple[Row, ...]:
    """The rows of a trace file."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(
                line=int(row["line"]),
                digest=row["digest"],
                figures=tuple(row["figures"].split()),
                keys=tuple(row["keys"].split()),
            )
            for row in csv.DictReader(file)
        )


def write_trace(rows: Iterable[Row], path: Path = TRACE) -> None:
    """Write the rows as a trace file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((row.line, row.digest, " ".join(row.figures), " ".join(row.keys)) for row in rows)


def refreshed(rows: Iterable[Row], document: str) -> tuple[Row, ...]:
    """The rows with digests and figures read anew from the document; their keys stay."""
    lines = document.splitlines()
    return tuple(
        evolve(row, digest=digest_of(lines[row.line - 1]), figures=figures_of(lines[row.line - 1]))
        for row in rows
        if row.line <= len(lines)
    )


def structure(folder: Path = PLAN) -> dict[str, Any]:
    """The plan's files as one structure of mappings, lists and texts, as they are written."""
    root: dict[str, Any] = yaml.load((folder / "plan.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    for name in root.pop("include"):
        root |= yaml.load((folder / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    return root


def source_problems(rows: Sequence[Row], document: str) -> list[str]:
    """What of the document the trace leaves out or tells differently."""
    lines = document.splitlines()
    by_line = {row.line: row for row in rows}
    found = [f"line {row.line}: the document has {len(lines)} lines" for row in rows if row.line > len(lines)]
    for number, line in enumerate(lines, start=1):
        row = by_line.get(number)
        if row is None or not row.keys:
            found.append(f"line {number}: stands nowhere in the trace")
        elif row.digest != digest_of(line):
            found.append(f"line {number}: its text has changed: {line.strip()[:40]}")
        elif row.figures != figures_of(line):
            found.append(
                f"line {number}: its figures are {' '.join(figures_of(line))}, not {' '.join(row.figures)}"
            )
    return found


def plan_problems(rows: Sequence[Row], plan: Mapping[str, Any]) -> list[str]:
    """Key paths that the plan does not have, and figures that stand nowhere at a line's key paths."""
    found = [f"line {n}: {len(rs)} rows" for n, rs in _by_line(rows).items() if len(rs) > 1]
    for row in rows:
        if row.keys == (PROSE,):
            found += [f"line {row.line}: {figure} is in prose" for figure in row.figures]
            continue
        known: set[str] = set()
        for key in row.keys:
            value = value_at(plan, key)
            if value is None:
                found.append(f"line {row.line}: the plan has no {key}")
            else:
                known.update(figure for text in _texts(value) for figure in _FIGURE.findall(text))
        found += [
            f"line {row.line}: {figure} stands nowhere at {' '.join(row.keys)}"
            for figure in row.figures
            if figure not in known
        ]
    return found


def problems(document: Path, folder: Path = PLAN, trace: Path = TRACE) -> list[str]:
    """Everything in which the document, the trace and the plan do not agree."""
    rows = read_trace(trace)
    return [
        *source_problems(rows, document.read_text(encoding="utf-8")),
        *plan_problems(rows, structure(folder)),
    ]


def value_at(plan: Mapping[str, Any], key: str) -> Any:
    """What stands at a key path; `None` where nothing does. Items of a list are numbered from 0."""
    value: Any = plan
    for part in key.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return None
    return value


def _by_line(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.line, []).append(row)
    return grouped


def _texts(value: Any) -> list[str]:
    """Every text at or under a value, keys included."""
    texts: list[str] = []
    work = [value]
    while work:
        here = work.pop()
        if isinstance(here, dict):
            texts += here
            work += here.values()
        elif isinstance(here, list):
            work += here
        else:
            texts.append(str(here))
    return texts


def main(arguments: Sequence[str]) -> int:
    """Report on a document; with `--refresh`, first write its digests and figures into the trace."""
    documents = [Path(argument) for argument in arguments if argument != "--refresh"]
    if len(documents) != 1:
        sys.stderr.write("usage: python -m goaltree_xiaohongshu.trace [--refresh] DOCUMENT\n")
        return 2
    if "--refresh" in arguments:
        write_trace(refreshed(read_trace(), documents[0].read_text(encoding="utf-8")))
    found = problems(documents[0])
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
