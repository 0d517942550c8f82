"""The bot's side of the sheets' bench: `seed N`, `live`, and what a branch asks for: `hand`, `bring FILE`, `take`."""

import asyncio
import sys
from datetime import UTC, datetime

from bot.bench.broadcast_body import FIRST_READER, VILLAGE, form_of
from bot.bench.crowd import FIRST_ID
from bot.clock import SystemClock
from bot.foundation import find_keys, leases_of, open_database
from bot.house import House
from bot.replica import replica_name
from bot.running import make_household, stopping_on_signals
from bot.settings import Settings, read_settings
from bot.web import bind
from conversations.actor import Actor, Role
from storage.core_answers import CoreAnswers
from storage.database import Database
from storage.filling import tidy
from storage.handover import Handover
from storage.migrate import upgrade
from storage.staff import HOUSE, Staff
from storage.step import Step
from storage.unit import Unit

HEAD = FIRST_ID - 1
"""The branch head who asks."""
AT_ONCE = 1000
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference_of(number: int) -> str:
    """A well-formed reference for each number."""
    drawn = "".join(LETTERS[number // 30**place % 30] for place in range(6))
    return f"SSR-{drawn[:4]}-{drawn[4:]}"


async def seed(settings: Settings, count: int) -> None:
    """A branch with its head, and so many workers whom it has accepted."""
    await find_keys(settings)
    await upgrade(settings.database_url.get_secret_value(), kind="live")
    database = await open_database(settings, kind="live")
    now = datetime.now(UTC)
    async with database.unit() as unit:
        unit.meet(HEAD, HEAD, language="id", now=now)
        await unit.flush()
        branch_id = await Staff(unit).open_branch("Kantor Cabang Contoh", [VILLAGE[:4]], by=HOUSE, now=now)
        await Staff(unit).give_post(HEAD, Role.BRANCH_HEAD, by=HOUSE, now=now, branch_id=branch_id)
    for start in range(0, count, AT_ONCE):
        async with database.unit() as unit:
            await _write_people(unit, range(start, min(count, start + AT_ONCE)), now)
    await tidy(database)  # a database that grew in weeks knows its own size
    await database.close()


async def _write_people(unit: Unit, numbers: range, now: datetime) -> None:
    people = [FIRST_READER + number for number in numbers]
    await unit.load_contacts(people)
    for number, one in zip(numbers, people, strict=True):
        unit.meet(one, one, language="id", now=now)
        told = form_of(number, reference_of(number))
        unit.keep_registration(one, told, Step("accepted", one, now, now.date(), update_id=-number))


async def hand(database: Database) -> None:
    """Make a batch of everybody, and ask for its whole file."""
    async with database.unit() as unit:
        store = Handover(unit, await _head(unit), datetime.now(UTC))
        if (made := await store.make_batch()) is None:
            raise RuntimeError("nobody is ready to be handed over")
        await store.ask_sheet(made.id, "full")


async def bring(database: Database, file_id: str) -> None:
    """Bring the core system's answer under this name."""
    async with database.unit() as unit:
        await CoreAnswers(unit, datetime.now(UTC)).bring(await _head(unit), file_id)


async def take(database: Database) -> None:
    """Say yes to the file that was tried."""
    now = datetime.now(UTC)
    async with database.unit() as unit:
        answers = CoreAnswers(unit, now)
        if (read := await answers.find_read()) is None:
            raise RuntimeError("no file waits for a word")
        await answers.change(read.id, state="confirmed")


async def _head(unit: Unit) -> Actor:
    return (await Staff(unit).load_actors([HEAD], datetime.now(UTC)))[HEAD]


async def live(settings: Settings) -> None:
    """The house as it always is, without reminders."""
    database = await open_database(settings, kind="live")
    owner = replica_name(is_only_one=settings.sqlite_file is not None)
    household = make_household(settings, owner, is_practice=False)
    house = House(settings, database, household, SystemClock(), leases_of(database, owner))
    with stopping_on_signals() as stop, bind(settings.host, settings.port) as listening:
        await house.live(listening, stop, lambda _name: None)
    await database.close()


async def _asked(settings: Settings, words: list[str]) -> None:
    database = await open_database(settings, kind="live")
    match words:
        case ["hand"]:
            await hand(database)
        case ["bring", file_id]:
            await bring(database, file_id)
        case _:
            await take(database)
    await database.close()


def main(words: list[str]) -> None:
    """Do what the words say."""
    settings = read_settings(None)
    if words[0] == "seed":
        asyncio.run(seed(settings, int(words[1])))
    else:
        asyncio.run(live(settings) if words[0] == "live" else _asked(settings, words))


if __name__ == "__main__":
    main(sys.argv[1:])
