"""The papers for a village's decision as one workbook: ranking, minutes, the board's list and the branch's list."""

from io import BytesIO
from typing import TYPE_CHECKING

from bot.funding.listing import Cell, Listing, Listings

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (6, 34, 26, 26, 22, 16)
MINUTES_WIDTH = 90
PARTS = ("title", "when", "who", "present", "matter", "months", "cost", "decree", "signed", "note")


class PackBook:
    """Writes one pack; every cell is text or a number that was counted, never a formula."""

    def __init__(self, listings: Listings) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - few processes ever write one, and it takes memory

        self._listings = listings
        self._held = BytesIO()
        # Words of people that look like a formula or an address stay words.
        quiet = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._held, quiet)
        self._bold: Format = self._book.add_format({"bold": True})

    def written(self) -> bytes:
        """The file."""
        self._table(self._listings.ranked())
        self._minutes()
        self._table(self._listings.board())
        self._table(self._listings.branch())
        self._book.close()
        return self._held.getvalue()

    def _table(self, listing: Listing) -> None:
        sheet = self._book.add_worksheet(self._listings.say(listing.name))
        for place, column in enumerate(listing.columns):
            sheet.set_column(place, place, WIDTHS[place])
            sheet.write_string(0, place, self._listings.say(column), self._bold)
        for line, row in enumerate(listing.rows, 1):
            for place, value in enumerate(row):
                _write(sheet, line, place, value)
        self._foot(sheet, listing, len(listing.rows) + 2)

    def _foot(self, sheet: "Worksheet", listing: Listing, first_line: int) -> None:
        last = len(listing.columns) - 1
        for line, (label, value) in enumerate(listing.totals, first_line):
            sheet.write_string(line, 1, label, self._bold)
            _write(sheet, line, last, value, self._bold)
        if listing.remark:
            sheet.write_string(first_line + len(listing.totals), 1, listing.remark)

    def _minutes(self) -> None:
        sheet = self._book.add_worksheet(self._listings.say("minutes"))
        sheet.set_column(0, 0, MINUTES_WIDTH)
        for line, part in enumerate(PARTS):
            sheet.write_string(line * 2, 0, self._listings.minuted(part))


def _write(sheet: "Worksheet", line: int, place: int, value: Cell, style: "Format | None" = None) -> None:
    if isinstance(value, int):
        sheet.write_number(line, place, value, style)
    else:
        sheet.write_string(line, place, value, style)
