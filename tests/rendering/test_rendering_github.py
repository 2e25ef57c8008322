"""Findings as workflow commands, read back the way GitHub reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Finding, Lang, Span, visible
from goaltree.findings import Findings

from .rendering_sample import PAYLOADS, TEXT, hostile, ordinary, same_as_golden

LANGS: tuple[Lang, ...] = ("en", "zh")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Name, properties and data of each command, by the runner's own rules."""
    out = []
    for line in text.splitlines():
        assert line.startswith("::")
        head, _, data = line[2:].partition("::")
        name, _, listed = head.partition(" ")
        properties = dict(pair.split("=", 1) for pair in listed.split(","))
        assert len(properties) == len(listed.split(","))
        read = {key: unescape(value, ("%3A", ":"), ("%2C", ",")) for key, value in properties.items()}
        out.append((name, read, unescape(data)))
    return out


def unescape(text: str, *more: tuple[str, str]) -> str:
    """What the runner makes of a value; the per cent sign comes last."""
    for code, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, char)
    return text


def check_one(text: str, lang: Lang) -> None:
    """A finding full of a text is one command whose parts read back as the text made visible."""
    finding = hostile(text)
    out = Findings([finding]).to_github(lang)
    out.encode()
    ((name, properties, data),) = commands(out)
    assert name == "error"
    in_file = bool(text) and not (text.startswith("<") and text.endswith(">"))
    assert properties.get("file") == (visible(text) if in_file else None)
    assert properties["title"] == "GT100 text-wrong"
    message, hint = data.split("\n")
    assert message.endswith(finding.message(lang))
    assert hint.endswith(finding.hint(lang))


@given(st.text(st.characters(), max_size=60), st.sampled_from(LANGS))
def test_any_text_reads_back(text: str, lang: Lang) -> None:
    """No text of a plan ends a command, begins another, or changes a property."""
    check_one(text, lang)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_read_back(payload: str) -> None:
    """No payload ends a command, begins another, or changes a property."""
    check_one(payload, "en")


def test_levels_and_places() -> None:
    """Notes are notices; an end is given on the same line by column, on another by line."""
    ends = [(1, 9), (4, 2), (0, 0)]
    findings = [
        Finding(
            rule=TEXT,
            params={"text": "x"},
            span=Span(file="f", line=1, column=3, end_line=line, end_column=column),
            path=str(at),
        )
        for at, (line, column) in enumerate(ends)
    ]
    read = commands(Findings([*findings, findings[0].accept("why")]).to_github())
    at = {"file": "f", "line": "1", "col": "3", "title": "GT100 text-wrong"}
    assert [properties for _, properties, _ in read] == [
        {**at, "endColumn": "9"},
        {**at, "endLine": "4"},
        at,
        {**at, "endColumn": "9"},
    ]
    assert [name for name, _, _ in read] == ["error", "error", "error", "notice"]
    assert read[-1][2] == "x is wrong.\naccepted: why"


def test_places_outside_files() -> None:
    """Where there is no file, the message says where."""
    finding = Finding(
        rule=TEXT, params={"text": "x"}, span=Span(file="<dict>", line=0, column=0), path="goals.a"
    )
    ((_, properties, data),) = commands(Findings([finding]).to_github())
    assert properties == {"title": "GT100 text-wrong"}
    assert data.startswith("<dict> goals.a: x is wrong.")


@pytest.mark.parametrize("lang", LANGS)
def test_golden_github(lang: Lang) -> None:
    """The stored commands come out byte for byte."""
    assert same_as_golden(f"github.{lang}.txt", ordinary().to_github(lang))


def test_nothing_found() -> None:
    """Nothing found is nothing to annotate."""
    assert Findings().to_github() == ""
