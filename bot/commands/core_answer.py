"""`/impor`: the core system's answer, brought as a file, tried dry, and taken with one word."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.command import BRANCH, Act, Command, Deed, Reply, by_word
from conversations.answers.core_answers import NO_COLUMN
from conversations.asking import menu_button
from conversations.core_answers import FIELDS, TITLES
from conversations.flows.core_answer import CORE_ANSWER, AnswerBrought
from conversations.outcomes import Outcome
from conversations.says import Say
from conversations.texts import load
from storage.core_answers import CoreAnswer, CoreAnswers


async def bring(_deed: Deed, _argument: str) -> Reply:
    """Ask for the file."""
    return Reply(opens=CORE_ANSWER)


async def keep_brought(deed: Deed, outcome: Outcome) -> Reply:
    """Note the file; it is fetched and read outside of the conversation."""
    assert isinstance(outcome, AnswerBrought)  # noqa: S101 - the keepers' table says so
    if not deed.actor.has(*BRANCH):
        return _said(deed, "gone")
    await CoreAnswers(deed.unit, deed.now).bring(deed.actor, outcome.file_id)
    return Reply()


async def _load(deed: Deed, answer_id: str) -> Reply:
    found = await _find(deed, answer_id)
    if found is None or found.state != "read":
        return _said(deed, "gone")
    await CoreAnswers(deed.unit, deed.now).change(answer_id, state="confirmed")
    deed.unit.note(
        "answer.confirm", actor=deed.actor.contact_id, on=answer_id, scope=found.branch_id, at=deed.now
    )
    return _said(deed, "loading")


async def _drop(deed: Deed, answer_id: str) -> Reply:
    found = await _find(deed, answer_id)
    if found is None or found.state not in {"read", "unmapped"}:
        return _said(deed, "gone")
    await CoreAnswers(deed.unit, deed.now).change(answer_id, state="dropped")
    return _said(deed, "dropped")


async def _point_out(deed: Deed, argument: str) -> Reply:
    """Somebody says which column is which; the file is looked at again with that."""
    answer_id, name, place = (*argument.split("-", 2), "", "")[:3]
    found = await _find(deed, answer_id)
    if found is None or found.state != "unmapped" or name not in FIELDS:
        return _said(deed, "gone")
    titles = found.columns.get(TITLES, "").split("\n")
    is_named = place.isdecimal() and int(place) < len(titles)
    title = titles[int(place)] if is_named and place != NO_COLUMN else ""
    chosen = {**{key: one for key, one in found.columns.items() if key != TITLES}, name: title}
    await CoreAnswers(deed.unit, deed.now).change(answer_id, columns=chosen, state="to_fetch")
    return _said(deed, "looking")


async def _find(deed: Deed, answer_id: str) -> CoreAnswer | None:
    return await CoreAnswers(deed.unit, deed.now).find(answer_id, deed.actor.branch_id)


def _said(deed: Deed, key: str) -> Reply:
    texts = load(deed.facts.language)
    return Reply((Say(texts.fill(f"core_answer.{key}"), menu_button(deed.facts.language)),))


IMPOR: dict[str, Act] = {"": bring, "load": _load, "drop": _drop, "col": _point_out}
"""Word of a button to what it does."""

CORE_ANSWER_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    AnswerBrought: keep_brought
}

CORE_ANSWERS: tuple[Command, ...] = (
    Command("impor", alias="import", roles=BRANCH, act=by_word(IMPOR), arguments=tuple(IMPOR)),
)
