"""Letters that nobody asked for, into the bulk lane, each under a key that is used once for ever."""

from collections.abc import Iterable
from datetime import datetime

from bot.commands.command import Letter
from bot.posting import post_of
from storage.unit import Unit


async def post(unit: Unit, letters: Iterable[Letter], now: datetime) -> int:
    """Write those of the letters that were never written before; gives how many. Each must have a key."""
    by_key = {letter.key: letter for letter in letters}
    known = await unit.outbox_ids(by_key)
    for key, letter in by_key.items():
        if key not in known:
            call = post_of(letter.say, letter.chat_id)
            unit.say(
                letter.chat_id,
                key,
                call.method,
                call.payload,
                now=now,
                lane="bulk",
                not_before=letter.not_before,
            )
    return len(by_key.keys() - known.keys())
