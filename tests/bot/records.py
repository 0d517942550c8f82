"""One of every record that a button can carry, in the village of the office, and where it is carried."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Table, select, update

from conversations.actor import Actor
from conversations.funding.payers import Funding, PayerKind
from conversations.heard import opening
from storage.payers import Payers
from storage.staff import Staff
from storage.tables import (
    batch,
    broadcast,
    conversation,
    core_answer,
    question,
    registration,
    slip,
)
from tests.bot.broadcasting import written
from tests.bot.doorstep import code_in, shorthand
from tests.bot.files_waiting import entered
from tests.bot.office import BUDI, RATNA, SITI, VILLAGE, Office
from tests.bot.test_core_answer import brought, workbook
from tests.bot.test_export import accepted, batch_made

FINDER = 8100
"""Nobody of the house, who sent the code of a slip."""
NOBODY_S = {
    "id": "0" * 24,
    "village": "0000000000",
    "reference": "SSR-0000-00",
    "contact": "1",
    "conversation": "00000000",
    "back": "0" * 21,
}
"""What nothing has, by shape."""
LAPSING = date(2026, 9, 30)


@dataclass(frozen=True, slots=True)
class Carried:
    """One kind of button: `{name}` stands for what it carries, and `by` is who may, the first of them first.

    `tells_alike` is for those whose answer is the same with a record as without: they open the same question, or
    show what else there is.
    """

    command: str
    argument: str
    by: tuple[str, ...]
    tells_alike: bool = False

    @property
    def word(self) -> str:
        """What stands before the first separator."""
        return self.argument.partition("-")[0].partition(".")[0]

    def tap(self, records: dict[str, str]) -> str:
        """The callback data with these records."""
        return opening(self.command, self.argument.format_map(records))


async def furnish_records(office: Office) -> dict[str, str]:
    """Make them the way people make them; gives what buttons carry, by name."""
    door, back, visit = await _visits(office)
    await office.says(BUDI, shorthand(1))
    code = code_in(office.texts(BUDI)[-1:])
    await office.says(FINDER, f"/slip {code}")
    [own] = await accepted(office, 1)
    fix = await entered(office, 3, by=BUDI)
    await _set(office, own, paid_until=LAPSING)
    await _set(office, fix, state="needs_fixing", reason="full_name")
    await batch_made(office)
    await brought(office, workbook(("SSR-TEST-01", "", "12345678901", "", "", "")))
    await written(office)
    await office.says(SITI, "/orang")
    await office.says(SITI, "Kartu saya kapan jadi?")
    funding = await _funding(office)
    await office.says(BUDI, "/daftarkan")
    return {
        "door": door,
        "back": back,
        "visit": visit,
        "own": own,
        "fix": fix,
        "funding": funding,
        "village": VILLAGE,
        "contact": str(BUDI),
        "entry": await _newest(office, registration, registration.c.id != fix, registered_by=BUDI),
        "slip": await _newest(office, slip, used_by=BUDI),
        "batch": await _newest(office, batch),
        "answer": await _newest(office, core_answer),
        "broadcast": await _newest(office, broadcast),
        "thread": await _newest(office, question),
        "conversation": await _newest(office, conversation, contact_id=BUDI, status="active"),
        "own_reference": "SSR-TEST-01",
        "fix_reference": "SSR-TEST-03",
    }


def nobody_s(records: dict[str, str]) -> dict[str, str]:
    """For each of them what has its shape and is nothing."""
    return {name: NOBODY_S.get(_shape(name), NOBODY_S["id"]) for name in records}


def _shape(name: str) -> str:
    return "reference" if name.endswith("reference") else name


async def _visits(office: Office) -> tuple[str, str, str]:
    """A door with a visit that may be taken back, and one where Budi stands."""
    await _goes_to(office, "R-12")
    await office.taps(BUDI, "Tidak ada orang")
    undo = office.button(BUDI, "Salah catat").rpartition(":")[2]
    _, _, door, back = undo.split(".")
    await _goes_to(office, "R-14")
    met = office.button(BUDI, "Bertemu").rpartition(":")[2]
    return door, back, met.split(".")[2]


async def _goes_to(office: Office, mark: str) -> None:
    await office.says(BUDI, "/kunjungan")
    await office.taps(BUDI, "Pintu lain")
    await office.says(BUDI, "3/5")
    await office.says(BUDI, mark)


async def _set(office: Office, registration_id: str, **values: object) -> None:
    async with office.database.unit() as unit:
        here = update(registration).where(registration.c.id == registration_id)
        await unit.connection.execute(here.values(values))


async def _funding(office: Office) -> str:
    first = datetime(2026, 12, 1, tzinfo=UTC).date()
    paid = Funding(PayerKind.VILLAGE, "Desa Contoh", VILLAGE, first, date(2027, 11, 1), 5)
    async with office.database.unit() as unit:
        head: Actor = (await Staff(unit).load_actors([RATNA], office.now))[RATNA]
        made = await Payers(unit, head, office.now).make(paid)
    assert made
    return made


async def _newest(office: Office, table: Table, *where: ColumnElement[bool], **equal: object) -> str:
    chosen = [table.c[name] == value for name, value in equal.items()]
    async with office.database.reading() as unit:
        rows = await unit.fetch(select(table.c.id).where(*where, *chosen).order_by(table.c.id.desc()))
    return str(rows[0]["id"])
