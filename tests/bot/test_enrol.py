"""An officer registers the person at the door: consent is the person's, and every step names who it is for."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.facts import Place
from storage.enrolments import Enrolments
from storage.staff import Staff
from storage.tables import resident
from tests.bot.doorstep import (
    BABINSA,
    BHABIN,
    NIK,
    OTHER_NIK,
    SITI,
    STRANGER,
    SUKAMANAH,
    Doorstep,
    answers,
    begins,
    doorstep,
    registers,
)
from tests.databases import KINDS


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as ready:
        yield ready


async def test_a_person_without_a_phone_is_registered_and_gets_a_slip(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    code = await registers(officer)
    [kept] = await door.registrations()
    assert (kept["registered_by"], kept["contact_id"], kept["is_own"]) == (BHABIN, None, False)
    assert "consent_unconfirmed" in kept["flags"]
    [slip] = await door.slips()
    assert (slip["number"], slip["used_by"], slip["registration_id"]) == (1, BHABIN, kept["id"])
    assert len(code) == 9
    slip_lines = officer.seen[-1].split("<pre>")[1].split("</pre>")[0].split("\n")
    assert max(map(len, slip_lines)) <= 32


async def test_every_question_says_whom_it_is_for(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await begins(officer)
    for word in (NIK, "Sama", "Siti Aminah", "Cianjur"):
        assert "untuk:" in officer.seen[-1]
        await officer.says(word)
    assert "untuk: <b>Ibu Siti Aminah</b>" in officer.seen[-1]


async def test_a_refusal_keeps_nothing(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says("/daftarkan")
    await officer.taps("Tidak setuju")
    assert await door.registrations() == []
    await registers(officer)
    assert len(await door.registrations()) == 1


async def test_the_next_person_starts_with_village_and_neighbourhood(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await registers(officer)
    await officer.taps("Warga berikutnya")
    await officer.taps("Setuju, ada saksi")
    await officer.says("Bu Wati")
    await officer.taps("Slip baru")
    await answers(officer, OTHER_NIK, "Umar", "Kp. Cikole")
    assert "Kp. Cikole" in officer.seen[-1]
    await officer.taps("Kirim")
    assert {one["village_code"] for one in await door.registrations()} == {SUKAMANAH}
    await officer.taps("Isian saya")
    await officer.taps("Umar")
    await officer.taps("Perbaiki")
    await officer.taps("Alamat")
    assert "untuk: <b>Umar</b>" in officer.seen[-1]
    async with door.database.reading() as unit:
        entries = await Enrolments(unit).list_entries(BHABIN, door.clock.now)
    assert {one.address for one in entries} == {"Kp. Cikole RT 003/RW 005"}


async def test_who_lost_the_village_on_the_way_keeps_nothing(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await begins(officer)
    await answers(officer)
    async with door.database.unit() as unit:
        await Staff(unit).unassign(BHABIN, [SUKAMANAH], by=1, now=door.clock.now)
    door.clock.now += timedelta(seconds=1)
    await officer.taps("Kirim")
    assert any("tidak bisa disimpan" in text for text in officer.seen)
    assert await door.registrations() == []
    other = door.phone(BABINSA)
    await registers(other)
    assert len(await door.registrations()) == 1


async def test_a_worker_or_an_officer_of_another_village_cannot_open_it(door: Doorstep) -> None:
    worker, stranger = door.phone(SITI), door.phone(STRANGER)
    await worker.says("/daftarkan")
    assert not any("Setuju" in label for label in worker.labels)
    await stranger.sends_tap(f":0:daftarkan.{SUKAMANAH}")
    await stranger.taps("Setuju, ada saksi")
    for word in (
        "Pak RT",
        "0001",
        NIK,
        "sama",
        "Siti",
        "Cianjur",
        "lewati",
        "Kp. Cikole",
        "petani",
        "1 juta",
    ):
        await stranger.says(word)
    await stranger.taps("Ya, benar")
    await stranger.taps("Kirim")
    assert SUKAMANAH not in {one["village_code"] for one in await door.registrations()}


async def test_a_duplicate_says_only_that_it_is_recorded(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    other = door.phone(BABINSA)
    await begins(other)
    await other.says(NIK)
    assert "sudah tercatat" in other.seen[-1]
    assert "Siti" not in "".join(other.seen)
    await answers(other, OTHER_NIK, "Umar")
    await other.taps("Kirim")
    assert len(await door.registrations()) == 2


async def test_own_entries_are_corrected_and_undone_with_history_and_nobody_elses(door: Doorstep) -> None:
    officer, other = door.phone(BHABIN), door.phone(BABINSA)
    await registers(officer)
    [kept] = await door.registrations()
    await other.sends_tap(f":0:isian.{kept['id']}.batal")
    assert "Siti" not in "".join(other.seen)
    await other.sends_tap(f":0:isian.{kept['id']}.yakin")
    await officer.sends_tap(f":0:isian.{kept['id']}.full_name")
    await officer.says("Siti Aminah Dahlia")
    assert "disimpan dan dicatat" in officer.seen[-1]
    assert await door.acts("entry.full_name") == await door.acts("registration.corrected") == 1
    await officer.sends_tap(f":0:isian.{kept['id']}.batal")
    await officer.taps("Ya, batalkan")
    assert [one["state"] for one in await door.registrations()] == ["withdrawn"]
    assert await door.acts("registration.withdrawn") == 1
    await registers(officer)
    assert len(await door.registrations()) == 2


async def test_a_corrected_number_that_somebody_has_is_refused_and_another_is_kept(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await registers(officer)
    await registers(officer, OTHER_NIK, "Umar")
    [first, _] = await door.registrations()
    await officer.sends_tap(f":0:isian.{first['id']}.nik")
    await officer.says(OTHER_NIK)
    assert "sudah tercatat" in officer.seen[-1]
    await officer.says("3202015708850003")
    assert "disimpan dan dicatat" in officer.seen[-1]


async def test_a_draft_resumes_after_days(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await begins(officer)
    await officer.says(NIK)
    door.clock.now += timedelta(days=5)
    await officer.says("/lanjut")
    assert "Sama dengan" in officer.seen[-1]
    await officer.taps("Sama")
    for word in ("Siti", "Cianjur", "lewati", "Kp. Cikole", "petani", "1 juta"):
        await officer.says(word)
    await officer.taps("Ya, benar")
    await officer.taps("Kirim")
    assert len(await door.registrations()) == 1


async def test_a_registration_at_a_door_is_noted_there(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says("/kunjungan")
    await officer.taps("Pintu lain")
    await officer.says("3/5")
    await officer.says("R-12")
    await officer.taps("Daftar")
    await officer.taps("Setuju, ada saksi")
    await officer.says("Pak RT")
    await officer.taps("Slip baru")
    await answers(officer, address="Kp. Cikole")
    await officer.taps("Kirim")
    [kept] = await door.registrations()
    async with door.database.reading() as unit:
        [there] = await unit.fetch(select(resident))
    assert there["registration_id"] == kept["id"]


async def test_the_date_of_the_round_is_kept_where_it_was_said(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await begins(officer)
    await answers(officer)
    await officer.taps("Ubah")
    await officer.taps("Waktu kunjungan")
    await officer.says("kemarin jam 9")
    await officer.taps("Kirim")
    await officer.taps("Warga berikutnya")
    await officer.taps("Setuju, ada saksi")
    await officer.says("Pak RT")
    await officer.taps("Slip baru")
    await answers(officer, OTHER_NIK, "Umar")
    await officer.taps("Kirim")
    [first, second] = await door.slips()
    assert first["visited_at"] == second["visited_at"]
    assert not first["is_arrival"]
    assert not second["is_arrival"]
