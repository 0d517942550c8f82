"""`sasar practice`: our own small Telegram and the bot in one process, which meet only over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.clock import FollowingClock
from bot.house import Announce
from bot.running import Scenery, keep_house, stopping_on_signals
from bot.schedule import Sweep
from bot.seeding import keep_payments_known, seed
from bot.settings import Settings
from simulator.app import build
from simulator.clock import Clock
from simulator.people import Phone
from simulator.telegram import Telegram
from storage.database import Database

TOKEN = "7000000001:practice-mode-has-no-secret"  # noqa: S105 - it opens nothing but the simulator beside it
PHONES = (
    Phone(5001, "Siti", "Aminah", phone="+6281200005001", title="worker"),
    Phone(5002, "Budi", "Santoso", phone="+6281200005002", title="officer"),
    Phone(5003, "Ratna", "Dewi", phone="+6281200005003", title="branch"),
    Phone(5004, "Agus", "Salim", phone="+6281200005004", title="Bhabinkamtibmas"),
    Phone(5005, "Endang", "Suherman", phone="+6281200005005", title="village_head"),
    Phone(5006, "Dewi", "Lestari", phone="+6281200005006", title="staff"),
)
"""The first three lie on the table; the others are one tap away."""


async def furnish(telegram: Telegram, database: Database, now: datetime) -> None:
    """Fill the database, and let this new Telegram know whom the bot has met in an earlier life or in the seeds."""
    await seed(database, now)
    async with database.reading() as unit:
        for contact_id in await unit.load_contacts(telegram.phones):
            telegram.remember_start(contact_id)


def payments_sweep(database: Database) -> Sweep:
    """The branch of practice goes on telling us of payments, or nobody would be reminded of anything for long."""
    return Sweep("payments of practice", timedelta(hours=6), partial(keep_payments_known, database))


@contextmanager
def going_on(clock: Clock, world: Path) -> Iterator[None]:
    """Let the clock go on where an earlier life of the same database stopped: what was told tomorrow stays told."""
    kept = world.with_suffix(".clock")
    if world.exists() and kept.exists():
        clock.offset = float(kept.read_text())
    try:
        yield
    finally:
        if world.exists():
            kept.write_text(f"{clock.offset:.0f}")


async def practise(settings: Settings, announce: Announce) -> None:
    """Practise until SIGTERM or SIGINT; `announce` hears the one address to open."""
    telegram = Telegram(TOKEN)
    for phone in PHONES:
        telegram.add_phone(phone)
    own = settings.for_practice(TOKEN)
    clock = FollowingClock(telegram.clock.now)
    scenery = Scenery(build(telegram), partial(furnish, telegram), (payments_sweep,))
    world = own.sqlite_file
    assert world is not None  # noqa: S101 - practice is always on SQLite
    with stopping_on_signals() as stop, going_on(telegram.clock, world):
        try:
            await keep_house(own, clock, stop, lambda _: announce(own.bot_api_url), scenery)
        finally:
            await telegram.close()
