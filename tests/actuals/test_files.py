"""Files: CSV, JSON and Parquet, whole and broken."""

from __future__ import annotations

import json
import os
from fractions import Fraction

import polars as pl
import pytest

from actuals.observed import PLAN, codes, values
from goaltree.actuals import frame as frame_module
from goaltree.actuals.limit import Limits
from goaltree.actuals.observe import observe

CSV = "metric,period,value\nsales,2025-01,3.8亿\nsales,2025-02,100\n"
EXPECTED = {"2025-01": 380_000_000, "2025-02": 100}


@pytest.fixture
def written(tmp_path):
    """Writes a file and gives its path."""

    def write(content, name="actuals.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "content",
    [
        CSV,
        "\ufeff" + CSV,
        CSV.replace("\n", "\r\n"),
        CSV.replace("\n", "\r"),
        CSV.rstrip("\n"),
        "\n" + CSV + "\n\n",
        CSV.replace(",", ";"),
        CSV.replace(",", "\t"),
        CSV.replace("\n", ",\n"),
        CSV.replace("3.8亿", '"3.8亿"'),
        "value,metric,period\n100,sales,2025-02\n3.8亿,sales,2025-01\n",
    ],
    ids=[
        "plain",
        "a01-bom",
        "crlf",
        "cr",
        "no-end",
        "blank-lines",
        "semicolon",
        "tab",
        "trailing",
        "quoted",
        "shuffled",
    ],
)
def test_d24_the_same_table_however_it_is_written(written, content):
    """Marks, line ends, separators, quotes, blank lines and the order of columns change nothing."""
    actuals = observe(PLAN, written(content))
    assert values(actuals) == EXPECTED and codes(actuals) == []


def test_a_tsv_file_and_a_path_as_text_are_read(written):
    """The ending tells the separator, and a path may be a text."""
    assert values(observe(PLAN, str(written(CSV.replace(",", "\t"), "a.tsv")))) == EXPECTED


def test_rows_are_told_by_their_line(written):
    """A finding stands at the line of the file, also behind a cell of two lines."""
    text = 'metric,period,value,note\nsales,2025-01,1,"two\nlines"\n\nsales,2025-02,暂无,"a\nb"\n'
    (finding,) = observe(PLAN, written(text)).findings
    assert (finding.code, finding.span.line) == ("GT821", 5)  # the first line of a row of two
    assert finding.span.file.endswith("actuals.csv") and finding.excerpt == "暂无"


def test_a03_gbk_is_named_and_read_when_declared(written):
    """A GBK file is not guessed away: the finding names the encoding; declared, it is read."""
    path = written(("metric,period,value\n销售额,2025-01,3.8亿\n" * 1).encode("gbk"))
    actuals = observe(PLAN, path)
    assert codes(actuals) == ["GT003"]
    assert "GB18030" in actuals.findings[0].message() and "utf8.csv" in actuals.findings[0].hint()
    assert values(observe(PLAN, path, encoding="gbk")) == {"2025-01": 380_000_000}


def test_a02_utf16_is_named(written):
    """A spreadsheet's Unicode text is named as UTF-16."""
    actuals = observe(PLAN, written(CSV.encode("utf-16")))
    assert codes(actuals) == ["GT003"] and "UTF-16" in actuals.findings[0].message()


def test_a04_control_characters_are_refused(written):
    """A NUL byte makes the file no table, and the line is told."""
    actuals = observe(PLAN, written(CSV.replace("100", "1\x0000")))
    assert codes(actuals) == ["GT804"] and actuals.findings[0].span.line == 3


def test_d24_decimal_commas_are_refused(written):
    """`12,34` in a file separated by semicolons is not read as 1234."""
    actuals = observe(PLAN, written("metric;period;value\nsales;2025-01;12,34\n"))
    assert codes(actuals) == ["GT821"]


def test_a32_ragged_rows_are_told_and_not_used(written):
    """A row with a cell too many or too few is left out with its line; others are read."""
    actuals = observe(PLAN, written(CSV + "sales,2025-03,1,234\nsales,2025-04\n"))
    assert codes(actuals) == ["GT805"] and actuals.findings[0].params["count"] == 2
    assert actuals.findings[0].span.line == 4
    assert values(actuals) == EXPECTED


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (CSV + 'sales,2025-03,"1\nsales,2025-04,1\n', 4),
        (CSV + 'sales,2025-03,"1"2\n', 4),
        (CSV + "sales,2025-03," + "1" * 140_000 + "\n", 4),
    ],
    ids=["open-quote", "text-after-quote", "long-cell"],
)
def test_a32_broken_quoting_is_told_with_its_line(written, content, line):
    """A quote that is never closed, text behind one, and an endless cell make the file no table."""
    actuals = observe(PLAN, written(content))
    assert codes(actuals) == ["GT804"] and actuals.findings[0].span.line == line
    assert len(actuals) == 0


def test_d15_a_heading_twice_is_refused(written):
    """A CSV file with one heading twice is not read."""
    assert codes(observe(PLAN, written("metric,period,value,value\nsales,2025-01,1,2\n"))) == ["GT809"]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "metric,period,value\n"])
def test_d16_an_empty_file_is_a_warning(written, content):
    """An empty file, and one of headings only, have no rows."""
    assert codes(observe(PLAN, written(content))) == ["GT802"]


@pytest.mark.parametrize("limits", [Limits(file_bytes=20), Limits(rows=1)])
def test_a09_files_beyond_the_limits_are_refused(written, limits):
    """A file with too many bytes is not read, one with too many rows not used."""
    actuals = observe(PLAN, written(CSV), limits=limits)
    assert codes(actuals) == ["GT803"] and len(actuals) == 0


def test_a07_what_is_no_file_is_told_and_never_blocks(tmp_path):
    """A missing file, a folder and a pipe are findings."""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name in ("none.csv", "pipe.csv", "folder.csv"):
        actuals = observe(PLAN, tmp_path / name)
        assert codes(actuals) == ["GT801"]
        assert name in actuals.findings[0].message()


def test_an_unknown_ending_is_told(written):
    """A workbook needs a reader that is not here, and the finding says which endings are read."""
    actuals = observe(PLAN, written(b"PK", "a.xlsx"))
    assert codes(actuals) == ["GT801"] and "`.xlsx`" in actuals.findings[0].message()


def test_an_address_is_never_repeated():
    """A connection string in place of a path is refused, and its password is in no output."""
    actuals = observe(PLAN, "postgresql://user:hunter2@db/plan")
    assert codes(actuals) == ["GT801"]
    assert "hunter2" not in actuals.findings.to_text() + actuals.findings.to_json() + repr(actuals)


RECORDS = [
    {"metric": "sales", "period": "2025-01", "value": "3.8亿"},
    {"metric": "sales", "period": "2025-02", "value": 100},
]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps(RECORDS), "a.json"),
        (json.dumps({key: [record[key] for record in RECORDS] for key in RECORDS[0]}), "a.json"),
        ("\n".join(map(json.dumps, RECORDS)) + "\n", "a.jsonl"),
        ("\n\n".join(map(json.dumps, RECORDS)), "a.ndjson"),
    ],
)
def test_json_is_read_as_records_columns_or_lines(written, content, name):
    """A list of objects, an object of lists, and one object a line are one table."""
    actuals = observe(PLAN, written(content, name))
    assert values(actuals) == EXPECTED and codes(actuals) == []


def test_h09_json_numbers_keep_their_digits(written):
    """A decimal beyond what a float holds, and an integer beyond 2**53, stay exact."""
    numbers = {"2025-01": "0.12345678901234567890123", "2025-02": "9007199254740993"}
    rows = [
        f'{{"metric": "sales", "period": "{period}", "value": {text}}}' for period, text in numbers.items()
    ]
    actuals = observe(PLAN, written(f"[{', '.join(rows)}]", "a.json"))
    assert values(actuals) == {period: Fraction(text) for period, text in numbers.items()}


@pytest.mark.parametrize(
    "content",
    [
        "[NaN]",
        '[{"metric":"sales","period":"2025-01","value":Infinity}]',
        '[{"metric":"sales",}]',
        '[{"metric":"sales"} // x\n]',
        '[{"value":1,"value":2}]',
        "[" * 100_000,
        '[{"value":' + "1" * 5_000 + "}]",
        "5",
        "[1]",
        '{"metric":"sales"}',
        '{"metric":["sales"],"value":[1,2]}',
    ],
    ids=[
        "nan",
        "infinity",
        "comma",
        "comment",
        "key-twice",
        "deep",
        "long-number",
        "number",
        "numbers",
        "object",
        "lengths",
    ],
)
def test_a17_json_is_strict(written, content):
    """What RFC 8259 does not allow, and what is no table, is told as such and not used."""
    actuals = observe(PLAN, written(content, "a.json"))
    assert codes(actuals) == ["GT804"] and len(actuals) == 0


@pytest.mark.parametrize(
    ("wrong", "line", "column", "en", "zh"),
    [
        ('{"metric": "sales",\n "value": NaN}', 4, 11, "JSON has no NaN", "JSON 中没有 NaN"),
        (
            '{"value": 1,\n "value": 2}',
            4,
            2,
            "a record has the key `value` twice",
            "一条记录中有两个键 `value`",
        ),
    ],
    ids=["nan", "key-twice"],
)
def test_what_json_does_not_allow_is_told_at_its_place(written, wrong, line, column, en, zh):
    """Line and column are those of the word, and each language speaks for itself."""
    (finding,) = observe(PLAN, written(f"[\n{{}},\n{wrong}\n]", "a.json")).findings
    assert (finding.span.line, finding.span.column) == (line, column)
    assert en in finding.message("en") and zh in finding.message("zh")
    (finding,) = observe(PLAN, written("{}\n{}\n" + wrong.replace("\n", ""), "a.jsonl")).findings
    assert finding.span.line == 3 and finding.span.column > 1


def test_a_broken_line_of_json_lines_is_told_by_its_number(written):
    """The line of the file is named."""
    actuals = observe(PLAN, written(json.dumps(RECORDS[0]) + "\n{\n", "a.jsonl"))
    assert codes(actuals) == ["GT804"] and actuals.findings[0].span.line == 2


def test_parquet_is_read(tmp_path):
    """A Parquet file is read with its own types."""
    table = pl.DataFrame(
        {"metric": ["sales"] * 2, "period": ["2025-01", "2025-02"], "value": [None, 9007199254740993]}
    )
    table.write_parquet(tmp_path / "a.parquet")
    assert values(observe(PLAN, tmp_path / "a.parquet"))["2025-02"] == 9007199254740993


@pytest.mark.parametrize("keep", [0, 10, 200, -4])
def test_d24_a_truncated_parquet_file_is_told(tmp_path, keep):
    """A Parquet file that was cut off names itself and its damage."""
    path = tmp_path / "a.parquet"
    pl.DataFrame(RECORDS[:1]).write_parquet(path)
    path.write_bytes(path.read_bytes()[:keep])
    actuals = observe(PLAN, path)
    assert codes(actuals) == ["GT801"] and "a.parquet" in actuals.findings[0].message()


def test_d24_a_parquet_file_with_damage_inside_is_told(tmp_path):
    """Damage between the marks of a Parquet file is told, whatever the engine says."""
    path = tmp_path / "a.parquet"
    pl.DataFrame(RECORDS[:1]).write_parquet(path)
    path.write_bytes(b"PAR1" + b"\xff" * 400 + b"PAR1")
    assert codes(observe(PLAN, path)) == ["GT801"]


def test_without_an_engine_parquet_names_what_to_install(tmp_path, monkeypatch):
    """Where neither pyarrow nor polars is installed, the finding says so."""
    path = tmp_path / "a.parquet"
    pl.DataFrame(RECORDS[:1]).write_parquet(path)
    monkeypatch.setattr(frame_module, "find_spec", lambda name: None)
    actuals = observe(PLAN, path)
    assert codes(actuals) == ["GT801"] and "pyarrow" in actuals.findings[0].hint()


@pytest.mark.parametrize("name", ["a.{b}", "{a}.csv", "{0.__class__}.json"])
def test_a_name_with_braces_is_a_name(written, name):
    """A file whose name looks like a place for a parameter is told by its name."""
    (finding, *_) = observe(PLAN, written("", name)).findings
    assert name in finding.message("en") and name in finding.message("zh")
