"""People in one message each: late, out of order and twice, and still one record each."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from conversations.facts import Place
from storage.enrolments import Enrolments
from storage.tables import outbox, slip
from tests.bot.doorstep import BABINSA, BHABIN, NIK, SITI, Doorstep, doorstep, shorthand
from tests.databases import KINDS

MANY = 40


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as ready:
        yield ready


async def drafts(door: Doorstep, contact_id: int = BHABIN) -> list[dict[str, object]]:
    async with door.database.reading() as unit:
        stored = (await unit.load_conversations([contact_id]))[contact_id]
    return [dict(one.conversation.answers) for one in stored]


async def test_forty_messages_out_of_order_and_twice_are_forty_records(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    messages = [shorthand(number) for number in range(1, MANY + 1)] * 2
    Random(7).shuffle(messages)  # noqa: S311 - an order that is the same each time
    for message in messages:
        await officer.says(message)
    kept = await door.registrations()
    assert len(kept) == MANY
    async with door.database.reading() as unit:
        found = [await Enrolments(unit).find_entry(one["id"], BHABIN, door.clock.now) for one in kept]
    names = {shorthand(number).split("\n")[1] for number in range(1, MANY + 1)}
    assert {one.full_name for one in found if one} == names
    assert len({one["number"] for one in await door.slips()}) == MANY
    assert await drafts(door) == []


async def test_the_message_leaves_the_chat_and_the_answer_names_only_the_result(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says(shorthand())
    assert "Warga Ba" in officer.seen[-1]
    assert "nomor pendaftaran" in officer.seen[-1]
    assert "3202011" not in "".join(officer.seen)
    async with door.database.reading() as unit:
        methods = [row["method"] for row in await unit.fetch(select(outbox.c.method))]
    assert "deleteMessage" in methods


async def test_without_consent_it_is_a_draft_that_nobody_else_sees(door: Doorstep) -> None:
    officer, other = door.phone(BHABIN), door.phone(BABINSA)
    await officer.says(shorthand(consent=""))
    assert "disimpan dulu" in officer.seen[-1]
    assert "izin" in officer.seen[-1]
    assert await door.registrations() == []
    await other.says("/lanjut")
    assert "Warga" not in "".join(other.seen)
    assert await drafts(door, BABINSA) == []
    await officer.taps("Lengkapi")
    await officer.taps("Setuju, ada saksi")
    await officer.says("Pak RT")
    await officer.taps("Slip baru")
    await officer.taps("Kirim")
    assert len(await door.registrations()) == 1


async def test_a_draft_is_erased_after_two_weeks(door: Doorstep) -> None:
    await door.phone(BHABIN).says(shorthand(consent=""))
    async with door.database.unit() as unit:
        stored = (await unit.load_conversations([BHABIN]))[BHABIN]
        assert [one.expire_at for one in stored] == [door.clock.now + timedelta(days=14)]
        assert (await unit.sweep(door.clock.now + timedelta(days=15)))["drafts"] == 1
    assert await drafts(door) == []


async def test_the_consent_that_comes_later_completes_the_draft(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says(shorthand(consent=""))
    await officer.says("daftar\nWarga Ba\nsetuju saksi Bu Wati\njam 8")
    assert len(await door.registrations()) == 1
    assert await drafts(door) == []


async def test_only_what_is_wrong_or_missing_is_asked_for(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says(f"daftar\nSiti Aminah\n{NIK}0\n17-8-85\npetani\nkerja sehat\nsetuju saksi Pak RT")
    said = officer.seen[-1]
    assert "NIK" in said
    assert {field for field in ("penghasilan", "alamat", "tempat lahir") if field in said} == {
        "penghasilan", "alamat", "tempat lahir",
    }  # fmt: skip
    assert not any(field in said for field in ("pekerjaan", "kerja sehat", "izin", "tanggal lahir"))
    await officer.says(f"daftar\nSiti Aminah\n{NIK}\nCianjur\n1jt\nKp. Cikole RT 3 RW 5")
    assert len(await door.registrations()) == 1


async def test_the_time_is_the_one_written_else_that_of_arrival_and_marked(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says(shorthand(1) + "\nkemarin jam 9")
    await officer.says(shorthand(2))
    async with door.database.reading() as unit:
        rows = await unit.fetch(select(slip).order_by(slip.c.number))
    assert [(row["visited_at"], row["is_arrival"]) for row in rows] == [
        (datetime(2026, 11, 22, 2, tzinfo=UTC), False),
        (door.clock.now, True),
    ]


async def test_a_message_in_the_middle_of_another_person_changes_nothing_there(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says("/daftarkan")
    await officer.taps("Setuju, ada saksi")
    await officer.says("Pak RT")
    await officer.taps("Slip baru")
    await officer.says(NIK)
    await officer.taps("Sama")
    await officer.says(shorthand(5))
    await officer.says("Siti Aminah")
    [draft] = await drafts(door)
    assert (draft["full_name"], draft["nik"]) == ("Siti Aminah", NIK)
    async with door.database.reading() as unit:
        [other] = await Enrolments(unit).list_entries(BHABIN, door.clock.now)
    assert other.full_name == "Warga Fa"


async def test_a_slip_that_was_used_is_asked_for_again(door: Doorstep) -> None:
    officer, other = door.phone(BHABIN), door.phone(BABINSA)
    await officer.says(shorthand(1, consent="setuju 0042 saksi Pak RT"))
    await other.says(shorthand(2, consent="setuju 0042 saksi Pak RT"))
    assert "0042 sudah dipakai" in other.seen[-1]
    assert len(await door.registrations()) == 1
    await other.says(shorthand(2, consent="setuju 0043 saksi Pak RT"))
    assert [one["number"] for one in await door.slips()] == [42, 43]


async def test_two_officers_race_for_one_slip_and_nobody_is_lost(door: Doorstep) -> None:
    officer, other = door.phone(BHABIN), door.phone(BABINSA)
    await asyncio.gather(
        officer.says(shorthand(1, consent="setuju 0042 saksi Pak RT")),
        other.says(shorthand(2, consent="setuju 0042 saksi Pak RT")),
    )
    assert len(await door.registrations()) + len(await drafts(door)) + len(await drafts(door, BABINSA)) == 2
    assert [one["number"] for one in await door.slips()].count(42) == 1


async def test_a_refusal_keeps_nothing_of_the_person(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says(shorthand(consent="tidak setuju"))
    assert "Tidak ada yang disimpan" in officer.seen[-1]
    assert await door.registrations() == await drafts(door) == []


async def test_a_worker_who_writes_like_that_is_not_registered(door: Doorstep) -> None:
    worker = door.phone(SITI)
    await worker.says(shorthand())
    assert await door.registrations() == []
    assert await drafts(door, SITI) == []


async def test_what_is_no_person_is_answered_with_an_example(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says("daftar\n///\n;;;\n1\n2\n3\n")
    await officer.says("/daftarkan cepat")
    assert "setuju 0042 saksi Pak RT" in officer.seen[-1]
    await officer.says(shorthand())
    assert len(await door.registrations()) == 1
