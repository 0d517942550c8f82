"""`/berkas/…`: where a branch fetches a file with whole numbers of people, once, with the PIN of who asked for it."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.clock import Clock
from bot.commands.command import BRANCH
from bot.doors.bodies import TooLongError, body_of
from bot.doors.page import NOTHING_KEPT, page
from bot.posting import post_of
from conversations.answers import collecting as answers
from storage.contacts import ContactRow
from storage.database import Database
from storage.fading import let_fade
from storage.handover import Sheet
from storage.links import PASSWORD_FOR, Links, Waiting
from storage.pins import Check, Pins
from storage.staff import Staff
from storage.unit import Unit

PATH = "/berkas/"
LONGEST_FORM, LONGEST_TOKEN = 1_000, 64
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that waits, and who may have it."""

    sheet: Sheet
    contact: ContactRow


class Collecting:
    """Looking at the page changes nothing, so that a preview of the link does not use it up; the PIN does."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def route(self) -> Route:
        """The page, and its form."""
        return Route(PATH + "{token}", self.answer, methods=["GET", "POST"])

    async def answer(self, request: Request) -> Response:
        """The page to whoever looks; the file to whoever shows the PIN."""
        token = str(request.path_params["token"])
        if len(token) > LONGEST_TOKEN:
            return page(answers.gone(), 404)
        if request.method != "POST":
            return await self._look(token)
        try:
            form = parse_qs((await body_of(request, LONGEST_FORM)).decode("ascii", "replace"))
        except TooLongError:
            return page(answers.gone(), 413)
        return await self._take(token, form.get("pin", [""])[0])

    async def _look(self, token: str) -> Response:
        async with self._database.reading() as unit:
            found = await self._find(unit, token)
        if found is None:
            return page(answers.gone(), 404)
        return page(answers.asks(found.sheet.batch.number, found.contact.language))

    async def _take(self, token: str, digits: str) -> Response:
        async with self._database.unit() as unit:
            found = await self._find(unit, token)
            if found is None:
                return page(answers.gone(), 404)
            pins = Pins(unit, self._clock.now())
            check = await pins.check(found.contact.id, digits)
            if check is not Check.RIGHT:
                return await self._refuse(unit, token, found, pins)
            waiting = await Links(unit, self._clock.now()).take(token)
            if waiting is None:
                return page(answers.gone(), 404)
            await self._tell_password(unit, found, waiting)
        return _file(waiting)

    async def _find(self, unit: Unit, token: str) -> Found | None:
        """None also when who asked works for that branch no more."""
        now = self._clock.now()
        sheet = await Links(unit, now).find(token)
        if sheet is None:
            return None
        contact = (await unit.load_contacts([sheet.asked_by])).get(sheet.asked_by)
        actor = (await Staff(unit).load_actors([sheet.asked_by], now))[sheet.asked_by]
        may_have_it = actor.has(*BRANCH) and actor.branch_id == sheet.batch.branch_id
        return Found(sheet, contact) if contact and may_have_it else None

    async def _refuse(self, unit: Unit, token: str, found: Found, pins: Pins) -> Response:
        language, number = found.contact.language, found.sheet.batch.number
        if not await Links(unit, self._clock.now()).count_wrong(token):
            return page(answers.gone(language), 404)
        locked_until = (await pins.look(found.contact.id)).locked_until
        if locked_until:
            return page(answers.asks(number, language, answers.locked(locked_until, language)), 429)
        return page(answers.asks(number, language, answers.wrong(language)), 403)

    async def _tell_password(self, unit: Unit, found: Found, waiting: Waiting) -> None:
        now, key = self._clock.now(), f"sheet:{found.sheet.id}:password"
        said = answers.fetched(found.sheet.batch.number, waiting.password, found.contact.language)
        post = post_of(said, found.contact.chat_id)
        unit.say(found.contact.chat_id, key, post.method, post.payload, now=now)
        await let_fade(unit, key, found.contact.chat_id, now + PASSWORD_FOR)


def _file(waiting: Waiting) -> Response:
    name = f"sasar-{waiting.sheet.batch.number:04}.xlsx"
    headers = {**NOTHING_KEPT, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(waiting.content, media_type=SHEET, headers=headers)
