"""Every conversation that we can have."""

from conversations.flow import Flow
from conversations.flows.eligibility import ELIGIBILITY
from conversations.flows.registration import REGISTRATION

FLOWS: tuple[Flow, ...] = (ELIGIBILITY, REGISTRATION)


def find_flow(name: str) -> Flow | None:
    """The flow of this name."""
    return next((flow for flow in FLOWS if flow.name == name), None)


def get_flow(name: str) -> Flow:
    """The flow of this name; KeyError when there is none."""
    if (flow := find_flow(name)) is None:
        raise KeyError(name)
    return flow
