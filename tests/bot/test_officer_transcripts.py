"""Officers' transcripts: played through the desk over a seeded village, on a database as it is in practice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.batch import Household
from bot.dispatch import Desk
from bot.seeding import seed
from bot.seeds.doors import seed_doors
from bot.seeds.staff import ENDANG
from bot.seeds.staff import OFFICER as BUDI
from conversations.actor import Actor, Pillar, Role
from conversations.facts import Place
from conversations.texts import LANGUAGES
from conversations.transcript import NOON, NOTICE, Line, Said
from storage.database import Database
from tests.bot.phones import Clock, Phone, post_officer
from tests.databases import fresh_database
from tests.transcripts import script

FOLDER = script.FOLDER / "officers"
SUKAMANAH = "3202292003"
RAHMAT, DEWI = 11, 12
"""A Bhabinkamtibmas who plays, and a Babinsa who was there before."""
PATHS = sorted(FOLDER.glob("*/*/*.txt"))


async def village(database: Database, language: str) -> None:
    """Two officers, and doors as some weeks of visits left them."""
    pillars = {RAHMAT: Pillar.COMMUNITY_POLICE, DEWI: Pillar.VILLAGE_NCO}
    for contact_id, pillar in pillars.items():
        await post_officer(database, contact_id, pillar, [SUKAMANAH], NOON, language=language)
    reach = frozenset({SUKAMANAH})
    officers = [Actor(one, frozenset({Role.OFFICER}), pillar, reach) for one, pillar in pillars.items()]
    async with database.unit() as unit:
        before = NOON - timedelta(hours=1)
        await seed_doors(unit, officers, SUKAMANAH, today=NOON.date(), now=before)


async def lived_in(database: Database, language: str) -> None:
    """The villages of practice: some protected, some about to lapse, some sent back, as months of work leave them."""
    await seed(database, NOON)
    async with database.unit() as unit:
        await unit.load_contacts([ENDANG, BUDI])
        for one in (ENDANG, BUDI):
            unit.choose_language(one, language)


@dataclass(frozen=True, slots=True)
class World:
    """What the transcripts of a folder play in, and who plays."""

    furnish: Callable[[Database, str], Awaitable[None]]
    player: int
    group: int = 0


DOORS = World(village, RAHMAT)
WORLDS = {
    "summary": World(lived_in, ENDANG),
    "group": World(lived_in, ENDANG, -4_000_000_001),
    "villages": World(lived_in, BUDI),
}
"""A village head with one village, also in a group; an officer with two. All other folders play among doors."""


async def act(phone: Phone, said: Said) -> list[Line]:
    """The line as it came out, then what was shown."""
    await (phone.taps(said.tapped) if said.tapped else phone.says(said.words))
    return [Said(said.words, is_gone=phone.is_gone, toast=phone.notice), *phone.shown]


async def played(written: script.Script, language: str, folder: str, tmp_path: Path, place: Place) -> str:
    world = WORLDS.get(folder, DOORS)
    async with fresh_database("sqlite", tmp_path, purpose="practice") as database:
        await world.furnish(database, language)
        clock = Clock(NOON)
        bot_name = "sasar_contoh_bot" if world.group else ""
        desk = Desk(database, Household(place, NOTICE, "one", bot_name=bot_name), clock)
        phone = Phone(desk, database, clock, world.player, group=world.group, language=language)
        lines = [line for move in written.moves for line in await act(phone, move)]
    return script.printed(written, lines)


def brought_up_to_date(path: Path, now: str, request: pytest.FixtureRequest) -> str:
    """What the file says, after it was rewritten if that was asked for."""
    if request.config.getoption("--update-transcripts"):
        path.write_text(now, "utf-8")
    return path.read_text("utf-8")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(FOLDER).with_suffix("")))
async def test_an_officer_s_transcript_plays_as_written(
    path: Path, tmp_path: Path, place: Place, request: pytest.FixtureRequest
) -> None:
    written = script.read(str(path.relative_to(script.FOLDER).with_suffix("")))
    language, folder, _ = path.relative_to(FOLDER).parts
    now = await played(written, language, folder, tmp_path, place)
    assert brought_up_to_date(path, now, request) == now


def test_every_language_has_the_same_transcripts() -> None:
    names = {
        language: {path.relative_to(FOLDER / language) for path in PATHS if language in path.parts}
        for language in LANGUAGES
    }
    assert all(each == names["id"] for each in names.values())
    assert names["id"]
