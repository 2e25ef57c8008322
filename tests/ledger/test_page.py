"""The page on the ledger shows what happens, and says how hashes are made."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import get_args

import goaltree as gt
from goaltree.ledger.history import Outcome
from ledger.kept import plan

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")


def test_the_program_of_the_page_runs(tmp_path, monkeypatch):
    """The program prints what the text around it promises."""
    monkeypatch.chdir(tmp_path)
    (program,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(program, {"plan": plan()})  # the page's own program
    assert said.getvalue().splitlines() == [
        "1 0",
        "1",
        "sales 2025-01 100000000 -> 90000000 since 2025-04-10 01:00:00+00:00",
        "100000000.0 90000000.0",
    ]


def test_every_count_stands_on_the_page():
    """Each outcome of a row has its line."""
    assert [name for name in get_args(Outcome) if f"| `{name}` |" not in PAGE] == []


def test_the_chain_can_be_proved_by_the_page_alone(tmp_path):
    """Somebody without goaltree proves a ledger by what the page says of hashes."""
    ledger = gt.Ledger(tmp_path / "a.ledger")
    ledger.note("reason", "春节", by="王")
    ledger.save_plan(plan(), by="张三")
    with closing(sqlite3.connect(ledger.path)) as connection:
        identity, count, last = connection.execute("SELECT id, count, hash FROM head").fetchone()
        found = sha256(b"goaltree ledger\n" + identity).digest()
        for number, kind, at, body, mark in connection.execute("SELECT * FROM record ORDER BY number"):
            found = sha256(found + f"{number}\n{kind}\n{at}\n".encode() + body).digest()
            assert found == mark
    assert (count, found) == (2, last)
