"""Files that somebody might send to harm us, each with the code by which it is refused."""

import io
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def plain() -> bytes:
    """A workbook with nothing wrong about it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write_row(0, 0, ("NOMOR SASAR", "KPJ"))
    return made.getvalue()


def with_parts(parts: Mapping[str, bytes]) -> bytes:
    """The same with these parts instead of its own, or beside them."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def sheet(*cells: str) -> bytes:
    """A sheet with these cells, as XML, a row each."""
    rows = "".join(f"<row>{cell}</row>" for cell in cells)
    return f'<?xml version="1.0"?><worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>'.encode()


def with_cells(*cells: str) -> bytes:
    return with_parts({SHEET: sheet(*cells)})


def bomb() -> bytes:
    return with_parts({f"xl/worksheets/sheet{number}.xml": b"0" * 100_000_000 for number in (2, 3, 4)})


def quiet_bomb() -> bytes:
    """No more than is taken, but out of nothing."""
    return with_parts({SHEET: b"0" * 200_000_000})


def lying_bomb() -> bytes:
    """A part that says it is small and is not."""
    size = 50_000_000
    return with_parts({BOOK: b"0" * size}).replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def entities() -> bytes:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    book = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]><workbook {SPACE}>&a9;</workbook>'
    return with_parts({BOOK: book.encode()})


def shared_strings() -> bytes:
    """One long text, in a hundred thousand cells: three gigabytes once they are read."""
    text = f"<sst {SPACE}><si><t>{'a' * 32_000}</t></si></sst>".encode()
    rows = [f'<c r="A{number}" t="s"><v>0</v></c>' for number in range(1, 100_001)]
    return with_parts({"xl/sharedStrings.xml": text, SHEET: sheet(*rows)})


def locked() -> bytes:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(plain())).encrypt("rahasia", made)
    return made.getvalue()


def document() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
    return made.getvalue()


HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (bomb, "too_big"),
    "a bomb within the limit": (quiet_bomb, "too_big"),
    "a zip that lies": (lying_bomb, "not_a_sheet"),
    "entities that multiply": (entities, "entities"),
    "one text in a hundred thousand cells": (shared_strings, "too_big"),
    "two far corners": (
        lambda: with_cells('<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'),
        "too_big",
    ),
    "a million columns": (lambda: b";".join([b"1"] * 1_000_000), "too_many_rows"),
    "many columns": (lambda: with_cells('<c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c>'), "too_many_rows"),
    "too many columns": (lambda: ";".join(map(str, range(200))).encode(), "too_many_rows"),
    "too many rows": (lambda: b"a;b\n" * 150_001, "too_many_rows"),
    "macros": (lambda: with_parts({"xl/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    "a formula": (lambda: with_cells('<c r="A1"><f>1+1</f><v>2</v></c>'), "formulas"),
    "a formula under another name": (
        lambda: with_parts({SHEET: b'<x:worksheet xmlns:x="m"><x:f>1</x:f></x:worksheet>'}),
        "formulas",
    ),
    "two bytes a letter": (
        lambda: with_parts({SHEET: sheet('<c r="A1"><f>1</f></c>').decode().encode("utf-16")}),
        "not_a_sheet",
    ),
    "a part that is there twice": (
        lambda: with_parts({"xl/Workbook.xml": b"<a/>"}),
        "not_a_sheet",
    ),
    "a locked workbook": (locked, "locked"),
    "a letter": (document, "not_a_sheet"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not_a_sheet"),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not_a_sheet"),
    "a zip that is no workbook": (lambda: b"PK\x05\x06" + b"\0" * 18, "not_a_sheet"),
    "a workbook cut off": (lambda: plain()[:-400], "not_a_sheet"),
    "too large": (lambda: b"a;b\n" * 5_000_001, "too_big"),
    "NUL": (lambda: b"NIK;KPJ\n3202\x00;1\n", "not_a_sheet"),
    "a huge cell": (lambda: b"NIK;KPJ\n" + b"a" * 40_000 + b";1\n", "bad_cell"),
    "a cell past the limit of the reader": (lambda: b"NIK;KPJ\n" + b"a" * 140_000 + b";1\n", "not_a_sheet"),
    "a text without columns": (lambda: b"halo", "not_a_sheet"),
    "nothing": (lambda: b"", "not_a_sheet"),
}
