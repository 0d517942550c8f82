"""Who lives in the practice villages: invented people, each with a whole form, no two of them alike."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.seeds.staff import AGUS, ENDANG, OFFICER, SUKAMANAH, SUKAMANTRI, SUKARESMI
from conversations.flows.references import reference_from
from conversations.outcomes import Consent, Registration

DISTRICT = "320229"
WOMEN = ("Aminah", "Cicih", "Elis", "Ika", "Lilis", "Nining", "Rokayah", "Tati", "Yayah", "Wiwin")
MEN = ("Asep", "Dadang", "Encep", "Jajang", "Maman", "Ujang", "Yayat", "Cecep", "Odin", "Suryana")
OTHERS = ("Permana", "Hidayat", "Kurnia", "Mulyani", "Sopandi", "Rahayu")
TRADES = ("129", "129", "026", "075", "111", "159")
"""Census codes: farmers above all, then a labourer, a trader, a motorbike taxi, a builder."""


@dataclass(frozen=True, slots=True)
class SeededGroup:
    """So many people of a village, registered one a day, the last of them `days_ago`, and how far they have come.

    `ends_in` is the month up to which they are paid, counted from this one; None while nothing was paid.
    """

    village_code: str
    registrar: int
    count: int
    days_ago: int
    state: str = "accepted"
    ends_in: int | None = None
    reason: str = ""


GROUPS = (
    SeededGroup(SUKAMANAH, OFFICER, 14, 140, ends_in=4),
    SeededGroup(SUKAMANAH, AGUS, 4, 125, ends_in=-3),
    SeededGroup(SUKAMANAH, ENDANG, 9, 80, ends_in=1),
    SeededGroup(SUKAMANAH, OFFICER, 3, 60, ends_in=-1),
    SeededGroup(SUKAMANAH, OFFICER, 6, 30, ends_in=0),
    SeededGroup(SUKAMANAH, ENDANG, 3, 12),
    SeededGroup(SUKAMANAH, OFFICER, 1, 9, "rejected", reason="member_already"),
    SeededGroup(SUKAMANAH, OFFICER, 2, 8, "needs_fixing", reason="nik_unreadable"),
    SeededGroup(SUKAMANAH, AGUS, 2, 3, "submitted"),
    SeededGroup(SUKAMANTRI, OFFICER, 6, 90, ends_in=2),
    SeededGroup(SUKAMANTRI, OFFICER, 1, 7, "needs_fixing", reason="address_unclear"),
    SeededGroup(SUKAMANTRI, OFFICER, 1, 1, "submitted"),
    SeededGroup(SUKARESMI, AGUS, 5, 100, ends_in=3),
)


@dataclass(frozen=True, slots=True)
class Villager:
    """The n-th invented person, counted over all groups."""

    number: int
    group: SeededGroup

    @property
    def form(self) -> Registration:
        """Everything that the form asks."""
        place, is_woman = self.number, self.number % 2 == 1
        first = (WOMEN if is_woman else MEN)[place // 2 % 10]
        born = date(1966, 1, 1) + timedelta(days=place * 211)
        digits = f"{born.day + 40 * is_woman:02}{born:%m%y}{place:04}"
        village = self.group.village_code
        return Registration(
            reference=reference_from(f"{place * 7_368_787 + 99_991:x}"),
            full_name=f"{first} {OTHERS[place // 20 % len(OTHERS)]}",
            nik=f"{DISTRICT}{digits}",
            birth_place="Sukabumi",
            birth_date=born,
            sex="female" if is_woman else "male",
            phone=f"+62812000{60_000 + place}" if place % 3 else "",
            village_code=village,
            address=f"Kp. Cikole No. {place} RT 003 RW 005",
            occupation=TRADES[place % len(TRADES)],
            sector="transport" if TRADES[place % len(TRADES)] == "111" else "other",
            income_bracket=1,
            work_village_code=village,
            attested=True,
            consent=Consent(
                version="1", text_hash="contoh", language="id", channel="read_aloud", witness="Pak RT"
            ),
        )


def villagers() -> tuple[tuple[SeededGroup, tuple[Villager, ...]], ...]:
    """Every group with its people, those who came first in front."""
    number, found = 0, []
    for group in sorted(GROUPS, key=lambda one: -one.days_ago):
        found.append((group, tuple(Villager(number + place, group) for place in range(group.count))))
        number += group.count
    return tuple(found)
