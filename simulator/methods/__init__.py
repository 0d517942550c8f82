"""The methods of the Bot API, by their lower-case names: what each does to the state and what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import chain

from simulator.calls import Call
from simulator.methods import editing, lookup, profile, receiving, sending
from simulator.telegram import Telegram

Method = Callable[[Telegram, Call], object | Awaitable[object]]
"""Takes the state and the call, gives the `result`; raises `Refused`. Those that wait are coroutines."""

_ROOMS: tuple[Mapping[str, Method], ...] = (
    receiving.METHODS,
    sending.METHODS,
    editing.METHODS,
    profile.METHODS,
    lookup.METHODS,
)

METHODS: Mapping[str, tuple[str, Method]] = {
    name.lower(): (name, method) for name, method in chain.from_iterable(room.items() for room in _ROOMS)
}
"""Canonical name and method; Telegram does not care about the case of a name."""
