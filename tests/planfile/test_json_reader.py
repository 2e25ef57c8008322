"""Strict JSON into nodes, and dicts into nodes."""

from __future__ import annotations

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.errors import UsageError
from goaltree.finding import Finding
from goaltree.planfile.dict_reader import read_dict
from goaltree.planfile.include import Format, read_text
from goaltree.planfile.node import Map, Scalar, Seq

FORM: Format = "json"


def only(text: str) -> Finding:
    """The one finding of a JSON text."""
    (finding,) = read_text(text, format=FORM).findings
    return finding


@given(st.text('{}[]:,"\\ \n\t0123456789.eE+-truefalsn/x\u4e2d', max_size=40))
def test_agrees_with_the_standard_library_on_what_is_json(text: str) -> None:
    """What the strict standard reader takes as an object is read; what it refuses is a finding."""

    def refused(constant: str) -> object:
        raise ValueError(constant)

    try:
        wanted = json.loads(text, parse_constant=refused, parse_float=Decimal)
    except ValueError:
        wanted = None
    reading = read_text(text, format=FORM)
    if wanted is None or not isinstance(wanted, dict):
        assert reading.root is None and reading.findings
    else:
        assert reading.root is not None
        assert {key.text for key, _ in reading.root.pairs} == set(wanted)


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=5), st.text(max_size=9))
)
def test_escapes_give_the_characters_they_stand_for(tree: dict[str, str]) -> None:
    """ASCII JSON with escapes reads as the texts that the standard library wrote."""
    reading = read_text(json.dumps(tree), format=FORM)
    if not reading.findings:
        assert reading.root is not None
        assert {k.text: v.text for k, v in reading.root.pairs if isinstance(v, Scalar)} == tree
    else:
        assert {finding.name for finding in reading.findings} <= {"control-character", "json-not-strict"} | {
            "duplicate-key", "fullwidth-key"
        }  # fmt: skip


def test_numbers_keep_their_digits() -> None:
    """A number is the text that was written; true, false and null are bare words."""
    root = read_text('{"a": 1.50, "b": -1e3, "c": true, "d": null, "e": "null"}', format=FORM).root
    assert root is not None
    values = [value for _, value in root.pairs if isinstance(value, Scalar)]
    assert [value.text for value in values] == ["1.50", "-1e3", "true", "null", "null"]
    assert [value.is_null for value in values] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ('{\n "a": NaN}', "json-not-strict", (2, 7)),
        ('{\n "a": -Infinity}', "json-not-strict", (2, 7)),
        ('{"a": 1e400}', "json-not-strict", (1, 7)),
        ('{"a": 1 // x\n}', "json-not-strict", (1, 9)),
        ('{"a": /* x */ 1}', "json-not-strict", (1, 7)),
        ('{"a": 1,\n}', "json-not-strict", (1, 8)),
        ('{"a": [1, 2,]}', "json-not-strict", (1, 12)),
        ('{"a": "\\ud800"}', "json-not-strict", (1, 7)),
        ('{"a": "\\x"}', "json-not-strict", (1, 8)),
        ('{"a": 012}', "json-not-strict", (1, 7)),
        ('{"a": .5}', "json-not-strict", (1, 7)),
        ("{'a': 1}", "json-not-strict", (1, 2)),
        ("{a: 1}", "json-not-strict", (1, 2)),
        ('{"a" 1}', "json-not-strict", (1, 6)),
        ('{"a": 1} {"b": 2}', "json-not-strict", (1, 10)),
        ('{"a": "\\u0000"}', "control-character", (1, 7)),
        ('{"a": 1,\n "a": 2}', "duplicate-key", (2, 2)),
        ('{"a": [1,\n 2', "left-open", (1, 7)),
        ('{"a": "x\n"}', "left-open", (1, 7)),
        ("", "nothing-written", (1, 1)),
        ("[1]", "root-not-mapping", (1, 1)),
    ],
)
def test_a17_what_is_not_json(text: str, name: str, place: tuple[int, int]) -> None:
    """NaN, comments, trailing commas, out-of-range numbers, half surrogates: each is told where it stands."""
    finding = only(text)
    assert finding.name == name and finding.span is not None
    assert (finding.span.line, finding.span.column) == place
    assert finding.message("zh") and finding.hint("zh")


@pytest.mark.parametrize("text", ['{"a":' * 10**6, "[" * 10**6])
def test_a10_deep_json_is_refused_at_level_257(text: str) -> None:
    """A million levels end in a finding at level 257, in less than a second."""
    begun = time.perf_counter()
    finding = only(text)
    assert time.perf_counter() - begun < 1
    assert finding.name == "limit-exceeded" and finding.params["got"] == 257


def test_a20_endless_digits() -> None:
    """A number of 100,000 digits exceeds the length of a value."""
    assert only('{"a": ' + "9" * 100_000 + "}").name == "limit-exceeded"


def test_lines_end_with_cr_lf_or_both() -> None:
    """Positions count CR, LF and CRLF as one line end each."""
    root = read_text('{\r\n"a": 1,\r"b":\n[2]}', format=FORM).root
    assert root is not None
    assert [key.span.line for key, _ in root.pairs] == [2, 3]
    assert [str(value.span) for _, value in root.pairs] == ["<text>:2:6", "<text>:4:1"]


def test_dict_values_become_their_text() -> None:
    """Numbers are written as Python writes them, words as YAML does, and nothing has a line."""
    data: dict[object, object] = {
        "a": 1,
        "b": 2.5,
        "c": Decimal("1.50"),
        "d": True,
        "e": None,
        "f": [float("nan")],
        2025: "x",
    }
    root = read_dict(data).root  # type: ignore[arg-type]
    assert root is not None and isinstance(items := root.pairs[5][1], Seq)
    texts = [value.text for _, value in root.pairs if isinstance(value, Scalar)]
    assert texts == ["1", "2.5", "1.50", "true", "null", "x"]
    assert isinstance(items.items[0], Scalar) and items.items[0].text == "nan"
    assert root.pairs[6][0].text == "2025"
    assert str(root.span) == "<dict>" and root.span.line == 0


def test_dict_text_none_is_not_null() -> None:
    """A text `null` in a dict is a text."""
    root = read_dict({"a": "null", "b": ""}).root
    assert root is not None
    assert not any(value.is_null for _, value in root.pairs if isinstance(value, Scalar))


def test_dict_cycles_and_depth_are_the_program_s_mistake() -> None:
    """Data that holds itself, is too deep, or holds what no plan can is refused with an exception."""
    circle: dict[str, object] = {}
    circle["a"] = [circle]
    deep: object = 1
    for _ in range(10_000):
        deep = [deep]
    for data in (circle, {"a": deep}, {"a": object()}, {"a": b"x"}, {b"k": 1}, {None: 1}, [1]):
        with pytest.raises(UsageError):
            read_dict(data)  # type: ignore[arg-type]


def test_dict_may_share_a_value() -> None:
    """The same list twice is no cycle."""
    shared = ["x"]
    root = read_dict({"a": shared, "b": {"c": shared}}).root
    assert root is not None and isinstance(root.get("b"), Map)


def test_dict_secrets_and_endless_integers() -> None:
    """A secret in a dict is told and never echoed; an integer of 100,000 digits exceeds the length."""
    (finding,) = read_dict({"meta": {"password": "hunter2hunter2"}}).findings
    assert finding.name == "literal-secret" and "hunter2" not in finding.excerpt + finding.message()
    (finding,) = read_dict({"a": 10**100_000}).findings
    assert finding.name == "limit-exceeded"
