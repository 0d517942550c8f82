"""Looks through the parts of a workbook, a little at a time, and packs anew only what may be opened."""

import io
import re
import zipfile
from typing import IO

from bot.sheets.refusing import SheetRefusedError

MOST_UNPACKED = 250_000_000
MOST_PARTS = 500
MOST_RATIO, RATIO_FROM = 200, 1_000_000
"""A million letters that come out of a few thousand were made to burst; rows of people shrink to a tenth or so."""
CHUNK = 2**16
LONGEST_MARK = 32
MARKS = {
    "entities": re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE),
    "formulas": re.compile(rb"<(?:[A-Za-z0-9_]{1,16}:)?f[\s/>]"),
}
"""What no table of plain cells has: definitions that grow when they are read, and cells that work something out."""
SHEETS, BOOK, MACROS = "xl/worksheets/", "xl/workbook.xml", "vbaproject"


def repacked(content: bytes) -> IO[bytes]:
    """The same parts, unpacked to no more than they claim and packed anew: sizes that lie come to nothing.

    Raises `SheetRefusedError`, and whatever `zipfile` raises.
    """
    plain = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as anew,
    ):
        parts = packed.infolist()
        _check(parts)
        for part in parts:
            with packed.open(part) as old, anew.open(part.filename, "w", force_zip64=True) as new:
                _copy(old, new, part.filename.lower())
    plain.seek(0)
    return plain


def _check(parts: list[zipfile.ZipInfo]) -> None:
    """By what the parts say of themselves, before any of them is unpacked."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetRefusedError("too_big")
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names) or BOOK not in names:
        raise SheetRefusedError("not_a_sheet")
    if any(MACROS in name for name in names):
        raise SheetRefusedError("macros")
    for part in parts:
        if part.flag_bits & 1:
            raise SheetRefusedError("locked")
        if part.file_size > max(RATIO_FROM, MOST_RATIO * part.compress_size):
            raise SheetRefusedError("too_big")


def _copy(old: IO[bytes], new: IO[bytes], name: str) -> None:
    """Copy one part, looking for what must not be in it; a mark may lie across two chunks."""
    is_text, is_sheet, tail = name.endswith((".xml", ".rels")), name.startswith(SHEETS), b""
    while chunk := old.read(CHUNK):
        seen = tail + chunk
        if is_text and not tail and b"\0" in chunk[:4]:
            # Two bytes a letter: Office writes no such parts, and marks would not be found in them.
            raise SheetRefusedError("not_a_sheet")
        for code, mark in MARKS.items():
            if (is_sheet or code != "formulas") and mark.search(seen):
                raise SheetRefusedError(code)
        new.write(chunk)
        tail = seen[-LONGEST_MARK:]
