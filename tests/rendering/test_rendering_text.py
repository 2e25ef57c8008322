"""Findings at a terminal: blocks, carets, counts, and texts that stay texts."""

from __future__ import annotations

import re
import unicodedata

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from goaltree.finding import Finding, Lang, Span, excerpt_at, visible
from goaltree.findings import Findings

from .rendering_sample import OWNER, PAYLOADS, SOURCE, TEXT, hostile, ordinary, same_as_golden, span

LANGS: tuple[Lang, ...] = ("en", "zh")
ANY_TEXT = st.text(st.characters(), max_size=60)


def columns(text: str) -> int:
    """Columns on a terminal, counted apart from the code under test."""
    wide = sum(unicodedata.east_asian_width(char) in ("W", "F") for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Me") for char in text)


def caret_of(text: str) -> tuple[str, str]:
    """The excerpt's line and the caret's line, without what stands before both."""
    shown = [line[6:] for line in text.splitlines() if line.startswith("    | ")]
    return shown[0], shown[1] if len(shown) > 1 else ""


@given(ANY_TEXT, st.sampled_from(LANGS), st.booleans())
def test_h10_a06_nothing_breaks_the_terminal(text: str, lang: Lang, every: bool) -> None:
    """Whatever a plan says, only visible characters and our own line breaks come out, in encodable text."""
    out = Findings([hostile(text)]).to_text(lang, all=every, by="team", sources=lambda _: f"{text}\n{text}")
    assert all(line.replace("\u3000", "").isprintable() for line in out.split("\n"))
    out.encode()


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("lang", LANGS)
def test_h10_payloads_stay_text(payload: str, lang: Lang) -> None:
    """A payload adds no line, begins no line with a command, and piles no marks up."""
    findings = Findings([hostile(payload)])
    lines = findings.to_text(lang, sources=lambda _: f"x{payload}").split("\n")
    plain = Findings([hostile("plain")]).to_text(lang, sources=lambda _: "xplain").split("\n")
    assert len(lines) <= len(plain)
    assert not any(line.strip().startswith("::") or "##" in line for line in lines)
    assert not re.search(r"[\u0300-\u036f]{9}", "\n".join(lines))
    assert visible(payload)[:8].replace("##", "#\\x23").strip() in lines[0]


def test_h10_colour_is_the_only_escape() -> None:
    """With colour on, the only control characters are ours; without them the text is the plain one."""
    findings = Findings([*ordinary(), hostile("\x1b[31mred")])
    coloured = findings.to_text(color=True)
    assert "\x1b[31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == findings.to_text()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("style", ["short", "all", "sources", "team", "empty"])
def test_golden_text(lang: Lang, style: str) -> None:
    """The stored texts come out byte for byte."""
    findings = Findings() if style == "empty" else ordinary()
    text = findings.to_text(
        lang,
        all=style == "all",
        sources={"plan.yaml": SOURCE}.get if style in ("sources", "team") else None,
        by="team" if style == "team" else None,
    )
    assert same_as_golden(f"{style}.{lang}.txt", text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "标题: 值\n", "a: b\n\n"])
def test_caret_stands_under_the_value(before: str, newline: str) -> None:
    """The caret starts in the column of the value, wide characters before it or not, whatever ends the lines."""
    source = f"{before}  销售 额: {{Ａ目标: 12亿元, x: 1}}\n".replace("\n", newline)
    start = source.index("12亿元")
    line_start = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    at = Span(
        file="f",
        line=before.count("\n") + 1,
        column=start - line_start + 1,
        end_line=before.count("\n") + 1,
        end_column=start - line_start + 5,
        offset=start,
        end_offset=start + 4,
    )
    finding = Finding(rule=TEXT, params={"text": "x"}, span=at, excerpt="12亿元")
    line, caret = caret_of(Findings([finding]).to_text(sources=lambda _: source))
    assert line == "Ａ目标: 12亿元"
    assert len(caret) - len(caret.lstrip()) == columns("Ａ目标: ")
    assert caret.count("^") == columns("12亿元")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_caret_under_a_quoted_value(quote: str) -> None:
    """The span of a quoted value holds the quotes, the caret stands under the text between them."""
    source = f"t: 'x, target: {quote}12亿{quote}}}\n"
    at = span(f"{quote}12亿{quote}", source=source)
    finding = Finding(rule=TEXT, params={"text": "x"}, span=at, excerpt="12亿")
    assert caret_of(Findings([finding]).to_text(sources=lambda _: source)) == (
        f"target: {quote}12亿{quote}",
        " " * 9 + "^^^^",
    )


@given(before=st.text("a 中，:{", max_size=150), after=st.text("b 文,}", max_size=150), escaped=st.booleans())
def test_caret_in_a_long_line(before: str, after: str, escaped: bool) -> None:
    """Of a line of any length the part around the fault is shown, and the caret stands under the fault."""
    source = f"x{before}{chr(0x202E) if escaped else ''}!{after}y\n"
    excerpt = excerpt_at(source[:-1], source.index("!"))
    assert len(excerpt) <= 80
    assert excerpt.strip("…") in visible(source[:-1])
    finding = Finding(rule=TEXT, params={"text": "x"}, span=span("!", source=source), excerpt=excerpt)
    line, caret = caret_of(Findings([finding]).to_text(sources=lambda _: source))
    assert caret.count("^") == 1
    assert len(caret) - 1 == columns(line[: line.index("!")])


def test_caret_on_a_part_of_the_value() -> None:
    """A fault inside a value is pointed at, where the source is at hand; otherwise no caret guesses."""
    source = "when: 销售额 >> 3\n"
    at = span(">>", source=source)
    finding = Finding(rule=TEXT, params={"text": "x"}, span=at, excerpt="销售额 >> 3")
    assert caret_of(Findings([finding]).to_text(sources=lambda _: source)) == (
        "when: 销售额 >> 3",
        " " * (6 + 7) + "^^",
    )
    assert caret_of(Findings([finding]).to_text()) == ("销售额 >> 3", "")


def test_caret_after_escaped_characters() -> None:
    """What is spelt out before the caret shifts it by as many columns as are shown."""
    source = "t: a\u202eb!c\n"
    finding = Finding(rule=TEXT, params={"text": "x"}, span=span("!", source=source), excerpt="a\\u202eb!c")
    line, caret = caret_of(Findings([finding]).to_text(sources=lambda _: source))
    assert line[caret.index("^")] == "!"


def test_combining_marks_take_no_column() -> None:
    """A caret after letters with combining marks stands under its character."""
    source = "t: e\u0301e\u0301!\n"
    finding = Finding(
        rule=TEXT, params={"text": "x"}, span=span("!", source=source), excerpt="e\u0301e\u0301!"
    )
    assert caret_of(Findings([finding]).to_text(sources=lambda _: source))[1].index("^") == columns("t: ee")


def test_secrets_beside_the_value_stay_hidden() -> None:
    """Of a line only the excerpt and its own key are shown, so that a password elsewhere in it is not."""
    source = "{dsn: 'mysql://root:hunter2@h', target: 12亿, token: hunter3}\n"
    finding = Finding(rule=TEXT, params={"text": "x"}, span=span("12亿", source=source), excerpt="12亿")
    hidden = evolve(finding, span=span("hunter2", source=source), excerpt="mysql://root:***@h")
    text = Findings([finding, hidden]).to_text(sources=lambda _: source)
    assert "target: 12亿" in text and "mysql://root:***@h" in text
    assert "hunter" not in text


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 60), st.integers(-5, 60), ANY_TEXT, ANY_TEXT)
@example(line=1, column=0, offset=1, end=0, source="0", text="0")
def test_spans_that_do_not_fit_the_source(
    line: int, column: int, offset: int, end: int, source: str, text: str
) -> None:
    """A span that belongs to another text places no caret beyond the excerpt and breaks nothing."""
    at = Span(
        file="f", line=line, column=column, end_line=line, end_column=end, offset=offset, end_offset=end
    )
    out = Findings([Finding(rule=TEXT, params={"text": "x"}, span=at, excerpt=text)]).to_text(
        sources=lambda _: source
    )
    assert out.endswith("1 error.\n")


def test_source_that_is_not_there() -> None:
    """A file whose text is unknown is told by its excerpt."""
    assert ordinary().to_text(sources=lambda _: None) == ordinary().to_text()


@pytest.mark.parametrize("count", [1, 3, 4, 40])
def test_a_rule_that_fires_often_is_counted(count: int) -> None:
    """Up to three findings of a rule are told in full, more of them once with a count; --all tells them all."""
    found = Findings(
        Finding(rule=OWNER, params={"key": f"g{at}", "title": ""}, path=f"goals.g{at:03}")
        for at in range(count)
    )
    short, full = found.to_text(), found.to_text(all=True)
    assert short.count("hint:") == (count if count <= 3 else 1)
    assert full.count("hint:") == count
    assert (f"{count - 1} more (goals.g001" in short) is (count > 3)
    assert f"{count} warning" in short and f"{count} warning" in full
    assert len(short.splitlines()) < 16


def test_many_other_places_are_counted() -> None:
    """Five other places are listed and the rest counted, unless all are wanted."""
    others = tuple(Span(file="f", line=at, column=1) for at in range(1, 101))
    finding = Finding(rule=TEXT, params={"text": "x"}, others=others)
    assert Findings([finding]).to_text().count("see also: f:") == 5
    assert "see also: 95 more" in Findings([finding]).to_text()
    assert Findings([finding]).to_text(all=True).count("see also: f:") == 100


def test_where_it_stands_without_a_line() -> None:
    """A finding without a line is told by its key path, and one without either by the plan."""
    nowhere = Finding(rule=TEXT, params={"text": "x"})
    in_dict = evolve(nowhere, span=Span(file="<dict>", line=0, column=0), path="goals.a")
    text = Findings([nowhere, evolve(nowhere, path="goals.b"), in_dict]).to_text()
    for head in ("plan: error", "goals.b: error", "<dict> goals.a: error"):
        assert f"{head} GT100 text-wrong: x is wrong." in text
