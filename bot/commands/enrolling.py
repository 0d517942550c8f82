"""Keeps the registration of a visited person, for an officer who reaches the village at this very moment."""

from typing import cast

from bot.commands.command import Deed, Reply
from conversations.actor import Role
from conversations.answers import enrolment as answers
from conversations.answers.shorthand import recorded
from conversations.outcomes import AssistedRegistration, Outcome
from storage.enrolments import Enrolments
from storage.step import Step
from storage.visits import Visits


def is_reached(deed: Deed, village_code: str) -> bool:
    """Whether this is the code of a village, and one of the officer's."""
    return deed.facts.place.regions.find_village(village_code) is not None and deed.actor.reaches(
        village_code
    )


async def keep_assisted(deed: Deed, outcome: Outcome) -> Reply:
    """Keep or hold one; refused when post or village are not the officer's any more."""
    assisted = cast("AssistedRegistration", outcome)
    form = assisted.form
    if not deed.actor.has(Role.OFFICER) or not deed.actor.reaches(form.village_code):
        return Reply((answers.refused(deed.facts),))
    if await Enrolments(deed.unit).is_taken(form.nik):
        return Reply((recorded(deed.facts),))
    return await _hold(deed, assisted) if form.consent.channel == "own_link" else await _keep(deed, assisted)


async def _keep(deed: Deed, assisted: AssistedRegistration) -> Reply:
    form, today = assisted.form, deed.facts.today(assisted.form.village_code)
    step = step_of(deed, assisted)
    registration_id, used = await Enrolments(deed.unit).keep(assisted, step, fresh=deed.facts.fresh)
    if assisted.door:
        visits = Visits(deed.unit, deed.actor)
        await visits.register_at(assisted.door, registration_id, today=today, now=deed.now)
    return Reply((answers.kept(deed.facts, form, used.number, used.code),))


async def _hold(deed: Deed, assisted: AssistedRegistration) -> Reply:
    step = step_of(deed, assisted)
    used = await Enrolments(deed.unit).hold(assisted, step, fresh=deed.facts.fresh)
    return Reply((answers.held(deed.facts, assisted.form.full_name, used.code, deed.bot_name),))


def step_of(deed: Deed, assisted: AssistedRegistration) -> Step:
    """The step to `submitted` of this act, counted on the day it is in the village."""
    today = deed.facts.today(assisted.form.village_code)
    return Step("submitted", deed.actor.contact_id, deed.now, today, update_id=deed.update_id)
