"""Invented people and their forms."""

from datetime import UTC, date, datetime, timedelta

from conversations.outcomes import Consent, Registration
from storage.unit import Unit

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
VILLAGE = "3273011001"
SITI = 4_001


def form(number: int = 1, **changes: object) -> Registration:
    """A finished form; each number is another person."""
    answers: dict[str, object] = {
        "reference": f"SR-{number:06d}",
        "full_name": "Siti Melati",
        "nik": f"32730141{number:08d}",
        "birth_place": "Cigugur",
        "birth_date": date(1990, 1, 1),
        "sex": "female",
        "phone": "+6281200000001",
        "village_code": VILLAGE,
        "address": "Gang Kenanga 7",
        "occupation": "farmer",
        "sector": "agriculture",
        "income_bracket": 1,
        "work_village_code": VILLAGE,
        "attested": True,
        "consent": Consent(version="1", text_hash="ab", language="id", witness="Bu Wati Dahlia", slip="K-77"),
    }
    return Registration.model_validate({**answers, **changes})


async def meet(unit: Unit, *contact_ids: int) -> None:
    """Let these people have written to us."""
    await unit.load_contacts(contact_ids)
    for contact_id in contact_ids:
        unit.meet(contact_id, contact_id, language="id", now=NOW)


async def register(unit: Unit, contact_id: int = SITI, registration: Registration | None = None) -> None:
    """Let one person have finished the form."""
    await meet(unit, contact_id)
    await unit.keep(contact_id, registration or form(), update_id=contact_id, now=NOW)
