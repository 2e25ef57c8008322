"""Writing a scorecard or a pack to a file, whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, Protocol, TypeGuard, TypeVar, get_args

from attrs import evolve, fields_dict, frozen, has

from ..errors import UsageError, WriteError
from ..finding import Lang
from ..scorecard.card import Scorecard
from ..view.tree_data import to_mermaid
from .csv import to_csv
from .dot import to_dot
from .json import to_json
from .markdown import to_markdown
from .pack.pack import Pack
from .text import to_text

ExporterT = TypeVar("ExporterT")
AnyExporter = TypeVar("AnyExporter", bound="Exporter")


class Exporter(Protocol):
    """What writes a scorecard in one format; frozen, without state of its own.

    The command line sets the field `lang` of one that has it, to `zh` or `en`. One that also has
    `write_pack(pack)`, which gives the bytes of a pack's file, writes packs too: `pack.page(lang)` is what to show.
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


class PackExporter(Exporter, Protocol):
    """An exporter that writes packs too."""

    def write_pack(self, pack: Pack) -> bytes:
        """The bytes of the file; the same for the same pack."""
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


@frozen(kw_only=True)
class PackTextExporter(TextExporter):
    """An exporter of a format that is text, which writes packs too.

    Attributes:
        render_pack: The pack as text.
    """

    render_pack: Callable[[Pack], str]

    def write_pack(self, pack: Pack) -> bytes:
        """The bytes of a pack's file."""
        return self.render_pack(pack).encode("utf-8", "backslashreplace")


_OF_PLUGINS: Final = "; those of plugins are passed as `exporters=goaltree.Host().exporters`"
_PAGE: Final = 120
"""Columns of a text file of a pack."""


@cache
def built_in(lang: Lang = "en") -> tuple[Exporter, ...]:
    """The exporters that there are, in a language. CSV files begin with a byte order mark, for Excel."""
    return (
        TextExporter(name="csv", endings=(".csv",), render=lambda card: to_csv(card, lang, bom=True)),
        PackTextExporter(name="json", endings=(".json",), render=to_json, render_pack=Pack.to_json),
        PackTextExporter(
            name="markdown",
            endings=(".md",),
            render=lambda card: to_markdown(card, lang),
            render_pack=lambda pack: pack.to_markdown(lang),
        ),
        PackTextExporter(
            name="text",
            endings=(".txt",),
            render=lambda card: to_text(card, lang),
            render_pack=lambda pack: pack.to_text(lang, room=_PAGE),
        ),
        TextExporter(name="mermaid", endings=(".mmd",), render=lambda card: to_mermaid(card.plan, lang)),
        TextExporter(name="dot", endings=(".dot", ".gv"), render=lambda card: to_dot(card, lang)),
    )


def export(
    value: Scorecard | Pack,
    path: str | os.PathLike[str],
    *,
    lang: Lang | None = None,
    exporters: Sequence[Exporter] = (),
) -> Path:
    """Write a scorecard or a pack to a file in the format that its ending names.

    The file is there whole or as it was before: the bytes go to a new file beside it that takes its place.

    Args:
        value: The scorecard, or the pack.
        path: Where to write; .csv, .json, .md, .txt, .mmd, .dot or .gv, or what `exporters` answer for; a pack as
            .json, .md or .txt, or what those of `exporters` answer for that write packs.
        lang: Language of titles and words. Without one the built-in exporters write English, and others as they
            were made.
        exporters: Exporters that are asked before the built-in ones.

    Returns:
        The path.

    Raises:
        UsageError: No exporter answers for the ending, there is no such language, or it is neither a scorecard nor
            a pack.
        WriteError: The file cannot be written.
    """
    if not isinstance(value, (Scorecard, Pack)):
        raise UsageError(f"a Scorecard or a Pack is exported, not a {type(value).__name__}")
    if lang is not None and lang not in get_args(Lang):
        raise UsageError(f"files are in {' or '.join(get_args(Lang))}, not in {lang!r}")
    target, english = Path(path), built_in()
    # A host's own exporters begin with the built-in ones in English, which must not stand before those in `lang`.
    others = [one for one in exporters if one not in english]
    if lang is not None:
        others = [in_language(one, lang) for one in others]
    known = (*others, *built_in(lang or "en"))
    hint = "" if exporters else _OF_PLUGINS
    if isinstance(value, Pack):
        write_whole(target, pack_exporter_of(target, known, hint).write_pack(value))
    else:
        write_whole(target, exporter_of(target, known, hint).write(value))
    return target


def pack_exporters(exporters: Sequence[Exporter]) -> tuple[PackExporter, ...]:
    """Those of some exporters that write packs."""
    return tuple(one for one in exporters if _writes_packs(one))


def _writes_packs(exporter: Exporter) -> TypeGuard[PackExporter]:
    return callable(getattr(exporter, "write_pack", None))


def pack_exporter_of(path: Path, exporters: Sequence[Exporter], hint: str = "") -> PackExporter:
    """The first exporter that writes packs and answers for the ending of a file's name.

    Raises:
        UsageError: There is none; where one answers that writes no packs, that is said.
    """
    known, ending = pack_exporters(exporters), path.suffix.lower()
    if not any(ending in one.endings for one in known):
        for one in exporters:
            if ending in one.endings:
                written = ", ".join(dict.fromkeys(end for able in known for end in able.endings))
                raise UsageError(
                    f"{one.name!r} writes no packs, only scorecards; packs are {written}{hint}: {path}"
                )
    return exporter_of(path, known, hint)


def exporter_of(path: Path, exporters: Sequence[AnyExporter], hint: str = "") -> AnyExporter:
    """The first exporter that answers for the ending of a file's name.

    Args:
        path: The file.
        exporters: Those that are asked, in order.
        hint: What to add to the message where none answers.

    Raises:
        UsageError: There is none.
    """
    ending = path.suffix.lower()
    found = next((one for one in exporters if ending in one.endings), None)
    if found is None:
        known = ", ".join(dict.fromkeys(one for exporter in exporters for one in exporter.endings))
        raise UsageError(
            f"nothing writes files that end in {ending or 'nothing'}; known are {known}{hint}: {path}"
        )
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
