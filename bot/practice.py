"""`sasar practice`: our own small Telegram and the bot in one process, which meet only over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.clock import FollowingClock
from bot.house import Announce
from bot.running import keep_house, stopping_on_signals
from bot.seeding import seed
from bot.settings import Settings
from simulator.app import build
from simulator.clock import Clock
from simulator.people import Phone
from simulator.telegram import Telegram
from storage.database import Database

TOKEN = "7000000001:practice-mode-has-no-secret"  # noqa: S105 - it opens nothing but the simulator beside it
PHONES = (
    Phone(5001, "Siti", "Aminah", phone="+6281200005001", title="Pekerja"),
    Phone(5002, "Budi", "Santoso", phone="+6281200005002", title="Petugas desa"),
    Phone(5003, "Ratna", "Dewi", phone="+6281200005003", title="Kepala cabang"),
    Phone(5004, "Agus", "Salim", phone="+6281200005004", title="Bhabinkamtibmas"),
    Phone(5005, "Endang", "Suherman", phone="+6281200005005", title="Kepala desa"),
    Phone(5006, "Dewi", "Lestari", phone="+6281200005006", title="Staf cabang"),
)
"""The first three lie on the table; the others are one tap away."""


async def furnish(telegram: Telegram, database: Database, now: datetime) -> None:
    """Fill the database, and let this new Telegram know whom the bot has met in an earlier life or in the seeds."""
    await seed(database, now)
    async with database.reading() as unit:
        for contact_id in await unit.load_contacts(telegram.phones):
            telegram.remember_start(contact_id)


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
    clock, page = FollowingClock(telegram.clock.now), build(telegram)
    world = own.sqlite_file
    assert world is not None  # noqa: S101 - practice is always on SQLite
    with stopping_on_signals() as stop, going_on(telegram.clock, world):
        try:
            await keep_house(
                own,
                clock,
                stop,
                lambda _: announce(own.bot_api_url),
                kind="practice",
                page=page,
                furnish=partial(furnish, telegram),
            )
        finally:
            await telegram.close()
