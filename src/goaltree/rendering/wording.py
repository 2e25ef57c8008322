"""The words that surround findings, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..finding import Finding, Lang, Level, Span, Words, visible

LEVEL: Final[Mapping[Level, Words]] = {
    "error": Words("error", "错误"),
    "warning": Words("warning", "警告"),
    "note": Words("note", "提示"),
}
HINT: Final = Words("hint: {text}", "建议：{text}")
ACCEPTED: Final = Words("accepted: {text}", "已接受：{text}")
UNREASONED: Final = Words("no reason given", "未说明理由")
SEE_ALSO: Final = Words("see also: {text}", "另见：{text}")
PLAN: Final = Words("plan", "计划")
NOTHING: Final = Words("No findings.", "没有发现问题。")

_COUNTS: Final = (
    ("error", Words("{count} error", "{count} 个错误"), Words("{count} errors", "{count} 个错误")),
    ("warning", Words("{count} warning", "{count} 个警告"), Words("{count} warnings", "{count} 个警告")),
    ("note", Words("{count} note", "{count} 个提示"), Words("{count} notes", "{count} 个提示")),
)
_OF_THEM: Final = Words(" ({count} accepted)", "（其中 {count} 个已接受）")


def counted(summary: Mapping[str, int], lang: Lang) -> str:
    """What counts the findings, such as `2 errors, 1 note (1 accepted)`, as a sentence."""
    parts = [
        (one if summary[level] == 1 else many).render(lang, {"count": summary[level]})
        for level, one, many in _COUNTS
        if summary[level]
    ]
    if not parts:
        return NOTHING.plain(lang)
    accepted = summary["accepted"]
    tail = _OF_THEM.render(lang, {"count": accepted}) if accepted else ""
    return ("，" if lang == "zh" else ", ").join(parts) + tail + ("。" if lang == "zh" else ".")


def place(finding: Finding, lang: Lang) -> str:
    """Where a finding stands: `file:line:column`, else its key path, as visible text."""
    span = finding.span
    if span is None:
        return visible(finding.path) or PLAN.plain(lang)
    if span.line or not finding.path:
        return visible(str(span))
    return visible(f"{span.file} {finding.path}")


def is_file(span: Span) -> bool:
    """Whether a place is in a file, rather than in a text or a dict that a program passed."""
    return bool(span.file) and not (span.file.startswith("<") and span.file.endswith(">"))


def way_out(finding: Finding, lang: Lang) -> str:
    """The reason of a finding that the plan accepts, the hint of any other; each with its label."""
    if finding.accepted is not None:
        return ACCEPTED.render(lang, {"text": finding.accepted or UNREASONED})
    hint = visible(finding.hint(lang))
    return HINT.render(lang, {"text": hint}) if hint else ""
