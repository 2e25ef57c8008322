"""Workbooks made part by part, without a library that would only make good ones."""

from __future__ import annotations

import io
import zipfile

import pytest

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


@pytest.fixture
def made():
    """A function that makes a workbook of the contents of its sheets, and of further parts by name."""

    def workbook(*sheets, **parts):
        names = range(1, len(sheets) + 1)
        listed = "".join(f'<sheet name="S{one}" sheetId="{one}" r:id="r{one}"/>' for one in names)
        links = "".join(f'<Relationship Id="r{one}" Target="worksheets/sheet{one}.xml"/>' for one in names)
        found = {
            "xl/workbook.xml": f"<workbook {MAIN} {LINK}><sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        }
        for one, sheet in zip(names, sheets, strict=True):
            if sheet is not None:
                found[f"xl/worksheets/sheet{one}.xml"] = (
                    sheet if isinstance(sheet, bytes) else f"<worksheet {MAIN}>{sheet}</worksheet>"
                )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in {**found, **parts}.items():
                file.writestr(name, data)
        return out.getvalue()

    return workbook
