"""`sasar admin invite`: a link that makes an administrator of whoever opens it first."""

import asyncio
from argparse import Namespace

from telegram.error import TelegramError

from bot.clock import SystemClock
from bot.commands.appointing import joining_link
from bot.foundation import open_database
from bot.settings import Settings
from bot.sorry import Sorry
from bot.telegram_api import Wire
from bot.telegram_request import SasarBot
from conversations.actor import Role
from storage.invitations import VALID_FOR, Invitations, Wanted
from storage.staff import HOUSE


class NobodyToInvite(Sorry):
    """Practice has no people outside of its page."""


def invite_administrator(_options: Namespace, settings: Settings) -> str:
    """Print a link for a new administrator; raises `NobodyToInvite` without BOT_TOKEN."""
    if settings.is_practice:
        raise NobodyToInvite("Set BOT_TOKEN first: a link needs a bot that people can open.")
    return asyncio.run(_invited(settings))


async def _invited(settings: Settings) -> str:
    database = await open_database(settings, kind="live")
    try:
        async with database.unit() as unit:
            invitations = Invitations(unit, SystemClock().now())
            token = await invitations.give(Wanted(Role.ADMINISTRATOR), by=HOUSE)
    finally:
        await database.close()
    link = joining_link(await _find_name(settings), token)
    hours = int(VALID_FOR.total_seconds()) // 3600
    return f"{link}\nWhoever opens this first becomes an administrator. It works once, within {hours} hours."


async def _find_name(settings: Settings) -> str:
    """Our username; empty when Telegram cannot be asked, and then the link is typed."""
    async with Wire() as wire:
        try:
            me = await SasarBot(settings.bot_token.get_secret_value(), settings.bot_api_url, wire).get_me()
        except TelegramError:
            return ""
        return me.username or ""
