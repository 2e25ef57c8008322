"""What is refused before it is unpacked, and what a file really is that is no workbook (rows A24 to A32)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from contextlib import suppress

import pytest
from excel_book import altered, book, drawn

from goaltree_excel import ExcelFormat, actuals
from goaltree_excel.port import Broken
from goaltree_excel.workbook import read_workbook

SHEET = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.fixture
def plain(tmp_path):
    return book(tmp_path / "plain.xlsx", S=[["key", "target"], ["gmv", "12亿"]])


def only(path):
    """The only finding of a file that cannot be read."""
    found = [
        finding for finding in ExcelFormat().read(str(path)).findings if finding.code.startswith("EXCEL")
    ]
    assert len(found) == 1
    return found[0]


def filled(path, data):
    path.write_bytes(data)
    return path


def test_a24_a_part_that_unpacks_to_hundreds_of_times_its_size_is_refused(plain, tmp_path):
    """A small file that unpacks to a large one is refused before it is unpacked."""
    bomb = altered(plain, tmp_path / "bomb.xlsx", {SHEET: lambda data: data + b" " * 50_000_000})
    assert bomb.stat().st_size < 100_000
    begun = time.process_time()
    assert only(bomb).code == "EXCEL002"
    assert time.process_time() - begun < 1


def test_a24_more_than_200_mb_is_refused(plain, tmp_path):
    """Random data, which do not pack, count as well."""
    path = tmp_path / "large.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        info = zipfile.ZipInfo("xl/media/image.bin")
        info.compress_type = zipfile.ZIP_DEFLATED
        with made.open(info, "w") as part:
            block = os.urandom(2**16) + bytes(2**18)
            for _ in range(700):
                part.write(block)
    assert path.stat().st_size < 64 * 2**20
    assert only(path).code == "EXCEL002"


def test_a24_a_hundred_thousand_parts_are_refused(tmp_path):
    """More parts than any workbook has are refused before a list is made of them."""
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(100_000):
            made.writestr(f"x{number}", b"")
    begun = time.process_time()
    assert only(path).code == "EXCEL002"
    assert time.process_time() - begun < 1


def test_a24_a_size_that_lies_is_found_out(plain, tmp_path):
    """A part that says it is smaller than it is gives a finding, not its first bytes."""
    data = bytearray(plain.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        size = made.getinfo(SHEET).file_size
    lie = bytes(data).replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little"))
    assert lie != bytes(data)
    assert only(filled(tmp_path / "lie.xlsx", lie)).code == "EXCEL001"


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a25_a_document_type_is_refused_in_every_part(plain, tmp_path, part, encoding):
    """Entities need a document type, and no part may declare one, in any encoding."""

    def hostile(data):
        body = data.decode().partition("?>")[2]
        text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]>{body}'
        return text.encode(encoding)

    found = only(altered(plain, tmp_path / "dtd.xlsx", {part: hostile}))
    assert found.code == "EXCEL001"
    assert "document type" in found.message()


def test_a25_external_entities_links_and_macros_are_never_followed(plain, tmp_path):
    """A workbook with macros, an embedded object and links out is read as if it had none."""
    secret = filled(tmp_path / "secret.txt", b"canary")

    def linked(data):
        link = (
            f'<Relationship Id="rId99" Type="x/externalLink" Target="file://{secret}" TargetMode="External"/>'
        )
        return data.replace(b"</Relationships>", link.encode() + b"</Relationships>")

    parts = {
        "xl/_rels/workbook.xml.rels": linked,
        "xl/vbaProject.bin": OLE + b"canary",
        "xl/embeddings/oleObject1.bin": OLE + b"canary",
        "xl/externalLinks/externalLink1.xml": b"<!DOCTYPE x><externalLink>canary</externalLink>",
    }
    path = altered(plain, tmp_path / "macro.xlsx", parts)
    assert read_workbook(str(path))[0].rows == {1: {1: "key", 2: "target"}, 2: {1: "gmv", 2: "12亿"}}


def measured(path):
    """Seconds of processor time and MB that reading a workbook takes in a process of its own."""
    code = (
        "import sys, time\n"
        "from goaltree_excel.workbook import read_workbook\n"
        "begun = time.process_time()\n"
        "sheets = read_workbook(sys.argv[1])\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]\n"
        "print(len(sheets[0].rows), time.process_time() - begun, peak)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    rows, seconds, size = done.stdout.split()
    return int(rows), float(seconds), int(size) / 1024


def test_a26_a_stray_space_in_the_last_cell_costs_nothing(tmp_path):
    """One space in XFD1048576 makes no table of seventeen billion cells."""

    def draw(made, page):
        page.write_string(0, 0, "x")
        page.write_string(1_048_575, 16_383, " ")

    rows, seconds, size = measured(drawn(tmp_path / "far.xlsx", draw))
    assert (rows, size < 100) == (1, True)
    assert seconds < 1


def test_a26_a_million_formatted_rows_without_cells_cost_little(plain, tmp_path):
    """Rows that hold nothing but a format are walked over."""

    def many(data):
        head, _, rest = data.partition(b"<sheetData>")
        rows = b"".join(b'<row r="%d" s="0" customFormat="1"/>' % number for number in range(3, 1_000_003))
        body, _, tail = rest.partition(b"</sheetData>")
        return head + b"<sheetData>" + body + rows + b"</sheetData>" + tail

    rows, seconds, size = measured(altered(plain, tmp_path / "rows.xlsx", {SHEET: many}))
    assert (rows, size < 100) == (2, True)
    assert seconds < 3  # 0.8 s alone on one core; others may be at work beside


@pytest.mark.parametrize("cell", ["XFE1", "A1048577", "A0", "1A", "a1", "AAAA1"])
def test_a26_a_cell_outside_of_the_sheet_is_refused(plain, tmp_path, cell):
    """An address that no sheet has is damage, not a reason to make room for it."""
    path = altered(
        plain, tmp_path / "out.xlsx", {SHEET: lambda data: data.replace(b'r="B2"', f'r="{cell}"'.encode())}
    )
    assert only(path).code == "EXCEL001"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (OLE + bytes(600), "old .xls"),
        (OLE + bytes(60) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"metric;value\nsales;1\n", "CSV"),
        ("指标,数值\n".encode("gb18030"), "CSV"),
        (b"<html><table></table></html>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02\x03", "no workbook"),
        (b"PK\x03\x04" + bytes(30), "damaged"),
    ],
)
def test_a31_a_file_is_told_as_what_it_is(tmp_path, data, word):
    """A file that is no workbook is named as what it is, by the plan reader and by the connector alike."""
    path = filled(tmp_path / "x.xlsx", data)
    assert word in only(path).message()
    [finding] = actuals(ExcelFormat().read(str(path)), str(path)).findings
    assert word in finding.message()


@pytest.mark.parametrize(
    ("part", "word"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", ".xlsb"), ("mimetype", ".ods"), ("a.txt", "zip")],
)
def test_a31_other_packages_are_told_as_what_they_are(tmp_path, part, word):
    """A package of another program is named."""
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(part, b"x")
    assert word in only(path).message()


def test_a31_encrypted_parts_are_refused(plain, tmp_path):
    """A zip file with a password of its own is refused."""
    data = bytearray(plain.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the directory of the file, by APPNOTE 4.4.4
    assert "encrypted" in only(filled(tmp_path / "x.xlsx", bytes(data))).message()


def test_a_part_that_stands_twice_is_refused(plain, tmp_path):
    """Two parts of one name could show one thing to a person and another to a program."""
    path = filled(tmp_path / "x.xlsx", plain.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as made:
        made.writestr(SHEET, b"<worksheet/>")
    assert "twice" in only(path).message()


def test_folders_pipes_and_what_is_not_there_give_findings(tmp_path):
    """Nothing blocks, and nothing raises."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    for path in (tmp_path, tmp_path / "pipe.xlsx", tmp_path / "nowhere.xlsx"):
        assert only(path).code == "EXCEL001"


@pytest.mark.parametrize("step", [1, 7, 61])
def test_any_flipped_byte_gives_sheets_or_a_finding(plain, tmp_path, step):
    """A damaged workbook is read or refused with a reason; nothing else is raised."""
    data = plain.read_bytes()
    for at in range(step, len(data), 61):
        flipped = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        path = filled(tmp_path / "x.xlsx", flipped)
        with suppress(Broken):
            read_workbook(str(path))
