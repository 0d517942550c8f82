"""The author's live message: sent once when a broadcast begins, then edited until it is over."""

from datetime import datetime

from bot.batch import Household
from bot.posting import post_of
from bot.rendering import rendered
from conversations.answers.broadcasts import card, progress, said
from conversations.broadcast import CARE
from conversations.facts import Facts
from conversations.ledger import BroadcastState, Ledger
from conversations.says import Say
from storage.broadcast_course import Course
from storage.unit import Unit

EDIT_SECONDS = 4
"""Telegram takes about twenty edits a minute of one chat, and people read slower."""


def facts_for(household: Household, language: str, now: datetime) -> Facts:
    """What a message that nobody has asked for is worded with."""
    return Facts(now=now, place=household.place, notice=household.notice, language=language)


async def show_progress(
    unit: Unit, one: Ledger, household: Household, now: datetime, *, rests: bool = False
) -> None:
    """Send or edit the live message, unless it says the same already or was edited just now."""
    author = (await unit.load_contacts([one.author])).get(one.author)
    if author is None or author.state != "active":
        return
    say = progress(one, facts_for(household, author.language, now), rests=rests)
    moment = int(now.timestamp()) // EDIT_SECONDS
    before, _, shown = one.shown.partition(":")
    is_hasty = before == str(moment) and one.state is BroadcastState.RUNNING
    if shown == say.html or is_hasty:
        return
    key = f"bc:{one.id}:progress"
    if not shown:
        _say(unit, author.chat_id, key, say, now)
    elif message_id := await Course(unit, now).find_message(key):
        _, payload = rendered(say, author.chat_id)
        edit = {**payload, "message_id": message_id}
        unit.say(author.chat_id, f"{key}:{now.isoformat()}", "editMessageText", edit, now=now)
    else:
        return
    await Course(unit, now).note_shown(one.id, f"{moment}:{say.html}")


async def tell_end(unit: Unit, one: Ledger, household: Household, now: datetime) -> None:
    """A message of its own when it has ended or frozen: an edit rings nobody."""
    author = (await unit.load_contacts([one.author])).get(one.author)
    if author is None:
        return
    facts = facts_for(household, author.language, now)
    says = [card(one, facts)]
    if one.state is BroadcastState.FROZEN:
        says.insert(0, said("frozen", facts, count=CARE.canary_people))
    for place, say in enumerate(says):
        _say(unit, author.chat_id, f"bc:{one.id}:end:{now.isoformat()}:{place}", say, now)


def _say(unit: Unit, chat_id: int, key: str, say: Say, now: datetime) -> None:
    """Somebody waits for it, so it takes the live lane."""
    post = post_of(say, chat_id)
    unit.say(chat_id, key, post.method, post.payload, now=now)
