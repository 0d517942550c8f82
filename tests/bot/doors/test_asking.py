"""A village's own system asks which of its people are protected, and learns nothing else."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select, update

from bot.doors.asking import MOST_PEOPLE, PATH, Asking
from conversations.facts import Place
from storage.coverage import Coverage
from storage.tables import audit, registration, village_key
from storage.village_keys import MOST_IN_WINDOW, VillageKeys
from tests.bot.doors.visiting import at_the_door
from tests.bot.files_waiting import entered, person
from tests.bot.office import NEXT_VILLAGE, RATNA, VILLAGE, Office, opened_office
from tests.bot.test_export import accepted
from tests.databases import KINDS

STRANGER = "3202010101010001"


@dataclass(slots=True)
class System:
    """A village's system: all it has is the secret."""

    office: Office
    http: aiohttp.ClientSession
    secret: str = field(repr=False)

    def hash_of(self, nik: str) -> str:
        return hmac.new(self.secret.encode(), nik.encode(), hashlib.sha256).hexdigest()

    async def asks(self, *niks: str, on: str | None = None) -> list[str]:
        status, told = await self.posts({"people": [self.hash_of(nik) for nik in niks], "on": on})
        assert status == 200
        return list(told["status"])

    async def posts(self, question: object, *, shows: str | None = None) -> tuple[int, dict[str, list[str]]]:
        access = hmac.new(self.secret.encode(), b"sasar access", hashlib.sha256).hexdigest()
        headers = {"Authorization": f"Bearer {access}" if shows is None else shows}
        async with self.http.post(PATH, json=question, headers=headers) as answer:
            return answer.status, await answer.json()


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def system(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[System]:
    async with (
        opened_office(request.param, tmp_path, place) as (office, _),
        at_the_door(office, Asking) as http,
    ):
        async with office.database.unit() as unit:
            secret = await VillageKeys(unit, office.now).make(VILLAGE, by=RATNA)
        yield System(office, http, secret)


async def paid(office: Office, registration_id: str, until: date) -> None:
    async with office.database.unit() as unit:
        await Coverage(unit).record_payment(registration_id, until, "", office.now)


async def test_paid_waiting_and_strange_people_are_told_apart_by_day(system: System) -> None:
    one, _ = await accepted(system.office, 1, 2)
    await entered(system.office, 3)
    await paid(system.office, one, date(2026, 12, 31))
    people = [person(1).nik, person(2).nik, person(3).nik, STRANGER]
    assert await system.asks(*people) == ["active", "inactive", "inactive", "unknown"]
    assert await system.asks(person(1).nik, on="2026-12-31") == ["active"]
    assert await system.asks(person(1).nik, on="2027-01-01") == ["inactive"]
    assert await system.asks(person(1).nik, on="2026-10-31") == ["inactive"]


async def test_no_number_no_name_and_no_amount_is_in_the_answer(system: System) -> None:
    (one,) = await accepted(system.office, 1)
    await paid(system.office, one, date(2026, 12, 31))
    _, told = await system.posts({"people": [system.hash_of(person(1).nik)]})
    assert told == {"on": "2026-11-23", "payments_as_of": "2026-11-23", "status": ["active"]}


async def test_people_of_another_village_and_those_who_left_are_unknown(system: System) -> None:
    one, two, three = await accepted(system.office, 1, 2, 3)
    for case_id, changes in (
        (one, {"village_code": NEXT_VILLAGE}),
        (two, {"state": "withdrawn"}),
        (three, {"state": "rejected"}),
    ):
        async with system.office.database.unit() as unit:
            here = update(registration).where(registration.c.id == case_id)
            await unit.connection.execute(here.values(changes))
    assert await system.asks(*(person(number).nik for number in (1, 2, 3))) == ["unknown"] * 3


async def test_a_plain_number_and_another_village_s_hash_find_nobody(system: System) -> None:
    await accepted(system.office, 1)
    nik = person(1).nik
    strange = [hashlib.sha256(nik.encode()).hexdigest(), hmac.new(b"x", nik.encode(), "sha256").hexdigest()]
    assert (await system.posts({"people": strange}))[1]["status"] == ["unknown", "unknown"]
    assert (await system.posts({"people": [nik]}))[0] == 400


async def test_a_wrong_a_revoked_and_no_key_at_all_are_one_answer(system: System) -> None:
    question = {"people": [system.hash_of(person(1).nik)]}
    wrong = [
        await system.posts(question, shows=shown)
        for shown in ("", "Bearer " + "0" * 64, "Bearer kunci", f"Bearer {system.secret}")
    ]
    async with system.office.database.unit() as unit:
        assert await VillageKeys(unit, system.office.now).revoke(VILLAGE, by=RATNA)
        assert not await VillageKeys(unit, system.office.now).revoke(VILLAGE, by=RATNA)
    assert [*wrong, await system.posts(question)] == [(401, {"error": "key"})] * 5
    async with system.office.database.unit() as unit:
        system.secret = await VillageKeys(unit, system.office.now).make(VILLAGE, by=RATNA)
    assert await system.asks(STRANGER) == ["unknown"]


async def test_a_new_key_ends_the_old_one_and_no_secret_is_kept_in_the_open(system: System) -> None:
    async with system.office.database.unit() as unit:
        new = await VillageKeys(unit, system.office.now).make(VILLAGE, by=RATNA)
    assert (await system.posts({"people": ["0" * 64]}))[0] == 401
    async with system.office.database.reading() as unit:
        rows = await unit.fetch(select(village_key))
    assert [row["secret"] is None for row in sorted(rows, key=lambda row: str(row["id"]))] == [True, False]
    assert new not in str([dict(row) for row in rows])


async def test_questions_are_counted_by_the_minute_and_noted(system: System) -> None:
    question = {"people": ["0" * 64]}
    statuses = [(await system.posts(question))[0] for _ in range(MOST_IN_WINDOW + 2)]
    assert statuses == [200] * MOST_IN_WINDOW + [429] * 2
    system.office.now += timedelta(minutes=1)
    assert (await system.posts(question))[0] == 200
    async with system.office.database.reading() as unit:
        noted = await unit.fetch(select(audit).where(audit.c.act == "status.ask"))
    assert [row["result"] for row in sorted(noted, key=lambda row: int(row["id"]))] == [
        *["done"] * MOST_IN_WINDOW,
        *["refused"] * 2,
        "done",
    ]
    assert {row["scope"] for row in noted} == {VILLAGE}


@pytest.mark.parametrize(
    "question",
    [
        [],
        {},
        {"people": []},
        {"people": ["0" * 64] * (MOST_PEOPLE + 1)},
        {"people": ["0" * 63]},
        {"people": [1]},
        {"people": ["0" * 64], "on": "kemarin"},
        {"people": ["0" * 64], "on": 20261123},
        {"people": ["0" * 20_000]},
    ],
)
async def test_a_wrong_question_is_refused_and_the_right_one_goes_on(
    system: System, question: object
) -> None:
    assert (await system.posts(question))[0] == 400
    assert await system.asks(STRANGER) == ["unknown"]
