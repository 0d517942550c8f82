"""What becomes of a registration, and of its person, shows in the counts and nowhere it should not."""

import pytest

from conversations.conversation import Conversation
from conversations.facts import Case, Needs
from conversations.outcomes import Correction, Erasure, HandOver, LanguageChosen, Outcome, Withdrawal
from storage.database import Database
from storage.errors import CaseNotFound, NikTaken
from storage.step import Step
from storage.tallies import Heap
from tests.storage.people import LATER, NOW, SITI, VILLAGE, form, meet, register

OTHER_VILLAGE = "3273011002"
VILLAGES = (VILLAGE, OTHER_VILLAGE)


async def keep(database: Database, outcome: Outcome, contact_id: int = SITI) -> None:
    async with database.unit() as unit:
        await meet(unit, contact_id)
        await unit.keep(contact_id, outcome, update_id=9, now=LATER)


async def cases(database: Database, contact_id: int = SITI) -> tuple[Case, ...]:
    async with database.reading() as unit:
        return (await unit.load_cases([contact_id]))[contact_id]


async def registered(database: Database) -> Case:
    async with database.unit() as unit:
        await register(unit)
    [case] = await cases(database)
    return case


async def tallies_are_true(database: Database, expected: dict[Heap, int]) -> None:
    async with database.reading() as unit:
        assert await unit.load_tallies(VILLAGES) == await unit.recount() == expected


async def test_a_correction_changes_one_field_and_nothing_else(database: Database) -> None:
    before = await registered(database)
    await keep(database, Correction(case_id=before.id, field="address", value="Gang Anggrek 3"))
    [after] = await cases(database)
    assert after.answers == {**before.answers, "address": "Gang Anggrek 3"}
    assert (after.state, after.reference) == ("submitted", before.reference)


async def test_a_corrected_village_moves_the_count_there(database: Database) -> None:
    case = await registered(database)
    await keep(database, Correction(case_id=case.id, field="village_code", value=OTHER_VILLAGE))
    await tallies_are_true(database, {Heap(OTHER_VILLAGE, "submitted"): 1})


async def test_a_correction_to_somebody_elses_nik_is_refused_and_another_is_kept(database: Database) -> None:
    case = await registered(database)
    async with database.unit() as unit:
        await register(unit, 4_002, form(2))
    with pytest.raises(NikTaken):
        await keep(database, Correction(case_id=case.id, field="nik", value=form(2).nik))
    await keep(database, Correction(case_id=case.id, field="nik", value=form(3).nik))
    [after] = await cases(database)
    assert after.answers["nik"] == form(3).nik


async def test_what_was_sent_back_is_submitted_anew_once_it_is_corrected(database: Database) -> None:
    case = await registered(database)
    async with database.unit() as unit:
        await unit.move_case(case.id, Step("needs_fixing", 77, LATER, reason="address"))
    assert [(one.state, one.reason) for one in await cases(database)] == [("needs_fixing", "address")]
    await keep(database, Correction(case_id=case.id, field="address", value="Gang Anggrek 3"))
    assert [(one.state, one.reason) for one in await cases(database)] == [("submitted", "")]
    await tallies_are_true(database, {Heap(VILLAGE, "submitted"): 1})


async def test_a_withdrawal_stops_the_case_and_frees_the_nik(database: Database) -> None:
    case = await registered(database)
    await keep(database, Withdrawal(case_id=case.id))
    assert [one.state for one in await cases(database)] == ["withdrawn"]
    async with database.unit() as unit:
        await register(unit, 4_002, form(reference="SR-AGAIN"))
    await tallies_are_true(database, {Heap(VILLAGE, "withdrawn"): 1, Heap(VILLAGE, "submitted"): 1})


async def test_nobody_reaches_the_case_of_another(database: Database) -> None:
    case = await registered(database)
    for outcome in (
        Withdrawal(case_id=case.id),
        Erasure(case_id=case.id),
        Correction(case_id=case.id, field="address", value="x"),
        Withdrawal(case_id="none"),
    ):
        with pytest.raises(CaseNotFound):
            await keep(database, outcome, contact_id=4_002)
    assert await cases(database) == (case,)


async def test_an_erased_case_leaves_a_count_and_no_person(database: Database) -> None:
    case = await registered(database)
    await keep(database, Erasure(case_id=case.id))
    assert await cases(database) == ()
    await tallies_are_true(database, {Heap(VILLAGE, "erased"): 1})
    async with database.unit() as unit:
        await register(unit, SITI, form(reference="SR-AGAIN"))
    await tallies_are_true(database, {Heap(VILLAGE, "erased"): 1, Heap(VILLAGE, "submitted"): 1})


async def test_erasing_everything_ends_drafts_and_words_in_the_outbox(database: Database) -> None:
    await registered(database)
    draft = Conversation(id="d1", flow="check", version="1", answers={"age": 40})
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.save_conversation(SITI, draft, revision=0, now=NOW)
        unit.say(SITI, "1:0", "sendMessage", {"text": "Data Bu Siti"}, now=NOW)
    async with database.unit() as unit:
        await meet(unit, SITI)
        [stored] = (await unit.load_conversations([SITI]))[SITI]
        await unit.keep(SITI, Erasure(), update_id=2, now=LATER)
        unit.save_conversation(SITI, draft, revision=stored.revision, now=LATER)
        unit.say(SITI, "2:0", "sendMessage", {"text": "Sudah dihapus"}, now=LATER)
    async with database.unit() as unit:
        assert (await unit.load_conversations([SITI]))[SITI] == ()
        rows = await unit.claim("me", lane="live", limit=9, now=LATER, lease_until=LATER)
        assert [row.payload for row in rows] == [{"text": "Sudah dihapus"}]
        assert await unit.count_outbox() == {("live", "cancelled"): 1, ("live", "sending"): 1}


async def test_erasing_one_case_ends_what_was_being_said_about_it_and_nothing_else(
    database: Database,
) -> None:
    case = await registered(database)
    about_it = Conversation(id="d1", flow="correction", version="1", subject=case.id, answers={"said": "x"})
    other = Conversation(id="d2", flow="check", version="1", answers={"age": 40})
    async with database.unit() as unit:
        await meet(unit, SITI)
        unit.save_conversation(SITI, about_it, revision=0, status="parked", now=NOW)
        unit.save_conversation(SITI, other, revision=0, now=NOW)
    await keep(database, Erasure(case_id=case.id))
    async with database.reading() as unit:
        assert [one.conversation for one in (await unit.load_conversations([SITI]))[SITI]] == [other]


async def test_who_enrolled_others_erases_only_the_own_self(database: Database) -> None:
    aloud = form().consent.model_copy(update={"channel": "read_aloud"})
    async with database.unit() as unit:
        await register(unit, SITI, form(1, consent=aloud))
        await register(unit, SITI, form(2))
    await keep(database, Erasure())
    assert [(one.reference, one.is_own) for one in await cases(database)] == [("SR-000001", False)]


async def test_a_language_is_remembered_and_a_question_waits_for_somebody(database: Database) -> None:
    async with database.unit() as unit:
        await meet(unit, SITI)
    await keep(database, LanguageChosen(language="en"))
    await keep(database, HandOver(topic="claim", question="Bagaimana cara klaim?"))
    async with database.reading() as unit:
        assert (await unit.load_contacts([SITI]))[SITI].language == "en"
        assert [one.question for one in await unit.open_questions(limit=5)] == ["Bagaimana cara klaim?"]


async def test_a_case_shows_its_state_until_and_after_it_is_paid(database: Database) -> None:
    case = await registered(database)
    async with database.unit() as unit:
        await unit.move_case(case.id, Step("accepted", 77, LATER, paid_until=LATER.date()))
        [after] = (await unit.load_facts({SITI: Needs(cases=True)}, now=LATER))[SITI].cases
    assert (after.state, after.paid_until) == ("accepted", LATER.date())
    await tallies_are_true(database, {Heap(VILLAGE, "accepted", "2026-11"): 1})
