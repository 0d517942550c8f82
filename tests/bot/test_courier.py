import asyncio
import random

import pytest
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden, InvalidToken

from bot.delivery import courier as courier_module
from bot.delivery.courier import Courier
from bot.delivery.flood import FloodGate
from bot.delivery.marks import Mark, Marks, Sent
from bot.delivery.pace import Pace
from bot.delivery.refusals import ContactState
from bot.outgoing import Lane, Outgoing
from bot.telegram_api import Flooded, NotSent, Unanswered
from tests.bot.doubles import MarksKept, ScriptedApi, row, until


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LONGEST_PAUSE", "REVOKED_PAUSE", "DOUBT_SECONDS", "REPEAT_SECONDS"):
        monkeypatch.setattr(courier_module, name, 0.05)


@pytest.fixture
def flood() -> FloodGate:
    return FloodGate()


def courier_of(api: ScriptedApi, kept: MarksKept, flood: FloodGate | None = None, **more: object) -> Courier:
    return Courier(api, Marks(kept.write), flood=flood or FloodGate(), pace=Pace(), **more)  # type: ignore[arg-type]


async def ended(kept: MarksKept, count: int) -> list[Mark]:
    """All marks, once there are so many."""
    await until(lambda: len(kept.written) >= count)
    return kept.written


async def test_a_row_is_sent_and_marked_with_its_message_id(api: ScriptedApi, kept: MarksKept) -> None:
    courier_of(api, kept).carry([row(1)])
    assert await ended(kept, 1) == [Mark(1, Sent.SENT, message_id=1001)]


async def test_rows_of_one_chat_keep_their_order_and_chats_go_side_by_side(
    api: ScriptedApi, kept: MarksKept
) -> None:
    api.slow = 0.01
    rows = [row(number, chat=number % 5) for number in range(50)]
    courier = courier_of(api, kept)
    for start in range(0, 50, 7):
        courier.carry(rows[start : start + 7])
    await ended(kept, 50)
    for chat in range(5):
        assert api.texts(chat) == [f"nomor {number}" for number in range(50) if number % 5 == chat]
    assert (api.most_in_a_chat, api.most_at_once) == (1, 5)


async def test_no_more_than_allowed_are_on_their_way(api: ScriptedApi, kept: MarksKept) -> None:
    api.slow = 0.005
    courier_of(api, kept, parallel=3).carry([row(number, chat=number) for number in range(30)])
    await ended(kept, 30)
    assert api.most_at_once == 3


async def test_a_tap_is_answered_beside_the_messages_of_its_chat(api: ScriptedApi, kept: MarksKept) -> None:
    api.slow = 0.02
    answer = row(2, method="answerCallbackQuery", payload={"callback_query_id": "7"})
    courier_of(api, kept).carry([row(1), answer, row(3)])
    await asyncio.sleep(0.005)
    assert [method for method, _ in api.calls] == ["sendMessage", "answerCallbackQuery"]
    await ended(kept, 3)


async def test_order_holds_across_lanes(api: ScriptedApi, kept: MarksKept) -> None:
    courier_of(api, kept).carry([row(1, lane=Lane.BULK), row(2), row(3, lane=Lane.BULK), row(4)])
    await ended(kept, 4)
    assert api.texts() == [f"nomor {number}" for number in range(1, 5)]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Forbidden: bot was blocked by the user", ContactState.BLOCKED),
        ("Forbidden: user is deactivated", ContactState.DEACTIVATED),
        ("Forbidden: bot can't initiate conversation with a user", ContactState.BLOCKED),
    ],
)
async def test_whoever_cannot_be_reached_is_noted_and_the_rest_is_cancelled(
    api: ScriptedApi, kept: MarksKept, words: str, state: ContactState
) -> None:
    api.script[1].append(Forbidden(words))
    courier = courier_of(api, kept)
    courier.carry([row(1), row(2), row(3, chat=2)])
    await ended(kept, 3)
    assert (kept.of(1).state, kept.of(1).contact, kept.of(1).contact_id) == (Sent.FAILED, state, 1)
    assert (kept.of(2).state, kept.of(3).state) == (Sent.CANCELLED, Sent.SENT)
    courier.carry([row(4)])
    await ended(kept, 4)
    assert kept.of(4).state is Sent.SENT


async def test_words_with_broken_tags_go_out_plain_once(api: ScriptedApi, kept: MarksKept) -> None:
    broken = BadRequest("Bad Request: can't parse entities: unsupported start tag")
    api.script[1] += [broken]
    html = {"chat_id": 1, "text": "<b>Rp8.400 &amp; 2 < 3", "parse_mode": "HTML"}
    courier = courier_of(api, kept)
    courier.carry([row(1, payload=html)])
    await ended(kept, 1)
    assert api.calls[1] == ("sendMessage", {"chat_id": 1, "text": "Rp8.400 & 2 < 3"})
    assert kept.of(1).state is Sent.SENT
    api.script[1] += [broken, broken]
    courier.carry([row(2, payload=html)])
    await ended(kept, 2)
    assert (kept.of(2).state, kept.of(2).reason) == (Sent.FAILED, "formatting")


async def test_a_group_that_moved_is_written_to_at_its_new_address(api: ScriptedApi, kept: MarksKept) -> None:
    api.script[1].append(ChatMigrated(-100777))
    courier_of(api, kept).carry([row(1)])
    await ended(kept, 1)
    assert api.calls[1][1]["chat_id"] == -100777
    assert (kept.of(1).state, kept.of(1).moved) == (Sent.SENT, (1, -100777))


@pytest.mark.parametrize(
    ("words", "state", "reason"),
    [
        ("Bad Request: message is not modified", Sent.SENT, "unchanged"),
        ("Bad Request: message to delete not found", Sent.SENT, "already_gone"),
        ("Bad Request: message to edit not found", Sent.FAILED, "edit_gone"),
        ("Bad Request: query is too old and response timeout expired", Sent.FAILED, "tap_too_old"),
        ("Bad Request: Siti Aminah is wrong", Sent.FAILED, "badrequest"),
    ],
)
async def test_a_refusal_is_final_and_kept_as_a_code(
    api: ScriptedApi, kept: MarksKept, words: str, state: Sent, reason: str
) -> None:
    api.script[1].append(BadRequest(words))
    courier = courier_of(api, kept)
    courier.carry([row(1), row(2)])
    await ended(kept, 2)
    assert (kept.of(1).state, kept.of(1).reason) == (state, reason)
    assert kept.of(2).state is Sent.SENT


async def test_a_method_that_does_not_exist_stops_nobody(api: ScriptedApi, kept: MarksKept) -> None:
    api.script["sendNothing"].append(EndPointNotFound("Not Found"))
    courier_of(api, kept).carry([row(1, method="sendNothing"), row(2)])
    await ended(kept, 2)
    assert (kept.of(1).state, kept.of(2).state) == (Sent.FAILED, Sent.SENT)


async def test_a_message_too_old_to_delete_is_asked_to_be_deleted(api: ScriptedApi, kept: MarksKept) -> None:
    def asking(old: Outgoing) -> Outgoing:
        return row(old.row_id, payload={"chat_id": old.chat_id, "text": "Mohon dihapus."})

    api.script[1].append(BadRequest("Bad Request: message can't be deleted for everyone"))
    courier_of(api, kept, ask_to_delete=asking).carry([row(1, method="deleteMessage")])
    await ended(kept, 1)
    assert api.texts() == ["nomor 1", "Mohon dihapus."]


async def test_what_never_left_is_sent_again_until_it_leaves(api: ScriptedApi, kept: MarksKept) -> None:
    api.script[1] += [NotSent("down"), NotSent("down"), NotSent("down")]
    courier_of(api, kept).carry([row(1, is_prompt=False, lane=Lane.BULK), row(2)])
    await ended(kept, 2)
    assert api.texts() == ["nomor 1"] * 4 + ["nomor 2"]


async def test_an_unanswered_prompt_is_sent_once_more(api: ScriptedApi, kept: MarksKept) -> None:
    api.script[1].append(Unanswered("reset"))
    courier_of(api, kept).carry([row(1)])
    await ended(kept, 1)
    assert (api.texts(), kept.of(1).state) == (["nomor 1", "nomor 1"], Sent.SENT)


async def test_a_prompt_unanswered_twice_stays_uncertain(api: ScriptedApi, kept: MarksKept) -> None:
    api.script[1] += [Unanswered("reset"), Unanswered("reset")]
    courier = courier_of(api, kept)
    courier.carry([row(1)])
    await ended(kept, 1)
    assert (len(api.calls), kept.of(1).state) == (2, Sent.UNCERTAIN)
    courier.carry([row(2)])
    await ended(kept, 2)


async def test_whoever_moved_on_does_not_get_the_doubtful_prompt_again(
    api: ScriptedApi, kept: MarksKept
) -> None:
    api.script[1].append(Unanswered("reset"))
    courier = courier_of(api, kept)
    courier.carry([row(1)])
    await until(lambda: len(api.calls) == 1)
    await asyncio.sleep(0.01)
    courier.carry([row(2)])
    await ended(kept, 2)
    await asyncio.sleep(0.1)
    assert api.texts() == ["nomor 1", "nomor 2"]
    assert (kept.of(1).state, kept.of(1).reason) == (Sent.UNCERTAIN, "moved_on")


async def test_unanswered_bulk_is_held_and_never_resent(api: ScriptedApi, kept: MarksKept) -> None:
    api.script[1].append(Unanswered("reset"))
    courier_of(api, kept).carry([row(1, lane=Lane.BULK, is_prompt=False), row(2)])
    await ended(kept, 2)
    await asyncio.sleep(0.1)
    assert api.texts() == ["nomor 1", "nomor 2"]
    assert kept.of(1).state is Sent.UNCERTAIN


async def test_edits_and_deletions_repeat_freely(api: ScriptedApi, kept: MarksKept) -> None:
    api.script["deleteMessage"] += [Unanswered("reset"), Unanswered("reset")]
    courier_of(api, kept).carry([row(1, method="deleteMessage")])
    await ended(kept, 1)
    assert (len(api.calls), kept.of(1).state) == (3, Sent.SENT)


async def test_one_chat_flooded_holds_only_itself(
    api: ScriptedApi, kept: MarksKept, flood: FloodGate
) -> None:
    api.script[1].append(Flooded(0))
    courier = courier_of(api, kept, flood)
    courier.carry([row(1), row(2), row(3, chat=2)])
    await ended(kept, 3)
    assert api.texts(2) == ["nomor 3"]
    assert api.texts(1) == ["nomor 1", "nomor 1", "nomor 2"]
    assert (flood.bulk_until, flood.all_until) == (0.0, 0.0)


async def test_while_everything_rests_nothing_goes_out_and_then_all_does(
    api: ScriptedApi, kept: MarksKept, flood: FloodGate
) -> None:
    loop = asyncio.get_running_loop()
    flood.rest(0.1, loop.time())
    courier = courier_of(api, kept, flood)
    courier.carry([row(1), row(2, chat=2)])
    await asyncio.sleep(0.05)
    assert api.calls == []
    await ended(kept, 2)
    assert len(api.calls) == 2


async def test_a_revoked_token_rests_sending_and_loses_nothing(api: ScriptedApi, kept: MarksKept) -> None:
    api.script[1].append(InvalidToken("Unauthorized"))
    courier = courier_of(api, kept)
    courier.carry([row(1), row(2)])
    await ended(kept, 2)
    assert api.texts() == ["nomor 1", "nomor 1", "nomor 2"]


async def test_a_replica_that_slept_through_its_lease_sends_nothing_and_lets_go(
    api: ScriptedApi, kept: MarksKept
) -> None:
    is_ours = False
    courier = courier_of(api, kept, is_ours=lambda: is_ours)
    courier.carry([row(1), row(2)])
    assert [mark.state for mark in await ended(kept, 2)] == [Sent.QUEUED, Sent.QUEUED]
    assert api.calls == []
    is_ours = True
    courier.carry([row(3)])
    await ended(kept, 3)
    assert kept.of(3).state is Sent.SENT


async def test_what_still_waits_at_the_end_is_given_back(api: ScriptedApi, kept: MarksKept) -> None:
    api.script[1].append(Flooded(60))
    courier = courier_of(api, kept)
    courier.carry([row(1), row(2), row(3, chat=2)])
    await until(lambda: len(api.calls) == 2)
    await courier.drained()
    courier.give_back()
    await ended(kept, 3)
    assert [kept.of(number).state for number in (1, 2, 3)] == [Sent.QUEUED, Sent.QUEUED, Sent.SENT]
    assert len(courier) == 0


async def test_a_row_that_cannot_be_written_as_json_fails_alone(api: ScriptedApi, kept: MarksKept) -> None:
    class Odd:
        def get(self, _key: str) -> None:
            raise TypeError

    courier_of(api, kept).carry([row(1, payload=Odd()), row(2)])
    await ended(kept, 2)
    assert (kept.of(1).state, kept.of(1).reason, kept.of(2).state) == (Sent.FAILED, "typeerror", Sent.SENT)


async def test_marks_are_written_together_and_wait_out_an_outage(
    api: ScriptedApi, kept: MarksKept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.marks.PAUSE_SECONDS", 0.02)
    kept.is_down = True
    courier_of(api, kept).carry([row(number, chat=number) for number in range(40)])
    await until(lambda: kept.writes >= 2)
    assert kept.written == []
    kept.is_down = False
    await ended(kept, 40)
    assert sorted(mark.row_id for mark in kept.written) == list(range(40))
    assert kept.writes < 10


async def test_marks_taken_along_by_a_batch_are_not_written_twice(kept: MarksKept) -> None:
    marks = Marks(kept.write)
    marks.add(Mark(1, Sent.SENT))
    taken = marks.take()
    marks.add(Mark(2, Sent.SENT))
    await marks.written()
    assert [mark.row_id for mark in kept.written] == [2]
    marks.give_back(taken)
    await marks.written()
    assert [mark.row_id for mark in kept.written] == [2, 1]


async def test_under_random_trouble_every_row_ends_and_every_chat_keeps_its_order(
    api: ScriptedApi, kept: MarksKept
) -> None:
    chance = random.Random(11)  # noqa: S311 - no secret
    kinds = (NotSent("down"), Flooded(0), Unanswered("reset"))
    for chat in range(8):
        api.script[chat] += chance.choices(kinds, k=3)
    rows = [row(number, chat=number % 8, is_prompt=False) for number in range(120)]
    courier_of(api, kept).carry(rows)
    await ended(kept, 120)
    assert sorted(mark.row_id for mark in kept.written) == list(range(120))
    for chat in range(8):
        once = list(dict.fromkeys(api.texts(chat)))
        assert once == [f"nomor {number}" for number in range(120) if number % 8 == chat]
