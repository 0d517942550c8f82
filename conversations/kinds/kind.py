"""What a kind of answer is: one door for what a person says, one for what was stored."""

from dataclasses import dataclass, field

from pydantic import JsonValue

from conversations.facts import Answers, Facts, Needs
from conversations.heard import Contact, Heard
from conversations.texts import Texts


@dataclass(frozen=True, slots=True)
class Asking:
    """What a kind may look at while it reads: where its texts are, the answers so far, the facts of this turn."""

    key: str
    texts: Texts
    answers: Answers
    facts: Facts


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer, in its stored form; `implies` answers `<step>_<key>` along with it."""

    value: JsonValue
    implies: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why it was not accepted; `code` is the key of the text shown, `values` fill its placeholders."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is stored and what the button says."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Several things may be meant: choose one. `code` is the key of the question asked over them."""

    options: tuple[Option, ...]
    code: str = "which_one"
    values: dict[str, str] = field(default_factory=dict)


Reading = Accepted | Problem | Offer


class Kind:
    """A type of answer. Subclasses are frozen dataclasses; `name` is the key of their shared texts."""

    name = "kind"
    is_secret = False
    """The message that held the answer leaves the chat."""
    shares_contact = False
    """A button offers the sender's own contact card."""
    picks_person = False
    """A button lets the sender pick somebody from their own list of people."""
    takes_files = False
    """A photo or a document can be an answer."""

    def read(self, said: str, asking: Asking) -> Reading:
        """The first door: what a person typed."""
        raise NotImplementedError

    def pick(self, value: str, asking: Asking) -> Reading:
        """A tapped option; anything that is not on offer is a problem."""
        offered = any(option.value == value for option in self.options(asking))
        return Accepted(value) if offered else Problem("not_on_offer")

    def take_message(self, heard: Heard, asking: Asking) -> Reading:
        """A whole message, for the few kinds that look at more than its letters."""
        return self.read(heard.text, asking)

    def take_contact(self, contact: Contact, asking: Asking) -> Reading:
        """A shared contact card; most kinds have no use for one."""
        del contact, asking
        return Problem("not_text")

    def take_person(self, contact_id: int, asking: Asking) -> Reading:
        """Somebody whom the sender picked, by their Telegram number; most kinds have no use for one."""
        del contact_id, asking
        return Problem("not_text")

    def stored(self, value: JsonValue) -> JsonValue:
        """The second door: what was stored, checked again; ValueError when it no longer fits."""
        raise NotImplementedError

    def show(self, value: JsonValue, asking: Asking) -> str:
        """A stored answer as its owner reads it (plain text, secrets masked)."""
        raise NotImplementedError

    def options(self, asking: Asking) -> tuple[Option, ...]:
        """What can be tapped; empty for free text."""
        del asking
        return ()

    def needs(self, said: str) -> Needs:
        """What must be looked up before what was said can be read."""
        del said
        return Needs()
