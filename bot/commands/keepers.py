"""Who keeps the outcomes of conversations that reach beyond the speaker's own things."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.broadcast import BROADCAST_KEEPERS
from bot.commands.command import Deed, Reply
from bot.commands.core_answer import CORE_ANSWER_KEEPERS
from bot.commands.enrol import ENROL_KEEPERS
from bot.commands.funding import FUND_KEEPERS
from bot.commands.pin import PIN_KEEPERS
from bot.commands.questions import QUESTION_KEEPERS
from bot.commands.staff import STAFF_KEEPERS
from bot.commands.visit_keepers import VISIT_KEEPERS
from conversations.outcomes import Outcome

Keeper = Callable[[Deed, Outcome], Awaitable[Reply]]
"""Carries out what a conversation ended in, for an actor who may; the reply comes after the conversation's words."""

KEEPERS: Mapping[type[Outcome], Keeper] = {
    **ENROL_KEEPERS,
    **PIN_KEEPERS,
    **CORE_ANSWER_KEEPERS,
    **STAFF_KEEPERS,
    **VISIT_KEEPERS,
    **BROADCAST_KEEPERS,
    **QUESTION_KEEPERS,
    **FUND_KEEPERS,
}
"""By the outcome's type; an outcome that is not here is kept by the store, as the speaker's own."""
