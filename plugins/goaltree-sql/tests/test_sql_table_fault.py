"""Tables that are not there, empty or endless, or hold something else: findings that say so, and nothing in part."""

from __future__ import annotations

import pytest
from sql_finding import FACTS, ROW, said
from sql_source import PostgresSource, SqliteSource

import goaltree as gt
from goaltree import Request
from goaltree.actuals.limit import Limits
from goaltree.testing.fact_question import asked, plan_of
from goaltree_sql.connector import SqlConnector


@pytest.mark.parametrize("cell", ["'infinity'::date", "'0044-03-15 BC'::date", "'-infinity'::timestamptz"])
def test_a_day_that_no_calendar_has_is_told(server, cell):
    """The driver has no code for it, so that it is said in words."""
    source = PostgresSource(server)
    connector = source.connector({"actuals": [ROW]}, table="v")
    source.run(f"CREATE VIEW v AS SELECT metric, {cell} AS date, value FROM actuals")
    assert "a day or time that no calendar has" in said(connector.frame(Request()))


def test_e04_a_renamed_column_is_told_with_what_is_there(source):
    """What was expected, what there is, and which of it was meant stand in one finding."""
    found = asked(
        plan_of({"facts": {"sum": "amount", "time": "day"}}, dimension=False),
        source.connector({"facts": [{"day": "2025-01-01", "amounts": 1}]}),
    )
    assert found.name == "column-missing"
    assert "`till: facts` has no column `amount`" in found.message()
    assert found.hint() == "Add it; the columns are `day`, `amounts`; the nearest is `amounts`."
    assert found.hint("zh") == "请补上；现有的列是 `day`、`amounts`；最接近的是 `amounts`。"


@pytest.mark.parametrize("name", ["Amount", "AMOUNT", "amount "])
def test_e04_a_name_that_differs_in_case_or_space_is_another_one(source, name):
    """The database may take it for the same; the plan's word is exact."""
    connector = source.connector({"facts": [{"day": "2025-01-01", name: 1}]})
    found = asked(plan_of({"facts": {"sum": "amount", "time": "day"}}, dimension=False), connector)
    assert found.name == "column-missing"


@pytest.mark.parametrize(
    "name", ["fact", "FACTS", "facts ", "main.facts2", "a\0b", "\ud800", "x" * 500, "pg_class"]
)
def test_e04_a_table_that_is_not_there_is_told(source, name):
    """Also where no database could have a table of such a name; what is the database's own is not offered."""
    connector = source.connector({"facts": [ROW]}, table=name)
    assert "it has no table" in said(connector.frame(Request()))


def test_e04_a_missing_table_names_the_nearest(source):
    """The table that was meant is named."""
    found = source.connector({"orders": [ROW], "visits": [ROW]}, table="order").frame(Request())
    assert found.hint() == "It has `orders`."


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["abc"], ("1 text that is no plain number: `abc`", "1 个文本不是普通数字：`abc`")),
        (
            ["x", "5", "1,234"],
            ("2 texts that are no plain numbers, such as `1,234`", "2 个文本不是普通数字，例如 `1,234`"),
        ),
        (["NaN"], ("1 text that is no plain number: `NaN`", "1 个文本不是普通数字：`NaN`")),
        (["0x10"], ("1 text that is no plain number: `0x10`", "1 个文本不是普通数字：`0x10`")),
        (["١"], ("1 text that is no plain number: `١`", "1 个文本不是普通数字：`١`")),
    ],
)
def test_e04_texts_that_are_no_numbers_are_told(source, cells, words):
    """A column that changed its type is no sum; the table and the first such text are named."""
    connector = source.connector({"facts": [{"day": "2025-01-01", "v": cell} for cell in cells]})
    found = asked(plan_of({"facts": FACTS}, dimension=False), connector)
    assert found.message() == f"`till: facts` cannot be read: the column `v` has {words[0]}."
    assert found.message("zh") == f"无法读取 `till: facts`：列 `v` 有 {words[1]}。"
    assert found.span.file == "till: facts"


def test_e04_of_two_columns_the_one_with_more_odd_texts_is_told(source):
    """A mean needs two columns of numbers; which of them is none is said."""
    rows = [{"day": "2025-01-01", "v": v, "w": w} for v, w in [("1", "many"), ("no", "few"), ("2", "3")]]
    told = {"mean": "v", "weight": "w", "time": "day"}
    found = asked(plan_of({"facts": told}, dimension=False, kind="mean"), source.connector({"facts": rows}))
    assert "the column `w` has 2 texts that are no plain numbers, such as `few`." in found.message()


def test_e04_a_text_without_end_is_cut(source):
    """What stands in a cell is shown as an excerpt, with signs that a terminal would obey made visible."""
    connector = source.connector({"facts": [{"day": "2025-01-01", "v": "\x1b[31m" + "x" * 5000}]})
    found = asked(plan_of({"facts": FACTS}, dimension=False), connector)
    assert "`\\x1b[31mxxx" in found.message() and len(found.message()) < 200


def test_e04_truth_values_are_no_numbers(source):
    """Nor are times, where the database knows them."""
    connector = source.connector({"facts": [ROW]})
    source.run("CREATE TABLE t (day text, v boolean); INSERT INTO t VALUES ('2025-01-01', true)")
    found = said(asked(plan_of({"t": FACTS}, dimension=False), connector))
    assert "not numbers" in found


@pytest.mark.parametrize("cell", [20250101, 1735689600, 1735689600.5])
def test_e04_numbers_are_no_days(source, cell):
    """Whether a number counts seconds or writes a date would be a guess."""
    connector = source.connector({"facts": [{"day": cell, "v": 1}]})
    found = said(asked(plan_of({"facts": FACTS}, dimension=False), connector))
    words = {
        True: f"has 1 number where a day is wanted: `{cell}`",
        False: f"holds {'double precision' if isinstance(cell, float) else 'bigint'}, not days",
    }[isinstance(source, SqliteSource)]
    assert f"`till: facts` cannot be read: the column `day` {words}." in found
    assert "Give days, such as 2025-01-31" in found


def test_e04_several_numbers_are_no_days(tmp_path):
    """Of numbers where days are wanted the first one, sorted as texts, is shown."""
    rows = [{"day": day, "v": 1} for day in (9, 20250101, "2025-01-01")]
    found = asked(
        plan_of({"facts": FACTS}, dimension=False), SqliteSource(tmp_path).connector({"facts": rows})
    )
    assert "the column `day` has 2 numbers where days are wanted, such as `20250101`." in found.message()
    assert "列 `day` 有 2 个数字，应为日期，例如 `20250101`。" in found.message("zh")


@pytest.mark.parametrize("cell", ["soon", "2025-02-30", "2025-01-01T99:00"])
def test_e04_a_time_of_knowledge_that_is_no_time_is_told(source, cell):
    """A fact of which nobody knows since when it is known is not taken for always known."""
    connector = source.connector({"facts": [{"day": "2025-01-01", "v": 1, "known": cell}]})
    found = asked(plan_of({"facts": {**FACTS, "known_at": "known"}}, dimension=False), connector)
    assert (
        f"`till: facts` cannot be read: the column `known` has 1 text that is no day or time: `{cell}`."
        in said(found)
    )


def test_e04_days_that_no_calendar_has_are_told(server):
    """`infinity` is no day: as a time it is in no period, as a time of knowledge it is an error."""
    connector = SqlConnector(url=server.url(server.database()))
    database = connector.url.rpartition("/")[2]
    server.run(
        database,
        "CREATE TABLE t (day date, v numeric, known timestamptz);"
        "INSERT INTO t VALUES ('infinity', 1, 'now'), ('0044-03-15 BC', 2, 'now'), ('2025-01-01', 4, '2025-01-02')",
    )
    told = {"sum": "v", "time": "day", "known_at": "known"}
    assert asked(plan_of({"t": told}, dimension=False), connector).columns["value"] == [4]
    server.run(
        database, "INSERT INTO t VALUES ('2025-01-01', 8, 'infinity'), ('2025-01-01', 8, '0044-03-15 BC')"
    )
    found = asked(plan_of({"t": told}, dimension=False), connector)
    assert "`known` has 2 texts that are no day or time, such as `0044-03-15 00:00:00+00 BC`." in said(found)


def test_e05_nothing_is_not_known_and_a_warning(source):
    """A source without facts gives no value, and a warning that it is empty."""
    plan = plan_of({"facts": FACTS}, dimension=False)
    found = asked(plan, source.connector({"facts": []}, ["day", "v"]))
    actuals = gt.observe(plan, found)
    assert len(actuals) == 0
    assert "source-empty" in [finding.name for finding in actuals.findings]


def test_e05_more_rows_than_the_limit_are_refused(source):
    """One row too many is no answer; as many as the limit are one."""
    connector = source.connector({"actuals": [ROW] * 11}, table="actuals")
    assert len(connector.frame(Request(limits=Limits(rows=11)))["value"]) == 11
    assert connector.frame(Request(limits=Limits(rows=10))).name == "source-too-large"


def test_e05_an_endless_table_is_refused(source):
    """No more is fetched than is read."""
    connector = source.connector({"actuals": [ROW]}, table="endless")
    source.run(
        "CREATE VIEW endless AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT 'sales' AS metric, '2025-01' AS period, x AS value FROM c"
    )
    assert connector.frame(Request(limits=Limits(rows=1000))).name == "source-too-large"


def test_e05_more_values_than_the_limit_are_refused(source):
    """The limit holds for what is added up as well, over all tables."""
    rows = [{"day": f"2025-{month:02}-01", "v": 1} for month in range(1, 13)]
    connector = source.connector({"facts": rows})
    plan = plan_of({"facts": FACTS}, dimension=False)
    assert len(asked(plan, connector, limits=Limits(rows=12))) == 12
    assert asked(plan, connector, limits=Limits(rows=11)).name == "source-too-large"
