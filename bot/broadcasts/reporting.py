"""The delivery report as a file that a spreadsheet opens: one line a recipient."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence

from conversations.facts import Facts
from conversations.ledger import Line
from conversations.texts import Texts, load

COLUMNS = ("name", "village", "state", "reason", "settled_at", "acknowledged_at")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would take what begins so for a formula (OWASP, CSV Injection)."""


async def rows_of(lines: AsyncIterator[Line], facts: Facts) -> list[tuple[str, ...]]:
    """The head and every line as text."""
    texts = load(facts.language)
    head = tuple(texts.fill(f"broadcast.column.{column}") for column in COLUMNS)
    return [head, *[_row(line, facts, texts) async for line in lines]]


def _row(line: Line, facts: Facts, texts: Texts) -> tuple[str, ...]:
    village = facts.place.regions.find_village(line.village_code)
    moments = (line.settled_at, line.acknowledged_at)
    return (
        harmless(line.name),
        village.label if village else line.village_code,
        texts.fill(f"broadcast.became.{line.state}"),
        line.reason,
        *(f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "" for moment in moments),
    )


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet, every cell as text."""
    import xlsxwriter  # noqa: PLC0415 - an extra that not every installation has

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
        sheet.autofit()
        sheet.freeze_panes(1, 0)
    return written.getvalue()
