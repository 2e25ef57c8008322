"""The built-in exporters and formats pass the contracts; ones with a defect do not."""

from __future__ import annotations

import itertools
import re
from typing import ClassVar

import pytest
from attrs import frozen

from goaltree.plugin.builtin import goaltree_register_exporters, goaltree_register_formats
from goaltree.testing import PAYLOADS, ExporterContract, FormatContract, PackContract, active

EXPORTERS = {one.name: one for one in goaltree_register_exporters()}
FORMATS = {one.name: one for one in goaltree_register_formats()}


class TestCsv(ExporterContract):
    """CSV."""

    def exporter(self):
        """The built-in one."""
        return EXPORTERS["csv"]


class TestJson(PackContract):
    """JSON."""

    def exporter(self):
        """The built-in one."""
        return EXPORTERS["json"]


class TestMarkdown(PackContract):
    """Markdown."""

    def exporter(self):
        """The built-in one."""
        return EXPORTERS["markdown"]


class TestText(PackContract):
    """Text."""

    def exporter(self):
        """The built-in one."""
        return EXPORTERS["text"]


class TestMermaid(ExporterContract):
    """Mermaid."""

    def exporter(self):
        """The built-in one."""
        return EXPORTERS["mermaid"]


class TestDot(ExporterContract):
    """DOT."""

    def exporter(self):
        """The built-in one."""
        return EXPORTERS["dot"]

    def active(self, data):
        """A label that ends before its text does leaves something outside of quotes."""
        outside = [part for line in data.decode().splitlines() for part in unquoted(line)]
        return [part for part in outside if not re.fullmatch(r"[\w ;\[\]{}>=,-]*", part, re.ASCII)]


def unquoted(line):
    """What of a line of DOT stands outside of quotes."""
    parts, inside, escaped = [""], False, False
    for char in line:
        if inside:
            escaped, inside = char == "\\" and not escaped, char != '"' or escaped
        elif char == '"':
            inside = True
            parts.append("")
        else:
            parts[-1] += char
    return parts


class TestYamlFormat(FormatContract):
    """Plans in YAML."""

    def format(self):
        """The built-in one."""
        return FORMATS["yaml"]


class TestJsonFormat(FormatContract):
    """Plans in JSON."""

    def format(self):
        """The built-in one."""
        return FORMATS["json"]


@frozen(kw_only=True)
class Bad:
    """An exporter that writes what it is told to."""

    name: ClassVar[str] = "bad"
    endings: ClassVar[tuple[str, ...]] = (".csv",)
    text: object

    def write(self, value):
        """The bytes."""
        given = self.text(value)
        return given.encode("utf-8") if isinstance(given, str) else given


def titles(card):
    """The titles as they are, one a line."""
    return "\n".join(f'"{card.plan.title_of(key).replace(chr(34), chr(34) * 2)}"' for key in card.plan.goals)


COUNTER = itertools.count()
DEFECTS = {
    "formula": (titles, "test_no_text_acts_on_its_reader"),
    "no-bytes": (lambda card: 7, "test_it_writes_a_scorecard"),
    "empty": (lambda card: "", "test_it_writes_a_scorecard"),
    "other-each-time": (lambda card: str(next(COUNTER)), "test_the_same_scorecard_gives_the_same_bytes"),
    "nan": (lambda card: "a,nan,b", "test_it_writes_what_is_not_known"),
    "raises": (lambda card: 1 / 0, "test_the_scorecard_is_not_changed"),
}


PACK_DEFECTS = {
    "formula": (lambda made: titles(made.card), "test_no_text_of_a_pack_acts_on_its_reader"),
    "no-bytes": (lambda made: 7, "test_it_writes_packs_of_every_kind"),
    "empty": (lambda made: "", "test_it_writes_packs_of_every_kind"),
    "other-each-time": (lambda made: str(next(COUNTER)), "test_the_same_pack_gives_the_same_bytes"),
    "none": (None, "test_it_is_found_to_write_packs"),
}


@frozen(kw_only=True)
class BadPacks(Bad):
    """An exporter whose packs are what it is told."""

    pack: object

    def write_pack(self, made):
        """The bytes."""
        given = self.pack(made)
        return given.encode("utf-8") if isinstance(given, str) else given


@pytest.mark.parametrize("defect", PACK_DEFECTS)
def test_a_defect_of_packs_is_found(defect):
    """Each defect of an exporter's packs makes the test fail that is there for it."""
    text, test = PACK_DEFECTS[defect]
    one = Bad(text=titles) if text is None else BadPacks(text=titles, pack=text)
    contract = type("Tried", (PackContract,), {"exporter": lambda _self: one})()
    with pytest.raises(AssertionError):
        getattr(contract, test)()


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found(defect):
    """Each defect of an exporter makes the test fail that is there for it."""
    text, test = DEFECTS[defect]
    contract = type("Tried", (ExporterContract,), {"exporter": lambda _self: Bad(text=text)})()
    with pytest.raises(AssertionError):
        getattr(contract, test)()


@frozen(kw_only=True)
class Forgetful:
    """A format that loses a goal, raises for broken files, or does nothing at all."""

    name: ClassVar[str] = "forgetful"
    endings: ClassVar[tuple[str, ...]] = (".yaml",)

    def read(self, path):
        """The plan without its last goal."""
        from attrs import evolve

        plan = FORMATS["yaml"].read(path)
        if plan.findings.has_errors:
            raise ValueError("broken")
        return evolve(plan, goals=dict(list(plan.goals.items())[:-1]))

    def write(self, plan):
        """The plan as YAML."""
        return FORMATS["yaml"].write(plan)


@pytest.mark.parametrize(
    "test",
    [
        "test_what_is_written_is_read_back",
        "test_a_broken_file_gives_findings",
        "test_a_file_that_is_not_there_gives_a_finding",
    ],
)
def test_a_defect_of_a_format_is_found(test, tmp_path):
    """A format that loses a goal or raises for a broken file fails the contract."""
    contract = type("Tried", (FormatContract,), {"format": lambda _self: Forgetful()})()
    with pytest.raises(AssertionError):
        getattr(contract, test)(tmp_path)


@pytest.mark.parametrize(
    ("data", "ending", "count"),
    [
        (b'a,"=1+1",-5,+3%\n', ".csv", 1),
        ("＝1+1,@x\n".encode(), ".csv", 2),
        (b'{"a": NaN, "b": "NaN"}', ".json", 1),
        (b"<p onclick=x><a href='javascript:1'>", ".html", 2),
        (b"<svg><script>1</script></svg>", ".svg", 1),
        (b"<p>&lt;script&gt;</p>", ".html", 0),
        (b"=1+1", ".unknown", 0),
    ],
)
def test_what_acts_is_found(data, ending, count):
    """Formulas, scripts and numbers that are none are found; numbers and quoted markup are not."""
    assert len(active(data, ending)) == count


def test_payloads_are_of_every_class():
    """The payloads hold every leading character of a formula, SQL, markup, and look-alikes of values."""
    assert {text[0] for text in PAYLOADS if text} >= {"=", "+", "-", "@", "\t", "＝"}
    assert len(set(PAYLOADS)) == len(PAYLOADS)
