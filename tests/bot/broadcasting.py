"""What tests of broadcasts do again and again: write one, let it run, look what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.broadcasts.overseeing import Overseer
from bot.broadcasts.sending import Recipients
from bot.delivery.marks import Mark, Sent
from bot.outgoing import Lane, Outgoing
from conversations.actor import Pillar, Role
from conversations.ledger import Ledger
from storage import deliveries
from storage.broadcast_course import Course
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


@dataclass(frozen=True, slots=True)
class At:
    """A clock that stands."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def recipients(office: Office, name: str = "one") -> Recipients:
    """Whom broadcasts go to, as a replica of this name claims them."""
    later = At(office.now + timedelta(seconds=1))
    return Recipients(office.database, name, later, per_second=25, is_only_one=False)


async def oversee(office: Office) -> None:
    await Overseer(office.database, office.desk._household).run(office.now)


async def work(office: Office, rounds: int = 6, *, become: Sequence[Sent] = (Sent.SENT,)) -> None:
    """Let an overseer and a courier go round; those whose turn it is end one after the other as in `become`."""
    for number in range(rounds):
        office.now += timedelta(seconds=5)
        await oversee(office)
        theirs = recipients(office)
        marks = []
        for place, row in enumerate(await theirs.claim(Lane.BULK, 150)):
            state = become[place % len(become)]
            if state is Sent.SENT:
                office._shown(row.chat_id, row.method, row.payload)
            marks.append(ended(row, state, message_id=900 + place + number, reason="why"))
        await theirs.write(marks)
        await _others_sent(office)


def ended(row: Outgoing, state: Sent, *, message_id: int | None = None, reason: str = "") -> Mark:
    return Mark(row.row_id, state, message_id, reason, recipient=row.recipient)


async def _others_sent(office: Office) -> None:
    """What is said beside a broadcast, to its author above all."""
    later = office.now + timedelta(seconds=1)
    async with office.database.unit() as unit:
        for lane in LANES:
            rows = await unit.claim("one", lane=lane, limit=500, now=later, lease_until=later)
            for row in rows:
                office._shown(row.chat_id, row.method, dict(row.payload))
            sent = [deliveries.Mark(row.id, "sent", message_id=700 + row.id) for row in rows]
            await unit.mark(sent, owner="one", now=later)


async def ledger(office: Office) -> Ledger:
    """The one broadcast there is."""
    async with office.database.reading() as unit:
        rows = await unit.fetch(broadcast.select().order_by(broadcast.c.created_at.desc()))
        return await Course(unit, office.now).get(rows[0]["id"])


async def send(office: Office) -> list[str]:
    """Ratna taps the button under the last question."""
    return await office.forges(RATNA, f":0:siaran.kirim-{(await ledger(office)).id}")


async def outcomes(office: Office) -> dict[int, str]:
    async with office.database.reading() as unit:
        rows = await unit.fetch(recipient.select())
    return {row["contact_id"]: row["state"] for row in rows}
