"""Very many invented officers, written in a few statements."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from conversations.actor import Actor, Role
from conversations.ledger import Audience, Body, Ledger
from storage.broadcasts import Broadcasts
from storage.columns import new_id
from storage.staff import Staff
from storage.tables import assignment, post
from storage.unit import Unit

VILLAGE, REGENCY = "3202292003", "3202"
RATNA, FIRST = 5003, 100_000


async def officers(unit: Unit, count: int) -> list[int]:
    """So many officers of one village, and Ratna, who leads their branch."""
    now = datetime.now(UTC) - timedelta(days=1)
    people = list(range(FIRST, FIRST + count))
    await unit.load_contacts([RATNA])
    for one in (RATNA, *people):
        unit.meet(one, one, language="id", now=now)
    await unit.flush()
    branch = await Staff(unit).open_branch("Kantor Cabang Contoh", [REGENCY], by=RATNA, now=now)
    await Staff(unit).give_post(RATNA, Role.BRANCH_HEAD, by=RATNA, now=now, branch_id=branch)
    same = {"given_by": RATNA, "valid_from": now}
    posts = [
        {
            "id": new_id(now),
            "contact_id": one,
            "role": "officer",
            "pillar": "village_nco",
            "salt_id": "",
            **same,
        }
        for one in people
    ]
    await unit.connection.execute(insert(post), posts)
    held = [{"id": new_id(now), "contact_id": one, "village_code": VILLAGE, **same} for one in people]
    await unit.connection.execute(insert(assignment), held)
    return people


async def begun(unit: Unit, words: str = "Rapat besok.") -> Ledger:
    """A broadcast of Ratna's to all of them, under way."""
    now = datetime.now(UTC)
    actor: Actor = (await Staff(unit).load_actors([RATNA], now))[RATNA]
    broadcasts = Broadcasts(unit, actor, now)
    one = await broadcasts.write(Audience("officers"), Body(words), wants_word=False)
    await broadcasts.begin(one)
    return await broadcasts.get(one.id)
