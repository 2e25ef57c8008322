"""Findings as SARIF 2.1.0: the properties that the standard requires, and texts that stay texts."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from goaltree.finding import Finding, Lang, Span
from goaltree.findings import Findings

from .rendering_sample import PAYLOADS, TEXT, hostile, ordinary, same_as_golden

LANGS: tuple[Lang, ...] = ("en", "zh")
URI = re.compile(r"(file://)?(/?[A-Za-z0-9._~%/-]+)")


def check_run(document: Any, findings: Findings) -> list[Any]:
    """What the standard requires of a log; the answer is its results."""
    assert document["version"] == "2.1.0"
    assert urlsplit(document["$schema"]).scheme == "https"
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "goaltree"
    assert re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", run["language"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for rule in driver["rules"]:
        assert (
            rule["id"]
            and rule["name"]
            and rule["shortDescription"]["text"]
            and rule["fullDescription"]["text"]
        )
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len({json.dumps(rule) for rule in driver["rules"]}) == len(driver["rules"])
    assert len(run["results"]) == len(findings)
    for result, finding in zip(run["results"], findings, strict=True):
        check_result(result, finding, driver["rules"])
    results: list[Any] = run["results"]
    return results


def check_result(result: Any, finding: Finding, rules: Any) -> None:
    """What the standard requires of a result."""
    assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == finding.code
    assert result["level"] == finding.level
    assert result["message"]["text"] and "arguments" not in result["message"]
    braces = re.sub(r"\{\{|\}\}", "", result["message"]["text"])
    assert "{" not in braces and "}" not in braces
    assert not re.search(r"(?<!\\)\]\(", result["message"]["text"])
    related = result.get("relatedLocations", [])
    assert [location["id"] for location in related] == [*range(len(finding.others))]
    for location in [*result["locations"], *related]:
        if "physicalLocation" in location:
            check_place(location["physicalLocation"])
    suppressions = [one["kind"] for one in result.get("suppressions", [])]
    assert suppressions == (["inSource"] if finding.accepted is not None else [])


def check_place(place: Any) -> None:
    """What the standard requires of a physical location."""
    assert URI.fullmatch(place["artifactLocation"]["uri"])
    region = place.get("region")
    if region is not None:
        assert region["startLine"] >= 1 and region.get("startColumn", 1) >= 1
        end = (region.get("endLine", region["startLine"]), region.get("endColumn", 10**9))
        assert end >= (region["startLine"], region.get("startColumn", 1))


@given(
    st.lists(st.tuples(st.text(st.characters(), max_size=30), *[st.integers(0, 9)] * 4), max_size=3),
    st.sampled_from(LANGS),
)
def test_required_properties(made: list[tuple[str, int, int, int, int]], lang: Lang) -> None:
    """Whatever texts and places findings have, the document is well formed and complete."""
    findings = Findings(
        evolve(hostile(text), span=Span(file=text, line=a, column=b, end_line=c, end_column=d))
        for text, a, b, c, d in made
    )
    check_run(json.loads(findings.to_sarif(lang).encode()), findings)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_c16_payloads(payload: str) -> None:
    """A payload holds no place and makes no link, and the path of the file can be read back from its URI."""
    findings = Findings([hostile(payload)])
    (result,) = check_run(json.loads(findings.to_sarif().encode()), findings)
    text = result["message"]["text"].replace("{{", "{").replace("}}", "}").replace("\\](", "](")
    assert text == f"{findings[0].message()} {findings[0].hint()}".strip()
    places = [
        location["physicalLocation"] for location in result["locations"] if "physicalLocation" in location
    ]
    assert len(places) == (0 if payload in ("", "<script>alert(1)</script>") else 1)
    for place in places:
        assert unquote_to_bytes(place["artifactLocation"]["uri"]) == payload.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("plan.yaml", "plan.yaml"),
        ("my plan/目标.yaml", "my%20plan/%E7%9B%AE%E6%A0%87.yaml"),
        ("a:b,c%d#e?f", "a%3Ab%2Cc%25d%23e%3Ff"),
        ("../x.yaml", "../x.yaml"),
        ("/srv/x y.yaml", "file:///srv/x%20y.yaml"),
        ("//host/x", "file:///host/x"),
        ("broken\udcff.yaml", "broken%FF.yaml"),
        ("lone\ud800", "lone%ED%A0%80"),
    ],
)
def test_uris(file: str, uri: str) -> None:
    """Relative paths stay relative, absolute ones become file URIs, and anything odd is percent-encoded."""
    finding = Finding(rule=TEXT, params={"text": "x"}, span=Span(file=file, line=1, column=1))
    (result,) = json.loads(Findings([finding]).to_sarif())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_places_outside_files() -> None:
    """A text or a dict is no artifact: its findings have a key path alone, and one without either no place."""
    finding = Finding(
        rule=TEXT, params={"text": "x"}, span=Span(file="<text>", line=1, column=1), path="goals.a"
    )
    findings = Findings([finding, Finding(rule=TEXT, params={"text": "x"})])
    results = json.loads(findings.to_sarif())["runs"][0]["results"]
    assert [result["locations"] for result in results] == [
        [],
        [{"logicalLocations": [{"fullyQualifiedName": "goals.a"}]}],
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_golden_sarif(lang: Lang) -> None:
    """The stored documents come out byte for byte and hold what the standard requires."""
    text = ordinary().to_sarif(lang)
    assert same_as_golden(f"sarif.{lang}.txt", text)
    check_run(json.loads(text), ordinary())


@pytest.mark.parametrize(
    ("file", "cell"),
    [
        ("plan.xlsx!目标!I24", "目标!I24"),
        ("p!.xlsx!'a!b'!C7", "'a!b'!C7"),
        ("plan.yaml", ""),
        ("plan.xlsx!I24", ""),
    ],
)
def test_cells_of_workbooks(file: str, cell: str) -> None:
    """A cell has no line: it is told by its address, and a tool is pointed at the workbook."""
    span = Span(file=file, line=1, column=1)
    assert (span.cell, str(span)) == (cell, file if cell else f"{file}:1:1")
    findings = Findings([Finding(rule=TEXT, params={"text": "x"}, span=span, path="goals.a")])
    (result,) = check_run(json.loads(findings.to_sarif()), findings)
    (location,) = result["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote_to_bytes(uri).decode() == (file.removesuffix(f"!{cell}") if cell else file)
    assert ("region" in location["physicalLocation"]) is not bool(cell)
    names = [one["fullyQualifiedName"] for one in location["logicalLocations"]]
    assert names == (["goals.a", cell] if cell else ["goals.a"])
