"""What a finished conversation leaves behind: values that the store knows how to keep."""

from datetime import date

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
