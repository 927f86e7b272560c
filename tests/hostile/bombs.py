"""Workbooks made to fill the memory or to take for ever, each of a few kilobytes."""

from __future__ import annotations

import io
import zipfile

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = '<sheet name="S" sheetId="1" r:id="rId1"/>'
_ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Surname</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Request received</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>NAME</t></is></c>'
    '<c r="B2" t="inlineStr"><is><t>20/07/2026</t></is></c></row>'
)
_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
_ENTITIES = {
    "a billion laughs": (f'<!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}]>', "&a9;"),
    "a quadratic blow-up": (f'<!DOCTYPE x [<!ENTITY a "{"x" * 60_000}">]>', "&a;" * 20_000),
    "a file of the host": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>', "&e;"),
    "a page of the web": ('<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">', "&e;"),
    "entities of parameters": ('<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/hostname"> %e;]>', "&e;"),
}


def workbook(
    rows: str = _ROWS, *, before: str = "", texts: str = "", styles: str = "", sheets: str = _SHEET
) -> bytes:
    """A workbook of one part of rows; `before` is what stands before its XML, `sheets` who uses it."""
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
    kinds["styles"] = "styles"
    parts = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    uses = {"worksheet": "worksheets/sheet1", "sharedStrings": "sharedStrings", "styles": "styles"}
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, (kind, target) in enumerate(uses.items(), 1)
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{parts}</Types>',
            "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f"{before}<worksheet {_MAIN}><sheetData>{rows}</sheetData>"
            "</worksheet>",
            "xl/sharedStrings.xml": f"<sst {_MAIN}>{texts}</sst>",
            "xl/styles.xml": f"<styleSheet {_MAIN}><cellXfs>{styles}</cellXfs></styleSheet>",
        }.items():
            archive.writestr(name, xml)
    return content.getvalue()


def bombs() -> dict[str, tuple[bytes, str]]:
    """By what is wrong with it: a workbook, and words of the sentence that refuses it."""
    entities = {
        what: (workbook(_ROWS.replace("NAME", name), before=before), "is damaged")
        for what, (before, name) in _ENTITIES.items()
    }
    far = '<row r="999999999999"><c r="A999999999999"/></row>'
    wide = "".join(f'<row r="{number}"><c r="XFD{number}"/></row>' for number in range(3, 150))
    again = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 200))
    return entities | {
        "a row beyond the end": (workbook(_ROWS + far), "goes on beyond line 1,048,576"),
        "millions of columns": (workbook(_ROWS + wide), "has over 2,000,000 cells"),
        "ten million rows": (workbook(_ROWS + "<row/>" * 10_000_001), "over 10,000,000 marks"),
        "a million texts": (workbook(texts="<si><t/></si>" * 1_000_001), "over 3,000,000 marks"),
        "half a million styles": (workbook(styles="<xf/>" * 500_001), "over 500,000 marks"),
        "one sheet two hundred times": (workbook(sheets=again), "read again and again"),
        "a name as long as a book": (
            workbook(_ROWS.replace("NAME", "x" * 1_000_000)),
            "Line 2 of .* a cell of over",
        ),
    }
