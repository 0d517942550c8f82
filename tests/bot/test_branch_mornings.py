"""What a branch hears by itself: on Monday the week, on other days only what waits, the calendar, money that ends."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.batch import Household
from bot.reminding.branches import brief_branches
from bot.reminding.faults import report_faults
from bot.reminding.rounds import remind
from bot.reminding.sweeps import reminding_sweeps
from conversations.facts import Notice, Place
from conversations.funding.payers import Funding, PayerKind
from conversations.regions import Regions
from conversations.reminding.digest import clock_began
from storage.coverage import Coverage
from storage.database import Database
from storage.payers import Payers
from storage.postponing import postpone
from storage.tables import contact, outbox, quarantine, reminder, slip
from storage.targets import Targets
from tests.bot.branch_world import (
    BRANCH,
    HEAD,
    MONDAY,
    OFFICER,
    ROOT,
    SITI,
    STAFF,
    STARTED_AT,
    TUESDAY,
    at,
    branch_of,
    letters,
    member,
    seeded,
)
from tests.databases import KINDS, fresh_database
from tests.storage.people import VILLAGE


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        yield await seeded(opened)


@pytest.fixture
def regions(place: Place) -> Regions:
    return place.regions


async def test_on_monday_the_head_reads_the_week_once(database: Database, regions: Regions) -> None:
    await member(database, 1, "submitted")
    for hour in (0, 2, 3):
        await brief_branches(database, regions, at(MONDAY, hour))
    [(key, words)] = (await letters(database, "digest")).items()
    assert key.endswith(f"{MONDAY}:{HEAD}")
    assert "151 desa" in words
    assert "1 berkas lewat 5 hari kerja" in words
    assert "1 desa tanpa kunjungan: Sukarasa" in words
    assert "Pembayaran per 23 November 2026" in words


async def test_the_week_names_what_lags(database: Database, regions: Regions) -> None:
    for number in (1, 2):
        await member(database, number, "accepted", at(MONDAY - timedelta(days=8)))
    late = await member(database, 3, "accepted")
    await member(database, 4, "rejected", at(MONDAY - timedelta(days=2)), reason="member_already")
    await member(database, 5, "rejected", at(MONDAY - timedelta(days=9)), reason="not_wanted")
    async with database.unit() as unit:
        await Coverage(unit).record_payment(late, date(2026, 8, 31), "", STARTED_AT)
        await Targets(unit, BRANCH).set(VILLAGE, 1, MONDAY, None, STARTED_AT)
    await brief_branches(database, regions, at(MONDAY))
    [words] = (await letters(database, "digest")).values()
    assert "1 orang belum bayar tiga bulan" in words
    assert "2 peserta lebih dari 7 hari belum diekspor" in words
    assert "1 ditolak: Sudah jadi peserta 1" in words
    assert "1 desa di bawah sasaran: Sukarasa" in words


async def test_what_is_done_does_not_lag(database: Database, regions: Regions) -> None:
    paid = await member(database, 1, "accepted")
    async with database.unit() as unit:
        await Coverage(unit).record_payment(paid, date(2026, 12, 31), "", STARTED_AT)
        await Targets(unit, BRANCH).set(VILLAGE, 1, MONDAY, None, STARTED_AT)
    await brief_branches(database, regions, at(MONDAY))
    [words] = (await letters(database, "digest")).values()
    for lag in ("tiga bulan", "belum diekspor", "ditolak", "di bawah sasaran"):
        assert lag not in words


async def test_beside_the_week_stands_a_picture(database: Database, regions: Regions) -> None:
    await member(database, 1, "accepted")
    await brief_branches(database, regions, at(MONDAY))
    async with database.reading() as unit:
        rows = await unit.fetch(select(outbox.c.method).where(outbox.c.key.like("picture%")))
    assert [row["method"] for row in rows] == ["sendPhoto"]


async def test_a_registrar_hears_once_a_week_of_who_has_not_confirmed(database: Database) -> None:
    case_id = await member(database, 1, "submitted")
    used = {"registration_id": case_id, "used_by": OFFICER, "used_at": at(MONDAY - timedelta(days=5))}
    blank = {"number": 1, "code_index": b"1", "issued_by": OFFICER, "issued_at": STARTED_AT, "salt_id": "-"}
    rest = {"is_arrival": False, "confirmed_how": "", "wrong_dates": 0, "village_code": VILLAGE, "id": "s"}
    async with database.unit() as unit:
        await unit.connection.execute(insert(slip), [blank | used | rest])
    for offset in range(3):
        await remind(database, at(MONDAY + timedelta(offset)))
    assert list(await letters(database, "unconfirmed")) == [f"unconfirmed:{OFFICER}:{MONDAY}"]
    async with database.unit() as unit:
        await unit.connection.execute(update(slip).values(confirmed_at=at(MONDAY)))
    await remind(database, at(MONDAY + timedelta(days=8)))
    assert len(await letters(database, "unconfirmed")) == 1


async def test_before_eight_and_without_readers_nothing_is_told_and_nothing_is_lost(
    database: Database, regions: Regions
) -> None:
    await brief_branches(database, regions, datetime(2026, 11, 23, 0, 59, tzinfo=UTC))
    async with database.unit() as unit:
        await unit.set_contact_state([HEAD], "blocked")
    assert await letters(database) == {}
    await brief_branches(database, regions, at(TUESDAY))
    assert await letters(database, "digest") == {}


async def test_a_monday_that_was_slept_through_is_told_on_tuesday(
    database: Database, regions: Regions
) -> None:
    await brief_branches(database, regions, at(TUESDAY))
    assert list(await letters(database, "digest")) == [
        key for key in await letters(database) if f"{MONDAY}:{HEAD}" in key
    ]
    await brief_branches(database, regions, at(MONDAY + timedelta(days=5)))
    assert len(await letters(database, "digest")) == 1


async def test_whoever_reads_the_week_late_is_not_told_twice_what_waits(
    database: Database, regions: Regions
) -> None:
    case_id = await member(database, 1, "accepted")
    async with database.unit() as unit:
        await Coverage(unit).say_paid(case_id, by=SITI, now=at(MONDAY))
    await brief_branches(database, regions, at(TUESDAY))
    (week,) = (await letters(database, "digest")).values()
    assert "1 orang bilang sudah bayar" in week
    assert [key.rpartition(":")[2] for key in await letters(database, "daily")] == [str(STAFF)]


async def test_on_other_days_a_branch_hears_only_what_waits(database: Database, regions: Regions) -> None:
    await brief_branches(database, regions, at(TUESDAY))
    assert await letters(database, "daily") == {}
    case_id = await member(database, 1, "accepted")
    async with database.unit() as unit:
        await Coverage(unit).say_paid(case_id, by=SITI, now=at(TUESDAY))
    await brief_branches(database, regions, at(TUESDAY + timedelta(days=1)))
    words = await letters(database, "daily")
    assert len(words) == 2
    assert all("1 orang bilang sudah bayar" in each for each in words.values())


async def test_the_end_of_the_relief_is_told_a_month_before(database: Database, regions: Regions) -> None:
    await brief_branches(database, regions, at(date(2026, 11, 30)))
    assert not [key for key in await letters(database, "calendar") if "relief_ends" in key]
    await brief_branches(database, regions, at(date(2026, 12, 1)))
    words = await letters(database, "calendar:relief_ends")
    assert len(words) == 2
    assert all("habis 31 Desember 2026" in each for each in words.values())
    await brief_branches(database, regions, at(date(2026, 12, 2)))
    assert await letters(database, "calendar:relief_ends") == words


async def test_money_that_ends_is_told_to_worker_officer_and_branch_with_the_price_after_it(
    database: Database, regions: Regions
) -> None:
    case_id = await member(database, 1, "accepted")
    money = Funding(PayerKind.VILLAGE, "Dana Desa", VILLAGE, date(2026, 10, 1), date(2026, 12, 1), 5)
    async with database.unit() as unit:
        payer_id = await Payers(unit, BRANCH, STARTED_AT).make(money)
        await Coverage(unit).record_payment(case_id, date(2026, 12, 31), payer_id or "", STARTED_AT)
    for day, stage in ((date(2026, 11, 24), 60), (date(2026, 12, 3), 30), (date(2026, 12, 24), 7)):
        async with database.unit() as unit:
            await Coverage(unit).note_import(await branch_of(database), day, at(day))
        await brief_branches(database, regions, at(day))
        await remind(database, at(day))
        told = await letters(database, f"cliff:{payer_id}:{stage}")
        assert {int(key.rsplit(":", 1)[1]) for key in told} == {HEAD, STAFF, OFFICER}
        assert all("untuk 1 orang" in words and "Rp16.800" in words for words in told.values())
    own = await letters(database, "remind")
    assert [key.rsplit(":", 1)[1] for key in own] == ["funding_ends60", "funding_ends30", "funding_ends7"]
    assert all("Dana Desa" in words and "Rp16.800" in words for words in own.values())


async def test_a_branch_that_sends_no_payments_is_told_once_a_week(
    database: Database, regions: Regions
) -> None:
    day = MONDAY + timedelta(days=15)
    for offset in range(3):
        await brief_branches(database, regions, at(day + timedelta(offset)))
    words = await letters(database, "stale")
    assert len(words) == 2
    assert all("23 November 2026" in each for each in words.values())


async def test_a_funded_village_without_a_list_and_a_silent_officer_are_named(
    database: Database, regions: Regions
) -> None:
    money = Funding(PayerKind.VILLAGE, "Dana Desa", VILLAGE, date(2027, 1, 1), date(2027, 12, 1), 5)
    async with database.unit() as unit:
        payer_id = await Payers(unit, BRANCH, STARTED_AT).make(money)
        asleep = update(contact).where(contact.c.id == OFFICER).values(seen_at=STARTED_AT)
        await unit.connection.execute(asleep)
    await brief_branches(database, regions, at(MONDAY))
    [words] = (await letters(database, "digest")).values()
    assert "1 desa berdana belum kirim daftar: Sukarasa" in words
    assert "1 petugas diam 14 hari di: Sukarasa" in words
    case_id = await member(database, 1, "accepted")
    async with database.unit() as unit:
        await Payers(unit, BRANCH, STARTED_AT).propose(payer_id or "", [case_id])
        unit.tally_event(VILLAGE, TUESDAY, "visit.met")
        await unit.connection.execute(update(contact).values(seen_at=at(TUESDAY)))
    await brief_branches(database, regions, at(MONDAY + timedelta(days=7)))
    _, words = (await letters(database, "digest")).values()
    assert "belum kirim daftar" not in words
    assert "petugas diam" not in words
    assert "tanpa kunjungan" not in words


async def test_the_one_who_keeps_the_house_hears_of_faults_and_of_nothing_else(database: Database) -> None:
    await report_faults(database, at(MONDAY))
    assert await letters(database, "faults") == {}
    row = {"id": "q", "update_id": 1, "salt_id": "-", "reference": "X", "error": "E", "at": at(TUESDAY, 1)}
    async with database.unit() as unit:
        unit.add(quarantine, contact_id=None, body=None, **row)
    for _ in range(2):
        await report_faults(database, at(TUESDAY))
    assert list(await letters(database)) == [f"faults:{TUESDAY}:{ROOT}"]


async def test_two_replicas_at_the_same_moment_tell_everything_once(
    database: Database, place: Place, regions: Regions
) -> None:
    for number in range(1, 6):
        case_id = await member(database, number, "accepted")
        async with database.unit() as unit:
            await Coverage(unit).record_payment(case_id, date(2026, 11, 30), "", STARTED_AT)
    notice = Notice("contoh", "contoh", "contoh", "contoh")
    sweeps = [each for name in "ab" for each in reminding_sweeps(database, Household(place, notice, name))]
    await asyncio.gather(*(sweep.run(at(MONDAY + timedelta(days=1))) for sweep in sweeps))
    async with database.reading() as unit:
        assert len(await unit.fetch(select(reminder))) == 5
    assert len(await letters(database, "remind")) == 5
    assert len(await letters(database, "digest")) == 1
    assert regions


async def test_what_waits_into_the_night_is_sent_in_the_morning(database: Database) -> None:
    case_id = await member(database, 1, "accepted")
    async with database.unit() as unit:
        await Coverage(unit).record_payment(case_id, date(2026, 11, 30), "", STARTED_AT)
    await remind(database, at(TUESDAY, 12))
    async with database.unit() as unit:
        assert await postpone(unit, at(TUESDAY, 12)) == 0
        assert await postpone(unit, at(TUESDAY, 14)) == 1
    async with database.unit() as unit:
        later = at(TUESDAY, 23)
        assert not await unit.claim("a", lane="bulk", limit=5, now=later, lease_until=later)
        morning = at(TUESDAY + timedelta(days=1), 0)
        [row] = await unit.claim("a", lane="bulk", limit=5, now=morning, lease_until=morning)
    assert "terlindungi" in str(row.payload["text"])


@pytest.mark.parametrize(
    ("today", "began"),
    [
        (date(2026, 11, 23), date(2026, 11, 16)),
        (date(2026, 11, 25), date(2026, 11, 18)),
        (date(2026, 11, 29), date(2026, 11, 23)),
    ],
)
def test_a_clock_of_five_days_does_not_run_on_weekends(today: date, began: date) -> None:
    assert clock_began(today) == began
