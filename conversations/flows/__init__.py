"""Every conversation that we can have."""

from conversations.flow import Flow
from conversations.flows.branches import AREA, ASSIGNMENT, BRANCH
from conversations.flows.broadcast import BROADCAST, BROADCAST_REPLY, BROADCAST_TIME, THREAD_REPLY
from conversations.flows.core_answer import CORE_ANSWER
from conversations.flows.correction import CORRECTION
from conversations.flows.cost import COST
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.entry import ENTRY
from conversations.flows.funding import FUNDING
from conversations.flows.invitation import INVITATION, JOINING
from conversations.flows.leaving import DELETION, WITHDRAWAL
from conversations.flows.pins import NEW_PIN, PIN
from conversations.flows.question import HANDOVER, QUESTION
from conversations.flows.registration import REGISTRATION
from conversations.flows.takeover import TAKEOVER
from conversations.flows.visits import BACK_DATE, COME_BACK, DOOR_WISH, NEW_DOOR

FLOWS: tuple[Flow, ...] = (
    ELIGIBILITY,
    COST,
    REGISTRATION,
    QUESTION,
    HANDOVER,
    CORRECTION,
    WITHDRAWAL,
    DELETION,
    ENTRY,
    TAKEOVER,
    INVITATION,
    JOINING,
    CORE_ANSWER,
    NEW_PIN,
    PIN,
    ASSIGNMENT,
    BRANCH,
    AREA,
    NEW_DOOR,
    COME_BACK,
    BACK_DATE,
    DOOR_WISH,
    BROADCAST,
    BROADCAST_TIME,
    BROADCAST_REPLY,
    THREAD_REPLY,
    FUNDING,
)


def find_flow(name: str) -> Flow | None:
    """The flow of this name."""
    return next((flow for flow in FLOWS if flow.name == name), None)


def get_flow(name: str) -> Flow:
    """The flow of this name; KeyError when there is none."""
    if (flow := find_flow(name)) is None:
        raise KeyError(name)
    return flow
