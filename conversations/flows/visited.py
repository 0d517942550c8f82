"""What an officer's registration of somebody else has more: a door, a time, a neighbourhood kept from the last one."""

from collections.abc import Mapping

from conversations.facts import Answers, Facts
from conversations.flow import Conclusion
from conversations.kinds.rt_rw import NAMED, NONE, written
from conversations.kinds.visit_time import is_arrival, moment_of
from conversations.outcomes import AssistedRegistration, Registration
from conversations.says import Say
from conversations.texts import Texts

NO_DOOR = "-"


def given(
    village_code: str, visited_at: str, *, door: str = NO_DOOR, neighbourhood: str = NONE
) -> dict[str, str]:
    """The answers with which the registration of a visited person begins; empty village: it is asked."""
    village = {"village": village_code} if village_code else {}
    return {
        "for_whom": "visited",
        "door": door,
        "neighbourhood": neighbourhood,
        "visited_at": visited_at,
        **village,
        "workplace": "home",
    }


def neighbourhood_of(address: str) -> str:
    """`003/005` out of an address, `-` where there is none."""
    found = NAMED.search(address)
    return written(found) if found else NONE


def full_address(answers: Answers) -> str:
    """The address, with the neighbourhood kept from the last person unless another one was typed."""
    address, kept = str(answers["address"]), str(answers.get("neighbourhood") or NONE)
    if kept == NONE or neighbourhood_of(address) != NONE:
        return address
    rt, _, rw = kept.partition("/")
    return f"{address} RT {rt}/RW {rw}"


def shown_neighbourhood(answers: Answers, facts: Facts, texts: Texts) -> Mapping[str, str]:
    """A word that RT and RW are known already."""
    del facts
    kept = str(answers.get("neighbourhood") or NONE)
    return {"kept": "" if kept == NONE else " " + texts.fill("registration.address.kept", rt_rw=kept)}


def conclusion(answers: Answers, form: Registration, texts: Texts) -> Conclusion:
    """Says that nothing is missing any more; whether it is kept, the keeper says."""
    visited_at = str(answers["visited_at"])
    door = str(answers["door"])
    outcome = AssistedRegistration(
        form=form,
        visited_at=moment_of(visited_at),
        is_arrival=is_arrival(visited_at),
        door="" if door == NO_DOOR else door,
    )
    said = Say(
        texts.fill("registration.visited.say", name=form.full_name), is_private=True, drops_keyboard=True
    )
    return Conclusion((said,), outcome)
