"""The second key: from any phone but the registrar's; and a person who takes their record into the own chat."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.facts import Place
from tests.bot.doorstep import (
    BABINSA,
    BHABIN,
    BORN,
    NIK,
    OTHER_BHABIN,
    SITI,
    STRANGER,
    SUKAMANAH,
    UMAR,
    Doorstep,
    code_in,
    doorstep,
    registers,
)
from tests.databases import KINDS


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as ready:
        yield ready


async def flags(door: Doorstep) -> list[str]:
    [kept] = await door.registrations()
    return list(kept["flags"])


async def letters_to(door: Doorstep, chat_id: int) -> list[str]:
    later = door.clock.now + timedelta(days=1)
    async with door.database.unit() as unit:
        rows = await unit.claim("reader", lane="bulk", limit=50, now=later, lease_until=later)
    return [str(row.payload["text"]) for row in rows if row.chat_id == chat_id]


async def test_the_code_from_another_phone_confirms_and_lifts_the_flag(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    assert "consent_unconfirmed" in await flags(door)
    neighbour = door.phone(UMAR)
    await neighbour.says(f"/slip {code.lower()}")
    assert "sudah dipastikan" in neighbour.seen[-1]
    assert "Siti" not in neighbour.seen[-1]
    assert "consent_unconfirmed" not in await flags(door)


async def test_a_link_with_the_code_does_the_same(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    await door.phone(UMAR).says(f"/start slip-{code}")
    assert "consent_unconfirmed" not in await flags(door)


async def test_the_registrar_is_never_the_second_key(door: Doorstep) -> None:
    registrar = door.phone(BHABIN)
    code = await registers(registrar)
    for words in (f"/slip {code}", "/slip 1", "/slip 0001"):
        await registrar.says(words)
        assert "consent_unconfirmed" in await flags(door)
    await door.phone(UMAR).says(f"/slip {code}")
    assert "consent_unconfirmed" not in await flags(door)


async def test_another_pillar_who_sees_the_slip_confirms_and_the_same_pillar_does_not(door: Doorstep) -> None:
    await registers(door.phone(BHABIN))
    door.clock.now += timedelta(days=45)
    for nobody in (OTHER_BHABIN, STRANGER):
        await door.phone(nobody).says("/slip 0001")
        assert "consent_unconfirmed" in await flags(door)
    other = door.phone(BABINSA)
    await other.says("/slip 0001")
    assert "sudah dilihat" in other.seen[-1]
    assert "consent_unconfirmed" not in await flags(door)


async def test_a_code_after_thirty_days_does_not_count(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    door.clock.now += timedelta(days=31)
    await door.phone(UMAR).says(f"/slip {code}")
    assert "consent_unconfirmed" in await flags(door)
    await door.phone(BABINSA).says("/slip 1")
    assert "consent_unconfirmed" not in await flags(door)


async def test_wrong_codes_are_spent_after_five_and_good_again_after_an_hour(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    guesser = door.phone(UMAR)
    for number in range(5):
        await guesser.says(f"/slip 2222-222{number + 2}")
        assert "tidak kami kenal" in guesser.seen[-1]
    await guesser.says(f"/slip {code}")
    assert "Terlalu banyak" in guesser.seen[-1]
    door.clock.now += timedelta(hours=1)
    await guesser.says(f"/slip {code}")
    assert "sudah dipastikan" in guesser.seen[-1]


async def test_two_phones_race_with_one_slip_and_one_of_them_takes_the_record(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    siti, umar = door.phone(SITI), door.phone(UMAR)
    await asyncio.gather(siti.says(f"/slip {code}"), umar.says(f"/slip {code}"))
    assert await door.acts("slip.code") == 1
    for phone in (siti, umar):
        await phone.says(f"/slip {code}")
        await phone.taps("Ya, ini saya")
        await phone.says(BORN)
    assert "ada di HP" in siti.seen[-1]
    assert "sudah diambil" in umar.seen[-1]
    [kept] = await door.registrations()
    assert (kept["contact_id"], kept["is_own"], kept["registered_by"]) == (SITI, True, BHABIN)


async def test_the_person_sees_the_record_after_taking_it_over(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    siti = door.phone(SITI)
    await siti.says("/status")
    assert "SSR-" not in "".join(siti.seen)
    await siti.says(f"/slip {code}")
    await siti.taps("Ya, ini saya")
    await siti.says(BORN)
    await siti.says("/status")
    assert "SSR-" in "".join(siti.seen)


async def test_three_wrong_birth_dates_lock_the_slip_and_tell_the_officer(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    thief = door.phone(UMAR)
    await thief.says(f"/slip {code}")
    await thief.taps("Ya, ini saya")
    for wrong in ("01-01-1980", "02-01-1980"):
        await thief.says(wrong)
        assert "belum cocok" in thief.seen[-1]
        await thief.taps("Coba lagi")
    await thief.says("03-01-1980")
    assert "dikunci" in thief.seen[-1]
    assert any("keliru tiga kali" in text for text in await letters_to(door, BHABIN))
    for phone in (thief, door.phone(SITI)):
        await phone.says(f"/slip {code}")
        assert "dikunci" in phone.seen[-1]
    [kept] = await door.registrations()
    assert kept["contact_id"] is None


async def test_own_phone_keeps_nothing_until_the_person_agrees_there(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN), own_phone=True)
    assert await door.registrations() == []
    siti = door.phone(SITI)
    await siti.says(f"/slip {code}")
    await siti.taps("Lanjut")
    assert "orang lain" not in siti.seen[-1]
    await siti.taps("Setuju")
    await siti.says(BORN)
    assert "Pendaftaran terkirim" in siti.seen[-1]
    [kept] = await door.registrations()
    assert (kept["contact_id"], kept["is_own"], kept["registered_by"]) == (SITI, True, BHABIN)
    assert kept["flags"] == []
    assert any("setuju dari HP sendiri" in text for text in await letters_to(door, BHABIN))


async def test_who_does_not_agree_on_the_own_phone_leaves_nothing_behind(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN), own_phone=True)
    siti = door.phone(SITI)
    await siti.says(f"/slip {code}")
    await siti.taps("Lanjut")
    await siti.taps("Tidak setuju")
    assert await door.registrations() == []
    door.clock.now += timedelta(days=15)
    async with door.database.unit() as unit:
        assert (await unit.sweep(door.clock.now))["forms without consent"] == 1
    await siti.says(f"/slip {code}")
    await siti.says("/menu")
    assert await door.registrations() == []


async def test_a_form_that_waits_meets_another_registration_of_the_same_person(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN), own_phone=True)
    await registers(door.phone(BABINSA))
    siti = door.phone(SITI)
    await siti.says(f"/slip {code}")
    await siti.taps("Lanjut")
    await siti.taps("Setuju")
    await siti.says(BORN)
    assert "sudah tercatat" in siti.seen[-1]
    assert len(await door.registrations()) == 1


async def test_a_forged_button_takes_nothing_over(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    [slip] = await door.slips()
    thief = door.phone(UMAR)
    await thief.sends_tap(f":0:ambil.{slip['id']}")
    assert "tidak kami kenal" in thief.seen[-1]
    siti = door.phone(SITI)
    await siti.says(f"/slip {code}")
    await siti.taps("Ya, ini saya")
    await siti.says(BORN)
    [kept] = await door.registrations()
    assert kept["contact_id"] == SITI


async def test_a_blank_slip_from_the_booklet_is_used_with_the_code_on_it(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    await officer.says("/slip")
    assert "10 slip kosong" in officer.seen[0]
    code = code_in(officer.seen[1:])
    await officer.says(shorthand_with_slip())
    assert "Slip 0001 sudah ada" in officer.seen[-1]
    await door.phone(UMAR).says(f"/slip {code}")
    assert "consent_unconfirmed" not in await flags(door)


def shorthand_with_slip() -> str:
    lines = ("daftar", "Siti Aminah", NIK, "Cianjur, 17-8-85", "petani", "1jt", "Kp. Cikole", "kerja sehat")
    return "\n".join((*lines, "setuju 0001 saksi Pak RT"))


async def test_nobody_without_a_village_gets_blank_slips(door: Doorstep) -> None:
    worker = door.phone(UMAR)
    for words in ("/slip", f"/slip {SUKAMANAH}", "/slip 1"):
        await worker.says(words)
        assert not any("KODE" in text for text in worker.seen)
    officer = door.phone(BHABIN)
    await officer.says("/slip")
    assert any("KODE" in text for text in officer.seen)


async def test_who_never_agreed_says_so_and_the_branch_is_to_ask(door: Doorstep) -> None:
    code = await registers(door.phone(BHABIN))
    siti, thief = door.phone(SITI), door.phone(UMAR)
    await siti.says(f"/slip {code}")
    [slip] = await door.slips()
    await thief.sends_tap(f":0:slip.tolak.{slip['id']}")
    assert "tidak kami kenal" in thief.seen[-1]
    await siti.taps("Tidak pernah setuju")
    assert "akan memeriksa" in siti.seen[-1]
    assert await flags(door) == ["consent_disputed"]


async def test_more_blank_slips_are_issued_when_those_held_before_are_used(door: Doorstep) -> None:
    officer = door.phone(BHABIN)
    for _ in range(3):
        await officer.says("/slip")
        assert "10 slip kosong" in officer.seen[0]
    await officer.says("/slip")
    assert "Pakai itu dulu" in officer.seen[0]
    other = door.phone(BABINSA)
    await other.says("/slip")
    assert "KODE" in other.seen[1]
