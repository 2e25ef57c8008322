"""Sources that are broken, empty, slow, large or of another form: findings that say so."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from decimal import Decimal

import attrs
import duckdb
import pytest
from duckdb_source import write, written

import goaltree as gt
from goaltree import Request
from goaltree.actuals.limit import Limits
from goaltree.actuals.unanswered import Source, Unanswered
from goaltree.testing.fact_question import asked, plan_of
from goaltree_duckdb.connector import DuckDBConnector
from goaltree_duckdb.header import header_of
from goaltree_duckdb.location import located
from goaltree_duckdb.session import opened

ROW = {"metric": "sales", "period": "2025-01", "value": 1}


def said(path, **options):
    """The finding of a source without an answer, as a text."""
    found = DuckDBConnector(path=str(path), **options).frame(Request())
    assert isinstance(found, gt.Finding), found
    assert found.message("zh") != found.message()
    return f"{found.name}: {found.message()} {found.hint()}"


def test_e04_a_renamed_column_is_told_with_what_is_there(tmp_path):
    """What was expected and what the source has stand in one finding."""
    path = written({"facts": [{"day": "2025-01-01", "amt": 1}]}, tmp_path, ".parquet")
    found = asked(
        plan_of({"facts": {"sum": "amount", "time": "day"}}, dimension=False), DuckDBConnector(path=path)
    )
    assert found.name == "column-missing"
    assert "`amount`" in found.message()
    assert found.hint() == "Add it; the columns are `day`, `amt`; the nearest is `amt`."


@pytest.mark.parametrize("name", ["Amount", "AMOUNT", "amount "])
def test_e04_a_name_that_differs_in_case_or_space_is_another_one(tmp_path, name):
    """The engine would take it for the same; the plan's word is exact."""
    path = written({"facts": [{"day": "2025-01-01", name: 1}]}, tmp_path, ".parquet")
    found = asked(
        plan_of({"facts": {"sum": "amount", "time": "day"}}, dimension=False), DuckDBConnector(path=path)
    )
    assert found.name == "column-missing"


@pytest.mark.parametrize(
    ("cells", "ending", "words"),
    [
        (
            ["abc"],
            ".csv",
            "till: facts` cannot be read: the column `v` has 1 text that is no plain number: `abc`.",
        ),
        (["x", "1,234"], ".json", "has 2 texts that are no plain numbers, such as `1,234`."),
        (["NaN"], ".csv", "has 1 text that is no plain number: `NaN`."),
        (["9" * 39], ".csv", "more than 38 digits"),
        ([True], ".parquet", "BOOLEAN, not numbers"),
        ([datetime(2025, 1, 1, tzinfo=UTC)], ".parquet", "TIMESTAMP"),
        (["9" * 38, "9" * 38], ".csv", "too large to be added up exactly"),
    ],
)
def test_e04_what_is_no_number_is_told(tmp_path, cells, ending, words):
    """A column that changed its type, or numbers that cannot be added exactly, are no sum."""
    path = written({"facts": [{"day": "2025-01-01", "v": cell} for cell in cells]}, tmp_path, ending)
    found = asked(
        plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False), DuckDBConnector(path=path)
    )
    assert found.name == "source-unreadable"
    assert words in found.message()


def test_e04_a_time_of_knowledge_that_is_no_time_is_told(tmp_path):
    """A fact of which nobody knows since when it is known is not taken for always known."""
    path = written({"facts": [{"day": "2025-01-01", "v": 1, "known": "soon"}]}, tmp_path, ".csv")
    told = {"sum": "v", "time": "day", "known_at": "known"}
    found = asked(plan_of({"facts": told}, dimension=False), DuckDBConnector(path=path))
    assert found.message() == (
        "`till: facts` cannot be read: the column `known` has 1 text that is no day or time: `soon`."
    )
    assert found.message("zh") == "无法读取 `till: facts`：列 `known` 有 1 个文本不是日期或时间：`soon`。"


def test_e04_a_table_without_a_time_column_is_told(tmp_path):
    """Facts that the plan does not date belong to no period."""
    path = written({"facts": [{"v": 1}]}, tmp_path, ".csv")
    found = asked(plan_of({"facts": {"sum": "v"}}, dimension=False), DuckDBConnector(path=path))
    assert "names no time column" in found.message()


def test_e04_a_time_column_of_another_type_is_told(tmp_path):
    """A whole number is no day: whether it counts seconds or writes a date would be a guess."""
    path = written({"facts": [{"day": 20250101, "v": 1}]}, tmp_path, ".parquet")
    found = asked(
        plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False), DuckDBConnector(path=path)
    )
    assert "`day` holds BIGINT, not days" in found.message()


@pytest.mark.parametrize("name", ["facts.csv", "facts.json", "facts.jsonl"])
def test_e05_a_file_of_no_bytes_is_empty(tmp_path, name):
    """It gives no value, and a warning, however it is asked."""
    (tmp_path / name).write_bytes(b"")
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    connector = DuckDBConnector(path=str(tmp_path / name))
    for found in (asked(plan, connector), connector.frame(Request())):
        assert [finding.name for finding in gt.observe(plan, found).findings] == ["source-empty"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
@pytest.mark.parametrize(
    "text", ["{name},period,value\nsales,2025-01,1\n", '"{name}",period,value\r\nsales,2025-01,1\r\n']
)
def test_a_heading_may_hold_what_only_python_takes_for_the_end_of_a_line(tmp_path, sign, text):
    """A line of CSV ends with a line feed or a carriage return; other separators of lines are characters."""
    name = f"kpi{sign}name"
    (tmp_path / "a.csv").write_text(text.format(name=name), encoding="utf-8", newline="")
    columns = {"metric": name, "period": "period", "value": "value"}
    found = DuckDBConnector(path=str(tmp_path / "a.csv"), columns=columns).frame(Request())
    assert not isinstance(found, gt.Finding), found.message()
    assert (found["metric"], found["value"]) == (["sales"], ["1"])


@pytest.mark.parametrize(
    ("head", "delimiter"),
    [
        ("metric;period;value", ";"),
        ('"metric";"period";"value"', ";"),
        ('"metric, all";period;value', ";"),
        ('"metric\nname"|period|value', "|"),
        ("metric\tperiod\tvalue, in all", "\t"),
        ("metric", ","),
    ],
)
def test_the_headings_say_what_separates_them(tmp_path, head, delimiter):
    """Signs and line breaks in quotes are no separators."""
    (tmp_path / "a.csv").write_text(f"{head}\n", encoding="utf-8")
    header = header_of((str(tmp_path / "a.csv"),), "", Source("till"))
    assert header.delimiter == delimiter
    assert len(header.names) == (3 if len(head) > 6 else 1)


def test_headings_without_end_are_refused(tmp_path):
    """What is cut off after a megabyte is no list of headings."""
    (tmp_path / "a.csv").write_text(
        ",".join(f"column {number}" for number in range(90_000)), encoding="utf-8"
    )
    assert "have more than 1048576 characters" in said(tmp_path / "a.csv")


def test_e05_too_many_files_are_refused(tmp_path, monkeypatch):
    """A pattern that fits a whole disk is stopped before anything is opened."""
    monkeypatch.setattr("goaltree_duckdb.location.MOST_FILES", 2)
    for number in range(3):
        write([ROW], tmp_path / f"{number}.csv")
    assert "source-too-large" in said(tmp_path / "*.csv")


@pytest.mark.parametrize("path", ["", "a\0b.csv"])
def test_a_path_that_is_none_is_told(path):
    """An empty path, or one that no file can have, is a finding as any other."""
    assert "path is none" in said(path)


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet", ".duckdb"])
def test_e05_nothing_is_not_known_and_a_warning(tmp_path, ending):
    """A source without facts gives no value, and a warning that it is empty."""
    path = written({"facts": []}, tmp_path, ending, headings=["day", "v"])
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    found = asked(plan, DuckDBConnector(path=path))
    actuals = gt.observe(plan, found)
    assert len(actuals) == 0
    assert [finding.name for finding in actuals.findings] == ["source-empty"]


def test_e05_more_rows_than_the_limit_are_refused(tmp_path):
    """One row too many is no answer; as many as the limit are one."""
    path = written({"actuals": [ROW] * 11}, tmp_path, ".parquet")
    connector = DuckDBConnector(path=path, table="actuals")
    assert len(connector.frame(Request(limits=Limits(rows=11)))["value"]) == 11
    found = connector.frame(Request(limits=Limits(rows=10)))
    assert found.name == "source-too-large"


def test_e05_more_values_than_the_limit_are_refused(tmp_path):
    """The limit holds for what is added up as well, over all tables."""
    rows = [{"day": f"2025-{month:02}-01", "v": 1} for month in range(1, 13)]
    path = written({"facts": rows}, tmp_path, ".parquet")
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    assert len(asked(plan, DuckDBConnector(path=path), limits=Limits(rows=12)).columns["value"]) == 12
    assert asked(plan, DuckDBConnector(path=path), limits=Limits(rows=11)).name == "source-too-large"


def test_e01_a_question_that_takes_too_long_is_stopped(tmp_path):
    """When the time is over the engine stops working, and the finding says how long it had."""
    write([ROW], tmp_path / "a.csv")
    source = Source("till")
    started = time.monotonic()
    with opened(located(str(tmp_path / "a.csv"), "", source), 0.3, source) as session:
        with pytest.raises(Unanswered) as caught:
            session.rows("SELECT count(*) FROM range(100000000000) AS n WHERE hash(n.range) = 1")
        with pytest.raises(Unanswered):
            session.rows("SELECT 1")
    assert time.monotonic() - started < 5
    assert "within 0.3 seconds" in caught.value.finding.message()
    assert not any(thread.name == "goaltree-duckdb" for thread in threading.enumerate())


def test_e06_a_finding_names_the_source_and_no_folder(tmp_path):
    """Where the file lies is nobody's business in a report."""
    found = DuckDBConnector(path=str(tmp_path / "none.csv")).frame(Request())
    assert str(tmp_path) not in found.message() + found.hint() + str(found.span)
    assert "none.csv" in found.message()


def test_e15_the_same_question_twice_opens_the_database_twice(tmp_path):
    """Two connectors read one database at the same time, each in a thread of its own."""
    path = written({"actuals": [ROW] * 100}, tmp_path, ".duckdb")
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(DuckDBConnector(path=path).frame(Request())))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 8
    assert len(found[0]["value"]) == 100


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.duckdb", b"", "no database of DuckDB"),
        ("a.duckdb", b"SQLite format 3\0" + bytes(5000), "no database of DuckDB"),
        ("a.parquet", b"PAR1" + bytes(100), "source-unreadable"),
        ("a.csv", "指标,数值\n销售,1\n".encode("gb18030"), "not UTF-8"),
        ("a.csv", "a,b\n销售,1\n".encode("utf-16"), "not UTF-8"),
        ("a.csv", b"a,a\n1,2\n", "two columns are called `a`"),
        ("a.csv", b"a,b\n1,2,3\n", "line 2"),
        ("a.csv", b"a,b\n1,2\n1\n", "line 3"),
        ("a.csv", b'a,b\n1,"2\n1,3\n', "line 2"),
        ("a.csv", b'"a,b\n1,2\n', "headings"),
        ("a.json", b"[1, 2]", "something else than records"),
        ("a.json", b'[{"a": 1, "a": 2}]', "one key twice"),
        ("a.json", b'[{"a": 1}', "source-unreadable"),
        ("a.json", b"[" * 1_000_000, "source-unreadable"),
        ("a.xlsx", b"PK", "kind of `a.xlsx` is not known"),
        ("folder.csv", None, "is no file"),
    ],
)
def test_a_damaged_file_is_told_as_what_it_is(tmp_path, name, data, words):
    """Whatever the bytes are, there is a finding and no value."""
    path = tmp_path / name
    path.mkdir() if data is None else path.write_bytes(data)
    assert words in said(path)


@pytest.mark.parametrize("name", ["{x}.csv", "{0}.csv", "%s.csv", "}.csv"])
def test_braces_in_a_name_are_braces(tmp_path, name):
    """A file or column is shown as it is called, whatever placeholders its name resembles."""
    (tmp_path / name).write_text("{y},{y}\n1,2\n", encoding="utf-8")
    assert "two columns are called `{y}`" in said(tmp_path / name)
    assert name in said(tmp_path / "none" / name)


def test_a_folder_is_named_as_it_was_given(tmp_path, monkeypatch):
    """Whoever gives a folder reads its name, even where that is a dot, and how to name its files."""
    monkeypatch.chdir(tmp_path)
    assert "`.` is no file" in said(".") and "`{table}.parquet`" in said(".")


def test_a_pipe_is_never_waited_for(tmp_path):
    """What is no ordinary file is refused at once."""
    os.mkfifo(tmp_path / "a.csv")
    assert "is no file" in said(tmp_path / "a.csv")


def test_a_deeply_nested_record_ends_no_process(tmp_path):
    """A cell of a hundred thousand brackets is a text as any other."""
    nested = "[" * 100_000 + "]" * 100_000
    (tmp_path / "a.json").write_text(f'[{{"metric": "m", "value": {nested}}}]', encoding="utf-8")
    found = DuckDBConnector(path=str(tmp_path / "a.json")).frame(Request())
    assert found["value"] == [nested]


@pytest.mark.parametrize("flip", [4096 + 8, 8192 + 100, 12288 + 64])
def test_a_flipped_bit_in_a_database_gives_no_number(tmp_path, flip):
    """A damaged block is found by its checksum."""
    path = tmp_path / "d.duckdb"
    written({"actuals": [{**ROW, "value": n} for n in range(5000)]}, tmp_path, ".duckdb")
    data = bytearray((tmp_path / "facts.duckdb").read_bytes())
    data[flip] ^= 1
    path.write_bytes(data)
    good = DuckDBConnector(path=str(tmp_path / "facts.duckdb")).frame(Request())
    found = DuckDBConnector(path=str(path)).frame(Request())
    assert isinstance(found, gt.Finding) or found == good


def test_files_of_a_pattern_are_one_table(tmp_path):
    """A pattern reads each file once, in any folder below."""
    for month in (1, 2, 3):
        (tmp_path / str(month)).mkdir()
        write([{**ROW, "period": f"2025-{month:02}", "value": month}], tmp_path / str(month) / "a.csv")
    found = DuckDBConnector(path=str(tmp_path / "**" / "*.csv")).frame(Request())
    assert sorted(found["value"]) == ["1", "2", "3"]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_files_that_lack_a_column_are_no_nulls(tmp_path, ending):
    """A column that one of the files calls otherwise is told, not read as missing values."""
    write([{"a": 1, "b": 2}], tmp_path / f"1{ending}")
    write([{"a": 1, "c": 2}], tmp_path / f"2{ending}")
    assert {".csv": "the headings of `2.csv` differ", ".parquet": "`*.parquet: 1.parquet` has no column `c`"}[
        ending
    ] in said(tmp_path / f"*{ending}")


def test_files_of_different_types_are_widened(tmp_path):
    """Whole numbers in one file and decimals in the next keep their digits."""
    write([{"day": "2025-01-01", "v": 1}], tmp_path / "1.parquet")
    write([{"day": "2025-01-01", "v": Decimal("1.5")}], tmp_path / "2.parquet")
    plan = plan_of({"facts": {"sum": "v", "time": "day"}}, dimension=False)
    assert asked(plan, DuckDBConnector(path=str(tmp_path / "*.parquet"))).columns["value"] == [Decimal("2.5")]


def test_files_of_different_kinds_and_patterns_without_files_are_told(tmp_path):
    """A pattern is for files of one kind that are there."""
    write([ROW], tmp_path / "a.csv")
    write([ROW], tmp_path / "a.parquet")
    assert "different kinds" in said(tmp_path / "a.*")
    assert "no file fits" in said(tmp_path / "b.*")
    write([ROW], tmp_path / "c[1].csv")
    assert "Rename it" in said(tmp_path / "c[1].csv")


def test_a_database_with_several_tables_needs_the_name_of_one(tmp_path):
    """Which table is meant is said, not guessed; the names that exist are told."""
    path = written({"one": [ROW], "two": [ROW]}, tmp_path, ".duckdb")
    assert "`one`, `two`" in said(path)
    assert "`one`, `two`" in said(path, table="three")
    assert DuckDBConnector(path=path, table="main.two").frame(Request())["value"] == [1]


def test_columns_are_mapped_and_others_left_out(tmp_path):
    """A table with other headings is read by a mapping; what it does not name is not copied."""
    path = written({"t": [{"kpi": "sales", "month": "2025-01", "amount": 5, "x": 1}]}, tmp_path, ".csv")
    columns = "metric:kpi,period:month,value:amount"
    found = DuckDBConnector(path=path, table="t", columns=columns).frame(Request())
    assert found == {"metric": ["sales"], "period": ["2025-01"], "value": ["5"]}
    assert "column-missing" in said(path, table="t", columns="metric:nothing")


@pytest.mark.parametrize("text", ["metric", "metric:", ":a", "a:b,a:c"])
def test_a_mapping_that_is_none_is_a_wrong_call(text):
    """An option that cannot be read is refused when the connector is made."""
    for option in ("tables", "columns"):
        with pytest.raises(gt.UsageError):
            DuckDBConnector(path="a.csv", **{option: text})


@pytest.mark.parametrize("options", [{"seconds": 0}, {"seconds": float("nan")}, {"delimiter": ";;"}])
def test_options_out_of_range_are_a_wrong_call(options):
    """A time limit of nothing and a separator of two characters are refused."""
    with pytest.raises(gt.UsageError):
        DuckDBConnector(path="a.csv", **options)


def test_texts_of_files_stay_texts(tmp_path):
    """`007`, `NA`, `1e5` and `TRUE` in a text file are what is written."""
    texts = ["007", "NA", "null", "1e5", "TRUE", "1:30", "0x1F", "2025/01/02"]
    for ending in (".csv", ".json"):
        path = written({"t": [{"region": text} for text in texts]}, tmp_path, ending)
        assert DuckDBConnector(path=path, table="t").frame(Request())["region"] == texts


def test_large_numbers_keep_every_digit(tmp_path):
    """Whole numbers of 64 and 128 bits and decimals come as they are."""
    with duckdb.connect(str(tmp_path / "n.duckdb")) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT 170141183460469231731687303715884105727::HUGEINT h, "
            "18446744073709551615::UBIGINT u, 12345678901234567890.12345678::DECIMAL(28, 8) d, "
            "TIMESTAMPTZ '2025-01-31 22:00:00Z' t"
        )
    found = DuckDBConnector(path=str(tmp_path / "n.duckdb")).frame(Request())
    assert found == {
        "h": [2**127 - 1],
        "u": [2**64 - 1],
        "d": [Decimal("12345678901234567890.12345678")],
        "t": ["2025-01-31T22:00:00.000000+00:00"],
    }


def test_a_byte_order_mark_and_other_separators_are_read(tmp_path):
    """A file with a byte order mark, semicolons and Windows line ends has the same headings and cells."""
    (tmp_path / "a.csv").write_bytes("\ufeffmetric;value\r\nsales;1,5\r\n".encode())
    assert DuckDBConnector(path=str(tmp_path / "a.csv")).frame(Request()) == {
        "metric": ["sales"],
        "value": ["1,5"],
    }


def test_the_request_and_the_connector_do_not_change():
    """A connector is a frozen value."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        DuckDBConnector(path="a.csv").path = "b.csv"
