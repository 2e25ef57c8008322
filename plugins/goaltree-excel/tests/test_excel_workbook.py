"""A workbook that cannot be read, or not whole, is a finding; `tests/workbook` tries the ways of being broken."""

from __future__ import annotations

import os

import pytest
from excel_book import altered, book

from goaltree_excel import ExcelFormat, actuals
from goaltree_excel.port import Broken
from goaltree_excel.workbook import FILE_BYTES, read_workbook

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def plain(tmp_path):
    return book(tmp_path / "plain.xlsx", S=[["key", "target"], ["gmv", "12亿"]])


def only(path):
    """The only finding of a file that cannot be read: the plan reader and the connector tell the same."""
    plan = ExcelFormat().read(str(path))
    [found] = [finding for finding in plan.findings if finding.code.startswith("EXCEL")]
    [other] = actuals(plan, str(path)).findings
    assert (other.code, other.message()) == (found.code, found.message())
    assert found.span.file == str(path)
    return found


def filled(path, data):
    path.write_bytes(data)
    return path


def test_a24_a_bomb_is_refused_as_too_large(plain, tmp_path):
    """A small file that unpacks to a large one is refused."""
    bomb = altered(plain, tmp_path / "bomb.xlsx", {SHEET: lambda data: data + b" " * 50_000_000})
    assert only(bomb).code == "EXCEL002"


def test_a24_a_file_of_more_bytes_than_are_read_is_refused(tmp_path):
    """A file is measured before it is read."""
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(FILE_BYTES + 1)
    found = only(path)
    assert found.code == "EXCEL002"
    assert str(FILE_BYTES) in found.message()


def test_a25_a_document_type_is_refused(plain, tmp_path):
    """One part with a document type, and the workbook is not read."""
    hostile = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
    found = only(altered(plain, tmp_path / "dtd.xlsx", {SHEET: hostile}))
    assert found.code == "EXCEL001"
    assert "document type" in found.message()


def test_a31_a_file_is_told_as_what_it_is(tmp_path):
    """A text under the name of a workbook is named as one, in the language of the reader."""
    found = only(filled(tmp_path / "x.xlsx", "指标,数值\n".encode("gb18030")))
    assert found.code == "EXCEL001"
    assert "CSV" in found.message("en")
    assert "文本文件" in found.message("zh")


def test_folders_pipes_and_what_is_not_there_give_findings(tmp_path):
    """Nothing blocks, and nothing raises."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    for path in (tmp_path, tmp_path / "pipe.xlsx", tmp_path / "nowhere.xlsx"):
        assert only(path).code == "EXCEL001"


def test_one_broken_sheet_and_the_whole_workbook_is_refused(tmp_path):
    """A plan or actuals without one of their sheets would be others."""
    path = book(tmp_path / "two.xlsx", S=[["key"]], T=[["key"]])
    broken = altered(path, tmp_path / "x.xlsx", {"xl/worksheets/sheet2.xml": b"<worksheet>"})
    assert "sheet2.xml" in only(broken).message()
    with pytest.raises(Broken, match="no XML"):
        read_workbook(str(broken))
