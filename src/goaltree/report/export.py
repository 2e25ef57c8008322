"""Writing a scorecard to a file, whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar

from attrs import evolve, fields_dict, frozen, has

from ..errors import UsageError, WriteError
from ..finding import Lang
from ..scorecard.card import Scorecard
from ..view.tree_data import to_mermaid
from .csv import to_csv
from .dot import to_dot
from .json import to_json
from .markdown import to_markdown
from .text import to_text

ExporterT = TypeVar("ExporterT")


class Exporter(Protocol):
    """What writes a scorecard in one format; frozen, without state of its own.

    The command line sets the field `lang` of one that has it, to `zh` or `en`.
    """

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of file names that it answers for, with their dots, in small letters."""
        ...

    def write(self, value: Scorecard) -> bytes:
        """The bytes of the file; the same for the same scorecard."""
        ...


def in_language(exporter: ExporterT, lang: Lang) -> ExporterT:
    """An exporter in a language, where it is an attrs class with a field `lang`; else as it is."""
    kind = type(exporter)
    return evolve(exporter, lang=lang) if has(kind) and "lang" in fields_dict(kind) else exporter  # type: ignore[misc]


@frozen(kw_only=True)
class TextExporter:
    """An exporter of a format that is text, in UTF-8.

    Attributes:
        name: What it is called.
        endings: The endings of file names.
        render: The scorecard as text.
    """

    name: str
    endings: tuple[str, ...]
    render: Callable[[Scorecard], str]

    def write(self, value: Scorecard) -> bytes:
        """The bytes of the file."""
        return self.render(value).encode("utf-8", "backslashreplace")


def built_in(lang: Lang = "en") -> tuple[Exporter, ...]:
    """The exporters that there are, in a language. CSV files begin with a byte order mark, for Excel."""
    return (
        TextExporter(name="csv", endings=(".csv",), render=lambda card: to_csv(card, lang, bom=True)),
        TextExporter(name="json", endings=(".json",), render=to_json),
        TextExporter(name="markdown", endings=(".md",), render=lambda card: to_markdown(card, lang)),
        TextExporter(name="text", endings=(".txt",), render=lambda card: to_text(card, lang)),
        TextExporter(name="mermaid", endings=(".mmd",), render=lambda card: to_mermaid(card.plan, lang)),
        TextExporter(name="dot", endings=(".dot", ".gv"), render=lambda card: to_dot(card, lang)),
    )


def export(
    card: Scorecard,
    path: str | os.PathLike[str],
    *,
    lang: Lang = "en",
    exporters: Sequence[Exporter] = (),
) -> Path:
    """Write a scorecard to a file in the format that its ending names.

    The file is there whole or as it was before: the bytes go to a new file beside it that takes its place.

    Args:
        card: The scorecard.
        path: Where to write; .csv, .json, .md, .txt, .mmd, .dot or .gv, or what `exporters` answer for.
        lang: Language of titles and words.
        exporters: Exporters that are asked before the built-in ones.

    Returns:
        The path.

    Raises:
        UsageError: No exporter answers for the ending.
        WriteError: The file cannot be written.
    """
    target = Path(path)
    exporter = exporter_of(target, (*exporters, *built_in(lang)))
    write_whole(target, exporter.write(card))
    return target


def exporter_of(path: Path, exporters: Sequence[Exporter]) -> Exporter:
    """The first exporter that answers for the ending of a file's name.

    Raises:
        UsageError: There is none.
    """
    ending = path.suffix.lower()
    found = next((one for one in exporters if ending in one.endings), None)
    if found is None:
        known = ", ".join(dict.fromkeys(one for exporter in exporters for one in exporter.endings))
        raise UsageError(f"nothing writes files that end in {ending or 'nothing'}; known are {known}: {path}")
    return found


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees all of it or what was there before.

    Raises:
        WriteError: It cannot be written; what was there before is still there.
    """
    mode = _mode(path)
    try:
        number, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    except OSError as error:
        raise WriteError(f"{path}: {error.strerror or error}") from error
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(made).chmod(mode)
        Path(made).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(made).unlink()
        raise WriteError(f"{path}: {error.strerror or error}") from error


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced; those of a new file where there is none."""
    with suppress(OSError):
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
