"""Writing to many at once, saying when, and answering: what the sender of a broadcast is asked, and its readers."""

from datetime import date

from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Condition, Flow
from conversations.flows.invitation import ID_LENGTH
from conversations.kinds import Choice, FreeText, NearDay, Regency, YesNo
from conversations.kinds.letter_body import STORED, LetterBody
from conversations.kinds.served_village import ServedVillage
from conversations.ledger import PILLARS, Audience, Body
from conversations.outcomes import Outcome
from conversations.says import Say
from conversations.texts import LANGUAGES, Texts
from conversations.threads import without_numbers

LONGEST = 500
DISTRICT_DIGITS = 6
DAYS_AHEAD = 60
HOURS = ("7", "9", "13", "16", "18")
STATUSES = ("all", "submitted", "needs_fixing", "protected", "unprotected")


class BroadcastWritten(Outcome):
    """A message and whom it is for; nothing is sent yet."""

    audience: Audience
    body: Body
    wants_word: bool


class BroadcastTimed(Outcome):
    """When a broadcast begins, by the author's own clock."""

    broadcast_id: str
    on: date
    hour: int


class BroadcastReplied(Outcome):
    """What a reader writes back to whom the broadcast came from."""

    broadcast_id: str
    words: str


class Remark(Outcome):
    """The next words in a thread, of the one who asks or of the one who answers."""

    question_id: str
    words: str


def _is(step: str, *values: str) -> Condition:
    return lambda answers, _facts: answers.get(step) in values


def _has_place(answers: Answers, facts: Facts) -> bool:
    del facts
    return answers.get("whom") != "colleagues"


def _written(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    village = str(answers.get("village") or "")
    narrow = village[:DISTRICT_DIGITS] if answers.get("place") == "district" else village
    audience = Audience(
        whom=str(answers["whom"]),
        area=str(answers.get("regency") or "") or narrow,
        status=str(answers.get("status") or "all"),
        language=str(answers["reads"]),
    )
    body = STORED.validate_python(answers["message"])
    written = BroadcastWritten(audience=audience, body=body, wants_word=answers["wants_word"] == "yes")
    return Conclusion((Say(texts.fill("broadcast.done")),), written)


BROADCAST = Flow(
    name="broadcast",
    steps=(
        Ask("whom", Choice(("officers", *PILLARS, "colleagues", "workers"))),
        Ask("place", Choice(("everywhere", "regency", "district", "village")), _has_place),
        Ask("regency", Regency(), _is("place", "regency"), follows=("place",)),
        Ask("village", ServedVillage(), _is("place", "district", "village"), follows=("place",)),
        Ask("status", Choice(STATUSES), _is("whom", "workers")),
        Ask("reads", Choice(("all", *LANGUAGES))),
        Ask("message", LetterBody()),
        Ask("wants_word", YesNo()),
    ),
    conclude=_written,
)


def _timed(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    timed = BroadcastTimed(
        broadcast_id=str(answers["broadcast"]),
        on=date.fromisoformat(str(answers["on"])),
        hour=int(str(answers["hour"])),
    )
    return Conclusion((Say(texts.fill("broadcast_time.done")),), timed)


BROADCAST_TIME = Flow(
    name="broadcast_time",
    steps=(
        Ask("broadcast", FreeText(ID_LENGTH), is_given=True, is_counted=False),
        Ask("on", NearDay(0, DAYS_AHEAD, (0, 1, 2))),
        Ask("hour", Choice(HOURS)),
    ),
    conclude=_timed,
)


def _replied(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    words = without_numbers(str(answers["words"]))
    replied = BroadcastReplied(broadcast_id=str(answers["broadcast"]), words=words)
    return Conclusion((Say(texts.fill("broadcast_reply.done")),), replied)


BROADCAST_REPLY = Flow(
    name="broadcast_reply",
    steps=(
        Ask("broadcast", FreeText(ID_LENGTH), is_given=True, is_counted=False),
        Ask("words", FreeText(LONGEST), is_counted=False),
    ),
    conclude=_replied,
    is_personal=True,
)


def _remarked(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    words = without_numbers(str(answers["words"]))
    remark = Remark(question_id=str(answers["thread"]), words=words)
    return Conclusion((Say(texts.fill("thread_reply.done")),), remark)


THREAD_REPLY = Flow(
    name="thread_reply",
    steps=(
        Ask("thread", FreeText(ID_LENGTH), is_given=True, is_counted=False),
        Ask("words", FreeText(LONGEST), is_counted=False),
    ),
    conclude=_remarked,
    is_personal=True,
)
