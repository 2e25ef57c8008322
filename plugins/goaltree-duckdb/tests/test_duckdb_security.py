"""Nothing but the data that was named is read, nothing is written, and no text of people becomes SQL."""

from __future__ import annotations

import subprocess
import sys

import attrs
import duckdb
import pytest
from duckdb_source import write, written
from hypothesis import given
from hypothesis import strategies as st

import goaltree as gt
import goaltree_duckdb
from goaltree import Host, Request
from goaltree.actuals.unanswered import Source, Unanswered
from goaltree.testing import PAYLOADS, PlanBuilder
from goaltree_duckdb.connector import DuckDBConnector
from goaltree_duckdb.location import located
from goaltree_duckdb.quote import quoted
from goaltree_duckdb.session import opened

ROW = {"metric": "sales", "period": "2025-01", "value": 1}
PROBES = {
    "copy": "COPY (SELECT 1) TO '{folder}/out.csv'",
    "copy over the source": "COPY (SELECT 1) TO '{source}' (USE_TMP_FILE false)",
    "attach": "ATTACH '{folder}/other.duckdb' AS other",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "file function": "SELECT * FROM read_csv('{folder}/secret.csv')",
    "text function": "SELECT * FROM read_text('{folder}/secret.csv')",
    "replacement scan": "SELECT * FROM '{folder}/secret.csv'",
    "listing": "SELECT * FROM glob('{folder}/*')",
    "environment": "SELECT getenv('HOME')",
    "set": "SET enable_external_access = true",
    "reset": "RESET lock_configuration",
    "pragma": "PRAGMA enable_profiling",
    "export": "EXPORT DATABASE '{folder}/out'",
    "create": "CREATE TABLE mine AS SELECT 1",
    "two statements": "SELECT 1; SELECT 2",
    "secret": "CREATE SECRET s (TYPE http)",
    "memory": "ATTACH ':memory:' AS other",
}
ASKED = ("file function", "text function", "replacement scan", "listing")
"""What is a single SELECT, and reads what was not opened."""
BY_ENGINE = ("copy", "attach", "install", "load", *ASKED, "set", "reset", "pragma", "export")
"""What the locked engine refuses by itself; the rest is refused as no single SELECT."""
HARMFUL = (
    "copy",
    "attach",
    *ASKED,
    "reset",
    "pragma",
    "export",
    "create",
    "two statements",
    "secret",
    "memory",
)
"""What an engine that is not locked does, without a network."""


def session_of(tmp_path, ending):
    """A locked session over one source, beside a file that it may not read."""
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    path = written({"actuals": [ROW]}, tmp_path, ending).replace("{table}", "actuals")
    source = Source("till")
    return opened(located(path, "", source), 10, source), path


@pytest.mark.parametrize("probe", HARMFUL)
def test_e13_the_probes_do_something_where_nothing_is_closed(tmp_path, probe):
    """An open engine does what each probe asks for: what refuses them is the lock, not a slip of the pen."""
    (tmp_path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with duckdb.connect() as connection:
        connection.execute(PROBES[probe].format(folder=tmp_path, source=tmp_path / "a.csv"))


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet", ".duckdb"])
@pytest.mark.parametrize("probe", PROBES)
def test_e13_whatever_is_no_plain_select_of_the_source_is_refused(tmp_path, probe, ending):
    """Files, settings, extensions, other databases and several statements: refused, and nothing is left behind."""
    opening, path = session_of(tmp_path, ending)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    sql = PROBES[probe].format(folder=tmp_path, source=path)
    kind, words = (
        (Unanswered, "outside of what was opened")
        if probe in ASKED
        else (Unanswered, "")
        if probe == "environment"
        else (ValueError, "one SELECT is asked at a time")
    )
    with opening as session, pytest.raises(kind) as caught:
        session.rows(sql)
    told = caught.value.finding.message() if kind is Unanswered else str(caught.value)
    assert words in told
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("ending", [".csv", ".duckdb"])
@pytest.mark.parametrize("probe", BY_ENGINE)
def test_e13_the_engine_itself_is_locked(tmp_path, probe, ending):
    """Asked past the plugin's own guard, the engine refuses too, as it is closed and for no other reason."""
    opening, path = session_of(tmp_path, ending)
    with opening as session, pytest.raises(duckdb.Error, match=r"disabled|has been locked"):
        session.connection.execute(PROBES[probe].format(folder=tmp_path, source=path)).fetchall()


def test_a_database_is_opened_read_only(tmp_path):
    """No statement changes a database."""
    opening, _ = session_of(tmp_path, ".duckdb")
    with opening as session:
        for sql in ("DELETE FROM actuals", "DROP TABLE actuals", "INSERT INTO actuals SELECT * FROM actuals"):
            with pytest.raises(duckdb.Error, match="read-only"):
                session.connection.execute(sql)
        assert session.rows("SELECT count(*) FROM actuals") == [(1,)]


def test_a_view_over_other_files_stays_closed(tmp_path):
    """A database whose view reads a file elsewhere gives no answer, and no content of that file."""
    (tmp_path / "secret.csv").write_text("metric,period,value\nsales,2025-01,42\n", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "d.duckdb")) as connection:
        connection.execute(f"CREATE VIEW actuals AS SELECT * FROM read_csv('{tmp_path}/secret.csv')")
    found = DuckDBConnector(path=str(tmp_path / "d.duckdb")).frame(Request())
    assert isinstance(found, gt.Finding)
    assert found.name == "source-unreadable"
    assert "outside of what was opened" in found.message()


@pytest.mark.parametrize("table", ["../secret", "a/b", "..", ".", "*", "x[1]", "a\0b", ""])
def test_a_plans_table_name_reaches_no_other_file(tmp_path, table):
    """A table's name is one plain part of a path; nothing in it leaves the folder or matches other files."""
    (tmp_path / "in").mkdir()
    write([ROW], tmp_path / "secret.csv")
    write([ROW], tmp_path / "in" / "other.csv")
    path = str(tmp_path / "in" / "{table}.csv")
    found = DuckDBConnector(path=path, table=table).frame(Request())
    assert isinstance(found, gt.Finding)
    assert ("cannot be a part of a path" if table else "needs the name of a table") in found.message()
    assert not isinstance(DuckDBConnector(path=path, table="other").frame(Request()), gt.Finding)


@given(name=st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1))
def test_a_quoted_name_is_that_name(name):
    """The engine reads a quoted name back as it was, whatever is in it."""
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT 1 AS {quoted(name)}").description[0][0] == name


@pytest.mark.parametrize("payload", [*PAYLOADS, "a\0b", "a'b", "$w0", "?"])
def test_e12_a_filter_value_matches_itself_only(tmp_path, payload):
    """Each text as a filter gives the rows that hold exactly it."""
    texts = [*PAYLOADS, "a\0b", "a'b", "$w0", "?"]
    rows = [{"day": "2025-01-01", "v": 2**at, "state": text} for at, text in enumerate(texts)]
    told = {"metric": "m", "sum": "v", "time": "day"}
    plan = (
        PlanBuilder()
        .source("till", tables={"t": told})
        .metric("m", source="till")
        .goal("m", target="1亿")
        .plan()
    )
    request = Request.of(plan, source="till")
    table = attrs.evolve(request.tables["t"], where={"state": (payload,)})
    path = written({"t": rows}, tmp_path, ".parquet")
    found = DuckDBConnector(path=path).measure(attrs.evolve(request, tables={"t": table}))
    assert found.columns["value"] == [2 ** texts.index(payload)]


def test_e14_a_database_that_is_written_is_busy(tmp_path):
    """A lock of another process is a finding with a plain hint, without its path and number."""
    path = written({"actuals": [ROW]}, tmp_path, ".duckdb")
    script = f"import duckdb; c = duckdb.connect({path!r}); print('held', flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        found = DuckDBConnector(path=path).frame(Request())
        assert isinstance(found, gt.Finding)
        told = found.message() + found.hint() + found.message("zh") + found.hint("zh")
        assert "another program" in found.message()
        assert str(holder.pid) not in told
        assert "python" not in told.lower()
        assert str(tmp_path) not in told
    finally:
        holder.communicate("\n")
    assert DuckDBConnector(path=path).frame(Request())["value"] == [1]


def test_no_finding_shows_what_the_data_holds(tmp_path):
    """A broken row is named by its line; its cells, which may be anybody's, are not shown."""
    (tmp_path / "a.csv").write_text("metric,period,value\nsales,2025-01,1,s3cret-canary\n", encoding="utf-8")
    found = DuckDBConnector(path=str(tmp_path / "a.csv")).frame(Request())
    assert isinstance(found, gt.Finding)
    assert "line 2" in found.message()
    assert "canary" not in found.message() + found.hint() + repr(found)


def test_the_plugin_registers_through_its_entry_point():
    """A host loads it by name, without a finding, and makes its connector from an address."""
    host = Host(load=["goaltree-duckdb"])
    assert list(host.findings) == []
    connector = host.connect("duckdb://facts.duckdb?table=actuals&columns=metric:kpi,value:amount")
    assert connector.inner.columns == {"metric": "kpi", "value": "amount"}
    assert goaltree_duckdb.goaltree_api == 1


def test_the_plugin_is_imported_without_the_engine():
    """Listing plugins costs no engine: it is imported when a source is asked."""
    script = "import sys, goaltree_duckdb; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
