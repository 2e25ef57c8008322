"""Findings as a Markdown table, read back by independent readers."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Lang, visible
from goaltree.findings import Findings

from .rendering_sample import PAYLOADS, hostile, ordinary, same_as_golden

LANGS: tuple[Lang, ...] = ("en", "zh")
PLAIN = {"text", "softbreak", "text_special", "code_inline"}


def rows(text: str) -> list[list[str]]:
    """The cells of a table, split at bars that no backslash escapes, with escapes and references undone."""
    table = [line for line in text.splitlines() if line.startswith("|")]
    return [[unescaped(cell.strip(" ")) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table[2:]]


def unescaped(cell: str) -> str:
    """The text of a cell: a code span as it stands, elsewhere escapes and character references undone."""
    if cell.startswith("`"):
        return cell[1:-1]
    parts = re.split(r"(\\[!-/:-@\[-`{-~])", cell)
    return "".join(part[1] if at % 2 else html.unescape(part) for at, part in enumerate(parts))


def parsed_rows(text: str) -> list[list[str]]:
    """The cells as a CommonMark parser reads them; anything but text or code fails."""
    markdown = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable(["table", "strikethrough"])
    cells: list[list[str]] = []
    tokens = markdown.parse(text)
    for before, token in pairwise(tokens):
        assert token.type not in ("html_block", "heading_open", "fence", "code_block", "hr")
        if before.type == "tr_open":
            cells.append([])
        if before.type in ("td_open", "th_open"):
            assert {child.type for child in token.children} <= PLAIN, token.content
            cells[-1].append("".join(child.content for child in token.children))
    return cells[1:]


def check_one(text: str, lang: Lang) -> None:
    """Every cell of a finding full of a text reads back as the text made visible, by both readers."""
    findings = Findings([hostile(text)])
    out = findings.to_markdown(lang)
    out.encode()
    expected = [
        {"en": "error", "zh": "错误"}[lang],
        "GT100 text-wrong",
        visible(f"{text}:1:2"),
        findings[0].message(lang),
        findings[0].hint(lang),
    ]
    wanted = [[cell.strip(" ") for cell in expected]]
    assert [[cell.strip(" ") for cell in row] for row in rows(out)] == wanted
    assert [[cell.strip(" ") for cell in row] for row in parsed_rows(out)] == wanted


@given(st.text(st.characters(), max_size=40), st.sampled_from(LANGS))
def test_any_text_reads_back(text: str, lang: Lang) -> None:
    """No text of a plan leaves its cell or becomes markup."""
    check_one(text, lang)


@given(st.text("|\\`*_[]()<>#!&;~$: \n-=1.aw/", max_size=20))
def test_markup_characters_read_back(text: str) -> None:
    """No run of Markdown's own characters leaves its cell or becomes markup."""
    check_one(text, "en")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_read_back(payload: str) -> None:
    """No payload leaves its cell or becomes markup."""
    check_one(payload, "zh")


@pytest.mark.parametrize("payload", ["http://e.example", "www.e.example", "WWW.e.example", "ftp://e"])
def test_addresses_are_no_links(payload: str) -> None:
    """What a reader would take for a link by its shape is broken by a backslash."""
    out = Findings([hostile(payload)]).to_markdown()
    told = out.splitlines()[2].split(" | ")[3:]
    assert len(told) == 2
    assert all(re.search(r"\\://|www\\\.", cell, re.IGNORECASE) for cell in told)
    assert not any(re.search(r"(?<!\\)://|www\.", cell, re.IGNORECASE) for cell in told)


@pytest.mark.parametrize("lang", LANGS)
def test_golden_markdown(lang: Lang) -> None:
    """The stored tables come out byte for byte."""
    assert same_as_golden(f"markdown.{lang}.txt", ordinary().to_markdown(lang))


def test_nothing_found() -> None:
    """Nothing found is one sentence without a table."""
    assert Findings().to_markdown() == "No findings.\n"
