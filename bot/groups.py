"""What happens in a Telegram group: its village's counts on request, its binding, and nothing about any person."""

from dataclasses import dataclass

from bot.hearing import Envelope
from conversations.actor import Actor, Role
from conversations.answers import groups as answers
from conversations.answers.summary import sentence
from conversations.facts import Facts
from conversations.heard import Heard, Sort
from conversations.periods import week_of
from conversations.plain import holds_number_of_a_person
from conversations.says import Say
from conversations.shorthand import is_shorthand
from conversations.summary import DoesNotAddUpError
from storage.groups import Groups
from storage.summaries import Summaries
from storage.unit import Unit

SUMMARY = frozenset({"ringkasan", "summary"})
BIND = frozenset({answers.BIND, "bind"})


@dataclass(frozen=True, slots=True)
class InGroup:
    """One thing heard in a group, by whom, with the open unit and the facts of this turn."""

    unit: Unit
    envelope: Envelope
    actor: Actor
    facts: Facts
    bot_name: str = ""

    @property
    def chat_id(self) -> int:
        return self.envelope.chat_id

    @property
    def bindings(self) -> Groups:
        return Groups(self.unit, self.facts.now)


async def hear_group(here: InGroup) -> tuple[Say, ...]:
    """Answer a command, and keep the binding true; whatever else is said in a group is not ours to hear."""
    if here.envelope.moved:
        await here.bindings.move(*here.envelope.moved)
    elif here.envelope.leaver:
        await here.bindings.leave(here.chat_id, here.envelope.leaver)
    elif here.envelope.blocks:
        await here.bindings.unbind(here.chat_id, by=here.actor.contact_id)
    elif order := _order(here.envelope.heard, here.bot_name):
        name, argument = order
        return (
            await _asked(here, argument) if name in SUMMARY else answers.refused(here.facts, here.bot_name),
        )
    elif _is_about_a_person(here.envelope.heard):
        return (answers.refused(here.facts, here.bot_name),)
    return ()


def _is_about_a_person(heard: Heard) -> bool:
    """Whether it holds what belongs into no group: a number of an identity card, or a whole person."""
    return holds_number_of_a_person(heard.text) or is_shorthand(heard.text)


def _order(heard: Heard, bot_name: str) -> tuple[str, str] | None:
    """A command's name and argument; one that names another bot is not meant for us, nor is anything else."""
    if heard.tap is not None and not heard.tap.conversation:
        name, _, argument = heard.tap.value.partition(".")
        return name, argument
    if heard.sort is not Sort.TEXT or not heard.text.startswith("/"):
        return None
    order, _, argument = heard.text[1:].strip().partition(" ")
    name, _, bot = order.casefold().partition("@")
    is_ours = not bot or not bot_name or bot == bot_name.casefold()
    return (name, argument.strip()) if is_ours else None


async def _asked(here: InGroup, argument: str) -> Say:
    word, _, village_code = argument.partition(" ")
    if word.casefold() in BIND:
        return await _bind(here, village_code.strip())
    found = await here.bindings.find(here.chat_id)
    if found is None:
        is_officer = Role.OFFICER in here.actor.roles
        return (
            answers.sentence("not_bound", here.facts)
            if is_officer
            else answers.refused(here.facts, here.bot_name)
        )
    # With any more words somebody wants to see more than the counts.
    return answers.refused(here.facts, here.bot_name) if argument else await _counts(here, *found)


async def _counts(here: InGroup, village_code: str, officer: Actor) -> Say:
    today = here.facts.today(village_code)
    store = Summaries(here.unit, officer, here.facts.place.regions, today)
    try:
        return answers.counts(await store.load(village_code, week_of(today)), here.facts, here.bot_name)
    except DoesNotAddUpError:
        return sentence("wrong_tallies", here.facts)


async def _bind(here: InGroup, village_code: str) -> Say:
    """Bind the group to the officer's village; of several they tap one."""
    own = sorted(here.actor.villages)
    chosen = village_code or (own[0] if len(own) == 1 else "")
    if not chosen and own:
        return answers.which(own, here.facts)
    if await here.bindings.bind(here.chat_id, chosen, here.actor):
        return answers.bound(chosen, here.facts)
    return answers.sentence("not_yours", here.facts)
