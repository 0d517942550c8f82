"""`/periksa`: the branch's queue, one case at a time, and several at once where nothing is doubtful."""

from datetime import timedelta

from bot.commands.command import BRANCH, Act, Command, Deed, Letter, Reply, by_word
from bot.commands.export import recalled, recalls
from bot.commands.letters import letter_to
from bot.commands.pin import guarded
from conversations.answers import review as answers
from conversations.review.cases import Fate, ReviewCase
from conversations.review.reasons import Verdict, is_reason_for
from storage.fading import let_fade
from storage.handover import Handover
from storage.review import Review
from storage.slips import Slips
from storage.step import Step

MOST_AT_ONCE = 20
OPENED_FOR = timedelta(minutes=10)


async def review(deed: Deed, _argument: str) -> Reply:
    """How much waits, since when, and the way to begin."""
    lines = await _review(deed).lines()
    gone = await Handover(deed.unit, deed.actor, deed.now).list_recalls()
    open_slips = await Slips(deed.unit).count_unconfirmed(deed.actor, deed.now)
    return Reply((answers.overview(lines, len(gone), deed.facts, unconfirmed=open_slips),))


async def _unconfirmed(deed: Deed, _argument: str) -> Reply:
    """Whom only their registrar vouches for, so that somebody of the branch asks them in person."""
    found = await Slips(deed.unit).list_unconfirmed(deed.actor, deed.now)
    lines = tuple((one.reference, one.village_code, one.number, one.used_at) for one in found)
    return Reply((answers.unconfirmed(lines, deed.facts),))


async def _next(deed: Deed, _argument: str) -> Reply:
    return await _shown(deed, await _review(deed).take_next())


async def _village(deed: Deed, village_code: str) -> Reply:
    return await _shown(deed, await _review(deed).take_next(village_code))


async def _skip(deed: Deed, case_id: str) -> Reply:
    await _review(deed).let_go(case_id)
    store = _review(deed)
    return await _shown(deed, await store.take_next(after=case_id) or await store.take_next())


async def _one(deed: Deed, case_id: str) -> Reply:
    return await _shown(deed, await _review(deed).find(case_id))


async def _villages(deed: Deed, _argument: str) -> Reply:
    lines = await _review(deed).lines()
    if not lines:
        return Reply((answers.overview(lines, 0, deed.facts),))
    return Reply((answers.villages(lines, deed.facts),))


async def _accept(deed: Deed, case_id: str) -> Reply:
    return await _decided(deed, case_id, Verdict.ACCEPT, "")


def _with_reason(verdict: Verdict) -> Act:
    async def act(deed: Deed, argument: str) -> Reply:
        case_id, _, reason = argument.partition("-")
        if is_reason_for(verdict, reason):
            return await _decided(deed, case_id, verdict, reason)
        found = await _review(deed).find(case_id)
        if found is None:
            return Reply((answers.said("not_there", deed.facts),))
        return Reply((answers.which_reason(found, verdict, deed.facts),))

    return act


def _resolved(*, is_same: bool) -> Act:
    async def act(deed: Deed, argument: str) -> Reply:
        case_id, _, other_id = argument.partition("-")
        found = await _review(deed).find(case_id)
        fate = await _review(deed).resolve(case_id, other_id, is_same=is_same, step=_step(deed, found))
        if found is None or fate is not Fate.DECIDED:
            return await _told_off(deed, fate)
        if not is_same:
            return await _one(deed, case_id)
        return await _told(deed, found, Verdict.REJECT, "duplicate")

    return act


async def _decided(deed: Deed, case_id: str, verdict: Verdict, reason: str) -> Reply:
    found = await _review(deed).find(case_id)
    fate = await _review(deed).decide(case_id, verdict, reason, _step(deed, found))
    if found is None or fate is not Fate.DECIDED:
        return await _told_off(deed, fate)
    return await _told(deed, found, verdict, reason)


async def _told(deed: Deed, found: ReviewCase, verdict: Verdict, reason: str) -> Reply:
    """What was decided and the next case; the worker and the registrar get a letter each."""
    done = answers.decided(verdict, found.reference, deed.facts)
    following = await _shown(deed, await _review(deed).take_next())
    letters = await letters_about(deed, found, verdict, reason)
    return Reply((done, *following.says), letters=letters)


async def letters_about(deed: Deed, found: ReviewCase, verdict: Verdict, reason: str) -> tuple[Letter, ...]:
    """One letter to who is told about a case, and one to another who registered them; never twice for one decision."""
    key = f"review:{found.id}:{found.stage_at.timestamp():.0f}:{verdict}"
    letters: tuple[Letter, ...] = ()
    if found.contact_id is not None:
        letters += await letter_to(
            deed,
            found.contact_id,
            lambda facts: answers.told_person(found, verdict, reason, facts),
            key=f"{key}:person",
        )
    if found.keeper is not None and found.keeper != found.contact_id:
        letters += await letter_to(
            deed,
            found.keeper,
            lambda facts: answers.told_registrar(found, verdict, reason, facts),
            key=f"{key}:registrar",
        )
    return letters


async def _told_off(deed: Deed, fate: Fate) -> Reply:
    """Why a decision does not count, and a case where one would."""
    following = await _shown(deed, await _review(deed).take_next())
    return Reply((answers.said(fate.value, deed.facts), *following.says))


async def _unmask(deed: Deed, case_id: str) -> Reply:
    if refused := await guarded(deed, f"periksa.nik-{case_id}"):
        return refused
    found = await _review(deed).find(case_id)
    if found is None:
        return Reply((answers.said("not_there", deed.facts),))
    nik, key = await _review(deed).read_nik(case_id), f"nik:{deed.update_id}"
    me = deed.actor.contact_id
    letters = await letter_to(deed, me, lambda facts: answers.nik_shown(found, nik, facts), key=key)
    for letter in letters:
        await let_fade(deed.unit, key, letter.chat_id, deed.now + OPENED_FOR)
    return Reply(letters=letters)


async def _clean(deed: Deed, village_code: str) -> Reply:
    list_id = deed.facts.fresh[:12]
    cases = await _review(deed).hold_clean(village_code, list_id, limit=MOST_AT_ONCE)
    return Reply((answers.clean(cases, list_id, deed.facts),))


async def _accept_all(deed: Deed, list_id: str) -> Reply:
    if refused := await guarded(deed, f"periksa.all-{list_id}"):
        return refused
    letters: tuple[Letter, ...] = ()
    count = 0
    for case_id in await _review(deed).list_held(list_id):
        found = await _review(deed).find(case_id)
        fate = await _review(deed).decide(case_id, Verdict.ACCEPT, "", _step(deed, found))
        if found is not None and fate is Fate.DECIDED:
            count += 1
            letters += await letters_about(deed, found, Verdict.ACCEPT, "")
    return Reply((answers.said("all_accepted", deed.facts, count=count),), letters=letters)


async def _shown(deed: Deed, found: ReviewCase | None) -> Reply:
    if found is None:
        return Reply((answers.overview((), 0, deed.facts),))
    first = found.found.alike[0] if found.found.alike else ""
    alike = await _review(deed).find(first) if first else None
    return Reply((answers.case(found, alike, deed.facts),))


def _review(deed: Deed) -> Review:
    return Review(deed.unit, deed.actor, deed.now)


def _step(deed: Deed, found: ReviewCase | None) -> Step:
    """A step of this act, counted on the day it is in the village."""
    today = deed.facts.today(found.village_code) if found else None
    return Step("submitted", deed.actor.contact_id, deed.now, today, update_id=deed.update_id)


PERIKSA: dict[str, Act] = {
    "": review,
    "on": _next,
    "v": _village,
    "next": _skip,
    "one": _one,
    "villages": _villages,
    "yes": _accept,
    "fix": _with_reason(Verdict.FIX),
    "reject": _with_reason(Verdict.REJECT),
    "is": _resolved(is_same=True),
    "no": _resolved(is_same=False),
    "nik": _unmask,
    "clean": _clean,
    "all": _accept_all,
    "slips": _unconfirmed,
    "recalls": recalls,
    "recalled": recalled,
}
"""Word of a button to what it does."""

REVIEW: tuple[Command, ...] = (
    Command("periksa", alias="review", roles=BRANCH, act=by_word(PERIKSA), arguments=tuple(PERIKSA)),
)
