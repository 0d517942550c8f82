"""What waits for an officer: sent-back forms one tap from their field, drafts, people about to lose protection."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.batch import Household
from bot.dispatch import Desk
from bot.mornings import say_good_morning
from conversations.actor import Pillar
from conversations.facts import Notice, Place
from storage.database import Database
from storage.staff import Staff
from storage.step import Step
from storage.tables import registration
from storage.tasks import fixes_by_officer, fixes_left_behind
from tests.bot.doorstep import BABINSA, BHABIN, BORN, OTHER_NIK, SITI, STRANGER, doorstep, registers
from tests.bot.phones import Clock, Phone, post_officer
from tests.databases import KINDS, fresh_database
from tests.storage.people import form

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
SUKAMANAH = "3202292003"
OFFICER, OTHER = 11, 12


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        for contact_id in (OFFICER, OTHER):
            await post_officer(opened, contact_id, Pillar.VILLAGE_NCO, [SUKAMANAH], NOON)
        yield opened


def phone_of(database: Database, place: Place, contact_id: int = OFFICER) -> Phone:
    clock = Clock(NOON)
    household = Household(place, Notice("contoh", "contoh", "contoh", "contoh"), "one")
    return Phone(Desk(database, household, clock), database, clock, contact_id)


async def register(database: Database, step: Step, number: int = 1) -> str:
    """A registration by the officer that the branch has taken one step further."""
    filled = form(number, reference=f"SSR-7K2F-Q{number}", village_code=SUKAMANAH, occupation="129")
    async with database.unit() as unit:
        await unit.load_contacts([OFFICER])
        await unit.keep(OFFICER, filled, update_id=number, now=NOON)
        await unit.flush()
        found = select(registration.c.id).where(registration.c.reference == filled.reference)
        [row] = await unit.fetch(found)
        await unit.move_case(row["id"], step)
    return filled.reference


async def state_of(database: Database, reference: str) -> str:
    async with database.reading() as unit:
        found = select(registration.c.state).where(registration.c.reference == reference)
        [row] = await unit.fetch(found)
    return str(row["state"])


async def test_what_was_sent_back_is_one_tap_from_its_field(database: Database, place: Place) -> None:
    reference = await register(database, Step("needs_fixing", 1, NOON, reason="full_name"))
    officer, other = phone_of(database, place), phone_of(database, place, OTHER)
    await officer.says("/tugas")
    assert "Perlu diperbaiki: 1" in officer.seen[-1]
    fix = officer.find_button("Perbaiki Siti M.")
    await other.says("/tugas")
    assert not other.has_button("Perbaiki")
    await other.sends_tap(fix)
    assert "Nama lengkap" not in other.seen[-1]
    await officer.sends_tap(fix)
    assert "Nama lengkap yang benar" in officer.seen[-1]
    await officer.says("S1ti")
    await officer.says("Siti Melati Sari")
    assert "sudah diperbaiki" in officer.seen[-1]
    assert await state_of(database, reference) == "submitted"
    await officer.says("/tugas")
    assert "Tidak ada yang menunggu" in officer.seen[-1]


async def test_a_reason_that_names_no_field_asks_which(database: Database, place: Place) -> None:
    await register(database, Step("needs_fixing", 1, NOON, reason="unclear"))
    officer = phone_of(database, place)
    await officer.says("/tugas")
    await officer.taps("Perbaiki Siti M.")
    assert "Bagian mana" in officer.seen[-1]


async def test_who_is_about_to_lose_protection_is_named_as_far_as_a_neighbour_needs(
    database: Database, place: Place
) -> None:
    await register(database, Step("accepted", 1, NOON, paid_until=date(2026, 10, 31)))
    await register(database, Step("accepted", 1, NOON, paid_until=date(2027, 3, 31)), 2)
    officer = phone_of(database, place)
    await officer.says("/tugas")
    assert officer.seen[-1].count("Siti M., dibayar sampai Oktober 2026") == 1
    assert "2027" not in officer.seen[-1]
    assert "Melati" not in officer.seen[-1]


async def test_a_form_that_was_left_is_taken_up_again(database: Database, place: Place) -> None:
    officer = phone_of(database, place)
    await officer.says("/daftar")
    await officer.taps("Setuju")
    await officer.says("nanti")
    await officer.says("/tugas")
    assert "Isian yang belum selesai: 1" in officer.seen[-1]
    await officer.taps("Lanjut: Pendaftaran")
    assert "NIK" in officer.seen[-1]


async def test_who_was_registered_at_the_door_is_put_right_from_the_list(
    place: Place, tmp_path: Path
) -> None:
    async with doorstep("sqlite", tmp_path, place) as door:
        officer, other = door.phone(BHABIN), door.phone(BABINSA)
        await registers(officer)
        [row] = await door.registrations()
        async with door.database.unit() as unit:
            await unit.move_case(row["id"], Step("needs_fixing", 1, NOON, reason="nik_unreadable"))
        await other.says("/tugas")
        assert "Perlu diperbaiki" not in other.seen[-1]
        await officer.says("/tugas")
        await officer.taps("Perbaiki Siti A.")
        assert "16 angka NIK" in officer.seen[-1]
        await officer.says("3202 0157 0885 000")
        await officer.says(OTHER_NIK)
        assert "Perubahan disimpan" in officer.seen[-1]
        [row] = await door.registrations()
        assert row["state"] == "submitted"
        await officer.says("/tugas")
        assert "Perlu diperbaiki" not in officer.seen[-1]


async def test_what_the_person_took_over_is_not_the_officer_s_to_put_right(
    place: Place, tmp_path: Path
) -> None:
    async with doorstep("sqlite", tmp_path, place) as door:
        officer, siti = door.phone(BHABIN), door.phone(SITI)
        code = await registers(officer, own_phone=True)
        await siti.says(f"/slip {code}")
        await siti.taps("Lanjut")
        await siti.taps("Setuju")
        await siti.says(BORN)
        [row] = await door.registrations()
        async with door.database.unit() as unit:
            await unit.move_case(row["id"], Step("needs_fixing", 1, NOON, reason="full_name"))
            assert await fixes_by_officer(unit, NOON) == {}
        await officer.says("/tugas")
        assert not officer.has_button("Perbaiki")
        await siti.says("/perbaiki")
        assert "Nama" in str(siti.labels)


async def test_what_somebody_left_behind_is_for_who_works_there(place: Place, tmp_path: Path) -> None:
    async with doorstep("sqlite", tmp_path, place) as door:
        gone, successor, stranger = door.phone(BHABIN), door.phone(BABINSA), door.phone(STRANGER)
        await registers(gone)
        [row] = await door.registrations()
        async with door.database.unit() as unit:
            await unit.move_case(row["id"], Step("needs_fixing", 1, NOON, reason="full_name"))
            assert await fixes_left_behind(unit, NOON) == {}
            assert await fixes_by_officer(unit, NOON) == {BHABIN: 1}
            await Staff(unit).unassign(BHABIN, [SUKAMANAH], by=1, now=NOON)
            assert await fixes_left_behind(unit, NOON) == {SUKAMANAH: 1}
            assert await fixes_by_officer(unit, NOON) == {}
        await gone.says("/tugas")
        assert not gone.has_button("Perbaiki")
        await successor.says("/tugas")
        fix = successor.find_button("Perbaiki Siti A.")
        for other in (gone, stranger):
            await other.sends_tap(fix)
            assert "Nama lengkap" not in str(other.seen)
        await successor.sends_tap(fix)
        await successor.says("S1ti")
        await successor.says("Siti Aminah Sari")
        [row] = await door.registrations()
        assert (row["state"], row["registered_by"]) == ("submitted", BHABIN)
        morning = datetime(2026, 11, 24, 0, 5, tzinfo=UTC)
        assert await say_good_morning(door.database, place.regions, morning) == 0
        async with door.database.unit() as unit:
            await unit.move_case(row["id"], Step("needs_fixing", 1, NOON, reason="full_name"))
        assert await say_good_morning(door.database, place.regions, morning) == 2
