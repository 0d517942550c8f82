"""A branch office of practice with its people: two phones on the page hold a post, the others are only spoken of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.actor import Pillar, Role
from storage.staff import HOUSE, Staff
from storage.unit import Unit

BRANCH_NAME = "Kantor Cabang Contoh"
REGENCY = "3202"
SUKAMANAH, SUKAMANTRI, SUKARESMI = "3202292003", "3202292007", "3202292013"
OFFICER, HEAD = 5002, 5003
"""The second and third phone of the page."""
AGUS, ENDANG = 5004, 5005


@dataclass(frozen=True, slots=True)
class SeededPost:
    """An invented person in a post, last heard of so many days ago."""

    contact_id: int
    full_name: str
    role: Role
    pillar: Pillar | None = None
    villages: tuple[str, ...] = ()
    days_ago: int = 0


POSTS = (
    SeededPost(HEAD, "Ratna Dewi", Role.BRANCH_HEAD),
    SeededPost(5006, "Dewi Lestari", Role.BRANCH_STAFF, days_ago=1),
    SeededPost(OFFICER, "Budi Santoso", Role.OFFICER, Pillar.VILLAGE_NCO, (SUKAMANAH, SUKAMANTRI)),
    SeededPost(AGUS, "Agus Salim", Role.OFFICER, Pillar.COMMUNITY_POLICE, (SUKAMANAH, SUKARESMI), days_ago=9),
    SeededPost(ENDANG, "Endang Suherman", Role.OFFICER, Pillar.VILLAGE_HEAD, (SUKAMANAH,), days_ago=2),
)


async def seed_staff(unit: Unit, now: datetime) -> None:
    """Open the branch and give its posts, unless any branch is there already."""
    staff = Staff(unit)
    if await staff.list_branches():
        return
    branch_id = await staff.open_branch(BRANCH_NAME, [REGENCY], by=HOUSE, now=now)
    await unit.load_contacts(one.contact_id for one in POSTS)
    for one in POSTS:
        met_at = now - timedelta(days=one.days_ago)
        unit.meet(one.contact_id, one.contact_id, language="id", now=met_at)
        await staff.give_post(
            one.contact_id,
            one.role,
            by=HOUSE,
            now=now,
            pillar=one.pillar,
            branch_id=branch_id,
            full_name=one.full_name,
        )
        await staff.assign(one.contact_id, one.villages, by=HOUSE, now=now)
