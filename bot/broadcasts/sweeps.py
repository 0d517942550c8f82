"""What moves broadcasts and questions on by the clock: a new one is a function here and its name in the tuple."""

from collections.abc import Callable
from datetime import timedelta

from bot.batch import Household
from bot.broadcasts.escalating import escalate
from bot.broadcasts.overseeing import Overseer
from bot.broadcasts.questions import tell_again
from bot.schedule import Sweep
from storage.database import Database

OFTEN = timedelta(seconds=2)


def _overseeing(database: Database, household: Household) -> Sweep:
    return Sweep("broadcasts", OFTEN, Overseer(database, household).run)


def _escalating(database: Database, household: Household) -> Sweep:
    return Sweep("unread broadcasts", timedelta(minutes=10), lambda now: escalate(database, household, now))


def _questions(database: Database, household: Household) -> Sweep:
    return Sweep("questions", timedelta(minutes=5), lambda now: tell_again(database, household, now))


BROADCASTS: tuple[Callable[[Database, Household], Sweep], ...] = (_overseeing, _escalating, _questions)


def broadcast_sweeps(database: Database, household: Household) -> tuple[Sweep, ...]:
    """All of them, for one house."""
    return tuple(make(database, household) for make in BROADCASTS)
