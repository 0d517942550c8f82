"""`/ekspor`: accepted registrations become a numbered batch, and a batch becomes a file."""

from bot.commands.command import BRANCH, Act, Command, Deed, Reply, by_word
from bot.commands.pin import guarded
from conversations.answers import batches as answers
from conversations.answers.batches import ShownBatch, ShownRecall
from storage.handover import Batch, Handover

FULL = "full"


async def export(deed: Deed, _argument: str) -> Reply:
    """What is ready, what was made before."""
    store = _handover(deed)
    ready, batches = await store.count_ready(), await store.list_batches()
    shown = tuple(map(_shown, batches))
    return Reply((answers.overview(ready, shown, len(await store.list_recalls()), deed.facts),))


async def _make(deed: Deed, _argument: str) -> Reply:
    if refused := await guarded(deed, "ekspor.new"):
        return refused
    made = await _handover(deed).make_batch()
    return Reply((answers.batch(_shown(made), deed.facts),)) if made else await export(deed, "")


async def _batch(deed: Deed, batch_id: str) -> Reply:
    found = await _handover(deed).find_batch(batch_id)
    return Reply((answers.batch(_shown(found), deed.facts) if found else answers.gone(deed.facts),))


def _in_form(form: str) -> Act:
    async def act(deed: Deed, batch_id: str) -> Reply:
        if form == FULL and (refused := await guarded(deed, f"ekspor.{form}-{batch_id}")):
            return refused
        found = await _handover(deed).find_batch(batch_id)
        if found is None:
            return Reply((answers.gone(deed.facts),))
        await _handover(deed).ask_sheet(found.id, form)
        return Reply((answers.being_made(found.number, deed.facts),))

    return act


async def recalls(deed: Deed, _argument: str) -> Reply:
    """Who withdrew after being handed over: a task of the branch until it says that it is done."""
    people = await _handover(deed).list_recalls()
    shown = (ShownRecall(one.registration_id, one.reference, one.number, one.position) for one in people)
    return Reply((answers.recalls(tuple(shown), deed.facts),))


async def recalled(deed: Deed, registration_id: str) -> Reply:
    """The branch took them out of the core system; what else is to be done comes with it."""
    await _handover(deed).recall(registration_id)
    return await recalls(deed, "")


def _handover(deed: Deed) -> Handover:
    return Handover(deed.unit, deed.actor, deed.now)


def _shown(one: Batch) -> ShownBatch:
    return ShownBatch(one.id, one.number, one.made_at, one.row_count)


EKSPOR: dict[str, Act] = {
    "": export,
    "new": _make,
    "b": _batch,
    **{form: _in_form(form) for form in answers.FORMS},
}
"""Word of a button to what it does."""

EXPORT: tuple[Command, ...] = (
    Command("ekspor", alias="export", roles=BRANCH, act=by_word(EKSPOR), arguments=tuple(EKSPOR)),
)
