"""A broadcast killed again and again, while Telegram floods, loses answers and refuses: nobody gets it twice.

`SASAR_BROADCAST=10000:50` makes it as large as reliability is promised for; it then takes minutes.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest

from conversations.ledger import OVER, BroadcastState, Ledger, RecipientState
from simulator.faults import Fault, FaultKind, Faults
from simulator.people import Phone
from simulator.telegram import Telegram
from storage.broadcast_course import Course
from storage.broadcasts import Broadcasts
from storage.database import Database
from storage.staff import Staff
from storage.tables import recipient
from tests.bot.crowds import RATNA, begun, officers
from tests.bot.mortals import environment_of
from tests.bot.replicas import replica
from tests.databases import KEYS, fresh_address

SIZE, KILLS = map(int, os.environ.get("SASAR_BROADCAST", "400:6").split(":"))
RATE = "400" if SIZE >= 10_000 else "200"
POINTS = ("send-begin", "send-http", "send-mark")
IN_FLIGHT = 256
"""So many sends at once; what each kill may leave in doubt."""
PATIENCE = 150 + SIZE / 20
"""Seconds; on a busy machine a start takes many of them."""


class ByChat(Faults):
    """Trouble for chats, found at once however many there are."""

    def __init__(self, orders: dict[int, Fault]) -> None:
        super().__init__()
        self._by_chat = orders

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        return self._by_chat.pop(chat_id, None) if method.lower() == "sendmessage" and chat_id else None


def live(environment: dict[str, str]) -> None:
    """One replica with a feeder, until it is killed."""
    os.environ.update(environment)
    import_module("tests.bot.broadcast_body").run(environment["SASAR_CRASH"])


def troubles(people: Iterable[int], chance: random.Random) -> tuple[dict[int, Fault], set[int]]:
    """5 % lost answers, some floods of 1 s and one of 35 s; and 2 % who have blocked us."""
    orders: dict[int, Fault] = {}
    blocked = set()
    for one in people:
        drawn = chance.random()
        if drawn < 0.05:
            orders[one] = Fault(FaultKind.DROP_AFTER)
        elif drawn < 0.07:
            blocked.add(one)
        elif drawn < 0.08:
            orders[one] = Fault(FaultKind.FLOOD, retry_after=1)
    if SIZE >= 10_000:
        orders[next(one for one in people if one not in orders and one not in blocked)] = Fault(
            FaultKind.FLOOD, retry_after=35
        )
    return orders, blocked


def furnish(telegram: Telegram, people: list[int], orders: dict[int, Fault], blocked: set[int]) -> None:
    """Everybody has written to the bot once, and some have blocked it since."""
    telegram.faults = ByChat(dict(orders))
    for person in (*people, RATNA):
        telegram.add_phone(Phone(id=person, first_name="Petugas", phone=f"+62{person}"))
        telegram.chats[person].is_started = True
        telegram.chats[person].is_blocked = person in blocked


async def stands(database: Database, broadcast_id: str) -> Ledger:
    async with database.reading() as unit:
        return await Course(unit, datetime.now(UTC)).get(broadcast_id)


async def gone_on(database: Database, one: Ledger) -> None:
    """Somebody has looked at what froze, and lets it go on."""
    async with database.unit() as unit:
        now = datetime.now(UTC)
        actor = (await Staff(unit).load_actors([RATNA], now))[RATNA]
        await Broadcasts(unit, actor, now).go_on(one)


async def is_over(database: Database, broadcast_id: str) -> bool:
    one = await stands(database, broadcast_id)
    if one.state is BroadcastState.FROZEN:
        await gone_on(database, one)
    return one.state in OVER


def _crash(chance: random.Random) -> str:
    """Where the next process dies, early enough for all deaths; one writing of marks is for dozens of sends."""
    point = chance.choice(POINTS)
    last = 2 if point == "send-mark" else SIZE // KILLS // 4
    return f"{point}:{chance.randint(1, last)}"


async def carried_through(database: Database, environment: dict[str, str], broadcast_id: str) -> int:
    """Let one process after the other work on it, the first ones to be killed; gives how many were."""
    deaths, chance = 0, random.Random(7)  # noqa: S311 - no secret
    async with asyncio.timeout(PATIENCE + 4 * KILLS):
        while not await is_over(database, broadcast_id):
            crash = _crash(chance) if deaths < KILLS else ""
            with replica(environment, crash, body=live) as process:
                while process.is_alive() and not await is_over(database, broadcast_id):  # noqa: ASYNC110 - of another
                    await asyncio.sleep(0.2)
                deaths += process.exitcode == -9
    return deaths


@pytest.mark.kill
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_a_broadcast_ends_with_everybody_told_at_most_once(
    kind: str, telegram: Telegram, telegram_url: str, tmp_path: Path
) -> None:
    chance = random.Random(11)  # noqa: S311 - no secret
    async with fresh_address(kind, tmp_path) as address:
        database = await Database.open(address, KEYS, kind="live")
        async with database.unit() as unit:
            people = await officers(unit, SIZE)
            one = await begun(unit)
        orders, blocked = troubles(people, chance)
        furnish(telegram, people, orders, blocked)
        environment = {**environment_of(telegram_url, address, "polling"), "BULK_PER_SECOND": RATE}
        deaths = await carried_through(database, environment, one.id)
        async with database.reading() as unit:
            rows = await unit.fetch(recipient.select())
        ended = await stands(database, one.id)
        await database.close()
    states = {row["contact_id"]: RecipientState(row["state"]) for row in rows}
    got = Counter(
        call.chat_id for call in telegram.ledger.since(0) if _is_ours(call.method, call.is_executed)
    )
    got.pop(RATNA, None)
    count = Counter(states.values())
    print(f"{SIZE} people, {deaths} kills: {dict(count)}, copies {sum(many > 1 for many in got.values())}")  # noqa: T201 - measured
    assert deaths >= KILLS // 2
    assert count.keys() <= {RecipientState.SENT, RecipientState.FAILED, RecipientState.UNCERTAIN}
    assert max(got.values()) == 1
    assert all(got[one] for one, state in states.items() if state is RecipientState.SENT)
    assert all(
        states[one] is RecipientState.UNCERTAIN for one in got if states[one] is not RecipientState.SENT
    )
    assert {one for one, state in states.items() if state is RecipientState.FAILED} <= blocked
    lost = sum(order.kind is FaultKind.DROP_AFTER for order in orders.values())
    assert count[RecipientState.UNCERTAIN] <= deaths * IN_FLIGHT + lost
    assert (ended.sent, ended.failed, ended.uncertain) == tuple(
        count[state] for state in (RecipientState.SENT, RecipientState.FAILED, RecipientState.UNCERTAIN)
    )


def _is_ours(method: str, is_executed: bool) -> bool:  # noqa: FBT001 - of one call
    return method == "sendMessage" and is_executed
