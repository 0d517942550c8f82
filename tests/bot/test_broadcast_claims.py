"""Whose turn it is in a broadcast: claimed from the ledger by one replica at a time, on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.marks import Sent
from bot.outgoing import Lane
from conversations.facts import Place
from conversations.ledger import Audience, Body, BroadcastState
from storage.broadcasts import Broadcasts
from storage.pins import Pins
from storage.reminders import Reminders
from storage.staff import Staff
from tests.bot.broadcasting import ended, ledger, officers, outcomes, recipients, send, work, written
from tests.bot.files_waiting import entered
from tests.bot.office import AGUS, BUDI, RATNA, SITI, VILLAGE, Office, opened_office
from tests.databases import KINDS


@pytest.fixture(params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, place: Place) -> AsyncIterator[Office]:
    async with opened_office(request.param, tmp_path, place) as (opened, _):
        async with opened.database.unit() as unit:
            await Staff(unit).assign(AGUS, [VILLAGE], by=RATNA, now=opened.now)
            await Pins(unit, opened.now).choose(RATNA, "482913")
        yield opened


async def test_what_was_claimed_goes_back_uncounted_and_what_a_dead_one_claimed_stays_uncertain(
    office: Office,
) -> None:
    await officers(office, 3)
    await written(office)
    await send(office)
    dead, alive = recipients(office, "dead"), recipients(office, "alive")
    lost = await dead.claim(Lane.BULK, 2)
    held = await alive.claim(Lane.BULK, 10)
    assert len({row.chat_id for row in (*lost, *held)}) == 5
    assert await recipients(office, "late").claim(Lane.BULK, 10) == []
    await alive.write([ended(row, Sent.QUEUED) for row in held])
    office.now += timedelta(minutes=5)
    await recipients(office, "alive").take_over()
    await dead.write([ended(row, Sent.SENT, message_id=7) for row in lost])
    assert sorted((await outcomes(office)).values()) == ["uncertain"] * 2 + ["waiting"] * 3
    await work(office, 2)
    now_is = await ledger(office)
    assert (now_is.state, now_is.sent, now_is.uncertain) == (BroadcastState.DONE, 3, 2)


async def test_a_claim_that_is_renewed_stays_with_who_made_it(office: Office) -> None:
    await written(office)
    await send(office)
    held = await recipients(office).claim(Lane.BULK, 1)
    office.now += timedelta(seconds=60)
    await recipients(office).renew()
    office.now += timedelta(seconds=60)
    await recipients(office, "other").take_over()
    await recipients(office).write([ended(row, Sent.SENT, message_id=7) for row in held])
    assert sorted((await outcomes(office)).values()) == ["sent", "waiting"]


async def test_whoever_is_still_to_get_something_else_is_sent_to_after_it(office: Office) -> None:
    await written(office)
    await send(office)
    async with office.database.unit() as unit:
        first = {"chat_id": BUDI, "text": "Ini dulu."}
        unit.say(BUDI, "first", "sendMessage", first, now=office.now)
    assert [row.chat_id for row in await recipients(office).claim(Lane.BULK, 10)] == [AGUS]
    await work(office, 3)
    assert office.texts(BUDI)[0] == "Ini dulu."
    assert len(office.texts(BUDI)) == 2


async def test_broadcasts_at_once_take_turns(office: Office) -> None:
    await officers(office, 4)
    for words in ("Satu.", "Dua."):
        office.now += timedelta(minutes=1)
        await written(office, words)
        await send(office)
    theirs = recipients(office)
    claimed = [(await theirs.claim(Lane.BULK, 1))[0].payload["text"] for _ in range(4)]
    assert sorted(claimed) == ["Dua.", "Dua.", "Satu.", "Satu."]


async def test_a_worker_who_asks_to_be_left_alone_after_being_counted_is_not_sent_to(office: Office) -> None:
    await entered(office, 1, by=SITI, at=office.now - timedelta(days=1))
    async with office.database.unit() as unit:
        actor = (await Staff(unit).load_actors([RATNA], office.now))[RATNA]
        broadcasts = Broadcasts(unit, actor, office.now)
        one = await broadcasts.write(Audience("workers"), Body("Halo."), wants_word=False)
        assert one.reachable == 1
        await broadcasts.begin(one)
        await Reminders(unit).want(SITI, office.now, is_wanted=False)
    assert await recipients(office).claim(Lane.BULK, 10) == []
    assert await outcomes(office) == {SITI: "unreachable"}
    await work(office, 1)
    assert (await ledger(office)).state is BroadcastState.DONE
