"""Choosing a PIN, and showing it before what cannot be taken back."""

from pydantic import Field

from conversations.actor import BRANCH, Role
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow
from conversations.kinds import FreeText, Pin
from conversations.outcomes import Outcome
from conversations.texts import Texts

LONGEST_WISH = 64
HOLDERS = BRANCH | {Role.ADMINISTRATOR}
"""Who has acts that a PIN guards."""


class PinChosen(Outcome):
    """A new PIN, and the command with its argument that waits for it (empty for none)."""

    pin: str = Field(repr=False)
    goes_to: str = ""


class PinShown(Outcome):
    """A PIN that was shown for a command with its argument."""

    pin: str = Field(repr=False)
    goes_to: str = ""


def _chosen(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts, texts
    return Conclusion((), PinChosen(pin=str(answers["pin"]), goes_to=_wish(answers)))


def _shown(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts, texts
    return Conclusion((), PinShown(pin=str(answers["pin"]), goes_to=_wish(answers)))


def _wish(answers: Answers) -> str:
    return str(answers["goes_to"]).removeprefix("/")


GOES_TO = Ask("goes_to", FreeText(LONGEST_WISH), is_given=True, is_counted=False)

NEW_PIN = Flow(
    name="new_pin",
    steps=(
        GOES_TO,
        Ask("pin", Pin(is_new=True), is_counted=False),
        Ask("pin_again", Pin(repeats="pin"), follows=("pin",), is_counted=False),
    ),
    conclude=_chosen,
    is_personal=True,
    roles=HOLDERS,
)
PIN = Flow(
    name="pin",
    steps=(GOES_TO, Ask("pin", Pin(), is_counted=False)),
    conclude=_shown,
    is_personal=True,
    roles=HOLDERS,
)
