"""Databases that are away, slow, locked, drifting, damaged or endless: findings that say so, and nothing in part."""

from __future__ import annotations

import decimal
import locale
import os
import signal
import socket
import sqlite3
import threading
import time
import warnings
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from sql_server import missing, started
from sql_source import PostgresSource, SqliteSource
from test_sql_measure import asked, plan_of

import goaltree as gt
from goaltree import Request
from goaltree.actuals.limit import Limits
from goaltree_sql.connector import SqlConnector

ROW = {"metric": "sales", "period": "2025-01", "value": 1}
FACTS = {"sum": "v", "time": "day"}
GRACE = 3.0
"""Seconds beyond its deadline in which an answer has come, on a machine that does other work too."""


def said(found):
    """A finding as a text, after a look at its other language."""
    assert isinstance(found, gt.Finding), found
    assert found.message("zh") != found.message()
    return f"{found.name}: {found.message()} {found.hint()}"


@contextmanager
def within(seconds):
    """What must be over in some seconds, and leaves no thread behind."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds + GRACE
    assert not any(thread.name == "goaltree-sql" for thread in threading.enumerate())


@contextmanager
def listener(behave):
    """A server that does something with each connection; its port."""
    over = threading.Event()

    def serve(listening):
        while not over.is_set():
            try:
                line, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=behave, args=(line, over), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        yield listening.getsockname()[1]
        over.set()


def hang(line, over):
    """Never say anything."""
    over.wait()
    line.close()


def drip(line, over):
    """Say a byte at a time, and never enough."""
    try:
        line.recv(8)
        line.sendall(b"N")
        line.recv(1024)
        line.sendall(b"E\x00\x00\x0f\xff")
        while not over.wait(0.2):
            line.sendall(b"S")
    except OSError:
        pass
    line.close()


def login_page(line, over):
    """Be no database at all."""
    line.recv(8)
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>log in</html>")
    line.close()


def test_e01_a_server_that_is_away_is_told():
    """Nobody listens: a finding, at once."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with within(1):
        found = SqlConnector(url=f"postgresql://reader@127.0.0.1:{port}/facts").frame(Request())
    assert "it cannot be reached" in said(found)


@pytest.mark.parametrize("behave", [hang, drip, login_page])
def test_e01_a_server_that_does_not_answer_costs_its_time_limit(behave):
    """Whether it hangs, drips or talks of something else, the whole answer has one deadline."""
    with listener(behave) as port, within(2):
        url = f"postgresql://reader@127.0.0.1:{port}/facts"
        found = SqlConnector(url=url, seconds=2, driver="sslmode:prefer").frame(Request())
    assert found.name == "source-unreadable"
    said(found)


@pytest.mark.parametrize("driver", ["pymysql", "mysqldb"])
def test_e01_a_driver_without_a_socket_is_given_the_time_limit(monkeypatch, driver):
    """MySQL's drivers would wait for ever, and show no socket that could be cut: they are told how long to wait."""
    told = {}

    class AwayError(Exception):
        """What a driver raises."""

    def connect(**given):
        told.update(given)
        raise AwayError(2003)

    errors = dict.fromkeys(
        ("Error", "OperationalError", "ProgrammingError", "InterfaceError", "InternalError"), AwayError
    )
    fake = SimpleNamespace(connect=connect, paramstyle="format", version_info=(9, 9, 9), **errors)
    monkeypatch.setattr(f"sqlalchemy.dialects.mysql.{driver}.dialect.import_dbapi", lambda: fake)
    said(SqlConnector(url=f"mysql+{driver}://reader@host/facts?read_timeout=7", seconds=2.5).frame(Request()))
    assert (told["connect_timeout"], told["read_timeout"], told["write_timeout"]) == (3, 7, 3)


@pytest.mark.parametrize("cell", ["'infinity'::date", "'0044-03-15 BC'::date", "'-infinity'::timestamptz"])
def test_a_day_that_no_calendar_has_is_told(server, cell):
    """The driver has no code for it, so that it is said in words."""
    source = PostgresSource(server)
    connector = source.connector({"actuals": [ROW]}, table="v")
    source.run(f"CREATE VIEW v AS SELECT metric, {cell} AS date, value FROM actuals")
    assert "a day or time that no calendar has" in said(connector.frame(Request()))


def test_a_path_that_no_system_takes_is_told():
    """A name that is too long is no file, like any other that is not there."""
    assert "there is no such file" in said(SqlConnector(url=f"sqlite:///{'x' * 300}").frame(Request()))


def test_e01_a_name_that_nobody_has_is_told():
    """A host without an address is away."""
    url = "postgresql://reader@nowhere.invalid/facts"
    assert "it cannot be reached" in said(SqlConnector(url=url, seconds=5).frame(Request()))


def test_e01_a_question_that_takes_too_long_is_stopped(source):
    """When the time is over the database stops working, and the finding says how long it had."""
    connector = source.connector({"facts": [{"day": "2025-01-01", "v": 1}]}, seconds=1)
    endless = {
        True: "CREATE VIEW slow AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT '2025-01-01' AS day, x AS v FROM c",
        False: "CREATE VIEW slow AS SELECT text '2025-01-01' AS day, x AS v "
        "FROM generate_series(1, 1000000000000) AS g(x) WHERE pg_sleep(0.01) IS NOT NULL",
    }[isinstance(source, SqliteSource)]
    source.run(endless)
    plan = plan_of({"slow": FACTS}, dimension=False)
    with within(1):
        found = asked(plan, connector)
    assert "it does not answer within 1 seconds" in said(found)


def killed(view, ask):
    """What comes of a question about a view `slow` when the server is killed after a second."""
    lack = missing()
    if lack:
        pytest.skip(lack)
    with started() as server:
        database = server.database()
        server.run(database, f"CREATE VIEW slow AS {view}")
        killer = threading.Timer(1.0, server.process.send_signal, [signal.SIGQUIT])
        killer.start()
        with within(10):
            found = ask(SqlConnector(url=server.url(database), table="slow", seconds=15))
        killer.join()
    return found


def test_e02_a_server_that_is_killed_leaves_nothing():
    """Killed in the middle of an answer, there is a finding and no value."""
    view = (
        "SELECT text '2025-01-01' AS day, x AS v FROM generate_series(1, 1000000) AS g(x) "
        "WHERE pg_sleep(0.001) IS NOT NULL"
    )
    plan = plan_of({"slow": FACTS}, dimension=False)
    found = said(killed(view, lambda connector: asked(plan, connector)))
    assert "connection broke off" in found or "it cannot be reached" in found


def test_e02_a_server_that_is_killed_between_parts_leaves_nothing():
    """Rows that came before are not used, however many they are."""
    view = (
        "SELECT text 'sales' AS metric, x AS value FROM generate_series(1, 1000000) AS g(x) "
        "WHERE x % 5000 != 0 OR pg_sleep(0.1) IS NOT NULL"
    )
    found = said(killed(view, lambda connector: connector.frame(Request())))
    assert "connection broke off" in found or "it cannot be reached" in found


def test_e02_a_server_that_is_frozen_is_left():
    """Stopped in the middle of an answer, the line is cut at the deadline."""
    lack = missing()
    if lack:
        pytest.skip(lack)
    with started() as server:
        database = server.database()
        server.run(database, "CREATE VIEW slow AS SELECT text '2025-01-01' AS day, 1 AS v FROM pg_sleep(60)")
        connector = SqlConnector(url=server.url(database), seconds=2)
        plan = plan_of({"slow": FACTS}, dimension=False)

        def freeze():
            query = "SELECT pid FROM pg_stat_activity WHERE application_name = 'goaltree'"
            for (pid,) in server.run(database, query):
                os.kill(pid, signal.SIGSTOP)
                frozen.append(pid)

        frozen = []
        timer = threading.Timer(0.8, freeze)
        timer.start()
        with within(2):
            found = asked(plan, connector)
        timer.join()
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
        assert frozen
        assert "it does not answer within 2 seconds" in said(found)


def test_e02_all_measures_see_one_state_of_the_data(source):
    """What is written between two questions of one answer is not seen by the second."""
    from sqlalchemy import select

    from goaltree.actuals.unanswered import Source
    from goaltree_sql.location import location_of
    from goaltree_sql.session import opened

    connector = source.connector({"facts": [{"v": 1}]})
    if isinstance(source, SqliteSource):
        source.run("PRAGMA journal_mode = WAL")
    with opened(location_of(connector.url), 10, Source("till")) as session:
        table = session.table("facts")
        before = session.rows(select(table.columns["v"].sql))
        source.run("INSERT INTO facts VALUES (2)")
        assert session.rows(select(table.columns["v"].sql)) == before


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


def test_e09_a_line_is_never_less_private_than_was_asked(server):
    """A server without TLS is no answer where TLS is asked for."""
    found = SqlConnector(url=server.url("postgres"), driver="sslmode:require").frame(Request())
    assert "it cannot be reached" in said(found)


def test_e14_a_locked_file_is_busy(tmp_path):
    """A lock of another program is a finding with a plain hint, without a path."""
    connector = SqliteSource(tmp_path).connector({"actuals": [ROW]}, seconds=1)
    with closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with within(1):
            found = said(connector.frame(Request()))
        assert "another program is writing in it" in found
        assert str(tmp_path) not in found
        other.execute("ROLLBACK")
    assert connector.frame(Request())["value"] == [1]


def test_e14_a_locked_table_is_busy(server):
    """A table that is being changed is not waited for until the time is over."""
    import psycopg

    database = server.database()
    server.run(database, "CREATE TABLE actuals (metric text, period text, value int)")
    connector = SqlConnector(url=server.url(database), seconds=2)
    with psycopg.connect(**server.keywords, dbname=database) as other:
        other.execute("LOCK TABLE actuals IN ACCESS EXCLUSIVE MODE")
        assert "another program is changing the table (55P03)" in said(connector.frame(Request()))


def test_e15_the_same_question_at_the_same_time(source):
    """Several threads ask one connector; each has a connection of its own."""
    connector = source.connector({"actuals": [ROW] * 100})
    found = []
    threads = [threading.Thread(target=lambda: found.append(connector.frame(Request()))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [found[0]] * 6
    assert len(found[0]["value"]) == 100


def test_e16_the_process_is_as_it_was(source):
    """Folder, language, decimal context, warnings and random numbers of the process are not touched."""
    import random

    def state():
        context = str(decimal.getcontext())
        return (
            Path.cwd(),
            locale.setlocale(locale.LC_ALL),
            context,
            list(warnings.filters),
            random.getstate(),
        )

    before = state()
    connector = source.connector({"facts": [{"day": "2025-01-01", "v": 1}], "more": [ROW]})
    asked(plan_of({"facts": FACTS}, dimension=False), connector)
    evolve(connector, table="more").frame(Request())
    assert state() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it has no table"),
        (b"PK\x03\x04" + bytes(5000), "no database of SQLite"),
        (b"metric,period,value\n" * 100, "no database of SQLite"),
        (b"SQLite format 3\0" + bytes(50), "no database of SQLite"),
        (None, "no such file"),
    ],
)
def test_a_file_that_is_no_database_is_told(tmp_path, data, words):
    """Whatever the bytes are, there is a finding and no value; nothing is made where nothing was."""
    path = tmp_path / "facts.db"
    if data is not None:
        path.write_bytes(data)
    found = said(SqlConnector(url=f"sqlite:///{path}", table="actuals").frame(Request()))
    assert words in found
    assert str(tmp_path) not in found
    assert path.exists() == (data is not None)


def test_a_pipe_or_a_folder_is_never_waited_for(tmp_path):
    """What is no ordinary file is refused at once."""
    os.mkfifo(tmp_path / "pipe.db")
    for name in ("pipe.db", "", "."):
        assert "no such file" in said(SqlConnector(url=f"sqlite:///{tmp_path / name}").frame(Request()))


def test_a_text_that_is_none_is_told(tmp_path):
    """Bytes that are no UTF-8 are not replaced by others."""
    connector = SqliteSource(tmp_path).connector({"actuals": [ROW]})
    SqliteSource(tmp_path).run("UPDATE actuals SET metric = CAST(x'ff80' AS TEXT)")
    assert "not UTF-8" in said(connector.frame(Request()))


def test_several_tables_need_the_name_of_one(source):
    """Which table is meant is said, not guessed; the names that exist are told."""
    connector = source.connector({"one": [ROW], "two": [ROW]})
    assert "`one`, `two`" in said(connector.frame(Request()))
    assert evolve(connector, table="two").frame(Request())["value"] == [1]


def test_a_table_of_a_schema_is_named_with_it(server):
    """A schema that is not searched is written before the name; the same name in two schemas is two tables."""
    database = server.database()
    server.run(
        database,
        "CREATE SCHEMA sales; CREATE TABLE sales.t (metric text, value int); INSERT INTO sales.t VALUES ('a', 1);"
        "CREATE TABLE t (metric text, value int); INSERT INTO t VALUES ('b', 2);"
        "CREATE MATERIALIZED VIEW m AS SELECT * FROM t",
    )
    connector = SqlConnector(url=server.url(database))
    found = {
        name: evolve(connector, table=name).frame(Request()) for name in ("t", "sales.t", "public.t", "m")
    }
    assert {name: table["value"] for name, table in found.items()} == {
        "t": [2], "sales.t": [1], "public.t": [2], "m": [2],
    }  # fmt: skip
    assert "`m`, `sales.t`, `t`" in said(connector.frame(Request()))


def test_columns_are_mapped_and_others_left_out(source):
    """A table with other headings is read by a mapping; what it does not name is not copied."""
    connector = source.connector({"t": [{"kpi": "sales", "month": "2025-01", "amount": "5", "x": 1}]})
    mapped = evolve(connector, columns="metric:kpi,period:month,value:amount").frame(Request())
    assert mapped == {"metric": ["sales"], "period": ["2025-01"], "value": ["5"]}
    assert "column-missing" in said(evolve(connector, columns="metric:nothing").frame(Request()))


def test_values_of_every_type_come_as_they_are(server):
    """Numbers keep their digits, instants their zone; what only this database knows comes as a text."""
    database = server.database()
    server.run(
        database,
        "CREATE DOMAIN money2 AS numeric(12, 2); CREATE TYPE mood AS ENUM ('sad', 'ok');"
        "CREATE TABLE t AS SELECT 123456789012345678901234567890.12::numeric AS n, 9223372036854775807::int8 AS i,"
        "timestamptz '2025-01-31 22:00:00Z' AS t, date '2025-01-31' AS d, 0.1::float8 AS f, '{1,2}'::int[] AS a,"
        "'{\"x\": 1}'::jsonb AS j, 'ok'::mood AS e, 1.50::money2 AS m, gen_random_uuid() IS NOT NULL AS b",
    )
    found = SqlConnector(url=server.url(database)).frame(Request())
    assert {name: cells[0] for name, cells in found.items()} == {
        "n": decimal.Decimal("123456789012345678901234567890.12"),
        "i": 2**63 - 1,
        "t": datetime(2025, 1, 31, 22, tzinfo=UTC),
        "d": date(2025, 1, 31),
        "f": 0.1,
        "a": "{1,2}",
        "j": '{"x": 1}',
        "e": "ok",
        "m": decimal.Decimal("1.50"),
        "b": "true",
    }
    server.run(database, "CREATE TABLE f AS SELECT d AS day, m AS v, e, f FROM t")
    told = {"f": {"sum": "v", "time": "day", "where": {"e": ["ok"], "f": ["0.1"]}}}
    connector = SqlConnector(url=server.url(database))
    assert asked(plan_of(told, dimension=False), connector).columns["value"] == [decimal.Decimal("1.50")]


@pytest.mark.parametrize("text", ["metric", "metric:", ":a", "a:b,a:c"])
def test_a_mapping_that_is_none_is_a_wrong_call(text):
    """An option that cannot be read is refused when the connector is made."""
    for option in ("tables", "columns", "driver"):
        with pytest.raises(gt.UsageError):
            SqlConnector(url="sqlite:///x.db", **{option: text})


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("facts.db", "sql://dialect"),
        ("", "sql://dialect"),
        ("nosuchthing://h/d", "no dialect"),
        ("postgresql+asyncpg://h/d", "asyncio"),
        ("sqlite+pysqlcipher:///x.db", "sql://sqlite:///"),
        ("sqlite://host/x.db", "sql://sqlite:///"),
        ("postgresql://h:port/d", "sql://dialect"),
    ],
)
def test_an_address_that_is_none_is_a_wrong_call(url, words):
    """It is told when the connector is made, before anything is asked."""
    with pytest.raises(gt.UsageError) as caught:
        SqlConnector(url=url)
    assert words in str(caught.value)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), 1e9])
def test_a_time_limit_of_nothing_is_a_wrong_call(seconds):
    """An answer has some seconds, and an end."""
    with pytest.raises(gt.UsageError):
        SqlConnector(url="sqlite:///x.db", seconds=seconds)


def test_a_driver_that_is_not_installed_is_told():
    """The finding says what to install."""
    found = said(SqlConnector(url="mysql+mysqlconnector://reader@host/facts").frame(Request()))
    assert "driver `mysql` is not installed" in found


def test_the_connector_does_not_change():
    """A connector is a frozen value."""
    with pytest.raises(FrozenInstanceError):
        SqlConnector(url="sqlite:///x.db").url = "sqlite:///y.db"
