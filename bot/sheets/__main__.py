"""The process that `bot.sheets.apart` starts: it hears on standard input what to do, does it once, and ends."""

import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO

from bot.sheets.bounds import NICE, set_bounds
from bot.sheets.refusing import SheetRefusedError
from conversations.core_answers import FIELDS, AnswerRow, Columns


def read(asked: BinaryIO, told: BinaryIO) -> None:
    """Hear a line with the names of columns, then a file; tell its head on one line, then a line for each row."""
    from bot.sheets.reading import find_columns, is_enough, read_rows  # noqa: PLC0415 - after the bounds
    from bot.sheets.unpacking import unpack  # noqa: PLC0415

    hint = json.loads(asked.readline())
    try:
        found = find_columns(unpack(asked.read()), hint["names"], hint["chosen"])
        rows = _with_doubles(read_rows(found)) if is_enough(found.columns) else []
        columns = found.columns if rows else _pointed_out(found.columns, hint["chosen"])
    except SheetRefusedError as refused:
        _tell(told, {"refused": refused.code})
        return
    except MemoryError:
        _tell(told, {"refused": "too_big"})
        return
    except BaseException:  # noqa: BLE001 - a reader written in Rust panics beneath Exception; whatever it was, it is no sheet
        _tell(told, {"refused": "not_a_sheet"})
        return
    if not rows and len(columns) == len(FIELDS):
        _tell(told, {"refused": "no_columns"})
        return
    _tell(told, {"titles": found.titles, "columns": columns, "row_count": len(rows)})
    for row in rows:
        _tell(told, {**asdict(row), "paid_until": row.paid_until and row.paid_until.isoformat()})


def _pointed_out(known: Columns, chosen: Columns) -> Columns:
    """A column of which somebody said that it is not there is not asked for again."""
    return {**{name: title for name, title in chosen.items() if not title}, **known}


def _with_doubles(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The same rows; those of somebody who is there twice say so."""
    count = Counter(row.reference or row.nik for row in rows)
    return [
        replace(row, problems=(*row.problems, "twice"))
        if (row.reference or row.nik) and count[row.reference or row.nik] > 1
        else row
        for row in rows
    ]


def write(asked: BinaryIO, told: BinaryIO) -> None:
    """Hear a line with form, columns and password, then lines of rows, then null; tell the length, then the file."""
    from bot.sheets.columns import Column  # noqa: PLC0415 - only here
    from bot.sheets.forms import FORMS  # noqa: PLC0415
    from bot.sheets.protecting import protect  # noqa: PLC0415

    head = json.loads(asked.readline())
    folder = Path(tempfile.mkdtemp(prefix="sasar-sheet-"))
    try:
        writing = FORMS[head["form"]].open(folder / "sheet", [Column(**column) for column in head["columns"]])
        for line in asked:
            if (rows := json.loads(line)) is None:
                break
            writing.add(rows)
        else:
            return  # whoever asked is gone: nothing of it may stay
        writing.close()
        content = (folder / "sheet").read_bytes()
    finally:
        shutil.rmtree(folder)
    if head["password"]:
        content = protect(content, head["password"])
    told.write(b"%d\n" % len(content) + content)


def _tell(told: BinaryIO, said: object) -> None:
    told.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")


def main(word: str) -> None:
    """Do what the word says; a writer is polite, a reader is bound."""
    if word == "read":
        set_bounds()
        read(sys.stdin.buffer, sys.stdout.buffer)
    else:
        os.nice(NICE)
        write(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(sys.argv[1])
