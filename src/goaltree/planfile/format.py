"""Formats: what reads a plan from a kind of file, and writes it; and plans from cells that have places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol, runtime_checkable

from attrs import evolve

from ..finding import Finding, Span
from ..model.plan import Plan
from .bind import bind
from .dict_reader import read_dict
from .faults import LITERAL_SECRET
from .node import Document, Map, Scalar, Seq
from .pause import collector_paused
from .secret import secrets_in

_SEPARATOR: Final = "!"


@runtime_checkable
class PlanFormat(Protocol):
    """A kind of file that holds a plan."""

    @property
    def name(self) -> str:
        """What it is called; a class variable."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of its files; a class variable."""

    def read(self, path: str) -> Plan:
        """The plan of a file; what is wrong with it is in `plan.findings`, nothing is raised for it.

        Make it with `goaltree.placed`, so that each finding points at the cell that it is about.
        """

    def write(self, plan: Plan) -> bytes:
        """The file's bytes; `read` gives an equal plan back. The same plan gives the same bytes.

        Raises:
            WriteError: The format cannot hold the plan.
        """


def placed(
    values: Mapping[str, object],
    places: Mapping[str, str],
    *,
    file: str,
    findings: Iterable[Finding] = (),
) -> Plan:
    """The plan of plain values that stand in cells, so that findings name the cells.

    Args:
        values: What `loads` takes: nested mappings, lists and texts.
        places: Key path (`goals.sales.target`, `actions.a.serves[0]`) to the place of the value in the
            file, such as `Goals!B7`. A value without a place of its own has that of what holds it.
        file: The file; spans carry `file!place`, and line and column within the cell's text.
        findings: What the reader of the cells found.

    Returns:
        The plan; `findings` are among its own.

    Raises:
        UsageError: A value that no plan can hold.
    """
    with collector_paused():
        reading = read_dict(values)
        root = reading.root
        assert root is not None
        files = _settled(root, places, file)
        whole = Span(file=file, line=0, column=0)
        found = [evolve(one, span=whole) for one in reading.findings if one.rule is not LITERAL_SECRET]
        moved = (*findings, *found, *secrets_in(root))
        return bind(evolve(reading, findings=moved, files=files))


def _settled(root: Map, places: Mapping[str, str], file: str) -> dict[str, str]:
    """Gives every node the document of its cell; returns the texts of the cells by document name."""
    files: dict[str, str] = {}
    root.document = Document(file, "")
    todo: list[tuple[Map | Seq, str]] = [(root, "")]
    while todo:
        node, path = todo.pop()
        pairs = node.pairs if isinstance(node, Map) else ((None, item) for item in node.items)
        for at, (key, value) in enumerate(pairs):
            inner = f"{path}[{at}]" if key is None else f"{path}.{key.text}" if path else key.text
            document = node.document
            if inner in places:
                name = f"{file}{_SEPARATOR}{places[inner]}"
                text = files.setdefault(name, value.text if isinstance(value, Scalar) else "")
                document = Document(name, text)
            value.document = document
            if key is not None:
                key.document = document
            if not isinstance(value, Scalar):
                todo.append((value, inner))
            elif document.text == value.text:
                value.end = len(value.text)
    return files
