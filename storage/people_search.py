"""Finding a person: by name within one village, opened in memory; beyond it by exact numbers alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select

from conversations.actor import Actor
from conversations.answers.finding import Found
from conversations.names import likeness, wanted
from storage.registrations import NAME
from storage.tables import membership, person, registration, salt
from storage.unit import Unit

CARD = "card"
"""The index of card numbers."""
_Named = Row[Any, Any, Any, Any]
"""A person's id, village, sealed name and salt."""
MOST_OPENED = 2000
"""People of one village; more would hold everybody else up."""
MOST_FOUND = 8


class People:
    """Looks for people as one actor; each look is noted, and who is out of reach is not there."""

    def __init__(self, unit: Unit, actor: Actor, now: datetime) -> None:
        self._unit, self._actor, self._now = unit, actor, now

    async def search_names(self, village_code: str, said: str) -> tuple[Found, ...]:
        """The people of a village whose names answer to these words, the best first."""
        words = wanted(said)
        if not words or not self._actor.reaches(village_code):
            return ()
        self._note("person.search", village_code)
        within = _NAMES.where(person.c.village_code == village_code).limit(MOST_OPENED)
        people = self._named((await self._unit.connection.execute(within)).all())
        best = _best(people, words, forgives_slips=False) or _best(people, words, forgives_slips=True)
        return await self._found(best)

    async def find_exact(self, *, nik: str = "", card: str = "", phone: str = "") -> tuple[Found, ...]:
        """The people with exactly this NIK, card number or phone number, wherever this actor reaches.

        A card number and a phone number may look alike: whoever has either is found.
        """
        index = self._unit.sealer.index
        ways: list[ColumnElement[bool]] = []
        if nik:
            ways.append(person.c.nik_index == index("nik", nik))
        if phone:
            ways.append(person.c.phone_index == index("phone", phone))
        if card:
            ways.append(person.c.id.in_(_CARRIERS.where(membership.c.card_index == index(CARD, card))))
        rows = await self._unit.connection.execute(_NAMES.where(or_(*ways)).limit(MOST_OPENED))
        within = [row for row in rows if self._actor.reaches(row.village_code)]
        found = await self._found(self._named(within[:MOST_FOUND]))
        self._note("person.lookup", "", result="found" if found else "missed")
        return found

    def _named(self, rows: Sequence[_Named]) -> list[tuple[str, str]]:
        """Person id and name; a village is opened in one go."""
        sealed = ((secret, one, full_name) for one, _, full_name, secret in rows)
        names = self._unit.sealer.open_each(NAME, sealed)
        return [(row[0], name.decode()) for row, name in zip(rows, names, strict=True)]

    async def _found(self, people: Sequence[tuple[str, str]]) -> tuple[Found, ...]:
        """Their latest registrations, in the order of the people."""
        names = dict(people)
        mine = self._unit.among(registration.c.person_id, names)
        rows = await self._unit.fetch(select(registration).where(mine).order_by(registration.c.submitted_at))
        latest = {row["person_id"]: row for row in rows}
        return tuple(
            Found(row["id"], row["reference"], names[one], row["village_code"], row["state"])
            for one in names
            if (row := latest.get(one)) is not None
        )

    def _note(self, act: str, scope: str, *, result: str = "done") -> None:
        on, by = scope or "exact", self._actor.contact_id
        self._unit.note(act, actor=by, on=on, scope=scope, result=result, at=self._now)


def _best(
    people: Sequence[tuple[str, str]], words: Sequence[str], *, forgives_slips: bool
) -> list[tuple[str, str]]:
    """Slips of the finger are forgiven only where nobody is found without: comparing them takes time."""
    scored = ((likeness(name, words, forgives_slips=forgives_slips), one, name) for one, name in people)
    best = sorted((each for each in scored if each[0]), key=lambda each: (-each[0], each[2]))
    return [(one, name) for _, one, name in best[:MOST_FOUND]]


_CARRIERS = select(registration.c.person_id).join(
    membership, membership.c.registration_id == registration.c.id
)
_NAMES = (
    select(person.c.id, person.c.village_code, person.c.full_name, salt.c.secret)
    .join(salt, salt.c.id == person.c.salt_id)
    .where(person.c.full_name.is_not(None))
)
