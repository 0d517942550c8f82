"""Whoever is about to lose protection is told once, by the way that reaches them, and never after a payment."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.reminding.rounds import remind
from conversations.actor import Actor, Pillar, Role
from storage.coverage import Coverage
from storage.database import Database
from storage.postponing import postpone
from storage.reminders import Reminders
from storage.staff import Staff
from storage.step import Step
from storage.tables import contact, outbox, registration, reminder
from storage.village_book import VillageBook
from tests.databases import KINDS, fresh_database
from tests.storage.people import VILLAGE, form, meet, register

ACCEPTED_AT = datetime(2026, 10, 1, 3, tzinfo=UTC)
SITI, HEAD, OFFICER = 4001, 77, 88
MARCH = date(2027, 3, 31)


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        yield opened


def noon(day: date) -> datetime:
    """Ten in the morning in western Indonesia."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


async def seed(
    database: Database, *, number: int = 1, paid_until: date | None = MARCH, is_own: bool = True
) -> str:
    """One accepted person, a branch that knows its payments, and who works there."""
    async with database.unit() as unit:
        if not await Staff(unit).list_branches():
            await meet(unit, HEAD, OFFICER)
            await unit.flush()
            branch_id = await Staff(unit).open_branch("Bandung", [VILLAGE[:4]], by=1, now=ACCEPTED_AT)
            await Staff(unit).give_post(HEAD, Role.BRANCH_HEAD, by=1, now=ACCEPTED_AT, branch_id=branch_id)
            await Staff(unit).give_post(
                OFFICER, Role.OFFICER, by=1, now=ACCEPTED_AT, pillar=Pillar.VILLAGE_NCO, branch_id=branch_id
            )
            await Staff(unit).assign(OFFICER, [VILLAGE], by=1, now=ACCEPTED_AT)
        await register(unit, SITI + number, form(number, sector="other"))
        await unit.flush()
        [row] = await unit.fetch(select(registration).where(registration.c.contact_id == SITI + number))
        await unit.move_case(row["id"], Step("accepted", HEAD, ACCEPTED_AT))
        await unit.connection.execute(
            update(registration).where(registration.c.id == row["id"]).values(is_own=is_own)
        )
        if paid_until:
            await Coverage(unit).record_payment(row["id"], paid_until, "", ACCEPTED_AT)
    return str(row["id"])


async def know_payments(database: Database, day: date) -> None:
    async with database.unit() as unit:
        branch_id = await Staff(unit).find_branch_of(VILLAGE)
        await Coverage(unit).note_import(branch_id or "", day, noon(day))


async def wake(database: Database, contact_id: int, day: date) -> None:
    async with database.unit() as unit:
        seen = update(contact).where(contact.c.id == contact_id).values(seen_at=noon(day))
        await unit.connection.execute(seen)


async def ran(database: Database, day: date, *, knows: bool = True) -> list[tuple[str, str]]:
    """Run the round of a day; (code, way) of what was given then."""
    if knows:
        await know_payments(database, day)
    await remind(database, noon(day))
    async with database.reading() as unit:
        rows = await unit.fetch(
            select(reminder).where(reminder.c.given_at == noon(day)).order_by(reminder.c.key)
        )
    return [(f"{row['code']}{row['number'] or ''}", row["way"]) for row in rows]


async def letters(database: Database) -> list[tuple[int, str]]:
    """Chat and words of everything that waits or was sent in the bulk lane."""
    later = noon(date(2030, 1, 1))
    async with database.unit() as unit:
        rows = await unit.claim("reader", lane="bulk", limit=50, now=later, lease_until=later)
    return [(row.chat_id, str(row.payload["text"])) for row in rows]


async def test_a_worker_hears_of_every_stage_once(database: Database) -> None:
    await seed(database)
    given = []
    for offset in (3, 4, 5, 11, 12, 13, 41, 42, 43, 72, 73, 74, 97, 98, 99, 103):
        given += [(offset, *each) for each in await ran(database, date(2027, 3, 20) + timedelta(offset))]
    assert given == [
        (4, "ends_soon", "own"),
        (12, "unpaid1", "own"),
        (42, "unpaid2", "own"),
        (73, "unpaid3", "own"),
        (98, "lapses_soon3", "own"),
    ]
    words = dict(enumerate(await letters(database)))
    assert "terlindungi sampai 31 Maret 2027" in words[0][1]
    assert "Rp16.800" in words[0][1]
    assert "Masih boleh dibayar sampai 30 Juni 2027" in words[4][1]


async def test_a_second_round_of_the_same_day_gives_nothing(database: Database) -> None:
    await seed(database)
    day = date(2027, 3, 24)
    assert await ran(database, day) == [("ends_soon", "own")]
    await remind(database, noon(day) + timedelta(hours=1))
    assert len(await letters(database)) == 1


async def test_nothing_is_made_in_quiet_hours_and_all_of_it_in_the_morning(database: Database) -> None:
    await seed(database)
    day = date(2027, 3, 24)
    await know_payments(database, day)
    await remind(database, datetime(2027, 3, 24, 13, tzinfo=UTC))
    assert await letters(database) == []
    assert await ran(database, day + timedelta(1)) == [("ends_soon", "own")]


async def test_a_payment_takes_back_what_was_not_sent_yet(database: Database) -> None:
    case_id = await seed(database)
    await ran(database, date(2027, 3, 24))
    async with database.unit() as unit:
        await Coverage(unit).record_payment(case_id, date(2027, 6, 30), "", noon(date(2027, 3, 24)))
    async with database.reading() as unit:
        rows = await unit.fetch(select(outbox.c.state, outbox.c.body).where(outbox.c.lane == "bulk"))
    assert [(row["state"], row["body"]) for row in rows] == [("cancelled", None)]
    assert await ran(database, date(2027, 4, 2)) == []


async def test_who_says_it_is_paid_is_left_alone_for_three_weeks(database: Database) -> None:
    case_id = await seed(database)
    async with database.unit() as unit:
        until_at = await Coverage(unit).say_paid(case_id, by=SITI, now=noon(date(2027, 3, 23)))
    assert until_at == noon(date(2027, 4, 13))
    assert await ran(database, date(2027, 3, 25)) == []
    assert await ran(database, date(2027, 4, 12)) == []
    async with database.reading() as unit:
        [row] = await unit.fetch(select(registration.c.flags))
    assert row["flags"] == ["says_paid"]
    assert await ran(database, date(2027, 4, 14)) == [("unpaid1", "own")]
    async with database.unit() as unit:
        await Coverage(unit).record_payment(case_id, date(2027, 4, 30), "", noon(date(2027, 4, 15)))
    async with database.reading() as unit:
        [row] = await unit.fetch(select(registration.c.flags))
    assert row["flags"] == []


async def test_who_has_no_chat_is_told_by_an_officer_and_by_the_branch_when_all_are_silent(
    database: Database,
) -> None:
    await seed(database)
    async with database.unit() as unit:
        await unit.set_contact_state([SITI + 1], "blocked")
    await wake(database, OFFICER, date(2027, 3, 20))
    assert await ran(database, date(2027, 3, 24)) == [("ends_soon", "officer")]
    assert await ran(database, date(2027, 4, 5)) == [("unpaid1", "branch")]
    chats = await letters(database)
    assert [chat for chat, _ in chats] == [OFFICER, HEAD]
    assert "1 warga yang perlu diingatkan" in chats[0][1]


async def test_without_fresh_payments_nobody_is_warned(database: Database) -> None:
    await seed(database)
    await know_payments(database, date(2027, 3, 1))
    assert await ran(database, date(2027, 3, 24), knows=False) == []
    assert await ran(database, date(2027, 3, 25)) == [("ends_soon", "own")]


async def test_who_wants_no_reminders_gets_none_until_they_ask_again(database: Database) -> None:
    await seed(database)
    async with database.unit() as unit:
        await Reminders(unit).want(SITI + 1, ACCEPTED_AT, is_wanted=False)
    assert await ran(database, date(2027, 3, 24)) == [("ends_soon", "nobody")]
    assert await letters(database) == []
    async with database.unit() as unit:
        await Reminders(unit).want(SITI + 1, ACCEPTED_AT, is_wanted=True)
    assert await ran(database, date(2027, 4, 2)) == [("unpaid1", "own")]


async def test_who_is_told_about_a_neighbour_and_wants_no_more_leaves_it_to_an_officer(
    database: Database,
) -> None:
    await seed(database, is_own=False)
    await wake(database, OFFICER, date(2027, 3, 23))
    async with database.unit() as unit:
        await Reminders(unit).want(SITI + 1, ACCEPTED_AT, is_wanted=False)
    assert await ran(database, date(2027, 3, 24)) == [("ends_soon", "officer")]
    assert [chat for chat, _ in await letters(database)] == [OFFICER]


async def test_an_officer_who_wants_no_more_is_not_told_and_the_branch_takes_the_task(
    database: Database,
) -> None:
    await seed(database)
    await wake(database, OFFICER, date(2027, 3, 23))
    async with database.unit() as unit:
        await unit.set_contact_state([SITI + 1], "blocked")
        await Reminders(unit).want(OFFICER, ACCEPTED_AT, is_wanted=False)
    assert await ran(database, date(2027, 3, 24)) == [("ends_soon", "branch")]
    assert [chat for chat, _ in await letters(database)] == [HEAD]


async def test_a_wish_for_quiet_takes_back_what_waits_to_be_sent(database: Database) -> None:
    await seed(database)
    await ran(database, date(2027, 3, 24))
    async with database.unit() as unit:
        await Reminders(unit).want(SITI + 1, noon(date(2027, 3, 24)), is_wanted=False)
    assert await letters(database) == []


async def test_a_withdrawal_takes_back_what_waits_and_closes_the_task(database: Database) -> None:
    for number, state in ((1, "active"), (2, "blocked")):
        case_id = await seed(database, number=number)
        await wake(database, OFFICER, date(2027, 3, 23))
        async with database.unit() as unit:
            await unit.set_contact_state([SITI + number], state)
        await ran(database, date(2027, 3, 24 + number))
        async with database.unit() as unit:
            await unit.move_case(case_id, Step("withdrawn", SITI + number, noon(date(2027, 3, 26))))
    assert [words for chat, words in await letters(database) if chat not in {OFFICER, HEAD}] == []
    async with database.reading() as unit:
        assert await unit.fetch(select(reminder).where(reminder.c.done_at.is_(None))) == []


async def test_a_household_that_wants_no_messages_gets_not_even_what_waits(database: Database) -> None:
    case_id = await seed(database)
    officer = Actor(OFFICER, frozenset({Role.OFFICER}), Pillar.VILLAGE_NCO, frozenset({VILLAGE}))
    day = date(2027, 3, 24)
    async with database.unit() as unit:
        book = VillageBook(unit, officer)
        door = await book.find_or_make(VILLAGE, "-", "R-12", today=day, now=noon(day))
        assert door is not None
        await book.settle(case_id, door.id)
    assert await ran(database, day) == [("ends_soon", "own")]
    async with database.unit() as unit:
        book = VillageBook(unit, officer)
        await book.set_wish(door.id, allows_visits=True, allows_messages=False, now=noon(day))
    assert await letters(database) == []
    assert await ran(database, date(2027, 4, 2)) == [("unpaid1", "nobody")]


@pytest.mark.parametrize(("day", "is_kept"), [(date(2027, 6, 28), True), (date(2027, 6, 30), False)])
async def test_what_a_night_makes_untrue_is_not_sent_in_the_morning(
    database: Database, day: date, *, is_kept: bool
) -> None:
    await seed(database)
    assert await ran(database, day) == [("lapses_soon3", "own")]
    async with database.unit() as unit:
        assert await postpone(unit, noon(day) + timedelta(hours=11)) == 1
    assert bool(await letters(database)) is is_kept


async def test_who_never_paid_is_asked_to_begin(database: Database) -> None:
    await seed(database, paid_until=None)
    assert await ran(database, date(2026, 10, 5)) == []
    assert await ran(database, date(2026, 10, 8)) == [("first_payment7", "own")]
    assert await ran(database, date(2026, 11, 1)) == [("first_payment30", "own")]
    [first, _] = await letters(database)
    assert "Rp8.400 sampai Desember 2026, lalu Rp16.800" in first[1]


async def test_many_are_looked_at_bite_by_bite(database: Database) -> None:
    for number in range(1, 8):
        await seed(database, number=number)
    day = date(2027, 3, 24)
    await know_payments(database, day)
    await remind(database, noon(day), at_once=2)
    assert len(await letters(database)) == 7
