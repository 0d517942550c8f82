"""`/cari`: find a person by name in a village of one's own, or by an exact number wherever one reaches."""

from bot.commands.command import BRANCH, OFFICERS, Command, Deed, Letter, Reply
from bot.commands.enrolling import is_reached
from bot.commands.letters import letter_to
from conversations.actor import Role
from conversations.answers import finding as answers
from conversations.kinds import Phone
from conversations.kinds.kind import Accepted, Asking
from conversations.names import wanted
from conversations.rules.kpj import read_card_number
from conversations.rules.nik import Nik, read_nik
from conversations.texts import load
from storage.colleagues import Colleagues
from storage.guesses import Guesses
from storage.people_search import People
from storage.staff import Staff
from storage.visits import Visits

SEARCHES_AN_HOUR, MISSES_AN_HOUR = 30, 10
SEARCHED, MISSED = "exact search", "missed search"


async def find(deed: Deed, argument: str) -> Reply:
    """A number is looked for exactly; words are a name, in the village named before them or the only one."""
    if number := _number(deed, argument):
        return await _exact(deed, number)
    village, _, words = argument.partition(" ")
    if not words or not is_reached(deed, village):
        village, words = await _usual_village(deed), argument
    if not wanted(words) or not village:
        return Reply((answers.how_to_search(deed.facts),))
    found = await People(deed.unit, deed.actor, deed.now).search_names(village, words)
    return Reply((answers.found(deed.facts, found, village, " ".join(wanted(words))),))


async def _usual_village(deed: Deed) -> str:
    """Where the officer was last, else the first that is theirs; empty for a branch, which names one."""
    last = await Visits(deed.unit, deed.actor).find_last_village()
    return last or min(deed.actor.villages, default="")


async def _exact(deed: Deed, number: dict[str, str]) -> Reply:
    """Whoever asks too often, or finds nobody too often, has to wait: numbers are not for trying out."""
    guesses, by = Guesses(deed.unit), deed.actor.contact_id
    is_spent = await guesses.are_spent(by, SEARCHED, limit=SEARCHES_AN_HOUR, now=deed.now)
    if is_spent or await guesses.are_spent(by, MISSED, limit=MISSES_AN_HOUR, now=deed.now):
        deed.unit.note("person.lookup", actor=by, on="exact", result="stopped", at=deed.now)
        return Reply((answers.too_many(deed.facts),), letters=await _told(deed))
    found = await People(deed.unit, deed.actor, deed.now).find_exact(**number)
    for what in (SEARCHED, *(() if found else (MISSED,))):
        await guesses.count(by, what, now=deed.now)
    return Reply((answers.found(deed.facts, found),))


async def _told(deed: Deed) -> tuple[Letter, ...]:
    """To those who lead the branch, once for each hour in which somebody was stopped; nobody is told of themselves."""
    mine = await Colleagues(deed.unit, deed.actor, deed.now).list_posts(deed.actor.contact_id)
    name = next((one.full_name for one in mine if one.full_name), "")
    heads = await Staff(deed.unit).holders_of(deed.actor.branch_id, [Role.BRANCH_HEAD], deed.now)
    letters: list[Letter] = []
    for head in heads:
        if head != deed.actor.contact_id:
            key = f"searches:{head}:{deed.actor.contact_id}:{deed.now:%Y%m%d%H}"
            letters += await letter_to(deed, head, lambda facts: answers.stopped(facts, name), key=key)
    return tuple(letters)


def _number(deed: Deed, argument: str) -> dict[str, str]:
    """The NIK, card number or phone number that was typed; eleven digits may be either of the two. Empty for words."""
    if isinstance(nik := read_nik(argument), Nik):
        return {"nik": nik.value}
    asking = Asking("", load(deed.facts.language), {}, deed.facts)
    phone, card = Phone().read(argument, asking), read_card_number(argument)
    typed = {"phone": str(phone.value)} if isinstance(phone, Accepted) else {}
    return {**typed, "card": card} if card else typed


FINDING: tuple[Command, ...] = (Command("cari", alias="find", roles=OFFICERS | BRANCH, act=find),)
