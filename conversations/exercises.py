"""What can be played with an invented person, by whom, and what is settled before the first question.

Left out are those that would ask for something real: a PIN, an own contact card, a file, words to somebody who waits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conversations.actor import BRANCH, Actor, Role
from conversations.exercising import INVENTED
from conversations.facts import Facts
from conversations.flow import Flow
from conversations.flows import visited
from conversations.flows.broadcast import BROADCAST, BROADCAST_TIME
from conversations.flows.correction import CORRECTION
from conversations.flows.cost import COST
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.entry import ENTRY
from conversations.flows.funding import FUNDING
from conversations.flows.invitation import INVITATION
from conversations.flows.leaving import DELETION, WITHDRAWAL
from conversations.flows.question import HANDOVER, QUESTION
from conversations.flows.registration import REGISTRATION
from conversations.flows.takeover import HELD, TAKEOVER
from conversations.flows.visits import BACK_DATE, COME_BACK, DOOR_WISH, NEW_DOOR
from conversations.kinds.visit_time import arrived

Given = Callable[[Facts], Mapping[str, str]]
EVERYBODY = frozenset({Role.WORKER})
OFFICERS = frozenset({Role.OFFICER})
VILLAGE = str(INVENTED["village_code"])
HOUSE = {"village": VILLAGE, "visit": "latihan", "door": "latihan", "place": "R-12, RT 003/005"}


@dataclass(frozen=True, slots=True)
class Exercise:
    """`name` stands behind /latihan; `given` answers what in earnest the way of opening answers."""

    name: str
    flow: Flow
    given: Given = lambda _facts: {}
    roles: frozenset[Role] = EVERYBODY

    @property
    def is_for_everybody(self) -> bool:
        """Whether it needs no post."""
        return Role.WORKER in self.roles

    def is_for(self, actor: Actor) -> bool:
        """Whether this actor ever has this conversation in earnest."""
        return actor.has(*self.roles)


def _at_a_house(flow: Flow) -> Exercise:
    given = {ask.step: HOUSE[ask.step] for ask in flow.asks() if ask.is_given}
    return Exercise(flow.name, flow, lambda _facts: given, OFFICERS)


EXERCISES: tuple[Exercise, ...] = (
    *(Exercise(flow.name, flow) for flow in (ELIGIBILITY, COST)),
    Exercise("registration", REGISTRATION, lambda _facts: {"for_whom": "self"}),
    Exercise("visited", REGISTRATION, lambda facts: visited.given(VILLAGE, arrived(facts)), OFFICERS),
    *map(_at_a_house, (NEW_DOOR, COME_BACK, BACK_DATE, DOOR_WISH)),
    Exercise("entry", ENTRY, lambda _: {"entry": "latihan", "whose": str(INVENTED["full_name"])}, OFFICERS),
    Exercise("takeover", TAKEOVER, lambda _facts: {"slip": "0042", "state": HELD}, OFFICERS),
    Exercise("funding", FUNDING, lambda _facts: {"area_code": VILLAGE}, OFFICERS | BRANCH),
    Exercise("invitation", INVITATION, lambda _facts: {"branch": "latihan"}, BRANCH),
    Exercise("broadcast", BROADCAST, roles=BRANCH),
    Exercise("broadcast_time", BROADCAST_TIME, lambda _facts: {"broadcast": "latihan"}, BRANCH),
    *(Exercise(flow.name, flow) for flow in (QUESTION, HANDOVER, CORRECTION, WITHDRAWAL, DELETION)),
)


def find_exercise(name: str, actor: Actor) -> Exercise | None:
    """The exercise of this name, when it is one for this actor."""
    return next((one for one in EXERCISES if one.name == name and one.is_for(actor)), None)
