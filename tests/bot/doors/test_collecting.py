"""A file with whole numbers is fetched on a page: once, by who asked for it, with their PIN."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.doors.collecting import Collecting
from bot.handing_over import HandingOver, fade
from conversations.facts import Place
from storage.links import TRIES, VALID_FOR
from storage.staff import Staff
from storage.tables import audit, link, salt
from tests.bot.doors.visiting import at_the_door
from tests.bot.files_waiting import person
from tests.bot.office import DEWI, RATNA, Office, opened_office
from tests.bot.test_export import PIN, Call, accepted, batch_made, opened, sent
from tests.databases import KINDS

PUBLIC = "https://sasar.example"


@dataclass(slots=True)
class Visitor:
    """A browser at our page; the office is the bot behind it."""

    office: Office
    http: aiohttp.ClientSession

    async def looks(self, path: str) -> tuple[int, str]:
        async with self.http.get(path) as answer:
            return answer.status, await answer.text()

    async def types(self, path: str, pin: str) -> tuple[int, bytes]:
        async with self.http.post(path, data={"pin": pin}) as answer:
            return answer.status, await answer.read()


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def visitor(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Visitor]:
    async with (
        opened_office(request.param, tmp_path, place) as (office, _),
        at_the_door(office, Collecting) as http,
    ):
        yield Visitor(office, http)


async def laid(visitor: Visitor, who: int = RATNA) -> str:
    """Let somebody ask for a whole file; gives the path of the link that they get."""
    office = visitor.office
    await accepted(office, 1)
    await batch_made(office, who)
    await office.taps(who, "Excel lengkap")
    return path_in(await linked(office))


async def linked(office: Office) -> list[Call]:
    await HandingOver(office.database, office.place.regions, address=PUBLIC).work(office.now)
    return await sent(office)


def path_in(calls: list[Call]) -> str:
    assert not [file for _, _, file in calls if file]
    (address,) = re.findall(rf"{PUBLIC}(/berkas/[\w-]{{43}})'", str(calls))
    return str(address)


async def test_the_file_is_fetched_once_with_the_pin_and_its_password_comes_after_it(
    visitor: Visitor,
) -> None:
    path = await laid(visitor)
    status, page = await visitor.looks(path)
    assert (status, "PIN 6 angka" in page) == (200, True)
    assert (await visitor.looks(path))[0] == 200
    assert await sent(visitor.office) == []
    status, content = await visitor.types(path, PIN)
    assert status == 200
    calls = await sent(visitor.office)
    titles, row = opened([*calls, ("sendDocument", {}, ("sasar-0001.xlsx", content))])
    assert row[titles.index("NIK")] == person(1).nik
    assert (await visitor.looks(path))[0] == (await visitor.types(path, PIN))[0] == 404
    assert await sent(visitor.office) == []
    visitor.office.now += timedelta(minutes=10)
    assert await fade(visitor.office.database, visitor.office.now) == 1


async def test_the_link_is_worth_nothing_without_the_pin_and_ends_after_five_wrong_ones(
    visitor: Visitor,
) -> None:
    path = await laid(visitor)
    for number in range(1, TRIES + 1):
        status, page = await visitor.types(path, f"00000{number}")
        assert status == (403 if number < TRIES else 404)
        assert b"sasar-0001" not in page
    assert (await visitor.types(path, PIN))[0] == 404
    async with visitor.office.database.reading() as unit:
        assert await unit.fetch(select(link)) == []
        acts = [row["act"] for row in await unit.fetch(select(audit.c.act).order_by(audit.c.id))]
    assert acts.count("pin.wrong") == TRIES
    assert acts.count("link.lay") == 1
    visitor.office.now += timedelta(hours=1)
    await visitor.office.says(RATNA, "/ekspor")
    await visitor.office.taps(RATNA, "Kiriman 1")
    await visitor.office.taps(RATNA, "Excel lengkap")
    await visitor.office.says(RATNA, PIN)
    assert (await visitor.types(path_in(await linked(visitor.office)), PIN))[0] == 200


async def test_a_pin_that_is_locked_in_the_chat_is_locked_on_the_page(visitor: Visitor) -> None:
    path = await laid(visitor)
    visitor.office.now += timedelta(minutes=16)
    await visitor.office.says(RATNA, "/ekspor")
    await visitor.office.taps(RATNA, "Kiriman 1")
    for _ in range(5):
        await visitor.office.taps(RATNA, "Excel lengkap")
        await visitor.office.says(RATNA, "111222")
    status, page = await visitor.types(path, PIN)
    assert (status, b"dikunci" in page) == (429, True)


async def test_a_link_ends_with_its_hour_and_leaves_nothing(visitor: Visitor) -> None:
    path = await laid(visitor)
    async with visitor.office.database.reading() as unit:
        (kept,) = await unit.fetch(select(link.c.salt_id))
    visitor.office.now += VALID_FOR
    assert (await visitor.looks(path))[0] == (await visitor.types(path, PIN))[0] == 404
    assert await fade(visitor.office.database, visitor.office.now) == 1
    async with visitor.office.database.reading() as unit:
        assert await unit.fetch(select(link)) == []
        assert await unit.fetch(select(salt).where(salt.c.id == kept["salt_id"])) == []


async def test_who_lost_the_post_meanwhile_gets_nothing_behind_the_link(visitor: Visitor) -> None:
    path = await laid(visitor, DEWI)
    async with visitor.office.database.unit() as unit:
        await Staff(unit).suspend(DEWI, by=RATNA, now=visitor.office.now)
    assert (await visitor.looks(path))[0] == (await visitor.types(path, PIN))[0] == 404


async def test_a_masked_file_needs_no_page(visitor: Visitor) -> None:
    office = visitor.office
    await accepted(office, 1)
    await batch_made(office)
    await office.taps(RATNA, "Excel disamarkan")
    assert [file for _, _, file in await linked(office) if file]


async def test_the_page_runs_nothing_keeps_nothing_and_tells_its_address_to_nobody(visitor: Visitor) -> None:
    path = await laid(visitor)
    async with visitor.http.get(path) as answer:
        headers, page = answer.headers, await answer.text()
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "<script" not in page
    assert "://" not in page
    assert 'name="viewport"' in page


@pytest.mark.parametrize("path", ["/berkas/x", "/berkas/" + "a" * 43, "/berkas/" + "a" * 500])
async def test_an_unknown_link_is_said_kindly(visitor: Visitor, path: str) -> None:
    for status, page in (await visitor.looks(path), await visitor.types(path, PIN)):
        assert status == 404
        assert "/ekspor" in str(page)
    assert (await visitor.types(path, "1" * 5000))[0] in {404, 413}
