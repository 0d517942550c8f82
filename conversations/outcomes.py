"""What a finished conversation leaves behind: values that the store knows how to keep."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field


class Outcome(BaseModel):
    """Base of all outcomes: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Consent(Outcome):
    """Proof that somebody agreed (UU 27/2022 art. 22-24): which text, in which language, how, and who stood by.

    `channel` is `own_chat`, `read_aloud` or `own_link`; `text_hash` is SHA-256 of the notice as shown.
    """

    version: str
    text_hash: str
    language: str
    channel: str = "own_chat"
    witness: str = ""
    slip: str = ""


class Registration(Outcome):
    """A person who asks to be registered, with every field of the form (domain: PP 44/2015, official form F1 BPU)."""

    reference: str
    full_name: str = Field(repr=False)
    nik: str = Field(repr=False)
    birth_place: str = Field(repr=False)
    birth_date: date = Field(repr=False)
    sex: str
    phone: str = Field(default="", repr=False)
    phone_whose: str = ""
    village_code: str
    address: str = Field(repr=False)
    occupation: str
    sector: str
    income_bracket: int = Field(repr=False)
    work_village_code: str
    attested: bool
    programmes: tuple[str, ...] = ("jkk", "jkm")
    flags: tuple[str, ...] = ()
    consent: Consent


class AssistedRegistration(Outcome):
    """Somebody registered by an officer who stands before them.

    `visited_at` is aware UTC, `is_arrival` when nobody said it and it is that of the message; `door` is an id of
    the village book or empty. In `form.consent` the slip is its number, or `new` for the next free one.
    """

    form: Registration
    visited_at: datetime
    is_arrival: bool
    door: str = ""


class EntryCorrection(Outcome):
    """One field of a registration that the speaker entered for somebody else, put right."""

    entry: str
    field: str
    value: str = Field(repr=False)


class TakeOver(Outcome):
    """A person takes their record over with slip and birth date; `consent` where it was still to be given."""

    slip: str
    birth_date: date = Field(repr=False)
    consent: Consent | None = None


class Correction(Outcome):
    """One field of an own registration, put right."""

    case_id: str
    field: str
    value: str = Field(repr=False)


class Withdrawal(Outcome):
    """Consent taken back for one registration: work on it stops (UU 27/2022 art. 40)."""

    case_id: str


class Erasure(Outcome):
    """Everything personal of this contact, or of one registration, is to be erased (UU 27/2022 art. 43)."""

    case_id: str = ""


class LanguageChosen(Outcome):
    """The language in which this contact wants to be spoken to."""

    language: str


class HandOver(Outcome):
    """A question that needs a person: what was asked, and about what."""

    topic: str
    question: str = Field(default="", repr=False)


class DoorNamed(Outcome):
    """A house of a village, by RT/RW and its mark."""

    village_code: str
    rt_rw: str
    mark: str


class ComeBack(Outcome):
    """A visit that ended in a day to come again."""

    visit_id: str
    on: date


class DatedBack(Outcome):
    """A visit that was on an earlier day, and why it is recorded late."""

    visit_id: str
    on: date
    reason: str


class DoorWish(Outcome):
    """What the people behind a door wish: to be visited, to be written to."""

    door_id: str
    allows_visits: bool
    allows_messages: bool
