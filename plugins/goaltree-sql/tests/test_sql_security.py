"""Nothing is written, no text of people becomes SQL, and no password reaches any output."""

from __future__ import annotations

import ast
import base64
import io
import json
import logging
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from attrs import evolve
from sql_source import SqliteSource
from sqlalchemy import select, text

import goaltree as gt
import goaltree_sql
from goaltree import Host, Request
from goaltree.actuals.unanswered import Source
from goaltree.cli import main
from goaltree.plugin.default import forget
from goaltree.testing import PAYLOADS, PlanBuilder
from goaltree.testing.fact_question import asked, plan_of
from goaltree_sql.connector import SqlConnector
from goaltree_sql.location import location_of
from goaltree_sql.session import opened

ROW = {"metric": "sales", "period": "2025-01", "value": 1}
TEXTS = [*PAYLOADS, "a'b", "$1", "?", ":w0", "%(w0)s", "%%", "{}", "\\", "é", "e\u0301"]
SECRET = "c4nary/P@ss:wörd 'x'"


def session_of(connector):
    """A session of a connector."""
    return opened(location_of(connector.url), 10, Source("till"))


@pytest.mark.parametrize("payload", TEXTS)
def test_e12_a_filter_value_matches_itself_only(source, payload):
    """Each text as a condition gives the rows that hold exactly it."""
    there = [one for one in TEXTS if _fits(source, one)]
    rows = [{"day": "2025-01-01", "v": 2**at, "state": one} for at, one in enumerate(there)]
    plan = plan_of({"t": {"sum": "v", "time": "day"}}, dimension=False)
    request = Request.of(plan, source="till")
    table = evolve(request.tables["t"], where={"state": (payload,)})
    found = source.connector({"t": rows}).measure(evolve(request, tables={"t": table}))
    assert not isinstance(found, gt.Finding), found.message()
    assert found.columns["value"] == ([2 ** there.index(payload)] if payload in there else [])


def _fits(source, one):
    """Whether a database can hold a text: no database holds half a character, PostgreSQL no NUL."""
    try:
        one.encode()
    except UnicodeEncodeError:
        return False
    return isinstance(source, SqliteSource) or "\0" not in one


@pytest.mark.parametrize("payload", [one for one in TEXTS if one.isprintable() and len(one.encode()) < 60])
def test_e12_a_name_names_itself_only(source, payload):
    """Each text as the name of a table and of all its columns is that name, and the other table stays."""
    names = [payload, f"{payload} 2", f"{payload} 3"]
    rows = [{names[0]: "2025-01-01", names[1]: 5, names[2]: "north"}]
    told = {"sum": names[1], "time": names[0], "where": {names[2]: ["north"]}}
    connector = source.connector({payload: rows, "other": [ROW]})
    plan = plan_of({"t": {"sum": "v", "time": "day"}}, dimension=False)
    request = Request.of(plan, source="till")
    table = evolve(request.tables["t"], sum=told["sum"], time=told["time"], where={names[2]: ("north",)})
    found = evolve(connector, tables={"t": payload}).measure(evolve(request, tables={"t": table}))
    assert not isinstance(found, gt.Finding), found.message() + found.hint()
    assert found.columns["value"] == [5]
    assert evolve(connector, table="other").frame(Request())["value"] == [1]


def test_no_literal_of_sql_is_built_from_texts():
    """What takes SQL as a text is called with fixed texts; what is executed else are SELECTs of SQLAlchemy.

    The statements of `sqlite.py` are a constant of that module.
    """
    taking = {"exec_driver_sql", "execute", "executescript"}
    found, imported = [], set()
    for path in Path(goaltree_sql.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                imported |= {alias.name for alias in node.names}
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                is_fixed = bool(node.args) and isinstance(node.args[0], ast.Constant)
                if name in taking and not is_fixed:
                    found.append(f"{path.name}: {ast.unparse(node)}")
                assert name != "op" or is_fixed
    assert not imported & {"text", "literal_column", "TextClause", "DDL"}
    assert sorted(found) == [
        "postgresql.py: reading.execute(select(func.current_setting('transaction_read_only'), *asked))",
        "session.py: self.connection.execute(asked)",
        "sqlite.py: connection.execute(statement)",
    ]


WRITES = {
    "insert": "INSERT INTO t VALUES (2)",
    "update": "UPDATE t SET v = 2",
    "delete": "DELETE FROM t",
    "drop": "DROP TABLE t",
    "create": "CREATE TABLE u (v int)",
    "alter": "ALTER TABLE t ADD COLUMN w int",
}
SQLITE_WRITES = {
    **WRITES,
    "attach": "ATTACH ':memory:' AS other",
    "vacuum": "VACUUM INTO '/tmp/goaltree-should-not-be.db'",
    "pragma": "PRAGMA query_only = OFF",
    "schema": "PRAGMA writable_schema = ON",
    "temporary": "CREATE TEMP TABLE u (v int)",
    "extension": "SELECT load_extension('x')",
    "commit": "COMMIT",
    "savepoint": "SAVEPOINT a",
}
POSTGRES_WRITES = {
    **WRITES,
    "truncate": "TRUNCATE t",
    "grant": "GRANT ALL ON t TO public",
    "sequence": "SELECT nextval('s')",
    "function": "SELECT write()",
    "writing query": "WITH w AS (INSERT INTO t VALUES (3) RETURNING v) SELECT v FROM w",
}


@pytest.mark.parametrize("write", SQLITE_WRITES)
def test_e13_sqlite_itself_refuses_to_write(tmp_path, write):
    """Asked past the plugin's own guard, the engine refuses, and the file is the same."""
    connector = SqliteSource(tmp_path).connector({"t": [{"v": 1}]})
    before = (tmp_path / "facts.db").read_bytes()
    with session_of(connector) as session:
        raw = session.connection.connection.dbapi_connection
        with pytest.raises(sqlite3.DatabaseError):
            raw.execute(SQLITE_WRITES[write])
    assert (tmp_path / "facts.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["facts.db"]


@pytest.mark.parametrize("write", POSTGRES_WRITES)
def test_e13_postgresql_itself_refuses_to_write(server, write):
    """Asked past the plugin's own guard, even a superuser's session is read-only."""
    import psycopg

    server.run(
        server.scratch,
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE t AS SELECT 1 AS v; CREATE SEQUENCE s;"
        "CREATE FUNCTION write() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO t VALUES (9) RETURNING v'",
    )
    with session_of(SqlConnector(url=server.url(server.scratch))) as session:
        raw = session.connection.connection.dbapi_connection
        with pytest.raises(psycopg.Error) as caught:
            raw.execute(POSTGRES_WRITES[write])
        raw.rollback()
    assert caught.value.sqlstate in ("25006", "55000") or write == "copy"
    assert server.run(server.scratch, "SELECT * FROM t") == [(1,)]


def test_e13_a_view_that_writes_is_no_answer(server):
    """A function behind a view cannot write either; the finding says what it tried, with its code."""
    server.run(
        server.scratch,
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE log (v int);"
        "CREATE FUNCTION write() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO log VALUES (9) RETURNING v';"
        "CREATE VIEW v AS SELECT write() AS value, text 'sales' AS metric",
    )
    found = SqlConnector(url=server.url(server.scratch), table="v").frame(Request())
    assert "reading it would change it (25006)" in found.message()
    assert server.run(server.scratch, "SELECT * FROM log") == []


def test_e13_only_one_select_is_asked(source):
    """A session takes a SELECT of SQLAlchemy, and no text."""
    connector = source.connector({"t": [{"v": 1}]})
    with session_of(connector) as session:
        for statement in (text("SELECT 1"), "SELECT 1", text("DROP TABLE t")):
            with pytest.raises(ValueError, match="SELECT"):
                session.rows(statement)
        assert session.rows(select(session.table("t").columns["v"].sql)) == [(1,)]


def test_a_view_of_sqlite_reaches_nothing_else(tmp_path):
    """A function that a view calls is one of SQLite's harmless ones, or the view gives no answer."""
    connector = SqliteSource(tmp_path).connector({"t": [{"v": 1}]}, table="v")
    with closing(sqlite3.connect(tmp_path / "facts.db")) as connection, connection:
        connection.execute("CREATE VIEW v AS SELECT load_extension('x') AS value")
    found = connector.frame(Request())
    assert isinstance(found, gt.Finding)
    assert "x" not in found.message().replace("cannot", "").split(" ")


def forms(secret):
    """The ways in which a secret may stand in a text."""
    data = secret.encode()
    plain = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), repr(secret)[1:-1]}
    return {
        *plain,
        ascii(secret)[1:-1],
        base64.b64encode(data).decode(),
        json.dumps(secret)[1:-1],
        data.hex(),
    }


def leaks(output, secret=SECRET):
    """Whether a secret stands in an output, in any of its forms or in part."""
    return [form for form in forms(secret) if form in output] + [p for p in ("c4nary",) if p in output]


FAILURES = {
    "wrong password": "postgresql://goal%20keeper:{secret}@127.0.0.1:{port}/scratch",
    "no such user": "postgresql://nobody:{secret}@127.0.0.1:{port}/scratch",
    "no such database": "postgresql://goal%20keeper:{secret}@127.0.0.1:{port}/nosuch",
    "nobody listens": "postgresql://reader:{secret}@127.0.0.1:1/scratch",
    "no such host": "postgresql://reader:{secret}@nowhere.invalid/scratch",
    "no such driver": "mysql+nosuch://reader:{secret}@127.0.0.1/scratch",
    "missing driver": "mysql+pymysql://reader:{secret}@127.0.0.1/scratch",
    "no such dialect": "nosuch://reader:{secret}@127.0.0.1/scratch",
    "bad port": "postgresql://reader:{secret}@127.0.0.1:port/scratch",
    "asyncio": "postgresql+asyncpg://reader:{secret}@127.0.0.1/scratch",
    "as a file": "sqlite://reader:{secret}@host/x.db",
    "as an option": "postgresql://127.0.0.1:{port}/scratch?driver=password:{secret}",
    "unknown option": "postgresql://reader:{secret}@127.0.0.1:{port}/scratch?nosuch=1",
    "bad seconds": "postgresql://reader:{secret}@127.0.0.1:{port}/scratch?seconds=0",
    "bad setting": "postgresql://reader:{secret}@127.0.0.1:{port}/scratch?driver=sslmode:nosuch",
    "no certificate": "postgresql://reader:{secret}@127.0.0.1:{port}/s?driver=sslmode:verify-full",
}


@pytest.fixture
def plan_file(tmp_path):
    """A plan with a source, as a file."""
    path = tmp_path / "plan.yaml"
    path.write_text(
        "goaltree: 1\nplan: shop\nperiod: 2025\ncurrency: CNY\n"
        "sources: {till: {title: 收银系统, tables: {orders: {metric: sales, sum: v, time: day}}}}\n"
        "metrics: {sales: {kind: flow, unit: 元, direction: up, source: till}}\n"
        "goals: {sales: {target: 1200}}\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def loaded(monkeypatch):
    """The command line loads this plugin, whatever else the tests around it say."""
    monkeypatch.delenv("GOALTREE_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    monkeypatch.setenv("GOALTREE_LOAD_PLUGINS", "goaltree-sql")
    forget()
    yield
    forget()


def run(arguments):
    """The exit code of the command line, and all that it writes."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code, out.getvalue() + err.getvalue()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("where", ["argument", "environment"])
@pytest.mark.parametrize("failure", FAILURES)
def test_e06_no_failure_shows_the_password(request, plan_file, monkeypatch, caplog, failure, where):
    """In no output, file, log or traceback, however the connection fails, in no form of the password."""
    caplog.set_level(logging.DEBUG)
    inside = "${SHOP_PASSWORD}" if where == "argument" else quote(SECRET, safe="")
    port = request.getfixturevalue("server").port if "{port}/scratch" in FAILURES[failure] else 1
    url = "sql://" + FAILURES[failure].format(secret=inside, port=port)
    monkeypatch.setenv("SHOP_PASSWORD", SECRET)
    command = ["review", str(plan_file), "--as-of", "2025-06-30"]
    if where == "argument":
        command += ["--connect", f"till={url}"]
    else:
        monkeypatch.setenv("GOALTREE_CONNECT_TILL", url)
    outputs = []
    for form in ("text", "json", "csv", "markdown"):
        files = [plan_file.with_name(f"{form}-out{ending}") for ending in (".txt", ".md", ".csv", ".json")]
        more = [part for file in files for part in ("--out", str(file))]
        code, output = run([*command, "--format", form, "--lang", "zh" if form == "csv" else "en", *more])
        assert code != 0
        outputs += [output, *(file.read_text(encoding="utf-8") for file in files if file.exists())]
    assert any(outputs)
    assert "no connector is called" not in "".join(outputs)
    outputs.append(caplog.text)
    assert leaks("\n".join(outputs)) == []


@pytest.mark.usefixtures("loaded")
def test_e06_the_right_password_opens_and_stays_hidden(server, plan_file, monkeypatch):
    """With the password from the environment the question is answered, and nothing shows it."""
    server.run(
        server.scratch,
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE orders (day date, v numeric);"
        "INSERT INTO orders VALUES ('2025-01-05', 100)",
    )
    monkeypatch.setenv("SHOP_PASSWORD", server.password)
    url = f"sql://postgresql://goal%20keeper:${{SHOP_PASSWORD}}@127.0.0.1:{server.port}/scratch"
    command = ["review", str(plan_file), "--as-of", "2025-06-30", "--connect", f"till={url}"]
    _, output = run([*command, "--format", "json"])
    assert '"100"' in output or "100" in output
    assert "source-unreadable" not in output, output
    assert "source-failed" not in output, output
    assert [form for form in forms(server.password) if form in output] == []


def test_e06_values_and_errors_of_the_connector_hide_it(server):
    """Without a host too: neither the connector as a text nor its finding or exception shows the password."""
    url = f"postgresql://reader:{quote(SECRET, safe='')}@127.0.0.1:{server.port}/scratch"
    connector = SqlConnector(url=url)
    found = connector.frame(Request())
    assert isinstance(found, gt.Finding)
    shown = [repr(connector), str(connector), repr(found), found.message(), found.hint(), found.message("zh")]
    assert leaks("\n".join(shown)) == []
    assert "it does not let this user in" in found.message()
    with pytest.raises(gt.UsageError) as caught:
        SqlConnector(url=url.replace("postgresql", "nosuch"))
    assert leaks(f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}") == []


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///facts?user=reader&password={}",
        "mssql+pyodbc:///?odbc_connect=Driver%3Dx%3BPWD%3D{}",
        "postgresql://reader:{}@host/facts?sslmode=require",
        "postgresql://reader:what?{}@host/facts",
        "postgresql://host/facts?password=some@{}",
    ],
)
def test_e06_no_part_of_an_address_in_which_a_password_may_stand_is_shown(url):
    """Before `@` or behind `?`, wherever drivers take one."""
    assert leaks(repr(SqlConnector(url=url.format(quote(SECRET, safe=""))))) == []


@pytest.mark.parametrize("name", ["password", "PWD", "passphrase", "api-key", "sslkey_password", "token"])
def test_e06_a_driver_is_told_no_password(name):
    """What a driver is told is written in the open, so that whatever is named like a password is refused."""
    with pytest.raises(gt.UsageError, match="a password stands in the address"):
        SqlConnector(url="postgresql://host/facts", driver={name: SECRET})


def test_e06_a_written_password_is_refused():
    """It would be in the history of the shell and in the list of processes."""
    with pytest.raises(gt.UsageError, match="put it into a variable"):
        Host(load=["goaltree-sql"]).connect("sql://postgresql://reader:s3cret@host/facts")


def test_e06_the_code_of_an_error_is_kept(server):
    """A reader needs it to look further; the words of the server, which show data, stay away."""
    database = server.database()
    server.run(
        database,
        "CREATE TABLE t (metric text); INSERT INTO t VALUES ('c4nary');"
        "CREATE VIEW v AS SELECT metric::int AS value FROM t; CREATE ROLE shut LOGIN PASSWORD 'shut';",
    )
    found = SqlConnector(url=server.url(database), table="v").frame(Request())
    assert "22P02" in found.message()
    assert leaks(found.message() + found.hint() + repr(found)) == []
    shut = server.url(database, "shut").replace("goal%20keeper", "shut")
    found = SqlConnector(url=shut, table="t").frame(Request())
    assert "this user may not read it (42501)" in found.message()
    server.run(database, "DROP ROLE shut")


def test_members_that_act_stay_data(source):
    """A member that is SQL, a formula or markup comes back as it is, and nothing else happens."""
    members = sorted(
        {one.strip() for one in PAYLOADS if one.strip() and one.isprintable() and one.strip() != "*"}
    )
    rows = [{"day": "2025-01-01", "v": 1, "area": member} for member in members]
    told = {"sum": "v", "time": "day", "segments": {"region": "area"}}
    connector = source.connector({"facts": rows})
    found = asked(plan_of({"facts": told}), connector)
    if isinstance(found, gt.Finding):  # two payloads may be spellings of one text
        assert "one member" in found.message()
    else:
        assert sorted(found.columns["region"]) == members
    assert len(evolve(connector, table="facts").frame(Request())["v"]) == len(members)


def test_the_plugin_registers_through_its_entry_point():
    """A host loads it by name, without a finding, and makes its connector from an address."""
    host = Host(load=["goaltree-sql"])
    assert list(host.findings) == []
    connector = host.connect(
        "sql://postgresql://reader:${P}@host/facts?table=actuals&driver=sslmode:require", environ={"P": "a b"}
    )
    assert connector.inner.driver == {"sslmode": "require"}
    assert connector.inner.url == "sql://postgresql://reader:a%20b@host/facts"
    assert goaltree_sql.goaltree_api == 1


def test_the_plugin_is_imported_without_sqlalchemy():
    """Listing plugins costs no library: it is imported when a source is made."""
    script = (
        "import sys, goaltree; host = goaltree.Host(load=['goaltree-sql']); host.connectors;"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_a_failure_is_one_finding_with_the_goals_that_need_it(server):
    """E15: one source that is used by several goals fails once."""
    builder = (
        PlanBuilder()
        .segment("region", "north", "south")
        .source(
            "till",
            tables={"orders": {"metric": "m", "sum": "v", "time": "day", "segments": {"region": "area"}}},
        )
    )
    plan = (
        builder.metric("m", by=["region"], source="till")
        .goal("m", target="12亿", cuts={"region": {"north": "8亿", "south": "4亿"}})
        .plan()
    )
    found = asked(plan, SqlConnector(url=server.url(server.scratch, "wrong")))
    assert isinstance(found, gt.Finding)
    assert [one.name for one in gt.observe(plan, found).findings.errors] == ["source-unreadable"]
