"""Drafts of registrations that name a village: how many there are changes with the turns of their conversations."""

from collections import Counter
from collections.abc import Iterable, Sequence

from conversations.conversation import Conversation
from conversations.flows.registration import REGISTRATION
from conversations.outcomes import AssistedRegistration, Outcome, Registration
from conversations.summary import UNFINISHED
from storage.tallies import Heap
from storage.unit import Unit


def village_of(conversation: Conversation) -> str:
    """The village that a draft has named, empty for anything else; an exercise is nobody's draft."""
    is_draft = conversation.flow == REGISTRATION.name and not conversation.is_exercise
    return str(conversation.answers.get("village") or "") if is_draft and conversation.is_begun else ""


def changed_drafts(
    before: Iterable[Conversation], after: Iterable[Conversation], outcomes: Sequence[Outcome]
) -> Counter[str]:
    """Village to how many drafts more, or fewer, one turn leaves it.

    A draft that is sent is one no more. One that is given up or runs out stays counted: somebody began and went away.
    """
    was, now = _named(before), _named(after)
    changes: Counter[str] = Counter()
    for conversation_id, village_code in now.items():
        if (named := was.get(conversation_id)) != village_code:
            changes[village_code] += 1
            changes.subtract([named] if named else [])
    if any(isinstance(one, Registration | AssistedRegistration) for one in outcomes):
        changes.subtract(was[one] for one in was.keys() - now.keys())
    return changes


def _named(open_ones: Iterable[Conversation]) -> dict[str, str]:
    return {one.id: village for one in open_ones if (village := village_of(one))}


def tally_drafts(unit: Unit, changes: Counter[str]) -> None:
    """Keep the number of each village's drafts."""
    for village_code, change in changes.items():
        unit.tally(Heap(village_code, UNFINISHED), change)
