"""A slip that was lost is written anew with a new code; the old paper, and who sent it before, open nothing more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands.paper import RENEWED_AN_HOUR
from conversations.facts import Place
from tests.bot.doorstep import (
    BABINSA,
    BHABIN,
    BORN,
    OTHER_BHABIN,
    SITI,
    STRANGER,
    UMAR,
    Doorstep,
    code_in,
    doorstep,
    registers,
)
from tests.databases import KINDS

WRONG = ("1-1-1970", "2-2-1970", "3-3-1970")


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as ready:
        yield ready


async def test_the_new_code_counts_and_the_one_on_the_lost_paper_does_not(door: Doorstep) -> None:
    registrar, finder, neighbour = door.phone(BHABIN), door.phone(SITI), door.phone(UMAR)
    old = await registers(registrar)
    await registrar.taps("Isian saya")
    await registrar.taps("Siti Aminah")
    await registrar.taps("Slip hilang")
    assert "slip 0001" in registrar.seen[-1]
    await registrar.taps("Buat kode baru")
    new = code_in(registrar.seen)
    assert new != old
    assert "SLIP 0001" in registrar.seen[-1]
    await finder.says(f"/slip {old}")
    assert "tidak kami kenal" in finder.seen[-1]
    assert "consent_unconfirmed" in (await door.registrations())[0]["flags"]
    await neighbour.says(f"/slip {new}")
    assert "sudah dipastikan" in neighbour.seen[-1]
    assert await door.acts("slip.reissued") == 1


async def test_who_had_sent_the_old_code_takes_nothing_over_with_an_old_button(door: Doorstep) -> None:
    registrar, finder = door.phone(BHABIN), door.phone(UMAR)
    await finder.says(f"/slip {await registers(registrar)}")
    await registrar.says("/slip 1")
    await registrar.taps("Slip hilang")
    await registrar.taps("Buat kode baru")
    new = code_in(registrar.seen)
    await finder.taps("Ya, ini saya")
    assert "tidak kami kenal" in finder.seen[-1]
    owner = door.phone(SITI)
    await owner.says(f"/slip {new}")
    await owner.taps("Ya, ini saya")
    await owner.says(BORN)
    [kept] = await door.registrations()
    assert (kept["contact_id"], kept["is_own"]) == (SITI, True)
    await registrar.taps("Buat kode baru")
    assert "tidak bisa dibuat lagi" in registrar.seen[-1]


async def test_a_new_paper_is_no_new_try_at_the_birth_date(door: Doorstep) -> None:
    registrar, guesser = door.phone(BHABIN), door.phone(UMAR)
    code = await registers(registrar)
    for number, wrong in enumerate(WRONG):
        await guesser.says(f"/slip {code}")
        await guesser.taps("Ya, ini saya")
        await guesser.says(wrong)
        if number < len(WRONG) - 1:
            await registrar.says("/slip 1")
            await registrar.taps("Slip hilang")
            await registrar.taps("Buat kode baru")
            code = code_in(registrar.seen)
    assert "dikunci" in guesser.seen[-1]
    await registrar.taps("Buat kode baru")
    assert await door.acts("slip.reissued") == len(WRONG) - 1, "a locked slip is for the branch"


async def test_a_form_that_waits_for_the_own_phone_gets_a_new_code_too(door: Doorstep) -> None:
    registrar, owner = door.phone(BHABIN), door.phone(SITI)
    old = await registers(registrar, own_phone=True)
    await registrar.says("/slip 1")
    await registrar.taps("Slip hilang")
    await registrar.taps("Buat kode baru")
    new = code_in(registrar.seen)
    await owner.says(f"/slip {old}")
    assert "tidak kami kenal" in owner.seen[-1]
    await owner.says(f"/slip {new}")
    await owner.taps("Lanjut")
    await owner.taps("Setuju")
    await owner.says(BORN)
    assert "Pendaftaran terkirim" in owner.seen[-1]


async def test_only_the_registrar_gets_a_new_code_and_not_without_end(door: Doorstep) -> None:
    registrar = door.phone(BHABIN)
    await registers(registrar)
    await registrar.says("/slip 1")
    await registrar.taps("Slip hilang")
    renew = registrar.find_button("Buat kode baru")
    for other in (OTHER_BHABIN, BABINSA, STRANGER, UMAR):
        phone = door.phone(other)
        await phone.sends_tap(renew)
        assert "tidak kami kenal" in phone.seen[-1]
    for _ in range(RENEWED_AN_HOUR):
        await registrar.sends_tap(renew)
        assert code_in(registrar.seen)
    await registrar.sends_tap(renew)
    assert "tidak bisa dibuat lagi" in registrar.seen[-1]
    assert await door.acts("slip.reissued") == RENEWED_AN_HOUR
