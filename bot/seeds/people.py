"""What became of the practice villagers: registered, reviewed, handed over, paid, as months of work leave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.seeds.staff import HEAD
from bot.seeds.villagers import SeededGroup, Villager, villagers
from conversations.actor import Actor
from conversations.core_answers import AnswerRow
from conversations.outcomes import AssistedRegistration
from conversations.reminding.hours import local_day
from conversations.review.reasons import Verdict
from conversations.rules.dates import add_months, last_day_of, month_of
from conversations.summary import UNFINISHED
from storage.core_answers import Change, CoreAnswers
from storage.coverage import Coverage
from storage.enrolments import Enrolments
from storage.handover import Handover
from storage.review import Review
from storage.slips import Slips
from storage.step import Step
from storage.tallies import Heap
from storage.unit import Unit

DAY = timedelta(days=1)
PAYMENTS_KNOWN = 3 * DAY
"""The branch has told us of all payments up to so long ago."""
GAVE_UP = 3
"""Of so many who began, one never sent the form."""
VERDICTS = {verdict.state: verdict for verdict in Verdict}


async def seed_people(unit: Unit, head: Actor, now: datetime) -> None:
    """Let the months go by for every group in turn, unless anybody is registered already."""
    if await unit.load_tallies([group.village_code for group, _ in villagers()]):
        return
    await unit.load_contacts({group.registrar for group, _ in villagers()})
    for group, people in villagers():
        past = _Past(unit, head, group, now)
        cases = [
            await past.register(one, now - (group.days_ago + after) * DAY) for after, one in _counted(people)
        ]
        if group.state in VERDICTS:
            await past.review(cases)
        if group.state == "accepted":
            await past.hand_over(people)
    await Coverage(unit).note_import(head.branch_id, (now - PAYMENTS_KNOWN).date(), now - PAYMENTS_KNOWN)


def _counted(people: Sequence[Villager]) -> list[tuple[int, Villager]]:
    """Everybody with how many days before the last one they came."""
    return [(len(people) - 1 - place, one) for place, one in enumerate(people)]


@dataclass(frozen=True, slots=True)
class _Past:
    """What happened to one group, each act at its own time."""

    unit: Unit
    head: Actor
    group: SeededGroup
    now: datetime

    async def register(self, one: Villager, at: datetime) -> str:
        """At the door, with a slip that somebody has sent in since, unless it is too early for that."""
        assisted = AssistedRegistration(form=one.form, visited_at=at, is_arrival=False)
        step = Step("submitted", self.group.registrar, at, update_id=0)
        fresh = f"{one.number:032x}"
        case, issued = await Enrolments(self.unit).keep(assisted, step, fresh=fresh)
        if one.number % GAVE_UP == 0:
            self.unit.tally(Heap(self.group.village_code, UNFINISHED))
        if self.group.state != "submitted" or one.number % 2:
            found = await Slips(self.unit).find_by_number([self.group.village_code], issued.number)
            assert found is not None  # noqa: S101 - it was used a moment ago
            await Slips(self.unit).confirm(found, by=HEAD, how="code", now=at + DAY)
        return case

    async def review(self, cases: Sequence[str]) -> None:
        """Two days after the last of them came."""
        at = self.now - (self.group.days_ago - 2) * DAY
        verdict = VERDICTS[self.group.state]
        for case in cases:
            step = Step(verdict.state, HEAD, at)
            await Review(self.unit, self.head, at).decide(case, verdict, self.group.reason, step)

    async def hand_over(self, people: Sequence[Villager]) -> None:
        """In a batch of their own; two days later the core system answers with numbers and payments."""
        at = self.now - (self.group.days_ago - 3) * DAY
        await Handover(self.unit, self.head, at).make_batch()
        answered_at = at + 2 * DAY
        answers = CoreAnswers(self.unit, answered_at)
        answer_id = await answers.bring(self.head, "contoh")
        rows = [self._answer(line, one) for line, one in enumerate(people, 2)]
        weighed = await answers.weigh(self.head, rows)
        changes = [change for change in weighed.values() if isinstance(change, Change)]
        await answers.apply(answer_id, changes, Step("accepted", HEAD, answered_at))
        await answers.change(answer_id, state="applied", row_count=len(rows), done_count=len(changes))

    def _answer(self, line: int, one: Villager) -> AnswerRow:
        return AnswerRow(
            line,
            one.form.reference,
            card_number=f"26{one.number:09}",
            payment_code=f"80{one.number:010}",
            paid_until=self._paid_until(),
        )

    def _paid_until(self) -> date | None:
        if self.group.ends_in is None:
            return None
        today = local_day(self.group.village_code, self.now)
        return last_day_of(add_months(month_of(today), self.group.ends_in))
