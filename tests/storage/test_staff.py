"""Who reaches what, read at the moment of the act; and words that work once even when two ask at the same time."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from conversations.actor import Pillar, Role
from conversations.colleagues import Invited
from storage.colleagues import Colleagues
from storage.database import Database
from storage.errors import StoreError
from storage.guesses import Guesses
from storage.invitations import Invitations, Wanted
from storage.staff import Staff
from storage.tables import invitation, post
from tests.storage.people import NOW, SITI, meet

HEAD, OTHER_HEAD, OFFICER = 4_201, 4_202, 4_203
HOME, CEDED, FAR = "3202292003", "3202292013", "3273011001"


async def furnish(database: Database) -> tuple[str, str]:
    """Two branches, the second of which serves one village in the regency of the first."""
    async with database.unit() as unit:
        await meet(unit, SITI, HEAD, OTHER_HEAD, OFFICER)
        staff = Staff(unit)
        near = await staff.open_branch("Dekat", ["3202"], by=0, now=NOW)
        far = await staff.open_branch("Jauh", ["3273", CEDED], by=0, now=NOW)
        await staff.give_post(HEAD, Role.BRANCH_HEAD, by=0, now=NOW, branch_id=near, full_name="Ratna Dewi")
        await staff.give_post(OTHER_HEAD, Role.BRANCH_HEAD, by=0, now=NOW, branch_id=far)
        await staff.give_post(
            OFFICER, Role.OFFICER, by=HEAD, now=NOW, pillar=Pillar.VILLAGE_NCO, branch_id=near
        )
        await staff.assign(OFFICER, [HOME], by=HEAD, now=NOW)
    return near, far


async def test_a_village_given_to_another_branch_is_that_one_s_alone(database: Database) -> None:
    near, far = await furnish(database)
    async with database.reading() as unit:
        together = await Staff(unit).load_actors([HEAD, OTHER_HEAD, OFFICER, SITI], NOW)
        alone = await Staff(unit).load_actors([HEAD], NOW)
        assert await Staff(unit).find_branch_of(HOME) == near
        assert await Staff(unit).find_branch_of(CEDED) == far
    assert alone[HEAD] == together[HEAD]
    reach = {one: [together[one].reaches(code) for code in (HOME, CEDED, FAR)] for one in together}
    assert reach[HEAD] == [True, False, False]
    assert reach[OTHER_HEAD] == [False, True, True]
    assert reach[OFFICER] == [True, False, False]
    assert reach[SITI] == [False, False, False]


async def test_an_officer_who_also_heads_another_branch_acts_for_that_branch(database: Database) -> None:
    _, far = await furnish(database)
    async with database.unit() as unit:
        await Staff(unit).give_post(OFFICER, Role.BRANCH_HEAD, by=0, now=NOW, branch_id=far)
    async with database.reading() as unit:
        actor = (await Staff(unit).load_actors([OFFICER], NOW))[OFFICER]
    assert actor.branch_id == far
    assert [actor.reaches(code) for code in (HOME, CEDED, FAR)] == [True, True, True]


async def test_a_suspended_officer_has_no_reach_and_keeps_the_villages_for_later(database: Database) -> None:
    await furnish(database)
    async with database.unit() as unit:
        await Staff(unit).suspend(OFFICER, by=HEAD, now=NOW)
    async with database.unit() as unit:
        assert not (await Staff(unit).load_actors([OFFICER], NOW))[OFFICER].reaches(HOME)
        assert await Staff(unit).villages_of(OFFICER, NOW) == {HOME}
        await Staff(unit).restore(OFFICER, by=HEAD, now=NOW)
    async with database.reading() as unit:
        assert (await Staff(unit).load_actors([OFFICER], NOW))[OFFICER].reaches(HOME)


async def test_two_who_take_one_invitation_at_once_get_one_yes(database: Database) -> None:
    near, _ = await furnish(database)
    async with database.unit() as unit:
        invitations = Invitations(unit, NOW)
        offered = await invitations.find_offered(
            await invitations.give(Wanted(Role.BRANCH_STAFF, branch_id=near, full_name="Umar"), by=HEAD)
        )
    assert offered is not None

    async def take(who: int) -> Invited | None:
        async with database.unit() as unit:
            return await Invitations(unit, NOW).take(offered.id, who)

    taken = await asyncio.gather(take(SITI), take(OFFICER), return_exceptions=True)
    assert not any(isinstance(one, StoreError) for one in taken)
    [winner] = [one for one in taken if isinstance(one, Invited)]
    assert winner.full_name == "Umar"
    assert winner.used_by in {SITI, OFFICER}


@pytest.mark.parametrize(
    ("phone", "is_taken"), [("+6281200000001", True), ("+6281200000002", False), ("", False)]
)
async def test_an_invitation_is_for_one_phone(database: Database, phone: str, *, is_taken: bool) -> None:
    await furnish(database)
    async with database.unit() as unit:
        invitations = Invitations(unit, NOW)
        token = await invitations.give(Wanted(Role.BRANCH_STAFF, phone="+6281200000001"), by=HEAD)
        offered = await invitations.find_offered(token)
        assert offered is not None
        assert offered.needs_card
        assert (await invitations.take(offered.id, SITI, phone=phone) is not None) == is_taken


async def test_the_word_of_an_invitation_is_kept_nowhere(database: Database) -> None:
    await furnish(database)
    async with database.unit() as unit:
        token = await Invitations(unit, NOW).give(Wanted(Role.BRANCH_STAFF, full_name="Kenari"), by=HEAD)
        rows = await unit.fetch(select(invitation))
    kept = repr([dict(row) for row in rows])
    assert token not in kept
    assert "Kenari" not in kept
    assert len(token) == 22


async def test_names_of_colleagues_are_sealed_and_open_for_their_head(database: Database) -> None:
    near, _ = await furnish(database)
    async with database.unit() as unit:
        await Staff(unit).give_post(
            SITI, Role.BRANCH_STAFF, by=HEAD, now=NOW, branch_id=near, full_name="Kenari"
        )
        actors = await Staff(unit).load_actors([HEAD, OTHER_HEAD, OFFICER], NOW)
        seen = {one: await Colleagues(unit, actors[one], NOW).list_all(near) for one in actors}
        rows = await unit.fetch(select(post))
    assert "Kenari" not in repr([dict(row) for row in rows])
    assert [one.full_name for one in seen[HEAD]] == ["", "Kenari"]
    assert seen[OTHER_HEAD] == ()
    assert seen[OFFICER] == ()


async def test_guesses_are_forgotten_with_the_hour(database: Database) -> None:
    async with database.unit() as unit:
        guesses = Guesses(unit)
        for _ in range(3):
            await guesses.count(SITI, "badge", now=NOW)
        assert await guesses.are_spent(SITI, "badge", limit=3, now=NOW)
        assert not await guesses.are_spent(SITI, "badge", limit=4, now=NOW)
        assert not await guesses.are_spent(SITI, "invitation", limit=1, now=NOW)
        assert not await guesses.are_spent(SITI, "badge", limit=3, now=NOW + timedelta(hours=1))
