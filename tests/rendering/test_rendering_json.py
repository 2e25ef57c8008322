"""Findings as JSON: strict, lossless, and as its schema says."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Finding, Lang, Words
from goaltree.findings import Findings
from goaltree.rendering.json import SCHEMA

from .rendering_sample import PAYLOADS, TEXT, hostile, ordinary, same_as_golden

LANGS: tuple[Lang, ...] = ("en", "zh")
WELL_FORMED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def loads(text: str) -> Any:
    """A strict reader: no NaN, no infinity, UTF-8, no key twice."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    return json.loads(text.encode(), parse_constant=refuse, object_pairs_hook=once)


def fits(value: Any, schema: Any) -> bool:
    """Whether a value fits a schema, for the few words that ours uses."""
    kinds = {"string": str, "integer": int, "null": type(None), "object": dict, "array": list}
    names = schema.get("type", [])
    wanted = [kinds[name] for name in ([names] if isinstance(names, str) else names)]
    if wanted and type(value) not in wanted:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, int) and value < schema.get("minimum", value):
        return False
    if isinstance(value, list):
        return all(fits(item, schema["items"]) for item in value)
    if isinstance(value, dict) and "properties" in schema:
        parts = schema["properties"]
        return [*value] == schema["required"] and all(fits(value[name], parts[name]) for name in parts)
    return True


@given(st.lists(WELL_FORMED, max_size=3), st.sampled_from(LANGS))
def test_h09_texts_load_back_equal(texts: list[str], lang: Lang) -> None:
    """Every text of a finding loads back as it was, in a document that fits the schema and holds no control."""
    findings = Findings(map(hostile, texts))
    out = findings.to_json(lang)
    document = loads(out)
    assert fits(document, SCHEMA)
    assert document["summary"] == findings.summary
    for finding, told in zip(findings, document["findings"], strict=True):
        assert told["file"] == finding.span.file if finding.span else told["file"] is None
        assert (told["path"], told["excerpt"]) == (finding.path, finding.excerpt)
        assert (told["team"], told["perspective"]) == (finding.team, finding.perspective)
        assert (told["message"], told["hint"]) == (finding.message(lang), finding.hint(lang))
        assert told["params"]["text"] == finding.params["text"]
    assert all(line.replace("\u3000", "").isprintable() for line in out.split("\n"))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_h09_payloads(payload: str) -> None:
    """A payload is data: lone surrogates are spelt out, anything else loads back equal; no build command stands."""
    out = Findings([hostile(payload)]).to_json()
    told = loads(out)["findings"][0]
    expected = "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in payload)
    assert told["path"] == told["excerpt"] == told["file"] == told["params"]["text"] == expected
    assert told["params"]["list"] == [expected, expected]
    assert "##" not in out
    assert not any(line.strip().startswith("::") for line in out.split("\n"))


@given(st.decimals())
def test_h09_stakes_keep_their_digits(stake: Decimal) -> None:
    """A stake is a text of the exact number, and null where it is none."""
    text = loads(Findings([Finding(rule=TEXT, params={"text": ""}, stake=stake)]).to_json())["findings"][0][
        "stake"
    ]
    assert text is None if not stake.is_finite() else Fraction(text) == Fraction(stake)


def test_h09_params() -> None:
    """Numbers that a reader might round become texts, those that are none null, and words follow the language."""
    params = {
        "text": "t",
        "big": 2**53 + 1,
        "small": 2**53,
        "yes": True,
        "none": None,
        "nan": float("nan"),
        "inf": float("-inf"),
        "tenth": 0.1,
        "decimal": Decimal("1.50"),
        "huge": Decimal("1E+999999"),
        "third": Fraction(1, 3),
        "words": Words("yes", "是"),
        "list": [1, Decimal("2.5"), Words("a", "甲"), ("x",)],
    }
    findings = Findings([Finding(rule=TEXT, params=params)])
    told = loads(findings.to_json("zh"))["findings"][0]["params"]
    assert [*told] == sorted(params)
    assert told == {
        "text": "t",
        "big": "9007199254740993",
        "small": 9007199254740992,
        "yes": True,
        "none": None,
        "nan": None,
        "inf": None,
        "tenth": 0.1,
        "decimal": "1.50",
        "huge": "1E+999999",
        "third": "1/3",
        "words": "是",
        "list": [1, "2.5", "甲", "('x',)"],
    }


@pytest.mark.parametrize("lang", LANGS)
def test_golden_json(lang: Lang) -> None:
    """The stored documents come out byte for byte, and fit the schema."""
    assert same_as_golden(f"json.{lang}.txt", ordinary().to_json(lang))
    assert fits(loads(ordinary().to_json(lang)), SCHEMA)


def test_nothing_found() -> None:
    """A plan without findings gives an empty list and zeros."""
    assert loads(Findings().to_json()) == {
        "findings": [],
        "summary": {"error": 0, "warning": 0, "note": 0, "accepted": 0},
    }
