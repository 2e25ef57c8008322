"""Findings as cell notes in a copy of the workbook that they are about."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final

from .note import with_note_parts
from .port import Archive, Broken, Finding, Lang, Tab, UsageError, sheet_and_cell, tabs_of
from .workbook import opened

_LONGEST: Final = 8_000
_LISTED: Final = 20
_LEVEL: Final[Mapping[str, tuple[str, str]]] = {
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "note": ("note", "说明"),
}
Notes = dict[tuple[int, int], str]


def annotated(path: str | os.PathLike[str], findings: Iterable[Finding], *, lang: Lang = "zh") -> bytes:
    """A copy of a workbook with a note on every cell that a finding is about.

    Only the parts that hold notes are touched; every other part (charts, pictures, formats, macros) is
    copied as it is. A note that is there already is kept, the findings come below it. What is about no
    cell of the workbook stands in a note on the first cell of the first sheet.

    Args:
        path: The workbook.
        findings: The findings, such as `check(plan)` of the plan that was read from it; those of a workbook
            of that name count, wherever it was.
        lang: Language of the notes.

    Returns:
        The bytes of the copy; equal bytes for equal findings.

    Raises:
        UsageError: The workbook cannot be read, or one of the parts that would change is written in
            another encoding than UTF-8.
    """
    name = os.fspath(path)
    try:
        archive = opened(name)
        tabs = tabs_of(archive)
        notes = _notes(tabs, findings, name, lang)
        changed: dict[str, bytes] = {}
        for number, tab in enumerate(tabs, 1):
            if notes.get(tab.name):
                with_note_parts(archive, tab.part, notes[tab.name], number, changed)
        return _copied(archive, changed)
    except Broken as broken:
        raise UsageError(f"{name}: {broken}") from broken


def _notes(tabs: tuple[Tab, ...], findings: Iterable[Finding], path: str, lang: Lang) -> dict[str, Notes]:
    """The text of each note by sheet and cell."""
    names = {tab.name for tab in tabs}
    about_cell = re.compile(rf"(?:.*[/\\])?{re.escape(PurePath(path).name)}!(.*)", re.DOTALL)
    placed: dict[tuple[str, int, int], list[Finding]] = {}
    for finding in findings:
        file = finding.span.file if finding.span is not None else ""
        match = about_cell.fullmatch(file)
        found = sheet_and_cell(match[1]) if match is not None else None
        key = found if found is not None and found[0] in names else (tabs[0].name, 1, 1)
        placed.setdefault(key, []).append(finding)
    notes: dict[str, Notes] = {}
    for (sheet, row, column), about in placed.items():
        notes.setdefault(sheet, {})[row, column] = _text(about, lang)
    return notes


def _text(findings: list[Finding], lang: Lang) -> str:
    told: list[str] = []
    for finding in findings[:_LISTED]:
        level = _LEVEL[finding.level][lang == "zh"]
        hint = finding.hint(lang)
        text = f"[{level} {finding.code}] {finding.message(lang)}" + (f"\n→ {hint}" if hint else "")
        if len(text) + sum(len(one) for one in told) > _LONGEST and told:
            break
        told.append(text[:_LONGEST])
    rest = len(findings) - len(told)
    if rest:
        told.append(f"另有 {rest} 条" if lang == "zh" else f"and {rest} more")
    return "\n\n".join(told)


def _copied(archive: Archive, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in archive.members:
            data = changed.pop(member.filename, None)
            info = zipfile.ZipInfo(member.filename, member.date_time)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = member.external_attr
            copy.writestr(info, archive.part(member.filename) if data is None else data)
        for name, data in sorted(changed.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(info, data)
    return out.getvalue()
