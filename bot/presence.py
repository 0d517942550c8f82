"""Being known at Telegram: who we are, and where our updates are to be brought."""

import logging

from telegram.error import InvalidToken, TelegramError

from bot.hearing import ALLOWED_UPDATES
from bot.settings import Receive, Settings
from bot.sorry import Sorry
from bot.telegram_request import SasarBot

WEBHOOK_CONNECTIONS = 100  # Telegram's most (Bot API, setWebhook)
log = logging.getLogger(__name__)


class TokenRefused(Sorry):
    """Telegram does not know this token."""


class WebhookInTheWay(Sorry):
    """Updates of this bot go to a webhook that is not ours, so polling would take them from somebody else."""


async def introduce(bot: SasarBot, settings: Settings) -> str:
    """Check the token, settle where updates go, and give the bot's username."""
    try:
        me = await bot.get_me()
    except InvalidToken:
        raise TokenRefused("Telegram refuses BOT_TOKEN. Copy it again from BotFather.") from None
    await (_set_webhook if settings.receive is Receive.WEBHOOK else _make_way_for_polling)(bot, settings)
    return me.username or me.first_name


async def _set_webhook(bot: SasarBot, settings: Settings) -> None:
    await bot.set_webhook(
        f"{settings.webhook_url}/telegram",
        secret_token=settings.webhook_secret.get_secret_value(),
        allowed_updates=ALLOWED_UPDATES,
        max_connections=WEBHOOK_CONNECTIONS,
        drop_pending_updates=False,
    )


async def _make_way_for_polling(bot: SasarBot, settings: Settings) -> None:
    found = await bot.get_webhook_info()
    if not found.url:
        return
    if found.url != f"{settings.webhook_url}/telegram":
        raise WebhookInTheWay(
            "A webhook is set for this bot, and it is not WEBHOOK_URL. If it is not needed any more, "
            "set WEBHOOK_URL to its address without /telegram once, or remove it, then start again."
        )
    await bot.delete_webhook(drop_pending_updates=False)


async def webhook_trouble(bot: SasarBot, settings: Settings) -> str:
    """Why updates do not reach the webhook, as far as Telegram says; empty when they do."""
    try:
        found = await bot.get_webhook_info()
    except TelegramError as error:
        return f"Telegram cannot be asked: {type(error).__name__}"
    if found.url != f"{settings.webhook_url}/telegram":
        return "the webhook at Telegram is not WEBHOOK_URL"
    return f"Telegram says: {found.last_error_message}" if found.last_error_message else ""
