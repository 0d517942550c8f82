"""What stands on the papers for a village's decision, as rows: the sheets and the printed pages show the same ones."""

from dataclasses import dataclass

from conversations.funding.pack import Pack, Ranked, Row
from conversations.regions import Regions
from conversations.regions.codes import VILLAGE
from conversations.texts import Texts

Cell = str | int
MINUTES = ("matter", "months", "cost")
BLANK = "......................"


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: columns by their text key, rows, what stands under it, and a last remark."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[str, Cell], ...] = ()
    remark: str = ""


class Listings:
    """The three lists of one pack and the words of its minutes."""

    def __init__(self, pack: Pack, regions: Regions, texts: Texts) -> None:
        self.pack, self.texts, self._regions = pack, texts, regions

    def ranked(self) -> Listing:
        """Everybody who may be proposed, in their rank and why."""
        columns = ("place", "name", "village", "reason", "proposed")
        return Listing("ranked", columns, tuple(map(self._ranked_row, self.pack.ranked)))

    def board(self) -> Listing:
        """Those on the list, as neighbours may read them: without whole names and without numbers."""
        rows = tuple(
            (number, row.ranked.masked_name, self._village(row.ranked), self._reason(row.ranked))
            for number, row in enumerate(self.pack.listed, 1)
        )
        return Listing("board", ("place", "name", "village", "reason"), rows, self._totals(), self._remark())

    def branch(self) -> Listing:
        """The same people with what the branch needs to find them; it is kept apart."""
        columns = ("place", "name", "village", "reference", "paid_until", "price")
        rows = tuple(self._branch_row(number, row) for number, row in enumerate(self.pack.listed, 1))
        return Listing("branch", columns, rows, self._totals(), self._remark())

    def minutes(self) -> tuple[str, ...]:
        """What the meeting was about, as far as we know it: a sentence each."""
        return (*(self.minuted(part) for part in MINUTES), self._remark())

    def minuted(self, part: str) -> str:
        """One part of the minutes."""
        funding, texts = self.pack.funding, self.texts
        values: dict[str, str | int] = {
            "count": texts.number(len(self.pack.listed)),
            "name": funding.name,
            "first": texts.month(funding.first_month),
            "last": texts.month(funding.last_month),
            "total": self.total(),
            "number": funding.decree_number or BLANK,
        }
        return texts.fill(f"funding.sheet.minutes_{part}", **values)

    def place(self) -> str:
        """Where the money is for: `Desa Sukamanah, Cisaat, Kabupaten Sukabumi`."""
        code = self.pack.funding.area_code
        village, area = self._regions.find_village(code), self._regions.find_area(code)
        if village is not None:
            return f"{village.kind.capitalize()} {village.name}, {village.district}, {village.regency}"
        return area.name if area else code

    @property
    def is_of_one_village(self) -> bool:
        """Whether naming the village in every row says anything."""
        return len(self.pack.funding.area_code) == VILLAGE

    def say(self, key: str) -> str:
        """A word of the papers."""
        return self.texts.fill(f"funding.sheet.{key}")

    def total(self) -> str:
        """The cost of the list in words."""
        total = self.pack.total_rupiah
        return self.say("unknown") if total is None else self.texts.rupiah(total)

    def _ranked_row(self, each: Ranked) -> tuple[Cell, ...]:
        proposed = self.say("yes") if each.candidate.is_proposed else ""
        return each.place, each.candidate.full_name, self._village(each), self._reason(each), proposed

    def _branch_row(self, number: int, row: Row) -> tuple[Cell, ...]:
        one = row.ranked.candidate
        paid = self.texts.month(one.paid_until) if one.paid_until else ""
        price = self.say("unknown") if row.price_rupiah is None else row.price_rupiah
        return number, one.full_name, self._village(row.ranked), one.reference, paid, price

    def _totals(self) -> tuple[tuple[str, Cell], ...]:
        """Both lists have the same rows, so both have the same."""
        total = self.pack.total_rupiah
        cost = self.say("unknown") if total is None else total
        return (self.say("people"), len(self.pack.listed)), (self.say("total"), cost)

    def _remark(self) -> str:
        return self.say("at_most" if self.pack.is_at_most else "estimate")

    def _village(self, ranked: Ranked) -> str:
        village = self._regions.find_village(ranked.candidate.village_code)
        return village.name if village else ranked.candidate.village_code

    def _reason(self, ranked: Ranked) -> str:
        return self.texts.fill(f"funding.reason.{ranked.reason}")
