"""A PostgreSQL server for the tests: on loopback, in a folder of its own, with a password, stopped at the end."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import field, frozen

_USERS = ("postgres", "nobody")
_SECONDS = 60


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest that is installed."""
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    fit = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return fit[-1] if fit else None


def missing() -> str:
    """What is missing for a server, in one line; empty where nothing is."""
    if programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401 - whether it is there
    except ImportError:
        return "psycopg is not installed (pip install 'goaltree-sql[postgresql]')"
    return ""


@frozen(kw_only=True)
class PostgreSQL:
    """A running server.

    Attributes:
        port: Where it listens, on 127.0.0.1.
        password: The password of its user `goal keeper`.
        folder: Where its data lies.
        user: The user of the operating system that it runs as; `None` for ours.
        process: The process.
        scratch: A database whose tables come and go.
    """

    port: int
    password: str = field(repr=False)
    folder: Path
    user: str | None
    process: subprocess.Popen[bytes] = field(repr=False)
    scratch: str = "scratch"

    @property
    def keywords(self) -> dict[str, Any]:
        """How psycopg connects as the owner of everything."""
        return {"host": "127.0.0.1", "port": self.port, "user": "goal keeper", "password": self.password}

    def url(self, database: str, password: str | None = None) -> str:
        """The address of a database, as the connector takes it."""
        from urllib.parse import quote

        secret = quote(self.password if password is None else password, safe="")
        return f"sql://postgresql://goal%20keeper:{secret}@127.0.0.1:{self.port}/{database}"

    def database(self) -> str:
        """The name of a new, empty database."""
        name = f"t{secrets.token_hex(8)}"
        self.run("postgres", f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        return name

    def run(self, database: str, statement: Any, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement as the owner; its rows, where it has any."""
        import psycopg

        with psycopg.connect(**self.keywords, dbname=database, autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description is not None else []


@contextmanager
def started() -> Iterator[PostgreSQL]:
    """A server that runs until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="goaltree-sql-"))
    home = programs()
    assert home is not None
    user = _other_user()
    password = f"canary-{secrets.token_hex(8)}/ä @'"
    (folder / "password").write_text(password + "\n", encoding="utf-8")
    if user is not None:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)
    as_user: dict[str, Any] = {"cwd": folder, "env": _plain_environment()}
    if user is not None:
        as_user |= {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    data, port = folder / "data", _free_port()
    made = subprocess.run(
        [
            home / "initdb", "--pgdata", data, "--username", "goal keeper", "--auth", "scram-sha-256",
            "--pwfile", folder / "password", "--encoding", "UTF8", "--locale", "C", "--no-sync",
        ],
        check=False, capture_output=True, text=True, **as_user,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "fsync": "off",
        "max_connections": "20",
        "shared_buffers": "16MB",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [home / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
            stdout=log, stderr=log, **as_user,
        )  # fmt: skip
    try:
        running = PostgreSQL(port=port, password=password, folder=folder, user=user, process=process)
        _wait(running, process)
        running.run("postgres", f"CREATE DATABASE {running.scratch} TEMPLATE template0")
        yield running
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(running: PostgreSQL, process: subprocess.Popen[bytes]) -> None:
    import psycopg

    end = time.monotonic() + _SECONDS
    while True:
        assert process.poll() is None, (running.folder / "log").read_text(errors="replace")
        try:
            running.run("postgres", "SELECT 1")
        except psycopg.OperationalError:
            assert time.monotonic() < end, (running.folder / "log").read_text(errors="replace")
            time.sleep(0.05)
        else:
            return


def _other_user() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    return next(user for user in _USERS if any(user == one.pw_name for one in pwd.getpwall()))


def _plain_environment() -> Mapping[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
