"""What tests of broadcasts do again and again: write one, let it run, look what became of it."""

from collections.abc import Sequence
from datetime import timedelta

from bot.broadcasts.feeding import Feeder
from conversations.actor import Pillar, Role
from conversations.ledger import Ledger
from storage import deliveries
from storage.broadcast_feed import Feed
from storage.outbox import State
from storage.staff import Staff
from storage.tables import broadcast, recipient
from tests.bot.office import LANES, RATNA, VILLAGE, Office

FIRST = 20_000


async def officers(office: Office, count: int) -> list[int]:
    """So many more officers of the village."""
    people = list(range(FIRST, FIRST + count))
    async with office.database.unit() as unit:
        await unit.load_contacts(people)
        for one in people:
            unit.meet(one, one, language="id", now=office.now)
        await unit.flush()
        staff = Staff(unit)
        for one in people:
            await staff.give_post(one, Role.OFFICER, by=RATNA, now=office.now, pillar=Pillar.VILLAGE_STAFF)
            await staff.assign(one, [VILLAGE], by=RATNA, now=office.now)
    return people


async def written(office: Office, message: str = "Rapat besok, [nama].", *, word: str = "Tidak") -> list[str]:
    """Ratna writes to all officers."""
    await office.says(RATNA, "/siaran")
    await office.taps(RATNA, "Siaran baru")
    await office.taps(RATNA, "Semua petugas")
    await office.taps(RATNA, "Semua wilayah")
    await office.taps(RATNA, "Semua bahasa")
    await office.says(RATNA, message)
    return await office.taps(RATNA, word)


def feeder(office: Office) -> Feeder:
    return Feeder(office.database, office.desk._household, 25)


async def work(office: Office, rounds: int = 6, *, become: Sequence[State] = ("sent",)) -> None:
    """Let the feeder and a courier go round; the rows end one after the other as in `become`."""
    for number in range(rounds):
        office.now += timedelta(seconds=5)
        await feeder(office).run(office.now)
        later = office.now + timedelta(seconds=1)
        async with office.database.unit() as unit:
            for lane in LANES:
                rows = await unit.claim("one", lane=lane, limit=500, now=later, lease_until=later)
                marks = []
                for place, row in enumerate(rows):
                    is_theirs = row.key.startswith("bc:") and row.key.count(":") == 3
                    state: State = become[place % len(become)] if is_theirs else "sent"
                    if state == "sent":
                        office._shown(row.chat_id, row.method, dict(row.payload))
                    marks.append(deliveries.Mark(row.id, state, message_id=900 + place + number, error="why"))
                await unit.mark(marks, owner="one", now=later)


async def ledger(office: Office) -> Ledger:
    """The one broadcast there is."""
    async with office.database.reading() as unit:
        rows = await unit.fetch(broadcast.select().order_by(broadcast.c.created_at.desc()))
        return await Feed(unit, office.now).get(rows[0]["id"])


async def send(office: Office) -> list[str]:
    """Ratna taps the button under the last question."""
    return await office.forges(RATNA, f":0:siaran.kirim-{(await ledger(office)).id}")


async def outcomes(office: Office) -> dict[int, str]:
    async with office.database.reading() as unit:
        rows = await unit.fetch(recipient.select())
    return {row["contact_id"]: row["state"] for row in rows}
