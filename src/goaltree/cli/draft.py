"""`goaltree draft`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import UsageError, WriteError
from ..finding import Lang
from .group import UNAVAILABLE
from .options import is_coloured, lang_option, loaded, tell, write

if TYPE_CHECKING:
    from ..drafting.draft import Draft
    from ..drafting.place import Remark
    from ..drafting.sheet import Source

FORMATS: Final = ("text", "json")
FIRST: Final = 10
EXAMPLES: Final = """\b
goaltree draft goals.xlsx --out plan.yaml --check
goaltree draft targets.csv teams.md --map "2025=target,Comment=skip"
pbpaste | goaltree draft -
"""


@click.command(epilog=EXAMPLES)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="HEADER=MEANING,...",
    help="What columns mean; `skip` leaves one out.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the plan to this new file."
)
@click.option("--check", "is_checked", is_flag=True, help=f"Check the draft too: the first {FIRST} findings.")
@click.option("--currency", metavar="CODE", help="The plan's currency, such as CNY.")
@click.option(
    "--encoding", metavar="NAME", help="Encoding of text files that are not UTF-8, such as GB18030."
)
@click.option(
    "--format", "-f", "form", type=click.Choice(FORMATS), default="text", help="Format of the output."
)
@lang_option()
@click.pass_context
def draft(
    ctx: click.Context,
    *,
    files: Sequence[str],
    maps: Sequence[str],
    out: Path | None,
    is_checked: bool,
    currency: str | None,
    encoding: str | None,
    form: str,
    lang: Lang,
) -> None:
    """Make a draft plan of tables: .xlsx, CSV, Markdown, or pasted text (`-` reads it from the input).

    Every cell is read, or listed with the reason. The plan goes to the output, what each column was taken for and
    what was not read to the error stream.
    """
    from ..checks.check import check as checked
    from ..drafting.draft import draft_of

    sources = [_opened(file, encoding) for file in files]
    made = draft_of(sources, mapping=_mapping(maps, lang), currency=currency, lang=lang)
    findings = made.findings
    if out is not None:
        _save(made.text, out, lang)
        findings = checked(loaded(str(out))) if is_checked else findings
    if form == "json":
        write(_json(made, lang, is_checked=is_checked))
    else:
        if out is None:
            write(made.text)
        for line in _told(made, lang):
            tell(line)
        if is_checked:
            shown = findings.top(FIRST)
            text = shown.to_text(lang, all=True, color=is_coloured())
            if out is None:
                click.echo(text, err=True, nl=not text.endswith("\n"))
            else:
                write(text)
    if any(not remark.place.row for remark in made.unread):
        ctx.exit(UNAVAILABLE)
    ctx.exit(1 if not made.cells.read or (is_checked and findings.has_errors) else 0)


def _opened(file: str, encoding: str | None) -> Source:
    from ..drafting.source import open_bytes, open_source

    if file == "-":
        return open_bytes(sys.stdin.buffer.read(), "<stdin>", encoding)
    return open_source(Path(file), encoding)


def _mapping(maps: Sequence[str], lang: Lang) -> dict[str, str]:
    """The meanings by header; a header may hold `=`, a meaning cannot."""
    found = {}
    for one in ",".join(maps).replace("，", ",").split(",") if maps else ():
        header, sign, role = one.strip().rpartition("=")
        if not sign or not header.strip():
            raise UsageError(
                f"--map 要写成 `表头=含义`，而不是 {one!r}"
                if lang == "zh"
                else f"--map takes `HEADER=MEANING`, not {one!r}"
            )
        found[header.strip()] = role.strip()
    return found


def _save(text: str, out: Path, lang: Lang) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(
            f"{out} 已存在，没有改动它；请换一个路径。"
            if lang == "zh"
            else f"{out} is there already and was left as it is; name another path."
        ) from error
    except OSError as error:
        raise WriteError(f"{out}: {error.strerror or error}") from error


def _told(made: Draft, lang: Lang) -> Iterator[str]:
    """The mapping, what was assumed, what was not read, and the count."""
    from ..drafting.layout import told

    is_zh = lang == "zh"
    if made.mapping:
        yield "各列读作：" if is_zh else "Columns read as:"
        for one in made.mapping:
            yield f"  {one.place} {one.header} = {one.role or ('（未读）' if is_zh else '(not read)')}"
    if made.notes:
        yield "读取时的认定：" if is_zh else "Taken as:"
        yield from (f"  {line}" for line in told(made.notes, lang))
    if made.unread:
        yield "没有读出的：" if is_zh else "Not read:"
        yield from (f"  {line}" for line in told(made.unread, lang))
    read, listed = made.cells.read, made.cells.listed
    yield f"{read} 个单元格已读，{listed} 个列出。" if is_zh else f"{read} cells read, {listed} listed."


def _json(made: Draft, lang: Lang, *, is_checked: bool) -> str:
    values: dict[str, object] = {
        "plan": made.text,
        "columns": [{"place": m.place, "header": m.header, "role": m.role} for m in made.mapping],
        "notes": [_plain(remark, lang) for remark in made.notes],
        "unread": [_plain(remark, lang) for remark in made.unread],
        "cells": {"read": made.cells.read, "listed": made.cells.listed},
    }
    if is_checked:
        values |= json.loads(made.findings.top(FIRST).to_json(lang))
    return json.dumps(values, ensure_ascii=False, indent=1)


def _plain(remark: Remark, lang: Lang) -> dict[str, object]:
    place = remark.place
    return {
        "place": str(place),
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "text": remark.text,
        "reason": remark.reason.plain(lang),
    }
