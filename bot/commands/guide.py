"""The command that teaches officers, two minutes at a time."""

from bot.commands.command import OFFICERS, Command, says
from conversations.answers.lessons import guide

GUIDE: tuple[Command, ...] = (Command("panduan", says(guide), alias="guide", roles=OFFICERS),)
