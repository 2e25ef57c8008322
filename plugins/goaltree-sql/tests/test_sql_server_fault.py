"""Servers that are away, slow, killed, frozen or locked: findings that say so in time, and nothing in part."""

from __future__ import annotations

import decimal
import locale
import os
import signal
import socket
import threading
import warnings
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from attrs import evolve
from sql_finding import FACTS, ROW, said, within
from sql_server import missing, started
from sql_source import SqliteSource

from goaltree import Request
from goaltree.testing.fact_question import asked, plan_of
from goaltree_sql.connector import SqlConnector


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


def test_e09_a_line_is_never_less_private_than_was_asked(server):
    """A server without TLS is no answer where TLS is asked for."""
    found = SqlConnector(url=server.url("postgres"), driver="sslmode:require").frame(Request())
    assert "it cannot be reached" in said(found)


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


def test_a_driver_that_is_not_installed_is_told():
    """The finding says what to install."""
    found = said(SqlConnector(url="mysql+mysqlconnector://reader@host/facts").frame(Request()))
    assert "driver `mysql` is not installed" in found
