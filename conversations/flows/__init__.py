"""Every conversation that we can have."""

from conversations.flow import Flow
from conversations.flows.correction import CORRECTION
from conversations.flows.cost import COST
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.leaving import DELETION, WITHDRAWAL
from conversations.flows.question import HANDOVER, QUESTION
from conversations.flows.registration import REGISTRATION

FLOWS: tuple[Flow, ...] = (
    ELIGIBILITY,
    COST,
    REGISTRATION,
    QUESTION,
    HANDOVER,
    CORRECTION,
    WITHDRAWAL,
    DELETION,
)
EXERCISES: tuple[Flow, ...] = (ELIGIBILITY, COST, REGISTRATION)
"""Those that can be played with an invented person."""


def find_flow(name: str) -> Flow | None:
    """The flow of this name."""
    return next((flow for flow in FLOWS if flow.name == name), None)


def get_flow(name: str) -> Flow:
    """The flow of this name; KeyError when there is none."""
    if (flow := find_flow(name)) is None:
        raise KeyError(name)
    return flow
