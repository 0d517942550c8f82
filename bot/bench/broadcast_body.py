"""The bot of the broadcast bench: `seed N` writes people, `begin` begins, `live` runs the house."""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.bench.crowd import FIRST_ID, nik_of
from bot.broadcasts.overseeing import Overseer
from bot.clock import SystemClock
from bot.foundation import find_keys, leases_of, open_database
from bot.house import House
from bot.memory import settle_python
from bot.replica import replica_name
from bot.running import make_household, stopping_on_signals
from bot.schedule import Sweep
from bot.settings import Settings, read_settings
from bot.web import bind
from conversations.actor import Actor, Role
from conversations.ledger import Audience, Body
from conversations.outcomes import Consent, Registration
from storage.broadcasts import Broadcasts
from storage.migrate import upgrade
from storage.unit import Unit

FIRST_READER = FIRST_ID + 10_000_000
VILLAGE = "3202292003"
AUTHOR = FIRST_ID - 1
AT_ONCE = 1000
WORDS = "Iuran bulan ini paling lambat tanggal 15.\n<b>Tanya petugas</b> kalau ada yang belum jelas."
CHIEF = Actor(AUTHOR, frozenset({Role.ADMINISTRATOR}))


async def seed(settings: Settings, count: int) -> None:
    """So many workers with a phone of their own, and a broadcast to them that waits to begin."""
    await find_keys(settings)
    await upgrade(settings.database_url.get_secret_value(), kind="live")
    database = await open_database(settings, kind="live")
    now = datetime.now(UTC)
    for start in range(0, count, AT_ONCE):
        async with database.unit() as unit:
            await _write_people(unit, range(start, min(count, start + AT_ONCE)), now)
    async with database.unit() as unit:
        await unit.load_contacts([AUTHOR])
        unit.meet(AUTHOR, AUTHOR, language="id", now=now)
        await unit.flush()
        await Broadcasts(unit, CHIEF, now).write(Audience("workers"), Body(WORDS), wants_word=True)
    await database.close()


async def _write_people(unit: Unit, numbers: range, now: datetime) -> None:
    people = [FIRST_READER + number for number in numbers]
    await unit.load_contacts(people)
    for number, one in zip(numbers, people, strict=True):
        unit.meet(one, one, language="id", now=now)
        await unit.keep(one, form_of(number), update_id=-number, now=now, today=now.date())


def form_of(number: int, reference: str = "") -> Registration:
    """Somebody who registers; each number is another one."""
    return Registration(
        reference=reference or f"B-{number:08}",
        full_name="Siti Aminah",
        nik=nik_of(number),
        birth_place="Sukabumi",
        birth_date=date(1985, 8, 17),
        sex="female",
        village_code=VILLAGE,
        address="Kp. Cikole RT 003/RW 005",
        occupation="farmer",
        sector="agriculture",
        income_bracket=1,
        work_village_code=VILLAGE,
        attested=True,
        consent=Consent(version="1", text_hash="00", language="id"),
    )


async def begin(settings: Settings) -> None:
    """Let it begin, beside the running house."""
    database = await open_database(settings, kind="live")
    async with database.unit() as unit:
        broadcasts = Broadcasts(unit, CHIEF, datetime.now(UTC))
        (one,) = await broadcasts.list_drafts()
        await broadcasts.begin(one)
    await database.close()


async def live(settings: Settings) -> None:
    """The house, whose broadcasts know no night."""
    database = await open_database(settings, kind="live")
    owner = replica_name(is_only_one=True)
    household = replace(make_household(settings, owner, is_practice=False), keeps_quiet=False)
    overseer = Overseer(database, household)
    sweeps = (Sweep("broadcasts", timedelta(seconds=2), overseer.run),)
    house = House(settings, database, household, SystemClock(), leases_of(database, owner), sweeps=sweeps)
    settle_python()
    with stopping_on_signals() as stop, bind(settings.host, settings.port) as listening:
        await house.live(listening, stop, lambda _name: None)
    await database.close()


def main(words: list[str]) -> None:
    """Do what the words say."""
    settings = read_settings(None)
    if words[0] == "seed":
        asyncio.run(seed(settings, int(words[1])))
    else:
        asyncio.run(begin(settings) if words[0] == "begin" else live(settings))


if __name__ == "__main__":
    main(sys.argv[1:])
