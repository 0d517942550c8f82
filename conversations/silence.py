"""How long a conversation may stand still before it is mentioned, and before it is thrown away."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.conversation import Conversation
from conversations.facts import FALLBACK_ZONE

SHORTEST = timedelta(hours=20)
"""Nobody is reminded on the same day."""
HOUR = time(10)
"""Reminders come in the morning, outside of quiet hours (20:00 to 07:00)."""
DRAFTS_LIVE = timedelta(days=14)
"""Retention of drafts (domain: UU 27/2022 art. 42-44, proposal of 14 days)."""
EMPTY_ONES_LIVE = timedelta(days=1)


def reminds_at(conversation: Conversation, now: datetime) -> datetime | None:
    """The next morning after a night's sleep; never when nothing was given yet, or in an exercise."""
    if not conversation.is_begun or conversation.is_exercise:
        return None
    earliest = (now + SHORTEST).astimezone(ZoneInfo(FALLBACK_ZONE))
    morning = datetime.combine(earliest.date(), HOUR, earliest.tzinfo)
    return (morning if morning >= earliest else morning + timedelta(days=1)).astimezone(UTC)


def expires_at(conversation: Conversation, now: datetime) -> datetime:
    """When the answers are thrown away."""
    is_empty = not conversation.is_begun or conversation.is_exercise
    return now + (EMPTY_ONES_LIVE if is_empty else DRAFTS_LIVE)
