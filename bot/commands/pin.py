"""The PIN: chosen, shown before what cannot be taken back, and what it then opens."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.command import ADMINISTRATORS, BRANCH, Command, Deed, Reply
from conversations.answers import pins as answers
from conversations.flows.pins import NEW_PIN, PIN, PinChosen, PinShown
from conversations.outcomes import Outcome
from storage.pins import Check, Pins

CHANGE = "ganti"
NOTHING_WAITS = "/"
"""A stored answer cannot be empty."""


async def guarded(deed: Deed, goes_to: str) -> Reply | None:
    """None when the actor's PIN was shown in the last quarter of an hour; else what asks for it.

    `goes_to` is `command` or `command.argument`, which is carried out once the PIN is right.
    """
    lock = await Pins(deed.unit, deed.now).look(deed.actor.contact_id)
    if lock.is_open:
        return None
    if lock.locked_until:
        return Reply((answers.locked(lock.locked_until, deed.facts),))
    return Reply(opens=PIN if lock.is_set else NEW_PIN, given=(("goes_to", goes_to or NOTHING_WAITS),))


async def pin(deed: Deed, argument: str) -> Reply:
    """`/pin`: choose one; to change it, the old one is shown first."""
    if refused := await guarded(deed, f"pin.{CHANGE}"):
        return refused
    if argument == CHANGE:
        return Reply(opens=NEW_PIN, given=(("goes_to", NOTHING_WAITS),))
    return Reply((answers.is_set(deed.facts),))


async def keep_chosen(deed: Deed, outcome: Outcome) -> Reply:
    """Set the PIN, unless somebody has one that was not shown just now."""
    assert isinstance(outcome, PinChosen)  # noqa: S101 - the keepers' table says so
    pins = Pins(deed.unit, deed.now)
    lock = await pins.look(deed.actor.contact_id)
    if lock.is_set and not lock.is_open:
        return Reply((answers.said("wrong", deed.facts),))
    await pins.choose(deed.actor.contact_id, outcome.pin)
    if outcome.goes_to == f"pin.{CHANGE}" or not outcome.goes_to:
        return Reply((answers.said("chosen", deed.facts),))
    return await _go(deed, outcome.goes_to)


async def keep_shown(deed: Deed, outcome: Outcome) -> Reply:
    """Judge the PIN, and carry out what waits for it."""
    assert isinstance(outcome, PinShown)  # noqa: S101 - the keepers' table says so
    pins = Pins(deed.unit, deed.now)
    check = await pins.check(deed.actor.contact_id, outcome.pin)
    if check is Check.RIGHT:
        return await _go(deed, outcome.goes_to)
    lock = await pins.look(deed.actor.contact_id)
    if lock.locked_until:
        return Reply((answers.locked(lock.locked_until, deed.facts),))
    return Reply((answers.wrong(outcome.goes_to, deed.facts),))


async def _go(deed: Deed, goes_to: str) -> Reply:
    """Do at once what only says something; what opens a conversation gets a button."""
    from bot.commands import find_command  # noqa: PLC0415 - the list of commands names this one too

    name, _, argument = goes_to.partition(".")
    command = find_command(name)
    if command is None or command.act is None or not command.is_for(deed.actor):
        return Reply((answers.said("right", deed.facts),))
    reply = await command.act(deed, argument)
    return Reply((answers.right(goes_to, deed.facts),)) if reply.opens else reply


PIN_COMMANDS: tuple[Command, ...] = (
    Command("pin", roles=BRANCH | ADMINISTRATORS, act=pin, arguments=(CHANGE,)),
)

PIN_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    PinChosen: keep_chosen,
    PinShown: keep_shown,
}
