"""`/slip` and what follows it: the second key from any phone, blank slips, and a person who takes their record over."""

from typing import cast

from bot.commands.command import Command, Deed, Letter, Reply
from bot.commands.enrolling import is_reached
from conversations.actor import Actor, Role
from conversations.answers import slips as answers
from conversations.answers.enrolment import held as held_says
from conversations.flows.takeover import HELD, KEPT, TAKEOVER
from conversations.outcomes import Consent, Outcome, TakeOver
from conversations.slips import read_code, shown_number
from storage.enrolments import Enrolments
from storage.gate import beyond_reach
from storage.guesses import Guesses
from storage.slips import Slip, Slips, is_late
from storage.staff import Staff
from storage.step import Step

GUESSES_AN_HOUR = 5
GUESSED = "slip"
RENEWED = "slip renewed"
RENEWED_AN_HOUR = 5
MOST_BLANK = 20
"""Blank slips that somebody may still hold when they ask for more."""


async def paper(deed: Deed, argument: str) -> Reply:
    """Without a word a booklet for officers; with a code the second key; with a number a slip that was seen.

    `tolak.<slip id>` is the button of whoever says that there was no consent, `hilang.<slip id>` of a registrar
    whose paper is lost, and `ganti.<slip id>` gives it a new code.
    """
    word, _, slip_id = argument.partition(".")
    if word == answers.DISPUTE:
        async with beyond_reach(deed.unit):
            return await _disputed(deed, slip_id)
    if word in (answers.LOST, answers.RENEWED):
        return await _lost(deed, slip_id, is_sure=word == answers.RENEWED)
    if code := read_code(argument):
        async with beyond_reach(deed.unit):
            return await _sent(deed, code)
    is_officer = deed.actor.has(Role.OFFICER) and bool(deed.actor.villages)
    if is_officer and argument.isdecimal() and len(argument) <= len("999999"):
        return await _seen(deed, int(argument))
    if is_officer and (not argument or is_reached(deed, argument)):
        return await _issued(deed, argument or min(deed.actor.villages))
    return Reply((answers.said(deed.facts, "unknown" if argument else "ask_code"),))


async def _issued(deed: Deed, village_code: str) -> Reply:
    by, fresh = deed.actor.contact_id, deed.facts.fresh
    if await Slips(deed.unit).count_blank(by) > MOST_BLANK:
        return _said(deed, "enough")
    issued = await Slips(deed.unit).issue(village_code, by=by, fresh=fresh, now=deed.now)
    return Reply(answers.booklet(deed.facts, village_code, tuple((one.number, one.code) for one in issued)))


async def _sent(deed: Deed, code: str) -> Reply:
    """The code, from any phone but the registrar's."""
    slips, guesses, by = Slips(deed.unit), Guesses(deed.unit), deed.actor.contact_id
    if await guesses.are_spent(by, GUESSED, limit=GUESSES_AN_HOUR, now=deed.now):
        return _said(deed, "too_many")
    found = await slips.find_by_code(code)
    if found is None:
        await guesses.count(by, GUESSED, now=deed.now)
        return _said(deed, "unknown")
    if by == found.used_by:
        return _said(deed, "own")
    if found.locked_at:
        return _said(deed, "locked")
    await slips.note_opened(found, by)
    if found.is_held:
        return Reply((answers.held(deed.facts, found.id),))
    return await _confirmed(deed, slips, found)


async def _confirmed(deed: Deed, slips: Slips, found: Slip) -> Reply:
    is_open = found.confirmed_at is None
    if is_open and is_late(found, deed.now):
        return _said(deed, "late")
    is_new = is_open and await slips.confirm(found, by=deed.actor.contact_id, how="code", now=deed.now)
    said = answers.confirmed(deed.facts, "confirmed" if is_new else "known", found.id, found.number)
    return Reply((said,))


async def _disputed(deed: Deed, slip_id: str) -> Reply:
    """Only for whoever sent the code; it goes to a person at the branch."""
    found = await Slips(deed.unit).find(slip_id, opened_by=deed.actor.contact_id)
    if found is None:
        return _said(deed, "unknown")
    await Slips(deed.unit).dispute(found, by=deed.actor.contact_id, now=deed.now)
    return _said(deed, "disputed")


async def _lost(deed: Deed, slip_id: str, *, is_sure: bool) -> Reply:
    """The registrar writes a lost slip anew; each new code is in the register of acts."""
    by, slips, guesses = deed.actor.contact_id, Slips(deed.unit), Guesses(deed.unit)
    found = await slips.find_own(slip_id, used_by=by)
    if found is None or not deed.actor.has(Role.OFFICER) or not deed.actor.reaches(found.village_code):
        return _said(deed, "unknown")
    reference = await Enrolments(deed.unit).find_reference(found)
    if found.locked_at or not (reference or found.is_held):
        return _said(deed, "no_new")
    if not is_sure:
        return Reply((answers.lost(deed.facts, found.id, found.number),))
    if await guesses.are_spent(by, RENEWED, limit=RENEWED_AN_HOUR, now=deed.now):
        return _said(deed, "no_new")
    await guesses.count(by, RENEWED, now=deed.now)
    issued = await slips.reissue(found, by=by, fresh=deed.facts.fresh, now=deed.now)
    if held := await Enrolments(deed.unit).read_held(found):
        return Reply((held_says(deed.facts, held.form.full_name, issued.code, deed.bot_name),))
    return Reply((answers.renewed(deed.facts, issued.number, issued.code, reference),))


async def _seen(deed: Deed, number: int) -> Reply:
    """A later visit by another pillar, who reads the number off the paper."""
    slips = Slips(deed.unit)
    found = await slips.find_by_number(sorted(deed.actor.villages), number)
    if found is None or found.used_by is None:
        return _said(deed, "unknown")
    if found.used_by == deed.actor.contact_id:
        return Reply((answers.own(deed.facts, found.id),))
    if found.registration_id is None:
        return _said(deed, "unknown")
    registrar = (await Staff(deed.unit).load_actors([found.used_by], deed.now))[found.used_by]
    if not _is_another_pillar(deed.actor, registrar):
        return _said(deed, "own")
    is_new = await slips.confirm(found, by=deed.actor.contact_id, how="visit", now=deed.now)
    key = "seen" if is_new else "seen_before"
    return _said(deed, key, number=shown_number(number))


def _is_another_pillar(actor: Actor, registrar: Actor) -> bool:
    return (
        actor.contact_id != registrar.contact_id
        and actor.pillar is not None
        and actor.pillar != registrar.pillar
    )


async def claim(deed: Deed, argument: str) -> Reply:
    """Begin to take over: only for whoever sent the code last."""
    found = await Slips(deed.unit).find(argument, opened_by=deed.actor.contact_id)
    if found is None:
        return _said(deed, "unknown")
    if found.locked_at:
        return _said(deed, "locked")
    given = (("slip", found.id), ("state", HELD if found.is_held else KEPT))
    return Reply(opens=TAKEOVER, given=given)


async def keep_take_over(deed: Deed, outcome: Outcome) -> Reply:
    """Check the birth date; three wrong ones lock the slip and are told to the officer."""
    async with beyond_reach(deed.unit):
        return await _judged(deed, cast("TakeOver", outcome))


async def _judged(deed: Deed, wish: TakeOver) -> Reply:
    found = await Slips(deed.unit).find(wish.slip, opened_by=deed.actor.contact_id)
    if found is None or found.locked_at:
        return _said(deed, "locked" if found else "unknown")
    born_on = await Enrolments(deed.unit).read_birth_date(found)
    if born_on is None:
        return _said(deed, "taken")
    if born_on != wish.birth_date:
        return await _wrong_date(deed, found)
    return await (_consented(deed, found, wish.consent) if wish.consent else _taken_over(deed, found))


async def _wrong_date(deed: Deed, found: Slip) -> Reply:
    left = await Slips(deed.unit).count_wrong_date(found, by=deed.actor.contact_id, now=deed.now)
    if left:
        return Reply((answers.wrong_date(deed.facts, found.id, left),))
    letters = await _letter(deed, found, "told_locked", number=shown_number(found.number))
    return Reply((answers.said(deed.facts, "locked"),), letters=letters)


async def _taken_over(deed: Deed, found: Slip) -> Reply:
    reference = await Enrolments(deed.unit).take_over(found, deed.actor.contact_id, deed.now)
    return _said(deed, "taken_over", reference=reference) if reference else _said(deed, "taken")


async def _consented(deed: Deed, found: Slip, consent: Consent) -> Reply:
    enrolments = Enrolments(deed.unit)
    held = await enrolments.read_held(found)
    if held is None:
        return _said(deed, "taken")
    if await enrolments.is_taken(held.form.nik):
        return _said(deed, "recorded")
    today = deed.facts.today(held.form.village_code)
    step = Step("submitted", deed.actor.contact_id, deed.now, today, update_id=deed.update_id)
    await enrolments.give_leave(found, held, consent, step)
    reference = held.form.reference
    letters = await _letter(
        deed, found, "told_consented", number=shown_number(found.number), reference=reference
    )
    return Reply((answers.said(deed.facts, "consented", reference=reference),), letters=letters)


async def _letter(deed: Deed, found: Slip, key: str, **values: str) -> tuple[Letter, ...]:
    """To the registrar, once for each slip and cause."""
    officer = found.used_by or 0
    known = (await deed.unit.load_contacts([officer])).get(officer)
    if known is None:
        return ()
    return (Letter(known.chat_id, answers.told(known.language, key, **values), f"slip:{found.id}:{key}"),)


def _said(deed: Deed, key: str, **values: str) -> Reply:
    return Reply((answers.said(deed.facts, key, **values),))


PAPER: tuple[Command, ...] = (
    Command(
        "slip",
        alias="voucher",
        act=paper,
        shows_in_menu=False,
        opens_by_link=True,
        arguments=(answers.DISPUTE, answers.LOST, answers.RENEWED),
    ),
    Command("ambil", alias="takeover", act=claim, shows_in_menu=False),
)
