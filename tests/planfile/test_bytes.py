"""Bytes into text: encodings are named, broken characters are placed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.finding import Finding
from goaltree.planfile.include import read_text

PLAN = "goaltree: 1\nplan: 示例公司\ngoals:\n  销售额: {title: 年度销售额, target: 12亿}\n"


def only(data: bytes | str, encoding: str | None = None) -> Finding:
    """The one finding of some bytes."""
    (finding,) = read_text(data, encoding=encoding).findings
    return finding


def test_a01_a_byte_order_mark_is_left_out() -> None:
    """A file with a UTF-8 mark reads as the same text with the same offsets."""
    plain, marked = read_text(PLAN.encode()), read_text(b"\xef\xbb\xbf" + PLAN.encode())
    assert marked.findings == () and marked.files == plain.files == {"<text>": PLAN}
    assert marked.root is not None and marked.root.pairs[0][0].span.offset == 0
    assert read_text("\ufeff" + PLAN).files == plain.files


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a02_wide_encodings_are_named(encoding: str, mark: bool) -> None:
    """UTF-16 and UTF-32 are named with or without their mark, and read where they are declared."""
    data = (("\ufeff" if mark else "") + PLAN).encode(encoding)
    finding = only(data)
    assert finding.name == "encoding-undeclared"
    assert str(finding.params["encoding"]).lower() == encoding.replace("utf-16-", "utf-16").replace(
        "utf-32-", "utf-32"
    )
    assert "iconv -f UTF-" in finding.hint()
    assert read_text(data, encoding=encoding).files == {"<text>": PLAN}


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_a03_chinese_in_gb18030_is_named(encoding: str) -> None:
    """Undeclared GB18030 is told with place and command; declared, it reads as the UTF-8 copy."""
    data = PLAN.encode(encoding)
    finding = only(data)
    assert finding.name == "encoding-undeclared" and finding.params["encoding"] == "GB18030"
    assert finding.span is not None and finding.span.line == 2
    offset = data.index("示例公司".encode(encoding))
    assert finding.params["offset"] == offset
    assert f"byte {offset}" in finding.message() and "decodes as GB18030" in finding.message()
    for hint in (finding.hint(), finding.hint("zh")):
        assert "iconv -f GB18030 -t UTF-8" in hint
        assert "`--encoding GB18030`" in hint and '`encoding="GB18030"`' in hint
    assert "示例公司" in finding.excerpt
    assert read_text(data, encoding=encoding).files == read_text(PLAN).files


@given(
    st.text("销售额目标年度a: \n", min_size=1, max_size=80),
    st.integers(0, 10**6),
    st.sampled_from([0x80, 0xC0, 0xF8, 0xFF]),
)
def test_a04_one_broken_byte_is_placed(text: str, at: int, byte: int) -> None:
    """A byte that is no UTF-8, put between two characters, is told at the line and column where it stands."""
    at %= len(text) + 1
    before = text[:at]
    data = before.encode() + bytes([byte]) + text[at:].encode()
    finding = only(data)
    assert finding.name in ("broken-character", "encoding-undeclared") and finding.span is not None
    assert finding.span.line == before.count("\n") + 1
    assert finding.span.column == len(before) - before.rfind("\n")


def test_a04_a_broken_byte_in_utf8_is_not_called_gb18030() -> None:
    """Chinese UTF-8 with one damaged byte stays UTF-8."""
    data = bytearray(PLAN.encode() * 3)
    data[data.index("公".encode())] = 0xFF
    finding = only(bytes(data))
    assert finding.name == "broken-character" and "0xff" in finding.message()
    assert finding.span is not None and (finding.span.line, finding.span.column) == (2, 9)


BAD_CHARACTERS = ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\ufeff", "\ufffe", "\ufffd", "\ud800"]


@pytest.mark.parametrize("char", BAD_CHARACTERS)
def test_a04_characters_that_no_plan_holds(char: str) -> None:
    """NUL, control characters, half surrogates and damage marks are told at line and column."""
    finding = only(f"a: 1\nb: 甲{char}乙\n")
    assert finding.name in ("control-character", "broken-character") and finding.span is not None
    assert (finding.span.line, finding.span.column) == (2, 5)
    assert char not in finding.excerpt + finding.message() or char == "\ufffd"


def test_a04_nul_through_an_escape() -> None:
    """A control character that an escape brings in is told too."""
    assert only('a: "x\\0y"\n').name == "control-character"


def test_cut_off_bytes() -> None:
    """A file that ends inside a character is broken there."""
    finding = only("a: 销售".encode()[:-1])
    assert finding.name == "broken-character" and finding.span is not None and finding.span.column == 5


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "x" * 500, "a\0b"])
def test_an_unknown_encoding_is_the_program_s_mistake(encoding: str) -> None:
    """An encoding that does not exist is a wrong call."""
    with pytest.raises(UsageError):
        read_text(b"a: 1", encoding=encoding)


def test_a_declared_encoding_that_does_not_fit() -> None:
    """Bytes that are not what was declared are a finding with a place."""
    finding = only("a: 1\nb: \xff".encode("latin-1"), encoding="ascii")
    assert finding.name == "broken-character" and finding.span is not None and finding.span.line == 2


@given(st.text(max_size=60), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-32-be"]))
def test_declared_encodings_read_what_was_written(text: str, encoding: str) -> None:
    """Any text that an encoding can write comes back from it unchanged."""
    data = text.removeprefix("\ufeff").encode(encoding, "ignore")
    assert read_text(data, encoding=encoding).files == {
        "<text>": data.decode(encoding).removeprefix("\ufeff")
    }
