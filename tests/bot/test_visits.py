"""Officers at the door: three taps a visit, one entry a visit, and nobody on a list of refusers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.batch import Household
from bot.dispatch import Desk
from conversations.actor import Pillar
from conversations.facts import Notice, Place
from conversations.heard import Tap
from storage.database import Database
from tests.bot.phones import Clock, Phone, post_officer
from tests.databases import KINDS, fresh_database

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
SUKAMANAH, GEGERBITUNG, ELSEWHERE = "3202292003", "3202402006", "3202152001"
BHABIN, BABINSA, HEAD, STRANGER, WORKER = 11, 12, 13, 14, 15


@dataclass(slots=True)
class Village:
    """One village with its officers, a stranger from another and a worker."""

    database: Database
    desk: Desk
    clock: Clock

    def phone(self, contact_id: int) -> Phone:
        return Phone(self.desk, self.database, self.clock, contact_id)

    async def events(self) -> dict[str, int]:
        day = NOON.date()
        async with self.database.reading() as unit:
            found = await unit.load_events([SUKAMANAH], day - timedelta(days=9), day + timedelta(days=99))
        return {event: count for (_, event), count in found.items()}


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def village(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Village]:
    household = Household(place, Notice("contoh", "contoh", "contoh", "contoh"), "one")
    async with fresh_database(request.param, tmp_path) as database:
        for contact_id, pillar in ((BHABIN, Pillar.COMMUNITY_POLICE), (BABINSA, Pillar.VILLAGE_NCO)):
            await post_officer(database, contact_id, pillar, [SUKAMANAH], NOON)
        await post_officer(database, HEAD, Pillar.VILLAGE_HEAD, [SUKAMANAH, GEGERBITUNG], NOON)
        await post_officer(database, STRANGER, Pillar.VILLAGE_NCO, [ELSEWHERE], NOON)
        clock = Clock(NOON)
        yield Village(database, Desk(database, household, clock), clock)


async def goes_to(phone: Phone, mark: str = "R-12", rt_rw: str = "3/5") -> None:
    """Open the book, and write down a house."""
    await phone.says("/kunjungan")
    if phone.has_button("Sukamanah, Cisaat"):
        await phone.taps("Sukamanah, Cisaat")
    await phone.taps("Pintu lain")
    await phone.says(rt_rw)
    await phone.says(mark)


async def test_a_visit_to_a_known_door_takes_three_taps(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    assert "RT 003/005 R-12" in officer.seen[-1]
    await officer.says("/kunjungan")
    await officer.taps("RT 003/005 R-12: belum pernah")
    await officer.taps("Bertemu")
    assert officer.seen == ["✅ Tercatat: bertemu.\nRT 003/005 R-12, 23 November 2026."]
    await officer.taps("Warga berikutnya")
    assert "Tidak ada pintu yang menunggu" in officer.seen[-1]
    assert await village.events() == {"visit.met": 1}


async def test_a_mistaken_tap_is_taken_back_and_the_right_one_counted(village: Village) -> None:
    officer, other = village.phone(BHABIN), village.phone(BABINSA)
    await goes_to(officer)
    await officer.taps("Tidak berkenan")
    undo = officer.find_button("Salah catat")
    assert len(undo.encode()) <= Tap.LIMIT
    await other.sends_tap(undo)
    assert "tidak bisa dibatalkan lagi" in other.seen[-1]
    await officer.sends_tap(undo)
    assert officer.notice == "Dibatalkan. Hasilnya apa?"
    await officer.taps("Bertemu")
    assert "Tercatat: bertemu" in officer.seen[-1]
    await officer.sends_tap(undo)
    assert "tidak bisa dibatalkan lagi" in officer.seen[-1]
    assert await village.events() == {"visit.refused": 0, "visit.met": 1}


async def test_a_second_tap_and_an_old_button_record_nothing_more(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    met, nobody = officer.find_button("Bertemu"), officer.find_button("Tidak ada orang")
    await officer.sends_tap(met)
    for old in (met, nobody):
        await officer.sends_tap(old)
        assert officer.notice == "Sudah dicatat"
        assert officer.seen == []
    assert await village.events() == {"visit.met": 1}


async def test_two_officers_and_a_head_in_one_hamlet_make_no_double_entry(village: Village) -> None:
    phones = [village.phone(contact_id) for contact_id in (BHABIN, BABINSA, HEAD)]
    await asyncio.gather(*(goes_to(phone) for phone in phones))
    there = [phone for phone in phones if phone.has_button("Bertemu")]
    waiting = [phone for phone in phones if "Petugas lain sedang ke sini, sampai pukul 12" in phone.seen[-1]]
    assert (len(there), len(waiting)) == (1, 2)
    await there[0].taps("Bertemu")
    await waiting[0].taps("Pintu lain")
    await waiting[0].says("3/5")
    await waiting[0].says("r12")
    assert "Tidak ada kunjungan sebelum 7 Desember 2026" in waiting[0].seen[-1]
    assert await village.events() == {"visit.met": 1}


async def test_a_claim_that_was_not_used_runs_out(village: Village) -> None:
    first, second = village.phone(BHABIN), village.phone(BABINSA)
    await goes_to(first)
    village.clock.now += timedelta(minutes=31)
    await second.says("/kunjungan")
    await second.taps("RT 003/005 R-12")
    await second.taps("Bertemu")
    await first.taps("Bertemu")
    assert "sudah mencatat rumah ini" in first.seen[-1]
    assert await village.events() == {"visit.met": 1}


async def test_a_refusal_is_shown_as_a_day_alone_and_has_no_consequence(village: Village) -> None:
    officer, other = village.phone(BHABIN), village.phone(BABINSA)
    await goes_to(officer)
    await officer.taps("Tidak berkenan")
    assert "Menolak tidak ada akibatnya" in officer.seen[-1]
    await goes_to(other, "R-14")
    await other.taps("Sudah peserta")
    seen = []
    for mark in ("R-12", "R-14"):
        await goes_to(village.phone(HEAD), mark)
        await other.says(f"/kunjungan {mark}")
        seen.append(other.seen[-1].replace(mark, ""))
        assert not other.has_button("Bertemu")
    assert seen[0] == seen[1]
    assert "sebelum 21 Februari 2027" in seen[0]
    assert not any(word in seen[0].casefold() for word in ("berkenan", "menolak", "peserta"))
    await other.says("/kunjungan r-12")
    await other.taps("Keluarga yang minta")
    assert other.has_button("Bertemu")


async def test_after_the_harvest_the_door_comes_back_by_itself(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    await officer.taps("Kembali lagi")
    await officer.says("sesudah panen")
    assert "bulan apa" in officer.seen[-1]
    await officer.says("5 februari")
    assert "Kembali 5 Februari 2027" in officer.seen[-1]
    await officer.says("/tugas")
    assert "Tidak ada yang menunggu" in officer.seen[-1]
    village.clock.now = datetime(2027, 2, 7, 3, tzinfo=UTC)
    other = village.phone(BABINSA)
    await other.says("/tugas")
    assert "Hari ini 0, terlambat 1" in other.seen[-1]
    await other.taps("RT 003/005 R-12: terlambat 2 hari")
    await other.taps("Bertemu")
    assert await village.events() == {"visit.come_back": 1, "visit.met": 1}


async def test_a_visit_of_yesterday_is_recorded_with_its_reason(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    await officer.taps("Bukan hari ini")
    await officer.says("10 november")
    assert "antara" in officer.seen[-1]
    await officer.says("kemarin")
    await officer.taps("Tidak ada sinyal")
    assert "Kunjungan tanggal 22 November 2026" in officer.seen[-1]
    await officer.taps("Bertemu")
    assert "22 November 2026" in officer.seen[-1]


async def test_persons_and_topics_are_optional_taps(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    await officer.taps("Bertemu")
    await officer.taps("Tambah catatan")
    await officer.taps("3")
    await officer.taps("Biaya")
    assert officer.has_button("✓ Biaya")
    await officer.taps("Selesai")
    assert "Catatan tersimpan" in officer.seen[-1]


async def test_a_wish_not_to_be_visited_is_obeyed_until_the_family_changes_it(village: Village) -> None:
    officer, other = village.phone(BHABIN), village.phone(BABINSA)
    await goes_to(officer)
    await officer.taps("Tidak berkenan")
    await officer.taps("Keinginan keluarga")
    await officer.taps("Jangan dikunjungi")
    await goes_to(other)
    assert "Keluarga minta tidak dikunjungi" in other.seen[-1]
    assert not other.has_button("Bertemu")
    await other.taps("Keluarga berubah pikiran")
    await other.taps("Boleh dua-duanya")
    await other.taps("Warga berikutnya")
    await goes_to(other)
    assert other.has_button("Bertemu")


async def test_registering_is_offered_for_this_very_door(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    _, _, tapped = officer.find_button("Daftar").rpartition(":")
    command, _, door_id = tapped.partition(".")
    assert (command, len(door_id)) == ("daftarkan", 24)


async def test_another_village_s_doors_are_not_there(village: Village) -> None:
    officer, stranger = village.phone(BHABIN), village.phone(STRANGER)
    await goes_to(officer)
    taps = [
        officer.find_button(label) for label in ("Bertemu", "Pintu lain", "Bukan hari ini", "Kembali lagi")
    ]
    await stranger.says("/kunjungan")
    for tap in (*taps, f":0:kunjungan.{SUKAMANAH}"):
        await stranger.sends_tap(tap)
        assert len(stranger.seen) == 1
        assert (
            "tidak ada di buku" in stranger.seen[0] or "sudah selesai atau terlalu lama" in stranger.seen[0]
        )
    worker = village.phone(WORKER)
    await worker.sends_tap(taps[0])
    assert "belum ada" in worker.seen[-1]
    assert await village.events() == {}
    await officer.taps("Bertemu")
    assert await village.events() == {"visit.met": 1}


async def test_an_officer_of_two_villages_chooses_and_stays_there(village: Village) -> None:
    head = village.phone(HEAD)
    await head.says("/kunjungan")
    assert head.seen == ["Desa yang mana?"]
    await head.taps("Sukamanah, Cisaat")
    await head.taps("Pintu lain")
    await head.says("tanpa rt rw")
    await head.says("14")
    await head.taps("Bertemu")
    await head.says("/kunjungan")
    assert "<b>Sukamanah, Cisaat, Sukabumi</b>. Tidak ada pintu" in head.seen[-1]
    await head.says("/desa")
    assert head.seen[-1].count("hari ini 0, terlambat 0") == 2


async def test_one_message_records_a_visit_where_there_is_little_signal(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    for message in ("/kunjungan r-12 tidak ada orang", "/kunjungan r-12 tidak ada orang"):
        await officer.says(message)
    assert await village.events() == {"visit.not_home": 1}
    await officer.says("/kunjungan bertemu")
    await officer.says("/kunjungan R-99 bertemu")
    assert "tidak ada di buku" in officer.seen[-1]
    await officer.says("/visit r-12 not willing")
    assert await village.events() == {"visit.not_home": 1, "visit.met": 1}


async def test_nonsense_in_a_button_is_answered(village: Village) -> None:
    officer = village.phone(BHABIN)
    await goes_to(officer)
    for tap in (
        "door.x",
        "done.x.met",
        "done..",
        "persons.x.999",
        "topic.x.politics",
        "wish.",
        "x.y",
        "late.1",
    ):
        await officer.sends_tap(f":0:kunjungan.{tap}")
        assert officer.seen
    await officer.taps("Bertemu")
    assert await village.events() == {"visit.met": 1}
