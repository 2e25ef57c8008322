"""One golden file a rule: what its wrong example is told, in both languages.

`GOALTREE_UPDATE_GOLDEN=1` writes them anew.
"""

from __future__ import annotations

import os
import re
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from goaltree.catalogue import rules, tried
from goaltree.finding import Finding, Words

GOLDEN = Path(__file__).parent.parent / "golden" / "rules"
UPDATE = os.environ.get("GOALTREE_UPDATE_GOLDEN") == "1"


@cache
def findings_of(code: str) -> list[Finding]:
    """What the wrong example of a rule is told of that rule."""
    with TemporaryDirectory() as folder, chdir(folder):
        return [finding for finding in tried(rules()[code].wrong, Path()) if finding.code == code]


def told(finding: Finding) -> str:
    """One finding as a person reads it in either language."""
    lines = [
        f"{finding.code} {finding.name} ({finding.level})",
        f"at: {finding.span} {finding.path}".rstrip(),
        f"excerpt: {finding.excerpt}",
        *(f"also: {span}" for span in finding.others),
        f"en: {finding.message('en')}",
        f"    {finding.hint('en')}",
        f"zh: {finding.message('zh')}",
        f"    {finding.hint('zh')}",
    ]
    return "\n".join(lines) + "\n"


CODES = sorted(code for code in rules() if findings_of(code))


@pytest.mark.parametrize("code", CODES)
def test_messages_stay_as_agreed(code: str) -> None:
    """The messages of a rule are those of its golden file."""
    text = "\n".join(told(finding) for finding in findings_of(code))
    path = GOLDEN / f"{code}.txt"
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_file_has_its_rule() -> None:
    """No golden file is left of a rule that is gone."""
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_messages_are_whole_sentences(code: str) -> None:
    """A message names the key or the text that is concerned, no placeholder is left, and a hint follows."""
    rule = rules()[code]
    placeholder = re.compile(r"(?<!`)\{[a-z_]+\}")
    for finding in findings_of(code):
        for lang in ("en", "zh"):
            message, hint = finding.message(lang), finding.hint(lang)  # type: ignore[arg-type]
            assert not placeholder.search(message) and not placeholder.search(hint)
            assert message[-1] in ".。?？!！)）`" and len(hint) > 3
        words = [value.en if isinstance(value, Words) else str(value) for value in finding.params.values()]
        named = [word for word in words if word.strip() and word.strip() in finding.message("en")]
        assert named or finding.path.rsplit(".")[-1] in finding.message("en") or "{" not in rule.message.en
