"""What happens in a Telegram group: its village's counts on request, its binding, and nothing about any person."""

from dataclasses import dataclass

from conversations.actor import Actor, Role
from conversations.answers import groups as answers
from conversations.answers.summary import sentence
from conversations.facts import Facts
from conversations.heard import Heard, Sort
from conversations.periods import week_of
from conversations.says import Say
from conversations.summary import DoesNotAddUpError
from storage.groups import Groups
from storage.summaries import Summaries
from storage.unit import Unit

SUMMARY = frozenset({"ringkasan", "summary"})
BIND = frozenset({answers.BIND, "bind"})


@dataclass(frozen=True, slots=True)
class InGroup:
    """One thing heard in a group, by whom, with the open unit and the facts of this turn.

    `leaver` is who went out of the group just now, `moves_to` the supergroup that it became; 0 when nothing of it.
    """

    unit: Unit
    chat_id: int
    actor: Actor
    facts: Facts
    heard: Heard
    leaver: int = 0
    moves_to: int = 0
    bot_name: str = ""

    @property
    def bindings(self) -> Groups:
        return Groups(self.unit, self.facts.now)


async def hear_group(here: InGroup) -> tuple[Say, ...]:
    """Answer a command, and keep the binding true; whatever else is said in a group is not ours to hear."""
    if here.moves_to:
        await here.bindings.move(here.chat_id, here.moves_to)
    elif here.leaver:
        await here.bindings.leave(here.chat_id, here.leaver)
    elif order := _order(here.heard):
        name, argument = order
        return (
            await _asked(here, argument) if name in SUMMARY else answers.refused(here.facts, here.bot_name),
        )
    return ()


def _order(heard: Heard) -> tuple[str, str] | None:
    """A command's name and argument; in a group nothing else is meant for us."""
    if heard.tap is not None and not heard.tap.conversation:
        name, _, argument = heard.tap.value.partition(".")
        return name, argument
    if heard.sort is not Sort.TEXT or not heard.text.startswith("/"):
        return None
    name, _, argument = heard.text[1:].strip().partition(" ")
    return name.partition("@")[0].casefold(), argument.strip()


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
