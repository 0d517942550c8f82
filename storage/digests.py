"""What a branch's digest counts: from the tallies of its villages, and from what waits in them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select

from conversations.actor import Role
from conversations.funding.payers import Funding, PayerKind
from conversations.reminding.digest import KEPT_DAYS, Behind, Digest, Silences, Waiting, clock_began
from conversations.reminding.due import RULES
from conversations.reminding.hours import zone_of
from conversations.reminding.ways import Way
from conversations.review.reasons import load_reasons
from conversations.rules.coverage import Protection, lapses_on, protection, unpaid_months
from conversations.rules.dates import add_months, month_of
from storage.coverage import Coverage, count_said_paid
from storage.payers import funding_of
from storage.reaching import Reaching
from storage.reminders import Reminders
from storage.staff import Staff, is_given
from storage.tables import coverage, exported, outbox, payer, post, proposal, quarantine, registration
from storage.tallies import Heap
from storage.targets import load_targets
from storage.unit import Unit

WEEK, DAY = timedelta(days=7), timedelta(days=1)
LAST_MONTH = 3
"""The unpaid month after which membership starts again from zero (board rule 22/2022)."""


class Digests:
    """Counts for the branch that serves these villages, on a day of its own zone."""

    def __init__(self, unit: Unit, village_codes: Iterable[str], today: date, now: datetime) -> None:
        self._unit, self._today, self._now = unit, today, now
        self.villages = tuple(village_codes)
        self._zone = ZoneInfo(zone_of(self.villages[0] if self.villages else ""))

    async def load(self, branch_id: str) -> Digest:
        """The seven days before today."""
        first_on = self._today - WEEK
        events = await self._unit.load_events(self.villages, first_on, self._today - DAY)
        totals = {name: _sum(events, name) for name in ("submitted", "paid")}
        visited = {village for village, event in events if event.startswith("visit.")}
        heaps = await self._unit.load_tallies(self.villages)
        lapses = _lapses(heaps)
        lapsing_on = add_months(self._today, 1)
        return Digest(
            self._today,
            len(self.villages),
            totals["submitted"],
            totals["paid"],
            sum(count for on, count in lapses.items() if first_on <= on < self._today),
            lapses.get(lapsing_on, 0),
            lapsing_on,
            await Coverage(self._unit).find_as_of(branch_id),
            _standing(heaps, self._today),
            await self._silences(visited),
            await self.load_waiting(),
            await self._behind(heaps),
        )

    async def load_waiting(self) -> Waiting:
        """What waits for the branch today."""
        began_at = datetime.combine(clock_began(self._today), time.min, self._zone)
        counted = (
            select(func.count().label("many"))
            .select_from(registration)
            .where(
                self._unit.among(registration.c.village_code, self.villages),
                registration.c.state == "submitted",
                registration.c.stage_at < began_at,
            )
        )
        [row] = await self._unit.fetch(counted)
        said = await count_said_paid(self._unit, frozenset(self.villages), self._now)
        return Waiting(int(row["many"]), said)

    async def load_ending(self) -> tuple[tuple[Funding, int], ...]:
        """Payers of these villages whose months end soon, each with how many it covers to the end."""
        until = self._today + timedelta(max(RULES.funding_ends_days))
        covered = (
            select(func.count())
            .where(coverage.c.payer_id == payer.c.id, coverage.c.month == payer.c.last_month)
            .scalar_subquery()
        )
        found = select(payer, covered.label("covered")).where(
            payer.c.last_month.between(month_of(self._today), month_of(until)),
            self._unit.among(payer.c.area_code, self._areas()),
        )
        rows = await self._unit.fetch(found.order_by(payer.c.last_month, payer.c.id))
        ending = ((funding_of(row), int(row["covered"])) for row in rows)
        return tuple(pair for pair in ending if pair[0].stage(self._today) is not None)

    async def _silences(self, visited: set[str]) -> Silences:
        officers = await Staff(self._unit).officers_of(self.villages, self._now)
        working = {one for each in officers.values() for one in each}
        silent = working - (await Reaching(self._unit, self._now).awake(working)).keys()
        ways = await Reminders(self._unit).count_ways(self.villages, self._now - WEEK)
        return Silences(
            tuple(sorted(officers.keys() - visited)),
            await self._unlisted(),
            tuple(sorted(village for village, each in officers.items() if silent & set(each))),
            len(silent),
            tuple(funding for funding, _ in await self.load_ending()),
            ways.get(Way.NOBODY.value, 0),
        )

    async def _behind(self, heaps: Mapping[Heap, int]) -> Behind:
        worked = await Staff(self._unit).officers_of(self.villages, self._now)
        targets = await load_targets(self._unit, worked, self._today)
        protected = Counter[str]()
        for heap, count in heaps.items():
            if _standing_of(heap, self._today) is Protection.PROTECTED:
                protected[heap.village_code] += count
        last = sum(count for heap, count in heaps.items() if _unpaid_months(heap, self._today) == LAST_MONTH)
        under = sorted(village for village, target in targets.items() if protected[village] < target)
        return Behind(tuple(under), await self._kept_here(), await self._refused(), last)

    async def _kept_here(self) -> int:
        """Accepted longer ago than a week and not yet handed over."""
        is_out = exists(
            select(1).where(exported.c.registration_id == registration.c.id, exported.c.recalled_at.is_(None))
        )
        [row] = await self._unit.fetch(
            select(func.count().label("many")).where(
                self._unit.among(registration.c.village_code, self.villages),
                registration.c.state == "accepted",
                registration.c.paid_until.is_(None),
                registration.c.stage_at < self._now - timedelta(KEPT_DAYS),
                ~is_out,
            )
        )
        return int(row["many"])

    async def _refused(self) -> tuple[tuple[str, int], ...]:
        """The reasons of what was refused this week, the most frequent in front."""
        counted = select(registration.c.reason, func.count().label("many")).where(
            self._unit.among(registration.c.village_code, self.villages),
            registration.c.state == "rejected",
            registration.c.stage_at >= self._now - WEEK,
        )
        rows = await self._unit.fetch(counted.group_by(registration.c.reason))
        known = ((row["reason"], int(row["many"])) for row in rows if row["reason"] in load_reasons())
        return tuple(sorted(known, key=lambda pair: (-pair[1], pair[0])))

    async def _unlisted(self) -> tuple[str, ...]:
        is_listed = exists(select(1).where(proposal.c.payer_id == payer.c.id))
        found = select(payer.c.area_code).where(
            payer.c.kind == PayerKind.VILLAGE.value,
            payer.c.last_month >= month_of(self._today),
            self._unit.among(payer.c.area_code, self.villages),
            ~is_listed,
        )
        return tuple(sorted({row["area_code"] for row in await self._unit.fetch(found)}))

    def _areas(self) -> list[str]:
        return sorted({*self.villages, *(village[:4] for village in self.villages)})


async def count_faults(unit: Unit, since: datetime) -> dict[str, int]:
    """What went wrong since then: updates set aside, and messages `failed` or `uncertain`."""
    [row] = await unit.fetch(select(func.count().label("many")).where(quarantine.c.at >= since))
    counted = select(outbox.c.state, func.count().label("many")).where(
        outbox.c.created_at >= since, outbox.c.state.in_(("failed", "uncertain"))
    )
    states = await unit.fetch(counted.group_by(outbox.c.state))
    found = {each["state"]: int(each["many"]) for each in states}
    return {"quarantined": int(row["many"]), "failed": 0, "uncertain": 0} | found


async def find_administrators(unit: Unit, now: datetime) -> list[int]:
    """The contacts who keep this house today."""
    held = (post.c.role == Role.ADMINISTRATOR.value) & post.c.suspended_at.is_(None)
    rows = await unit.fetch(select(post.c.contact_id).where(held, is_given(post, now)).distinct())
    return sorted(row["contact_id"] for row in rows)


def _lapses(heaps: Mapping[Heap, int]) -> Counter[date]:
    """First day of the state `lapsed` to how many reach it, if nobody pays."""
    counts = Counter[date]()
    for heap, count in heaps.items():
        if heap.state == "accepted" and heap.paid_until:
            counts[lapses_on(date.fromisoformat(f"{heap.paid_until}-01"))] += count
    return counts


def _standing(heaps: Mapping[Heap, int], today: date) -> tuple[tuple[Protection, int], ...]:
    """How all who are accepted stand today, in the order of the states."""
    counts = Counter[Protection | None]()
    for heap, count in heaps.items():
        counts[_standing_of(heap, today)] += count
    return tuple((state, counts[state]) for state in _SHOWN)


def _standing_of(heap: Heap, today: date) -> Protection | None:
    """How all of one heap stand; None for who is not accepted."""
    return protection(_paid_until(heap), today) if heap.state == "accepted" else None


def _unpaid_months(heap: Heap, today: date) -> int:
    paid_until = _paid_until(heap) if heap.state == "accepted" else None
    return unpaid_months(paid_until, today) if paid_until else 0


def _paid_until(heap: Heap) -> date | None:
    return date.fromisoformat(f"{heap.paid_until}-01") if heap.paid_until else None


_SHOWN = (Protection.PROTECTED, Protection.LAPSING, Protection.LAPSED, Protection.UNPAID)


def _sum(events: dict[tuple[str, str], int], name: str) -> int:
    return sum(count for (_, event), count in events.items() if event == name)
