"""What is refused before it is unpacked, and what a file really is that is no workbook (rows A24 to A31)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest

from goaltree.workbook.archive import Archive
from goaltree.workbook.fault import Broken
from goaltree.workbook.limits import Limits
from goaltree.workbook.tab import read_sheets

SHEET = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ONE = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def refused(data, limits=None):
    """Why a workbook is refused as a whole: nothing of it was unpacked by then."""
    with pytest.raises(Broken) as caught:
        Archive(data, limits or Limits())
    return caught.value


def sheet_of(data):
    """The only sheet of a workbook."""
    [(_, sheet)] = read_sheets(Archive(data))
    if isinstance(sheet, Broken):
        raise sheet
    return sheet


def test_a24_a_part_that_unpacks_to_hundreds_of_times_its_size_is_refused(made):
    """A small file that unpacks to a large one is refused by what its directory says."""
    bomb = made(ONE, **{"xl/media/a.bin": bytes(50_000_000)})
    assert len(bomb) < 100_000
    assert refused(bomb).kind == "too large"


def test_a24_more_bytes_than_are_read_are_refused(made):
    """Random data, which do not pack, count as well."""
    data = made(ONE, **{"xl/media/a.bin": os.urandom(2**21)})
    assert refused(data, Limits(unpacked=2**21)).kind == "too large"
    assert Archive(data, Limits(unpacked=2**22)).part(SHEET)


def test_a24_more_parts_than_any_workbook_has_are_refused(made):
    """Parts are counted before a list is made of them."""
    data = made(ONE, **{f"x{number}": b"" for number in range(10_000)})
    assert refused(data).kind == "too large"


def test_a24_a_size_that_lies_is_found_out(made):
    """A part that says it is smaller than it is gives a reason, not its first bytes."""
    data = made(ONE)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        size = file.getinfo(SHEET).file_size
    lie = data.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little"))
    assert lie != data
    with pytest.raises(Broken, match="damaged"):
        sheet_of(lie)


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a25_a_document_type_is_refused_in_every_part(made, part):
    """Entities need a document type, and no part may declare one."""
    hostile = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
    with pytest.raises(Broken, match="document type"):
        sheet_of(made(ONE, **{part: hostile}))


def test_a25_links_macros_and_objects_are_never_followed(made, tmp_path):
    """A workbook with macros, an embedded object and links out is read as if it had none."""
    (tmp_path / "secret.xml").write_text("canary", encoding="utf-8")
    links = (
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Target="file://{tmp_path}/secret.xml" TargetMode="External"/></Relationships>'
    )
    parts = {
        "xl/_rels/workbook.xml.rels": links,
        "xl/vbaProject.bin": OLE + b"canary",
        "xl/embeddings/oleObject1.bin": OLE + b"canary",
        "xl/externalLinks/externalLink1.xml": b"<!DOCTYPE x><externalLink>canary</externalLink>",
    }
    assert sheet_of(made(ONE, **parts)).rows == {1: {1: 1}}


def peak(data, path):
    """How many rows a workbook has, and the MB that reading it takes in a process of its own."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from goaltree.workbook.archive import Archive\n"
        "from goaltree.workbook.tab import read_sheets\n"
        "[(_, sheet)] = read_sheets(Archive(Path(sys.argv[1]).read_bytes()))\n"
        "most = next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]\n"
        "print(len(sheet.rows), most)\n"
    )
    path.write_bytes(data)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    rows, size = done.stdout.split()
    return int(rows), int(size) / 1024


def test_a26_a_million_formatted_rows_without_cells_take_no_memory(made, tmp_path):
    """Rows that hold nothing but a format, and a space in the last cell of all, are walked over."""
    rows = "".join(f'<row r="{number}" s="0" customFormat="1"/>' for number in range(2, 1_000_002))
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>'
    few = peak(made(ONE), tmp_path / "few.xlsx")
    many = peak(made(ONE.replace("</sheetData>", f"{rows}{far}</sheetData>")), tmp_path / "many.xlsx")
    assert (few[0], many[0]) == (1, 1)
    assert many[1] < 2 * few[1]


@pytest.mark.parametrize("cell", ["XFE1", "A1048577", "A0", "1A", "a1", "AAAA1"])
def test_a26_a_cell_outside_of_the_sheet_is_refused(made, cell):
    """An address that no sheet has is damage, not a reason to make room for it."""
    with pytest.raises(Broken, match="a cell lies outside of the sheet") as caught:
        sheet_of(made(ONE.replace("A1", cell)))
    assert caught.value.kind == "unreadable"


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
def test_a31_a_file_is_told_as_what_it_is(data, word):
    """A file that is no workbook is named as what it is, in both languages."""
    reason = refused(data).reason
    assert word in reason.en
    assert any(char > "\u2e7f" for char in reason.zh)


@pytest.mark.parametrize(
    ("part", "word"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", ".xlsb"), ("mimetype", ".ods"), ("a.txt", "zip")],
)
def test_a31_other_packages_are_told_as_what_they_are(part, word):
    """A package of another program is named."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(part, b"x")
    assert word in refused(out.getvalue()).reason.en


def test_a31_encrypted_parts_are_refused(made):
    """A zip file with a password of its own is refused."""
    data = bytearray(made(ONE))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the directory of the file, by APPNOTE 4.4.4
    assert "encrypted" in refused(bytes(data)).reason.en


def test_a_part_that_stands_twice_is_refused(made):
    """Two parts of one name could show one thing to a person and another to a program."""
    out = io.BytesIO(made(ONE))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as file:
        file.writestr(SHEET, b"<worksheet/>")
    assert "twice" in refused(out.getvalue()).reason.en


@pytest.mark.parametrize("start", range(4))
def test_any_flipped_byte_gives_sheets_or_a_reason(made, start):
    """A damaged workbook is read or refused with a reason; nothing else is raised."""
    data = made(ONE)
    for at in range(start, len(data), 4):
        flipped = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        with suppress(Broken):
            read_sheets(Archive(flipped))
