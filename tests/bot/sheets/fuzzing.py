"""Changes a good workbook and a good text at random, and reads each in a child of its own: `SEED COUNT`.

Prints how many ended well: read, refused with a code, or ended by the bounds. Anything else is printed and ends it.
"""

import io
import os
import random
import signal
import sys
import zipfile
from contextlib import suppress

from bot.sheets.bounds import set_bounds
from bot.sheets.columns import read_mapping
from bot.sheets.reading import find_columns, read_rows
from bot.sheets.refusing import SheetRefusedError
from bot.sheets.unpacking import unpack
from tests.bot.sheets.hostile import plain, with_cells, with_parts

BOUND = {signal.SIGABRT, signal.SIGXCPU, signal.SIGKILL}
TEXT = b"NOMOR SASAR;NIK;KPJ;LUNAS SAMPAI\nSSR-TEST-01;3202000000791901;12345678901;31-12-2026\n"
BITS = (b"<", b">", b"&", b"\x00", b"9" * 30, b'"', b"A1", b"XFD1048576", b"\xff", b";", b"=", b"-", b"e308")


def scrambled(content: bytes, dice: random.Random) -> bytes:
    """The same with a few places cut, doubled or overwritten."""
    made = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(made) + 1)
        made[place : place + dice.choice((0, 1, 4))] = dice.choice(BITS)
    return bytes(made)


def variant(dice: random.Random) -> bytes:
    """Some file that nobody meant to write."""
    book = with_cells('<c r="A1" t="inlineStr"><is><t>KPJ</t></is></c>', '<c r="A2"><v>12</v></c>')
    way = dice.randrange(3)
    if way == 0:
        return scrambled(TEXT, dice)
    if way == 1:
        return scrambled(dice.choice((book, plain())), dice)
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        name = dice.choice([one for one in packed.namelist() if one.endswith((".xml", ".rels"))])
        return with_parts({name: scrambled(packed.read(name), dice)})


def read(content: bytes) -> None:
    with suppress(SheetRefusedError, MemoryError):
        read_rows(find_columns(unpack(content), read_mapping().answer, {}))


def is_survived(content: bytes) -> bool:
    """Whether the child that read it ended as it should."""
    child = os.fork()
    if not child:
        set_bounds()
        try:
            read(content)
        except BaseException as error:  # noqa: BLE001 - told by the status
            os._exit(0 if type(error).__name__ == "PanicException" else 1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) in BOUND if os.WIFSIGNALED(status) else os.WEXITSTATUS(status) == 0


def main(seed: int, count: int) -> int:
    dice = random.Random(seed)  # noqa: S311 - no secret
    for number in range(count):
        content = variant(dice)
        if not is_survived(content):
            sys.stdout.write(f"number {number}: {content[:2000]!r}\n")
            return 1
    sys.stdout.write(f"{count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
