"""`/cari`: find a person by name in a village of one's own, or by an exact number wherever one reaches."""

from bot.commands.command import BRANCH, OFFICERS, Command, Deed, Reply
from bot.commands.enrolling import is_reached
from conversations.answers import finding as answers
from conversations.kinds import Phone
from conversations.kinds.kind import Accepted, Asking
from conversations.names import wanted
from conversations.rules.nik import Nik, read_nik
from conversations.texts import load
from storage.guesses import Guesses
from storage.people_search import People

SEARCHES_AN_HOUR, MISSES_AN_HOUR = 30, 10
SEARCHED, MISSED = "exact search", "missed search"


async def find(deed: Deed, argument: str) -> Reply:
    """A number is looked for exactly; words are a name, in the village named before them or the only one."""
    if number := _number(deed, argument):
        return await _exact(deed, number)
    village, _, words = argument.partition(" ")
    if not words or not is_reached(deed, village):
        village, words = next(iter(sorted(deed.actor.villages)), ""), argument
    if not wanted(words) or not village:
        return Reply((answers.how_to_search(deed.facts),))
    found = await People(deed.unit, deed.actor, deed.now).search_names(village, words)
    return Reply((answers.found(deed.facts, found, village),))


async def _exact(deed: Deed, number: dict[str, str]) -> Reply:
    """Whoever asks too often, or finds nobody too often, has to wait: numbers are not for trying out."""
    guesses, by = Guesses(deed.unit), deed.actor.contact_id
    is_spent = await guesses.are_spent(by, SEARCHED, limit=SEARCHES_AN_HOUR, now=deed.now)
    if is_spent or await guesses.are_spent(by, MISSED, limit=MISSES_AN_HOUR, now=deed.now):
        return Reply((answers.too_many(deed.facts),))
    found = await People(deed.unit, deed.actor, deed.now).find_exact(**number)
    for what in (SEARCHED, *(() if found else (MISSED,))):
        await guesses.count(by, what, now=deed.now)
    return Reply((answers.found(deed.facts, found),))


def _number(deed: Deed, argument: str) -> dict[str, str]:
    """The NIK or phone number that was typed; empty for words."""
    if isinstance(nik := read_nik(argument), Nik):
        return {"nik": nik.value}
    asking = Asking("", load(deed.facts.language), {}, deed.facts)
    phone = Phone().read(argument, asking)
    return {"phone": str(phone.value)} if isinstance(phone, Accepted) else {}


FINDING: tuple[Command, ...] = (Command("cari", alias="find", roles=OFFICERS | BRANCH, act=find),)
