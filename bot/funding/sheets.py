"""The papers for a village's decision as one workbook: ranking, minutes, the board's list and the branch's list."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from conversations.funding.pack import Pack, Ranked, Row
from conversations.regions import Regions
from conversations.texts import Texts

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (6, 34, 26, 26, 22, 16)
MINUTES_WIDTH = 90


class PackBook:
    """Writes one pack; every cell is text or a number that was counted, never a formula."""

    def __init__(self, pack: Pack, regions: Regions, texts: Texts) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - few processes ever write one, and it takes memory

        self._pack, self._regions, self._texts = pack, regions, texts
        self._held = BytesIO()
        # Words of people that look like a formula or an address stay words.
        quiet = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._held, quiet)
        self._bold: Format = self._book.add_format({"bold": True})

    def written(self) -> bytes:
        """The file."""
        self._table("ranked", ("place", "name", "village", "reason", "proposed"), self._ranked())
        self._minutes()
        self._table("board", ("place", "name", "village", "reason"), self._board(), self._foot(3))
        self._table(
            "branch",
            ("place", "name", "village", "reference", "paid_until", "price"),
            self._branch(),
            self._foot(5),
        )
        self._book.close()
        return self._held.getvalue()

    def _ranked(self) -> Iterable[Sequence[str | int]]:
        for each in self._pack.ranked:
            proposed = self._say("yes") if each.candidate.is_proposed else ""
            yield (each.place, each.candidate.full_name, self._village(each), self._reason(each), proposed)

    def _board(self) -> Iterable[Sequence[str | int]]:
        for number, row in enumerate(self._pack.listed, 1):
            yield (number, row.ranked.masked_name, self._village(row.ranked), self._reason(row.ranked))

    def _branch(self) -> Iterable[Sequence[str | int]]:
        for number, row in enumerate(self._pack.listed, 1):
            one = row.ranked.candidate
            paid = self._texts.month(one.paid_until) if one.paid_until else ""
            yield (number, one.full_name, self._village(row.ranked), one.reference, paid, self._price(row))

    def _foot(self, column: int) -> "Callable[[Worksheet, int], None]":
        """The totals under a list: both lists have the same rows, so both have the same."""

        def write(sheet: "Worksheet", line: int) -> None:
            total = self._pack.total_rupiah
            sheet.write_string(line, 1, self._say("people"), self._bold)
            sheet.write_number(line, column, len(self._pack.listed), self._bold)
            sheet.write_string(line + 1, 1, self._say("total"), self._bold)
            if total is None:
                sheet.write_string(line + 1, column, self._say("unknown"), self._bold)
            else:
                sheet.write_number(line + 1, column, total, self._bold)
            sheet.write_string(line + 2, 1, self._say("at_most" if self._pack.is_at_most else "estimate"))

        return write

    def _table(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[str | int]],
        foot: "Callable[[Worksheet, int], None] | None" = None,
    ) -> None:
        sheet = self._book.add_worksheet(self._say(name))
        line = 0
        for place, column in enumerate(columns):
            sheet.set_column(place, place, WIDTHS[place])
            sheet.write_string(0, place, self._say(column), self._bold)
        for line, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                _write(sheet, line, place, value)
        if foot is not None:
            foot(sheet, line + 2)

    def _minutes(self) -> None:
        funding, texts = self._pack.funding, self._texts
        total = self._pack.total_rupiah
        values: dict[str, str | int] = {
            "count": len(self._pack.listed),
            "name": funding.name,
            "first": texts.month(funding.first_month),
            "last": texts.month(funding.last_month),
            "total": self._say("unknown") if total is None else texts.rupiah(total),
            "number": funding.decree_number or "......................",
        }
        sheet = self._book.add_worksheet(self._say("minutes"))
        sheet.set_column(0, 0, MINUTES_WIDTH)
        parts = ("title", "when", "who", "present", "matter", "months", "cost", "decree", "signed", "note")
        for line, part in enumerate(parts):
            sheet.write_string(line * 2, 0, texts.fill(f"funding.sheet.minutes_{part}", **values))

    def _price(self, row: Row) -> str | int:
        return self._say("unknown") if row.price_rupiah is None else row.price_rupiah

    def _village(self, ranked: Ranked) -> str:
        village = self._regions.find_village(ranked.candidate.village_code)
        return village.name if village else ranked.candidate.village_code

    def _reason(self, ranked: Ranked) -> str:
        return self._texts.fill(f"funding.reason.{ranked.reason}")

    def _say(self, key: str) -> str:
        return self._texts.fill(f"funding.sheet.{key}")


def _write(sheet: "Worksheet", line: int, place: int, value: str | int) -> None:
    if isinstance(value, int):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, value)
