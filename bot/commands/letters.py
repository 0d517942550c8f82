"""Telling somebody else what was done, in their own language."""

from collections.abc import Callable
from dataclasses import replace

from bot.commands.command import Deed, Letter
from conversations.facts import Facts
from conversations.says import Say


async def letter_to(
    deed: Deed, contact_id: int, write: Callable[[Facts], Say], *, key: str = ""
) -> tuple[Letter, ...]:
    """A letter as `write` words it for its reader; none to the house itself, nor to who never wrote to us."""
    known = (await deed.unit.load_contacts([contact_id])).get(contact_id)
    if known is None:
        return ()
    return (Letter(known.chat_id, write(replace(deed.facts, language=known.language)), key),)
