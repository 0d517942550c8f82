"""Holding a lease: what only one replica may do is done by whoever holds its name."""

import time
from collections.abc import Callable
from typing import Protocol

LEASE_SECONDS = 15.0


class Leases(Protocol):
    """Named leases in the database."""

    async def hold(self, name: str, seconds: float) -> bool:
        """Take or renew `name` for this replica; False when another one holds it."""

    async def release(self, name: str) -> None:
        """Give `name` back, if it is ours."""


class NobodyElse:
    """Leases of a process that is alone on its database."""

    async def hold(self, name: str, seconds: float) -> bool:
        """Nobody else could have it."""
        del name, seconds
        return True

    async def release(self, name: str) -> None:
        """Nobody waits for it."""


class Tenure:
    """One name that this replica wants; asked often, it writes only when a third of the lease is gone."""

    def __init__(self, leases: Leases, name: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._leases, self._name, self._monotonic = leases, name, monotonic
        self._asked_at = float("-inf")
        self._is_held = False

    async def is_held(self) -> bool:
        """Whether the lease is ours now; raises what the store raises."""
        now = self._monotonic()
        if not self._is_held or now - self._asked_at > LEASE_SECONDS / 3:
            self._is_held = await self._leases.hold(self._name, LEASE_SECONDS)
            self._asked_at = now
        return self._is_held

    async def end(self) -> None:
        """Let another replica have it at once."""
        if self._is_held:
            self._is_held = False
            await self._leases.release(self._name)
