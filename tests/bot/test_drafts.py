"""Who began a form for a village is counted once, wherever it went on: started = sent + unfinished, always."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.drafts import changed_drafts, village_of
from conversations.actor import Actor, Role
from conversations.conversation import Conversation
from conversations.facts import Place
from conversations.periods import week_of
from conversations.summary import Counts
from storage.summaries import Summaries
from tests.bot.doorstep import (
    BABINSA,
    BHABIN,
    BORN,
    ELSEWHERE,
    NOON,
    SITI,
    SUKAMANAH,
    Doorstep,
    answers,
    begins,
    doorstep,
    registers,
    shorthand,
)
from tests.databases import KINDS

DRAFT = Conversation("11111111", "registration", "1", answers={"village": SUKAMANAH}, prompt=3)
EVERYBODY = Actor(1, frozenset({Role.ADMINISTRATOR}))


@pytest.fixture(params=KINDS)
async def door(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Doorstep]:
    async with doorstep(request.param, tmp_path, place) as opened:
        yield opened


async def counted(door: Doorstep, place: Place, code: str = SUKAMANAH) -> Counts:
    async with door.database.reading() as unit:
        today = NOON.date()
        return (await Summaries(unit, EVERYBODY, place.regions, today).load(code, week_of(today))).counts


def funnel(counts: Counts) -> tuple[int, int]:
    return counts.started, counts.submitted


async def test_a_form_counts_from_its_first_answer_until_it_is_sent(door: Doorstep, place: Place) -> None:
    phone = door.phone(BHABIN)
    await phone.says("/daftarkan")
    assert funnel(await counted(door, place)) == (0, 0)
    await begins(phone)
    assert funnel(await counted(door, place)) == (1, 0)
    await answers(phone)
    assert funnel(await counted(door, place)) == (1, 0)
    await phone.taps("Kirim")
    assert funnel(await counted(door, place)) == (1, 1)


async def test_a_draft_set_aside_and_taken_up_again_is_one(door: Doorstep, place: Place) -> None:
    phone = door.phone(BHABIN)
    await begins(phone)
    for _ in range(3):
        await phone.says("/tugas")
        await phone.says("/kunjungan")
        await phone.says("/lanjut")
    assert funnel(await counted(door, place)) == (1, 0)
    await answers(phone)
    await phone.taps("Kirim")
    assert funnel(await counted(door, place)) == (1, 1)


async def test_who_goes_away_stays_counted_as_begun(door: Doorstep, place: Place) -> None:
    phone = door.phone(BHABIN)
    await begins(phone)
    await phone.says("batal")
    await registers(phone)
    assert funnel(await counted(door, place)) == (2, 1)


async def test_a_message_that_holds_everything_was_never_a_draft(door: Doorstep, place: Place) -> None:
    phone = door.phone(BHABIN)
    await phone.says(shorthand(1))
    assert funnel(await counted(door, place)) == (1, 1)
    await phone.says(shorthand(2, consent=""))
    assert funnel(await counted(door, place)) == (2, 1)
    await phone.says(shorthand(2, consent=""))
    assert funnel(await counted(door, place)) == (2, 1)
    await phone.says(shorthand(2))
    assert funnel(await counted(door, place)) == (2, 2)


async def test_a_form_that_waits_for_the_own_phone_is_begun_and_not_sent(
    door: Doorstep, place: Place
) -> None:
    phone = door.phone(BHABIN)
    code = await registers(phone, own_phone=True)
    assert funnel(await counted(door, place)) == (1, 0)
    worker = door.phone(SITI)
    await worker.says(f"/slip {code}")
    await worker.taps("Lanjut")
    await worker.taps("Setuju")
    await worker.says(BORN)
    assert funnel(await counted(door, place)) == (1, 1)


async def test_of_two_who_began_with_the_same_person_one_has_sent(door: Doorstep, place: Place) -> None:
    first, second = door.phone(BHABIN), door.phone(BABINSA)
    for phone in (first, second):
        await begins(phone)
        await answers(phone)
    assert funnel(await counted(door, place)) == (2, 0)
    for phone in (first, second):
        await phone.taps("Kirim")
    assert funnel(await counted(door, place)) == (2, 1)


def test_a_draft_moves_with_its_village() -> None:
    moved = replace(DRAFT, answers={"village": ELSEWHERE})
    assert changed_drafts([DRAFT], [moved], ()) == Counter({ELSEWHERE: 1, SUKAMANAH: -1})
    assert changed_drafts([], [DRAFT], ()) == Counter({SUKAMANAH: 1})
    assert not +changed_drafts([DRAFT], [DRAFT], ())
    assert not changed_drafts([DRAFT], [], ())


def test_an_exercise_another_flow_and_an_empty_form_are_no_drafts() -> None:
    others = (replace(DRAFT, is_exercise=True), replace(DRAFT, flow="eligibility"), replace(DRAFT, prompt=1))
    assert [village_of(one) for one in others] == ["", "", ""]
    assert village_of(DRAFT) == SUKAMANAH
