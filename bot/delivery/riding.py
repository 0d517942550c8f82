"""Notes of what was sent, written along with the next batch instead of in a transaction of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.delivery.marks import Mark, Marks
from bot.delivery.stored import StoredOutbox
from bot.dispatch import Ride
from storage.unit import Unit


@contextmanager
def riding(marks: Marks, rows: StoredOutbox) -> Iterator[Ride]:
    """A ride for whatever waits when the transaction is about to end; if that fails, it waits again."""
    taken: list[Mark] = []

    async def ride(unit: Unit) -> None:
        taken.extend(marks.take())
        if taken:
            await rows.write_in(unit, taken)

    try:
        yield ride
    except BaseException:
        if taken:
            marks.give_back(taken)
        raise
