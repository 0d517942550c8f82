"""A village with its officers, a branch's far officer and two workers, for tests of registering at the door."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import RowMapping, select

from bot.batch import Household
from bot.dispatch import Desk
from conversations.actor import Pillar
from conversations.facts import Notice, Place
from storage.database import Database
from storage.tables import audit, registration, slip
from tests.bot.phones import Clock, Phone, post_officer
from tests.databases import fresh_database

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
SUKAMANAH, ELSEWHERE = "3202292003", "3202152001"
BHABIN, BABINSA, OTHER_BHABIN, STRANGER, SITI, UMAR = 11, 12, 13, 14, 21, 22
NIK, OTHER_NIK = "3202015708850001", "3202011203700002"
BORN = "17-08-1985"


@dataclass(slots=True)
class Doorstep:
    """Everything that a test needs to hand."""

    database: Database
    desk: Desk
    clock: Clock

    def phone(self, contact_id: int) -> Phone:
        return Phone(self.desk, self.database, self.clock, contact_id)

    async def registrations(self) -> Sequence[RowMapping]:
        async with self.database.reading() as unit:
            return await unit.fetch(select(registration).order_by(registration.c.submitted_at))

    async def slips(self) -> Sequence[RowMapping]:
        async with self.database.reading() as unit:
            return await unit.fetch(select(slip).where(slip.c.used_at.is_not(None)).order_by(slip.c.number))

    async def acts(self, act: str) -> int:
        async with self.database.reading() as unit:
            return len(await unit.fetch(select(audit.c.id).where(audit.c.act == act)))


@asynccontextmanager
async def doorstep(kind: str, folder: Path, place: Place) -> AsyncIterator[Doorstep]:
    household = Household(place, Notice("contoh", "contoh", "contoh", "contoh"), "one")
    async with fresh_database(kind, folder) as database:
        for contact_id, pillar, village in (
            (BHABIN, Pillar.COMMUNITY_POLICE, SUKAMANAH),
            (BABINSA, Pillar.VILLAGE_NCO, SUKAMANAH),
            (OTHER_BHABIN, Pillar.COMMUNITY_POLICE, SUKAMANAH),
            (STRANGER, Pillar.VILLAGE_NCO, ELSEWHERE),
        ):
            await post_officer(database, contact_id, pillar, [village], NOON)
        clock = Clock(NOON)
        yield Doorstep(database, Desk(database, household, clock), clock)


def code_in(texts: Sequence[str]) -> str:
    """The code on the slip, or in the words that say how to agree."""
    for text in texts:
        for mark in ("KODE: ", "/slip "):
            if mark in text:
                return text.split(mark, 1)[1][:9]
    raise LookupError("no code on the screen")


async def begins(phone: Phone, *, own_phone: bool = False) -> None:
    """As far as the question for the NIK."""
    await phone.says("/daftarkan")
    if own_phone:
        await phone.taps("Setuju, HP sendiri")
        return
    await phone.taps("Setuju, ada saksi")
    await phone.says("Pak RT")
    await phone.taps("Slip baru")


async def answers(
    phone: Phone, nik: str = NIK, name: str = "Siti Aminah", address: str = "Kp. Cikole RT 3 RW 5"
) -> None:
    """From the NIK to the review, without a phone."""
    await phone.says(nik)
    await phone.taps("Sama")
    for word in (name, "Cianjur", "lewati", address, "petani", "1 juta"):
        await phone.says(word)
    await phone.taps("Ya, benar")


async def registers(
    phone: Phone, nik: str = NIK, name: str = "Siti Aminah", *, own_phone: bool = False
) -> str:
    """The whole of it; gives the code."""
    await begins(phone, own_phone=own_phone)
    await answers(phone, nik, name)
    await phone.taps("Kirim")
    return code_in(phone.seen)


def shorthand(number: int = 1, *, consent: str = "setuju saksi Pak RT", name: str = "") -> str:
    """A whole person in one message; each number is another one."""
    person = name or f"Warga {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{'abcdefghijklmnop'[number // 26]}"
    return "\n".join(
        (
            "daftar",
            person,
            f"320201170885{number:04}",
            "Cianjur, 17-8-85",
            "petani",
            "1jt",
            "Kp. Cikole RT 3 RW 5",
            "kerja sehat",
            consent,
        )
    )
