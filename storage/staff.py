"""Who works with Sasar: posts, villages and branches, always as they are at the moment of the act."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, Table, delete, insert, or_, select, true, update

from conversations.actor import BRANCH, REGENCY_DIGITS, Actor, Pillar, Role
from storage.columns import new_id
from storage.tables import assignment, branch, branch_area, post, village_group
from storage.unit import Unit
from storage.upserts import insert_or_replace

POST_NAME = "post.full_name"
HOUSE = 0
"""Who gives a post or an invitation that no person gave."""


class Staff:
    """Posts and assignments, within one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def load_actors(self, contact_ids: Iterable[int], now: datetime) -> dict[int, Actor]:
        """Every contact as an actor; without a post they are workers like everybody."""
        wanted = sorted(set(contact_ids))
        posts = await self._of(post, wanted, now)
        if not posts:
            return {one: Actor(one) for one in wanted}
        villages = await self._of(assignment, wanted, now)
        areas = await self._areas({row["branch_id"] for row in posts if row["branch_id"]})
        return {one: _actor(one, posts, villages, areas) for one in wanted}

    async def give_post(
        self,
        contact_id: int,
        role: Role,
        *,
        by: int,
        now: datetime,
        pillar: Pillar | None = None,
        branch_id: str = "",
        full_name: str = "",
    ) -> str:
        """Give somebody a role from now on; gives the post's id. `full_name` is sealed."""
        post_id, kept = new_id(now), self._unit.create_salt(now)
        sealed = self._unit.sealer.seal(kept.secret, POST_NAME, post_id, full_name.encode())
        row = {
            "id": post_id,
            "contact_id": contact_id,
            "role": role.value,
            "pillar": pillar.value if pillar else "",
            "branch_id": branch_id or None,
            "given_by": by,
            "valid_from": now,
            "full_name": sealed,
            "salt_id": kept.id,
        }
        await self._unit.flush()
        await self._unit.connection.execute(insert(post), [row])
        self._unit.note("post.give", actor=by, on=post_id, scope=branch_id, at=now)
        return post_id

    async def give_first_administrator(self, contact_id: int, *, now: datetime) -> bool:
        """Make a known contact an administrator, unless they ever were one; whether that was done."""
        ever = (post.c.contact_id == contact_id) & (post.c.role == Role.ADMINISTRATOR.value)
        if await self._unit.fetch(select(post.c.id).where(ever)):
            return False
        await self.give_post(contact_id, Role.ADMINISTRATOR, by=HOUSE, now=now)
        return True

    async def assign(self, contact_id: int, village_codes: Iterable[str], *, by: int, now: datetime) -> None:
        """Give an officer villages, from now on."""
        held = {row["village_code"] for row in await self._of(assignment, [contact_id], now)}
        rows = [
            {
                "id": new_id(now),
                "contact_id": contact_id,
                "village_code": code,
                "given_by": by,
                "valid_from": now,
            }
            for code in sorted(set(village_codes) - held)
        ]
        if rows:
            await self._unit.flush()
            await self._unit.connection.execute(insert(assignment), rows)
        for row in rows:
            self._unit.note(
                "village.assign", actor=by, on=str(contact_id), scope=str(row["village_code"]), at=now
            )

    async def unassign(
        self, contact_id: int, village_codes: Iterable[str], *, by: int, now: datetime
    ) -> None:
        """Take villages from an officer; what they did there stays theirs."""
        codes = sorted(set(village_codes))
        held = (assignment.c.contact_id == contact_id) & self._unit.among(assignment.c.village_code, codes)
        ended = update(assignment).where(held & _is_held(assignment, now)).values(valid_to=now)
        await self._unit.connection.execute(ended)
        await self._unbind(contact_id, self._unit.among(village_group.c.village_code, codes), by=by, now=now)
        for code in codes:
            self._unit.note("village.unassign", actor=by, on=str(contact_id), scope=code, at=now)

    async def suspend(self, contact_id: int, *, by: int, now: datetime) -> None:
        """Take every role away at once; it can be given back."""
        held = update(post).where((post.c.contact_id == contact_id) & post.c.suspended_at.is_(None))
        await self._unit.connection.execute(held.values(suspended_at=now))
        await self._unbind(contact_id, true(), by=by, now=now)
        self._unit.note("post.suspend", actor=by, on=str(contact_id), at=now)

    async def _unbind(
        self, contact_id: int, of_villages: ColumnElement[bool], *, by: int, now: datetime
    ) -> None:
        """Groups that an officer bound to villages hear nothing of them any more; getting them back binds none."""
        gone = delete(village_group).where(village_group.c.bound_by == contact_id, of_villages)
        for row in await self._unit.fetch(gone.returning(village_group)):
            scope = row["village_code"]
            self._unit.note("group.unbind", actor=by, on=str(row["chat_id"]), scope=scope, at=now)

    async def restore(self, contact_id: int, *, by: int, now: datetime) -> None:
        """Give suspended roles back."""
        held = update(post).where(post.c.contact_id == contact_id)
        await self._unit.connection.execute(held.values(suspended_at=None))
        self._unit.note("post.restore", actor=by, on=str(contact_id), at=now)

    async def open_branch(self, name: str, areas: Iterable[str], *, by: int, now: datetime) -> str:
        """Open a branch for these regencies (4 digits) and single villages (10 digits); gives its id."""
        branch_id = new_id(now)
        await self._unit.connection.execute(
            insert(branch), [{"id": branch_id, "name": name, "created_at": now}]
        )
        await self.set_areas(branch_id, areas)
        self._unit.note("branch.open", actor=by, on=branch_id, at=now)
        return branch_id

    async def set_areas(self, branch_id: str, areas: Iterable[str]) -> None:
        """Give areas to a branch; whoever had them before loses them."""
        rows: list[dict[str, object]] = [
            {"area_code": code, "branch_id": branch_id} for code in sorted(set(areas))
        ]
        await insert_or_replace(self._unit.connection, branch_area, rows)

    async def list_branches(self) -> tuple[RowMapping, ...]:
        """Every branch by name: id, name, created_at."""
        return tuple(await self._unit.fetch(select(branch).order_by(branch.c.name)))

    async def find_branch_of(self, village_code: str) -> str | None:
        """The branch that serves a village: named for it, or for its regency."""
        codes = [village_code, village_code[:REGENCY_DIGITS]]
        rows = await self._unit.fetch(
            select(branch_area).where(self._unit.among(branch_area.c.area_code, codes))
        )
        nearest = max(rows, key=lambda row: len(row["area_code"]), default=None)
        return nearest["branch_id"] if nearest else None

    async def officers_of(self, village_codes: Iterable[str], now: datetime) -> dict[str, list[int]]:
        """The officers who work in each of the villages today."""
        wanted = list(village_codes)
        if not wanted:
            return {}
        held = select(assignment.c.village_code, assignment.c.contact_id).join(
            post, (post.c.contact_id == assignment.c.contact_id) & (post.c.role == Role.OFFICER.value)
        )
        found = held.where(
            self._unit.among(assignment.c.village_code, wanted),
            _is_held(assignment, now),
            _is_held(post, now),
        )
        officers: dict[str, list[int]] = {}
        for row in await self._unit.fetch(found.distinct()):
            officers.setdefault(row["village_code"], []).append(row["contact_id"])
        return officers

    async def holders_of(self, branch_id: str, roles: Iterable[Role], now: datetime) -> list[int]:
        """The contacts who hold one of these roles at a branch today."""
        names = [role.value for role in roles]
        found = select(post.c.contact_id).where(
            post.c.branch_id == branch_id, self._unit.among(post.c.role, names), _is_held(post, now)
        )
        return sorted({row["contact_id"] for row in await self._unit.fetch(found)})

    async def villages_of(self, contact_id: int, now: datetime) -> frozenset[str]:
        """The villages that are somebody's today, also of one who is suspended."""
        rows = await self._of(assignment, [contact_id], now)
        return frozenset(row["village_code"] for row in rows)

    async def _of(self, table: Table, contact_ids: list[int], now: datetime) -> list[RowMapping]:
        found = select(table).where(self._unit.among(table.c.contact_id, contact_ids), _is_held(table, now))
        return list(await self._unit.fetch(found))

    async def _areas(self, branch_ids: set[str]) -> list[RowMapping]:
        """The areas of these branches, and the villages in their regencies that others serve."""
        if not branch_ids:
            return []
        mine = self._unit.among(branch_area.c.branch_id, branch_ids)
        own = await self._unit.fetch(select(branch_area).where(mine))
        regencies = sorted({row["area_code"] for row in own if len(row["area_code"]) == REGENCY_DIGITS})
        within = or_(*(branch_area.c.area_code.like(f"{regency}______") for regency in regencies))
        others = await self._unit.fetch(select(branch_area).where(within, ~mine)) if regencies else []
        return [*own, *others]


def is_given(table: Table, now: datetime) -> ColumnElement[bool]:
    """Whether a post or assignment is somebody's today, suspended or not."""
    return (table.c.valid_from <= now) & or_(table.c.valid_to.is_(None), table.c.valid_to > now)


def _is_held(table: Table, now: datetime) -> ColumnElement[bool]:
    held = is_given(table, now)
    return held & table.c.suspended_at.is_(None) if "suspended_at" in table.c else held


def _actor(
    contact_id: int, posts: list[RowMapping], villages: list[RowMapping], areas: list[RowMapping]
) -> Actor:
    own = [row for row in posts if row["contact_id"] == contact_id]
    roles = frozenset(Role(row["role"]) for row in own)
    branch_id = _branch_of(own)
    is_officer = Role.OFFICER in roles
    served = frozenset(row["area_code"] for row in areas if row["branch_id"] == branch_id)
    ceded = {row["area_code"] for row in areas if row["area_code"][:REGENCY_DIGITS] in served} - served
    return Actor(
        contact_id,
        roles,
        next((Pillar(row["pillar"]) for row in own if row["pillar"]), None),
        frozenset(row["village_code"] for row in villages if is_officer and row["contact_id"] == contact_id),
        branch_id,
        served,
        frozenset(ceded),
    )


def _branch_of(posts: list[RowMapping]) -> str:
    """The branch that somebody works at, before the one that only called them as an officer."""
    ranked = sorted(posts, key=lambda row: row["role"] not in BRANCH)
    return next((row["branch_id"] for row in ranked if row["branch_id"]), "")
