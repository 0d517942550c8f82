"""What the form of a person still says to somebody who may read it: the name, and what a price hangs on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue
from sqlalchemy import select

from conversations.reminding.words import Terms
from conversations.rules import BASIC, Programme
from storage.tables import person, salt
from storage.unit import Unit

NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Form:
    """Empty when the person was emptied: nothing of them is left to say."""

    full_name: str = field(default="", repr=False)
    nik: str = field(default="", repr=False)
    occupation: str = ""
    terms: Terms = NO_TERMS


async def load_forms(unit: Unit, person_ids: Iterable[str]) -> dict[str, Form]:
    """The forms of these people by person; whoever asks has checked the reach and writes the reading down."""
    found = select(person.c.id, person.c.body, salt.c.secret).join(salt, salt.c.id == person.c.salt_id)
    rows = await unit.fetch(
        found.where(unit.among(person.c.id, sorted(set(person_ids))), person.c.body.is_not(None))
    )
    return {row["id"]: _form(unit.open_answers(row["secret"], row["id"], row["body"])) for row in rows}


def _form(answers: Mapping[str, JsonValue]) -> Form:
    bracket, programmes = answers.get("income_bracket"), answers.get("programmes")
    known = set(Programme)
    wanted = (
        tuple(Programme(str(one)) for one in programmes if one in known)
        if isinstance(programmes, list)
        else ()
    )
    return Form(
        str(answers.get("full_name", "")),
        str(answers.get("nik", "")),
        str(answers.get("occupation", "")),
        Terms(bracket if isinstance(bracket, int) else None, wanted or BASIC),
    )
