import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import schedule as schedule_module
from bot.clock import SystemClock
from bot.delivery import rounds as rounds_module
from bot.delivery.asking import asked_to_delete
from bot.delivery.courier import Courier
from bot.delivery.flood import FloodGate
from bot.delivery.marks import Marks
from bot.delivery.pace import Pace
from bot.delivery.rounds import Rounds
from bot.delivery.stored import StoredOutbox
from bot.foundation import StoredLeases
from bot.outgoing import Lane
from bot.schedule import Schedule, Sweep
from bot.tenure import LEASE_SECONDS, NobodyElse, Tenure
from storage.database import Database
from tests.bot.doubles import MemoryLeases, ScriptedApi, row, until
from tests.databases import fresh_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(request.param, tmp_path) as opened:
        yield opened


class Replica:
    """The delivery of one replica on a database."""

    def __init__(self, database: Database, name: str, api: ScriptedApi, **more: bool) -> None:
        self.flood = FloodGate()
        self.rows = StoredOutbox(database, name, SystemClock(), is_only_one=more.get("is_only_one", False))
        self.marks = Marks(self.rows.write)
        pace = Pace(1000)
        self.courier = Courier(api, self.marks, flood=self.flood, pace=pace)
        leases = StoredLeases(database, name)
        self.rounds = Rounds(self.rows, self.courier, leases, flood=self.flood, pace=pace)


async def said(database: Database, chat: int, count: int, **more: object) -> None:
    """Rows of the outbox for a chat that nobody has met, as a turn leaves them."""
    now = datetime.now(UTC)
    async with database.unit() as unit:
        for number in range(count):
            payload = {"chat_id": chat, "text": f"{chat}/{number}"}
            unit.say(chat, f"{chat}:{number}", "sendMessage", payload, now=now, **more)  # type: ignore[arg-type]


async def written(replica: Replica) -> None:
    """Return when every mark is in the database."""
    await asyncio.wait_for(replica.marks.written(), 20)


async def states(database: Database) -> dict[tuple[str, str], int]:
    async with database.reading() as unit:
        return await unit.count_outbox()


async def test_queued_rows_are_picked_up_sent_and_marked(database: Database, api: ScriptedApi) -> None:
    await said(database, 1, 3)
    await said(database, 2, 3)
    one = Replica(database, "one", api)
    await one.rounds._keep_up()
    await until(lambda: len(api.calls) == 6)
    await written(one)
    assert api.texts(1) == ["1/0", "1/1", "1/2"]
    assert await states(database) == {("live", "sent"): 6}


async def test_two_replicas_send_bulk_once(database: Database, api: ScriptedApi) -> None:
    for chat in range(20):
        await said(database, chat, 1, lane="bulk")
    one, two = Replica(database, "one", api), Replica(database, "two", api)
    await asyncio.gather(one.rounds._send_bulk(), two.rounds._send_bulk())
    await until(lambda: len(api.calls) == 20)
    await asyncio.gather(written(one), written(two))
    assert len(set(api.texts())) == 20
    assert await states(database) == {("bulk", "sent"): 20}


async def test_what_a_dead_replica_held_is_sent_once_more_and_its_bulk_stays_uncertain(
    database: Database, api: ScriptedApi
) -> None:
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    await said(database, 1, 1, owner="dead", lease_until=long_ago)
    await said(database, 2, 1, owner="dead", lease_until=long_ago, lane="bulk")
    one = Replica(database, "one", api)
    await one.rounds.settle()
    await until(lambda: len(api.calls) == 1)
    await written(one)
    assert await states(database) == {("live", "sent"): 1, ("bulk", "uncertain"): 1}


async def test_alone_on_its_database_a_process_finds_its_earlier_rows_at_once_and_only_once(
    database: Database, api: ScriptedApi
) -> None:
    in_future = datetime.now(UTC) + timedelta(minutes=5)
    await said(database, 1, 1, owner="only", lease_until=in_future)
    one = Replica(database, "only", api, is_only_one=True)
    await one.rounds.settle()
    await until(lambda: len(api.calls) == 1)
    await written(one)
    await said(database, 2, 1, owner="only", lease_until=in_future)
    assert await one.rows.take_over() == ()


async def test_a_row_of_a_living_replica_is_left_alone(database: Database, api: ScriptedApi) -> None:
    await said(database, 1, 1, owner="one", lease_until=datetime.now(UTC) + timedelta(seconds=1))
    one, two = Replica(database, "one", api), Replica(database, "two", api)
    await one.rows.renew()
    await asyncio.sleep(1.1)
    await two.rounds.settle()
    assert api.calls == []


async def test_rows_that_a_replica_slept_over_are_sent_in_order_once_it_is_awake(
    database: Database, api: ScriptedApi
) -> None:
    one = Replica(database, "one", api)
    one.courier._is_ours = one.rounds.is_ours
    await one.rounds.settle()
    await said(database, 1, 3)
    one.rounds._renewed_at -= rounds_module.LEASE_SECONDS
    one.courier.carry(await one.rows.claim(Lane.LIVE, 10))
    await until(lambda: len(one.courier) == 0)
    await written(one)
    assert api.calls == []
    await one.rounds._keep_up()
    await until(lambda: len(api.calls) == 3)
    await written(one)
    assert api.texts(1) == ["1/0", "1/1", "1/2"]
    assert await states(database) == {("live", "sent"): 3}


async def test_what_waited_while_a_replica_slept_is_not_taken_for_its_own(
    database: Database, api: ScriptedApi
) -> None:
    one = Replica(database, "one", api)
    await one.rounds.settle()
    one.flood.rest(30, time.monotonic())
    one.courier.carry([row(1), row(2)])
    await one.rounds._renew()
    assert len(one.courier) == 2
    one.rounds._renewed_at -= rounds_module.LEASE_SECONDS
    await one.rounds._renew()
    assert len(one.courier) == 0
    await written(one)


async def test_a_blocked_contact_is_noted_and_comes_back_with_a_message(
    database: Database, api: ScriptedApi
) -> None:
    from telegram.error import Forbidden  # noqa: PLC0415 - telegram is for this test alone

    now = datetime.now(UTC)
    async with database.unit() as unit:
        unit.meet(7, 7, language="id", now=now)
    await said(database, 7, 1)
    api.script[7].append(Forbidden("Forbidden: bot was blocked by the user"))
    one = Replica(database, "one", api)
    await one.rounds._keep_up()
    await until(lambda: len(api.calls) == 1)
    await written(one)
    async with database.unit() as unit:
        assert (await unit.load_contacts([7]))[7].state == "blocked"
        assert unit.meet(7, 7, language="id", now=now).state == "active"


async def test_when_one_replica_must_rest_all_do(database: Database, api: ScriptedApi) -> None:
    one, two = Replica(database, "one", api), Replica(database, "two", api)
    one.flood.rest(30, time.monotonic())
    await one.rounds._share_rest()
    await two.rounds._share_rest()
    assert two.flood.all_until > time.monotonic() + 1
    await said(database, 1, 1)
    two.courier.carry([row(1)])
    await asyncio.sleep(0.05)
    assert api.calls == []


async def test_only_one_replica_holds_a_name_and_the_next_gets_it_when_it_is_given_back(
    database: Database,
) -> None:
    one, two = (Tenure(StoredLeases(database, name), "poller") for name in ("one", "two"))
    assert (await one.is_held(), await two.is_held()) == (True, False)
    await one.end()
    assert await two.is_held()


async def test_a_tenure_asks_the_store_only_when_a_third_of_the_lease_is_gone(leases: MemoryLeases) -> None:
    now = 0.0
    tenure = Tenure(leases, "poller", monotonic=lambda: now)
    assert await tenure.is_held()
    leases.taken.add("poller")
    assert await tenure.is_held()
    now = LEASE_SECONDS / 3 + 0.1
    assert not await tenure.is_held()


async def test_a_replica_that_could_not_renew_knows_that_its_rows_may_be_another_s(
    database: Database, api: ScriptedApi
) -> None:
    now = 0.0
    one = Replica(database, "one", api)
    rounds = Rounds(
        one.rows, one.courier, NobodyElse(), flood=FloodGate(), pace=Pace(), monotonic=lambda: now
    )
    assert not rounds.is_ours()
    await rounds.settle()
    assert rounds.is_ours()
    now = rounds_module.LEASE_SECONDS
    assert not rounds.is_ours()


async def test_sweeps_run_when_due_and_one_that_fails_stops_no_other(leases: MemoryLeases) -> None:
    ran: list[str] = []

    async def broken(_now: datetime) -> None:
        ran.append("broken")
        raise OSError

    async def sound(_now: datetime) -> None:
        ran.append("sound")

    class Hands:
        at = datetime(2026, 11, 22, tzinfo=UTC)

        def now(self) -> datetime:
            return self.at

    clock = Hands()
    sweeps = (Sweep("broken", timedelta(hours=1), broken), Sweep("sound", timedelta(minutes=1), sound))
    schedule = Schedule(sweeps, Tenure(leases, "schedule"), clock)
    await schedule.look()
    await schedule.look()
    clock.at += timedelta(minutes=2)
    await schedule.look()
    assert ran == ["broken", "sound", "sound"]


async def test_the_lease_is_kept_while_a_sweep_takes_its_time(
    leases: MemoryLeases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule_module, "LEASE_SECONDS", 0.02)
    moments = iter(range(0, 1000, 60))

    async def slow(_now: datetime) -> None:
        leases.held.clear()
        while not leases.held:  # noqa: ASYNC110 - until somebody renews it
            await asyncio.sleep(0.005)

    tenure = Tenure(leases, "schedule", monotonic=lambda: next(moments))
    schedule = Schedule((Sweep("slow", timedelta(hours=1), slow),), tenure, SystemClock())
    async with asyncio.timeout(5):
        await schedule.look()
    assert leases.held == {"schedule"}
    leases.held.clear()
    await asyncio.sleep(0.05)
    assert leases.held == set()


def test_the_request_to_delete_stands_under_the_message_in_both_languages() -> None:
    asked = asked_to_delete(row(1, method="deleteMessage", payload={"chat_id": 1, "message_id": 44}))
    assert asked.method == "sendMessage"
    assert asked.payload["reply_parameters"] == {"message_id": 44, "allow_sending_without_reply": True}
    assert len(str(asked.payload["text"]).splitlines()) == 2
