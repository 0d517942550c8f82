"""`sasar practice`: our own small Telegram and the bot in one process, which meet only over HTTP."""

from bot.clock import FollowingClock
from bot.house import Announce
from bot.running import keep_house, stopping_on_signals
from bot.seeding import seed
from bot.settings import Settings
from simulator.app import build
from simulator.people import Phone
from simulator.telegram import Telegram

TOKEN = "7000000001:practice-mode-has-no-secret"  # noqa: S105 - it opens nothing but the simulator beside it
PHONES = (
    Phone(5001, "Siti", "Aminah", phone="+6281200005001", title="Pekerja"),
    Phone(5002, "Budi", "Santoso", phone="+6281200005002", title="Petugas desa"),
    Phone(5003, "Ratna", "Dewi", phone="+6281200005003", title="Kepala cabang"),
)


async def practise(settings: Settings, announce: Announce) -> None:
    """Practise until SIGTERM or SIGINT; `announce` hears the one address to open."""
    telegram = Telegram(TOKEN)
    for phone in PHONES:
        telegram.add_phone(phone)
    own = settings.for_practice(TOKEN)
    clock, page = FollowingClock(telegram.clock.now), build(telegram)
    with stopping_on_signals() as stop:
        try:
            await keep_house(
                own,
                clock,
                stop,
                lambda _: announce(own.bot_api_url),
                kind="practice",
                page=page,
                furnish=seed,
            )
        finally:
            await telegram.close()
