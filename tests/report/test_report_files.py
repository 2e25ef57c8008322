"""Scorecards as CSV, JSON and Markdown, read back by independent readers; and as files."""

from __future__ import annotations

import csv
import io
import json
import stat
import subprocess
import sys
import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from goaltree.errors import UsageError, WriteError
from goaltree.finding import visible
from goaltree.model.missing import NA
from goaltree.plugin.host import Host
from goaltree.rendering.json import well_formed
from goaltree.report.change import change_markdown
from goaltree.report.csv import BOM, harmless, to_csv
from goaltree.report.export import TextExporter, built_in, export, write_whole
from goaltree.report.json import to_json
from goaltree.report.markdown import to_markdown
from goaltree.scorecard.comparison import compare
from goaltree.scorecard.plain import COLUMNS, NUMBERS, card_schema

from .review_sample import NOW, PAYLOADS, THEN, card, hostile, same_as_golden

LANGS = ("en", "zh")
OBEYED = tuple("=+-@＝＋－＠\t\r\n")


def read(text):
    """The rows of a CSV text as a spreadsheet reads them."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("lang", LANGS)
def test_golden_files(lang):
    """Markdown and CSV of a small plan are, byte for byte, the stored ones."""
    changes = compare(card(NOW), card(THEN))
    assert same_as_golden(
        f"markdown.{lang}.md", to_markdown(card(), lang) + "\n" + change_markdown(changes, lang)
    )
    assert same_as_golden(f"scores.{lang}.csv", to_csv(card(), lang))


def test_csv_holds_every_number_to_the_last_bit():
    """Keys are the headings, and each number reads back as the same float; what is missing is empty."""
    rows = read(to_csv(card()))
    assert tuple(rows[0]) == COLUMNS
    assert [row["key"] for row in rows] == list(card().keys())
    for row, score in zip(rows, card(), strict=True):
        for name in NUMBERS:
            value = getattr(score, name)
            assert row[name] == "" if isinstance(value, NA) else float(row[name]) == value
    assert next(row for row in rows if row["key"] == "sales")["gap"].startswith("-")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_h01_no_cell_is_a_formula(payload):
    """No text of a plan begins as a formula would, whatever blanks stand before it; numbers below zero are numbers."""
    rows = read(to_csv(hostile(payload)))
    assert len(rows) == 3
    for row in rows:
        assert set(row) == set(COLUMNS)
        assert float(row["value"]) < 0 and float(row["target"]) < 0
        for name in set(COLUMNS) - set(NUMBERS):
            assert not row[name].lstrip().startswith(OBEYED)
        assert row["title"] in (visible(payload), f"'{visible(payload)}")


@given(st.text(st.characters(), max_size=12))
def test_h01_any_text_reads_back(text):
    """A cell is the visible text, with an apostrophe before it where a spreadsheet would calculate."""
    cell = harmless(text)
    assert not cell.lstrip().startswith(OBEYED)
    assert cell.removeprefix("'") == visible(text) or cell == visible(text)


def test_csv_may_begin_with_a_byte_order_mark():
    """With the mark, and only with it, the first character is the one by which Excel knows UTF-8."""
    assert to_csv(card(), bom=True) == BOM + to_csv(card())
    assert to_csv(card()).startswith("key,")


def test_json_is_the_published_schema():
    """The JSON is that of the schema, strictly, and equal to `to_dict`."""
    found = json.loads(to_json(card()), parse_constant=pytest.fail)
    Draft202012Validator(card_schema()).validate(found)
    assert found == card().to_dict()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_h09_json_holds_any_text(payload):
    """Whatever the titles are, JSON is valid, of printable characters, and reads back to the same text."""
    text = to_json(hostile(payload))
    found = json.loads(text.encode())
    assert {goal["title"] for goal in found["goals"]} == {well_formed(payload)}
    assert not [char for char in text if not char.isprintable() and char not in "\n\u3000"]


def tables(text):
    """The cells of every table and the text of everything else, as a CommonMark parser reads them."""
    rows, others = [], []
    for before, token in pairwise(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)):
        assert token.type not in (
            "html_block",
            "fence",
            "code_block",
            "hr",
            "ordered_list_open",
            "blockquote_open",
        )
        if token.type == "tr_open":
            rows.append([])
        if token.type != "inline":
            continue
        kinds = {child.type for child in token.children}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}, token.content
        shown = "".join(child.content for child in token.children)
        (rows[-1] if before.type in ("td_open", "th_open") else others).append(shown)
    return rows, others


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_h08_markdown_shows_texts_as_they_are(payload, lang):
    """No title becomes a link, a picture, a heading, a list or HTML, and none leaves its cell."""
    found = hostile(payload)
    rows, others = tables(to_markdown(found, lang))
    assert [len(row) for row in rows] == [9] * 4
    title = visible(payload)
    assert [row[1].strip("\u2003 ") for row in rows[1:]] == [title.strip()] * 3
    assert any(title.strip() in text for text in others)
    changes, _ = tables(change_markdown(compare(found, found), lang))
    assert [len(row) for row in changes] == [4] * 4


def test_the_same_card_gives_the_same_bytes():
    """An export holds no time of day and no order of chance."""
    for one in built_in("zh"):
        assert one.write(card()) == one.write(card.__wrapped__())


@pytest.mark.parametrize("ending", [".csv", ".json", ".md", ".txt", ".MD"])
def test_export_chooses_by_ending(tmp_path, ending):
    """A file has the format of its ending, in UTF-8, and nothing else is left beside it."""
    path = export(card(), tmp_path / f"review{ending}", lang="zh")
    one = next(one for one in built_in("zh") if ending.lower() in one.endings)
    assert path.read_bytes() == one.write(card())
    assert "销售额" in path.read_text(encoding="utf-8-sig")
    assert list(tmp_path.iterdir()) == [path]


def test_export_takes_other_exporters(tmp_path):
    """An exporter that is passed is asked before the built-in ones."""
    own = TextExporter(name="count", endings=(".n", ".md"), render=lambda shown: f"{len(shown)}\n")
    assert export(card(), tmp_path / "a.n", exporters=[own]).read_text(encoding="utf-8") == "12\n"
    assert export(card(), tmp_path / "a.md", exporters=[own]).read_text(encoding="utf-8") == "12\n"


def test_export_with_the_exporters_of_a_host_is_in_the_language(tmp_path):
    """The built-in exporters that a host has beside those of plugins write in the language that is asked for."""
    host = Host(load=[])
    with_host = export(card(), tmp_path / "a.md", lang="zh", exporters=host.exporters).read_bytes()
    assert with_host == export(card(), tmp_path / "b.md", lang="zh").read_bytes()
    assert with_host != export(card(), tmp_path / "c.md", exporters=host.exporters).read_bytes()


@pytest.mark.parametrize("name", ["review.html", "review", ".md"])
def test_export_refuses_other_endings(tmp_path, name):
    """An ending that nothing answers for is a wrong call that names those that there are, and where others come from."""
    with pytest.raises(
        UsageError, match=r"\.csv, \.json, \.md, \.txt.*exporters=goaltree\.Host\(\)\.exporters`: "
    ):
        export(card(), tmp_path / name)
    own = TextExporter(name="count", endings=(".n",), render=lambda shown: f"{len(shown)}\n")
    with pytest.raises(UsageError, match=r"known are \.n, \.csv, [^`]*$"):
        export(card(), tmp_path / name, exporters=[own])
    assert list(tmp_path.iterdir()) == []


def test_export_refuses_another_language_and_another_value(tmp_path):
    """No file is quietly written in a language that was not asked for; a plan is no scorecard."""
    with pytest.raises(UsageError, match="in en or zh, not in 'fr'"):
        export(card(), tmp_path / "a.md", lang="fr")
    with pytest.raises(UsageError, match="a Scorecard or a Pack is exported, not a Plan"):
        export(card().plan, tmp_path / "a.md")
    assert list(tmp_path.iterdir()) == []


def test_h11_export_keeps_what_was_there_where_it_fails(tmp_path):
    """A folder that is not there or a path that is a folder raise, and leave nothing behind."""
    (tmp_path / "a.md").mkdir()
    with pytest.raises(WriteError, match=r"a\.md"):
        export(card(), tmp_path / "a.md")
    with pytest.raises(WriteError, match="missing"):
        export(card(), tmp_path / "missing" / "a.md")
    assert list(tmp_path.iterdir()) == [tmp_path / "a.md"]


def test_h11_a_failing_exporter_leaves_the_file_as_it_was(tmp_path):
    """A file is replaced only when all its bytes are there; its permissions stay."""

    def broken(_card):
        raise RuntimeError

    path = tmp_path / "a.txt"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o640)
    with pytest.raises(RuntimeError):
        export(card(), path, exporters=[TextExporter(name="x", endings=(".txt",), render=broken)])
    assert path.read_text(encoding="utf-8") == "before"
    export(card(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.read_text(encoding="utf-8") != "before"


def test_a_new_file_is_as_readable_as_any(tmp_path):
    """A file that was not there gets the permissions of a new file, not those of a temporary one."""
    (tmp_path / "plain").touch()
    made = export(card(), tmp_path / "a.txt")
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_h11_a_full_disk_leaves_the_file_as_it_was(tmp_path):
    """Where the bytes do not all fit, the call fails, what was there before is whole, and nothing lies beside it."""
    path = tmp_path / "a.txt"
    path.write_text("before", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.stdout.strip() == "WriteError"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text(encoding="utf-8") == "before"


FULL = """
import resource, signal, sys
from pathlib import Path
from goaltree.report.export import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), bytes(5000))
except OSError as error:
    print(type(error).__name__)
"""
"""A process whose files may have a thousand bytes writes five thousand."""


def test_h11_two_writers_leave_one_whole_file(tmp_path):
    """While two write one file again and again, a reader only ever sees all that one of them wrote."""
    path, whole = tmp_path / "a.txt", {b"a" * 100_000, b"b" * 100_000}
    write_whole(path, b"a" * 100_000)

    def writes(data):
        for _ in range(30):
            write_whole(path, data)

    threads = [threading.Thread(target=writes, args=(data,)) for data in whole]
    for thread in threads:
        thread.start()
    seen = set()
    while any(thread.is_alive() for thread in threads):
        seen.add(path.read_bytes())
    for thread in threads:
        thread.join()
    assert seen <= whole
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_h11_a_link_is_replaced_not_followed(tmp_path):
    """Writing over a symbolic link leaves what it points at as it was."""
    other = tmp_path / "other"
    other.write_text("kept", encoding="utf-8")
    (tmp_path / "a.txt").symlink_to(other)
    write_whole(tmp_path / "a.txt", b"new")
    assert (other.read_text(encoding="utf-8"), (tmp_path / "a.txt").read_bytes()) == ("kept", b"new")
    assert not (tmp_path / "a.txt").is_symlink()
