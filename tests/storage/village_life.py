"""Anything that can happen to registrations of three villages, in any order, each thing in a unit of its own."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from hypothesis import strategies as st
from sqlalchemy import select

from conversations.outcomes import (
    AssistedRegistration,
    Consent,
    Correction,
    Erasure,
    Registration,
    Withdrawal,
)
from conversations.summary import UNFINISHED
from storage.coverage import Coverage
from storage.database import Database
from storage.enrolments import Enrolments
from storage.errors import CaseNotFound, NikTaken
from storage.slips import Slips
from storage.step import Step
from storage.tables import registration
from storage.tallies import Heap
from storage.unit import Unit
from tests.storage.people import LATER, NOW, SITI, VILLAGE, form, meet

VILLAGES = (VILLAGE, "3273011002", "3273021001")
REGISTRAR = 4_002
STATES = ("needs_fixing", "accepted", "rejected")
PAID = (None, date(2026, 11, 30), date(2026, 12, 31))
MONTHS = (date(2026, 8, 31), date(2026, 12, 31), date(2027, 3, 31))
ALOUD = Consent(
    version="1", text_hash="ab", language="id", channel="read_aloud", witness="Pak RT", slip="new"
)
_village, _place = st.sampled_from(VILLAGES), st.integers(0, 5)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("register"), _village),
        st.tuples(st.just("at_the_door"), _village),
        st.tuples(st.just("register_again"), _place),
        st.tuples(st.just("step"), _place, st.sampled_from(STATES), st.sampled_from(PAID)),
        st.tuples(st.just("pay"), _place, st.sampled_from(MONTHS)),
        st.tuples(st.just("move"), _place, _village),
        st.tuples(st.just("take_over"), _place),
        st.tuples(st.just("undo"), _place),
        st.tuples(st.just("withdraw"), _place),
        st.tuples(st.just("erase"), _place),
        st.tuples(st.just("begin"), _village),
    ),
    max_size=14,
)
_numbers = count(1)
_updates = count(1)


@dataclass(frozen=True, slots=True)
class Known:
    """A registration, the number of its person, and the code of its slip when it was made at the door."""

    id: str
    number: int
    code: str = ""


@dataclass(slots=True)
class VillageLife:
    """What happened so far."""

    database: Database
    cases: list[Known] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)

    async def live(self, events: Sequence[tuple[object, ...]]) -> None:
        """Let everything happen in its order; what cannot happen leaves nothing behind."""
        for name, *rest in events:
            event: Callable[..., Awaitable[None]] = getattr(self, f"_{name}")
            with suppress(CaseNotFound, NikTaken, LookupError):
                async with self.database.unit() as unit:
                    await meet(unit, SITI, REGISTRAR)
                    await event(unit, *rest)
                self.happened.append(str(name))

    async def _register(self, unit: Unit, village_code: str) -> None:
        await self._keep(unit, next(_numbers), village_code)

    async def _register_again(self, unit: Unit, place: int) -> None:
        await self._keep(unit, self._known(place).number, VILLAGE)

    async def _keep(self, unit: Unit, number: int, village_code: str) -> None:
        filled = form(number, village_code=village_code, reference=f"SR-{next(_numbers):07d}")
        await unit.keep(SITI, filled, update_id=next(_updates), now=NOW)
        await unit.flush()
        self.cases.append(Known(await _id_of(unit, filled), number))

    async def _at_the_door(self, unit: Unit, village_code: str) -> None:
        number = next(_numbers)
        reference = f"SR-{number:07d}"
        filled = form(number, village_code=village_code, consent=ALOUD, reference=reference)
        assisted = AssistedRegistration(form=filled, visited_at=NOW, is_arrival=False)
        fresh = f"{number:064x}"
        case_id, slip = await Enrolments(unit).keep(assisted, _step("submitted", REGISTRAR), fresh=fresh)
        self.cases.append(Known(case_id, number, slip.code))

    async def _step(self, unit: Unit, place: int, state: str, paid_until: date | None) -> None:
        await unit.move_case(self._known(place).id, Step(state, 7, LATER, paid_until=paid_until))

    async def _pay(self, unit: Unit, place: int, paid_until: date) -> None:
        await Coverage(unit).record_payment(self._known(place).id, paid_until, "", LATER)

    async def _move(self, unit: Unit, place: int, village_code: str) -> None:
        known = self._known(place)
        correction = Correction(case_id=known.id, field="village_code", value=village_code)
        if known.code:
            await Enrolments(unit).correct(correction, _step("submitted", REGISTRAR))
        else:
            await unit.keep(SITI, correction, update_id=next(_updates), now=LATER)

    async def _take_over(self, unit: Unit, place: int) -> None:
        found = await Slips(unit).find_by_code(self._known(place).code)
        if found is None or await Enrolments(unit).take_over(found, SITI, LATER) is None:
            raise CaseNotFound("nobody's any more")

    async def _undo(self, unit: Unit, place: int) -> None:
        await Enrolments(unit).undo(self._known(place).id, _step("withdrawn", REGISTRAR))

    async def _withdraw(self, unit: Unit, place: int) -> None:
        outcome = Withdrawal(case_id=self._known(place).id)
        await unit.keep(SITI, outcome, update_id=next(_updates), now=LATER)

    async def _erase(self, unit: Unit, place: int) -> None:
        outcome = Erasure(case_id=self._known(place).id)
        await unit.keep(SITI, outcome, update_id=next(_updates), now=LATER)

    async def _begin(self, unit: Unit, village_code: str) -> None:
        unit.tally(Heap(village_code, UNFINISHED))

    def _known(self, place: int) -> Known:
        return self.cases[place]


def _step(state: str, actor: int) -> Step:
    return Step(state, actor, LATER, update_id=next(_updates))


async def _id_of(unit: Unit, filled: Registration) -> str:
    found = select(registration.c.id).where(registration.c.reference == filled.reference)
    return str((await unit.fetch(found))[0]["id"])
