"""`POST /desa/status`: a village's own system asks which of its people are protected (docs/village-status.md)."""

import json
import re
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.doors.bodies import body_of
from conversations.reminding.hours import local_day
from storage.coverage import Coverage
from storage.database import Database
from storage.standing import Standing, standings
from storage.village_keys import Admitted, VillageKeys

PATH = "/desa/status"
MOST_PEOPLE = 100
LONGEST_BODY = 10_000
HASH = re.compile(r"[0-9a-f]{64}")
KEPT_NOWHERE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Question:
    """About whom, by the village's own hashes, and about which day; None is today."""

    people: tuple[str, ...]
    on: date | None


class Asking:
    """Answers active, inactive or unknown; who shows no good key learns nothing, not even that the village exists."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def route(self) -> Route:
        """The door."""
        return Route(PATH, self.answer, methods=["POST"])

    async def answer(self, request: Request) -> Response:
        """The whole of it: key, rate, question, answer."""
        admitted = await self._admit(request.headers.get("authorization", ""))
        if admitted is None:
            return _refusal(401, "key", {"WWW-Authenticate": "Bearer"})
        if admitted.asks_too_often:
            return _refusal(429, "too often", {"Retry-After": "60"})
        try:
            question = _question(await body_of(request, LONGEST_BODY))
        except (ValueError, RecursionError):
            return _refusal(400, "question")
        return JSONResponse(await self._told(admitted, question), headers=KEPT_NOWHERE)

    async def _admit(self, shown: str) -> Admitted | None:
        scheme, _, access = shown.partition(" ")
        if scheme.lower() != "bearer" or not HASH.fullmatch(access):
            return None
        now = self._clock.now()
        async with self._database.unit() as unit:
            admitted = await VillageKeys(unit, now).admit(access)
            if admitted:
                result = "refused" if admitted.asks_too_often else "done"
                on, scope = admitted.key_id, admitted.village_code
                unit.note("status.ask", actor=None, on=on, scope=scope, at=now, result=result)
        return admitted

    async def _told(self, admitted: Admitted, question: Question) -> dict[str, object]:
        on = question.on or local_day(admitted.village_code, self._clock.now())
        found = await standings(self._database, admitted, question.people, on)
        async with self._database.reading() as unit:
            as_of = await Coverage(unit).find_as_of_village(admitted.village_code)
        return {
            "on": on.isoformat(),
            "payments_as_of": as_of.isoformat() if as_of else None,
            "status": [found.get(one, Standing.UNKNOWN).value for one in question.people],
        }


def _question(body: bytes) -> Question:
    """What was asked; raises ValueError for anything else (what is no UTF-8 and no JSON are such errors too)."""
    told = json.loads(body)
    people, on = (told.get("people"), told.get("on")) if isinstance(told, dict) else (None, None)
    if not isinstance(people, list) or not 0 < len(people) <= MOST_PEOPLE:
        raise ValueError("one to a hundred people")
    if not all(isinstance(one, str) and HASH.fullmatch(one) for one in people):
        raise ValueError("people are hashes")
    if not isinstance(on, str | None):
        raise ValueError("a day is text")  # noqa: TRY004 - every wrong question is answered alike
    return Question(tuple(people), date.fromisoformat(on) if on else None)


def _refusal(status: int, why: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": why}, status, {**KEPT_NOWHERE, **(headers or {})})
