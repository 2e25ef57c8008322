"""Findings for a person at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from ..finding import Finding, Lang, Level, Words, excerpt
from .caret import pointed
from .terminal import at_line_start, tame, width
from .wording import LEVEL, SEE_ALSO, counted, place, way_out

OFTEN: Final = 3
"""A rule that fires more often is told once and counted."""
_LISTED: Final = 6
_SEEN: Final = 5

_MORE: Final = Words(
    "{code} {name}: {count} more ({keys}); --all shows them",
    "{code} {name}：另有 {count} 处（{keys}）；用 --all 全部列出",
)
_MORE_PLACES: Final = Words("{count} more", "另有 {count} 处")
_HEADING: Final[Mapping[str, tuple[Words, Words]]] = {
    "team": (Words("Team {name}", "团队 {name}"), Words("No team", "未归属团队")),
    "perspective": (Words("Perspective {name}", "维度 {name}"), Words("No perspective", "未归属维度")),
    "rule": (Words("Rule {name}", "规则 {name}"), Words("No rule", "无规则")),
    "file": (Words("File {name}", "文件 {name}"), Words("No file", "无文件")),
}

_COLOURS: Final[Mapping[Level, str]] = {"error": "31", "warning": "33", "note": "36"}

Paint = Callable[[str, str], str]


def to_text(
    findings: Sequence[Finding],
    summary: Mapping[str, int],
    lang: Lang,
    *,
    all: bool,
    color: bool,
    sources: Callable[[str], str | None] | None,
    by: str | None,
    groups: Mapping[str, Sequence[Finding]],
) -> str:
    """Blocks in the order given, then a line that counts; `groups` come under headings where `by` is given."""
    paint = _paint if color else _plain
    lines: list[str] = []
    for name, members in groups.items() if by else (("", findings),):
        if by:
            lines += [paint("1", tame(_heading(by, name, members, lang))), ""]
        for block in _blocks(members, lang, all=all, paint=paint, sources=sources):
            lines += [*block, ""]
    return "\n".join([*lines, counted(summary, lang), ""])


def _blocks(
    findings: Sequence[Finding],
    lang: Lang,
    *,
    all: bool,
    paint: Paint,
    sources: Callable[[str], str | None] | None,
) -> Iterable[list[str]]:
    rules: dict[tuple[str, str, Level], list[Finding]] = {}
    for finding in findings:
        rules.setdefault(_kind(finding), []).append(finding)
    for finding in findings:
        same = rules[_kind(finding)]
        if all or len(same) <= OFTEN:
            yield _block(finding, lang, all=all, paint=paint, sources=sources)
        elif same[0] is finding:
            yield [*_block(finding, lang, all=all, paint=paint, sources=sources), _more(same[1:], lang)]


def _kind(finding: Finding) -> tuple[str, str, Level]:
    return finding.code, finding.name, finding.level


def _block(
    finding: Finding,
    lang: Lang,
    *,
    all: bool,
    paint: Paint,
    sources: Callable[[str], str | None] | None,
) -> list[str]:
    level = paint(_COLOURS[finding.level], LEVEL[finding.level].plain(lang))
    where = paint("1", at_line_start(place(finding, lang)))
    name = f"{tame(finding.code)} {tame(finding.name)}{'：' if lang == 'zh' else ': '}"
    lines = [f"{where}: {level} {name}{tame(finding.message(lang))}"]
    lines += _excerpt(finding, sources, paint)
    way = way_out(finding, lang)
    lines += [f"  {tame(way)}"] if way else []
    shown = finding.others if all else finding.others[:_SEEN]
    lines += [f"  {tame(SEE_ALSO.render(lang, {'text': str(span)}))}" for span in shown]
    if len(shown) < len(finding.others):
        rest = _MORE_PLACES.render(lang, {"count": len(finding.others) - len(shown)})
        lines.append(f"  {SEE_ALSO.render(lang, {'text': rest})}")
    return lines


def _excerpt(finding: Finding, sources: Callable[[str], str | None] | None, paint: Paint) -> list[str]:
    source = sources(finding.span.file) if sources and finding.span else None
    line = pointed(finding, source)
    if line is None:
        return []
    lines = [f"    | {tame(line.text)}"]
    if line.length:
        before = width(tame(line.text[: line.start]))
        under = width(tame(line.text[line.start : line.start + line.length]))
        lines.append(f"    | {' ' * before}{paint(_COLOURS[finding.level], '^' * max(1, under))}")
    return lines


def _more(findings: Sequence[Finding], lang: Lang) -> str:
    keys = list(dict.fromkeys(excerpt(finding.path or place(finding, lang)) for finding in findings))
    listed = (*keys[:_LISTED], "…") if len(keys) > _LISTED else tuple(keys)
    first = findings[0]
    params = {"code": first.code, "name": first.name, "count": len(findings), "keys": listed}
    return f"  {tame(_MORE.render(lang, params))}"


def _heading(by: str, name: str, members: Sequence[Finding], lang: Lang) -> str:
    named, unnamed = _HEADING[by]
    if not name:
        return unnamed.plain(lang)
    return named.render(lang, {"name": f"{name} {members[0].name}" if by == "rule" else name})


def _paint(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(_: str, text: str) -> str:
    return text
