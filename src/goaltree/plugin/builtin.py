"""What is built in, registered through the same hooks as everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from attrs import field, frozen

from ..checks.check import CHECKS
from ..checks.rulebook import Check
from ..model.plan import Plan
from ..planfile.format import PlanFormat
from ..planfile.load import read
from ..planfile.write import dumps
from .spec import NEWEST_API, hookimpl

if TYPE_CHECKING:
    from ..actuals.connector import Connector, Request
    from ..maths.curve import Curve
    from ..report.export import Exporter

goaltree_api: Final = NEWEST_API


@frozen(kw_only=True)
class CsvConnector:
    """A table in a text file: `csv://actuals/2025.csv`.

    Attributes:
        path: The file (.csv, .tsv or .txt).
    """

    name: ClassVar[str] = "csv"
    path: str

    def frame(self, request: Request) -> str:  # noqa: ARG002 - `observe` asks the file
        """The file, which `observe` reads."""
        return self.path


@frozen(kw_only=True)
class JsonConnector:
    """Records in a JSON file: `json://actuals.json`.

    Attributes:
        path: The file (.json, .jsonl or .ndjson).
    """

    name: ClassVar[str] = "json"
    path: str

    def frame(self, request: Request) -> str:  # noqa: ARG002 - `observe` asks the file
        """The file, which `observe` reads."""
        return self.path


@frozen(kw_only=True)
class ParquetConnector:
    """A Parquet file: `parquet://actuals.parquet`.

    Attributes:
        path: The file.
    """

    name: ClassVar[str] = "parquet"
    path: str

    def frame(self, request: Request) -> str:  # noqa: ARG002 - `observe` asks the file
        """The file, which `observe` reads."""
        return self.path


@frozen(kw_only=True)
class TextFormat:
    """Plans as text.

    Attributes:
        name: What the format is called.
        endings: The endings of its files.
        text: A plan as text.
    """

    name: str
    endings: tuple[str, ...]
    text: Callable[[Plan], str] = field(repr=False)

    def read(self, path: str) -> Plan:
        """The plan of a file or a folder."""
        return read(path)

    def write(self, plan: Plan) -> bytes:
        """The file's bytes."""
        return self.text(plan).encode("utf-8")


@hookimpl
def goaltree_register_connectors() -> Iterable[type[Connector]]:
    """Files."""
    return (CsvConnector, JsonConnector, ParquetConnector)


@hookimpl
def goaltree_register_exporters() -> Iterable[Exporter]:
    """CSV, JSON, Markdown, text, Mermaid and DOT."""
    from ..report.export import built_in

    return built_in()


@hookimpl
def goaltree_register_formats() -> Iterable[PlanFormat]:
    """YAML and JSON."""
    formats: tuple[Any, ...] = (
        TextFormat(name="yaml", endings=(".yaml", ".yml"), text=dumps),
        TextFormat(name="json", endings=(".json",), text=lambda plan: dumps(plan, format="json")),
    )
    return formats


@hookimpl
def goaltree_register_checks() -> Iterable[Check]:
    """Every rule of our own."""
    return CHECKS


@hookimpl
def goaltree_register_curves() -> Iterable[Curve]:
    """`linear` and `scurve`."""
    from ..maths.curve import CURVES

    return tuple(CURVES.values())
