"""People whose files wait at the branch of the office."""

from datetime import date, datetime, timedelta

from sqlalchemy import update

from conversations.outcomes import Registration
from storage.step import Step
from storage.tables import registration
from tests.bot.office import BUDI, NOW, SITI, VILLAGE, Office
from tests.storage.people import form

NAMES = ("Siti Melati", "Joko Widarta", "Ani Rahayu", "Ujang Komar", "Euis Nurhayati", "Dadang Supriatna")


def person(number: int, **changes: object) -> Registration:
    """Somebody of Sukamanah; each number is another one, with a name, a phone and a house of their own."""
    told = {
        "full_name": NAMES[number % len(NAMES)],
        "village_code": VILLAGE,
        "birth_date": date(1960, 1, 1) + timedelta(days=137 * number),
        "nik": f"32020{number * 7919 % 1_000_000_000:09d}{number % 97:02d}",
        "phone": f"+62812{number:08d}",
        "address": f"Kampung Sawah {number}",
        "occupation": "129",
    }
    return form(number, reference=f"SSR-TEST-{number:02d}", **{**told, **changes})


async def entered(
    office: Office, number: int, *, by: int = SITI, at: datetime = NOW, **changes: object
) -> str:
    """Let somebody be registered, by themselves or by an officer; gives the id of the registration."""
    one = person(number, **changes)
    async with office.database.unit() as unit:
        await unit.load_contacts([by])
        step = Step("submitted", by, at, update_id=10_000 + number)
        registration_id = unit.keep_registration(by, one, step)
        await unit.flush()
        if by == BUDI:
            here = update(registration).where(registration.c.id == registration_id)
            await unit.connection.execute(here.values(contact_id=None, is_own=False))
    return registration_id


async def row_of(office: Office, registration_id: str) -> dict[str, object]:
    """The row of a registration as it is kept now."""
    async with office.database.reading() as unit:
        rows = await unit.fetch(registration.select().where(registration.c.id == registration_id))
    return dict(rows[0])
