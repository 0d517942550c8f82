"""Who works for a branch, read with the eyes of an actor: whoever is not theirs is not there."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, Select, false, select

from conversations.actor import Actor, Pillar, Role
from conversations.colleagues import BranchRow, Colleague
from storage.staff import POST_NAME, is_given
from storage.tables import assignment, branch, branch_area, contact, post, salt
from storage.unit import Unit

LED = (Role.OFFICER.value, Role.BRANCH_STAFF.value)
"""The posts that a branch head gives and takes."""


class Colleagues:
    """Posts with the people in them, suspended ones included, within one unit of work."""

    def __init__(self, unit: Unit, actor: Actor, now: datetime) -> None:
        self._unit, self._actor, self._now = unit, actor, now

    async def list_all(self, branch_id: str = "") -> tuple[Colleague, ...]:
        """Everybody whom this actor leads, at one branch or at their own, by name."""
        at_branch = post.c.branch_id == (branch_id or self._actor.branch_id)
        found = await self._read(_POSTS.where(at_branch, self._is_led()))
        return tuple(sorted(found, key=lambda one: (one.full_name.casefold(), one.post_id)))

    async def find(self, post_id: str) -> Colleague | None:
        """The colleague in this post; None when there is none, or not for this actor."""
        found = await self._read(_POSTS.where(post.c.id == post_id, self._is_led()))
        return found[0] if found else None

    async def find_own(self, role: Role) -> Colleague | None:
        """The actor's own post of this role, unless it is suspended."""
        own = (post.c.contact_id == self._actor.contact_id) & (post.c.role == role.value)
        found = await self._read(_POSTS.where(own, post.c.suspended_at.is_(None)))
        return found[0] if found else None

    async def list_posts(self, contact_id: int) -> tuple[Colleague, ...]:
        """Every post of one contact, whoever gave it: asked before somebody gets another."""
        return await self._read(_POSTS.where(post.c.contact_id == contact_id))

    async def list_branches(self) -> tuple[BranchRow, ...]:
        """The branches of this actor by name: all for an administrator, else their own."""
        is_mine = branch.c.id == self._actor.branch_id
        found = select(branch) if self._is_administrator else select(branch).where(is_mine)
        rows = await self._unit.fetch(found.order_by(branch.c.name))
        areas = await self._unit.fetch(select(branch_area).order_by(branch_area.c.area_code))
        return tuple(BranchRow(row["id"], row["name"], _codes(areas, row["id"])) for row in rows)

    async def find_branch(self, branch_id: str) -> BranchRow | None:
        """One of them."""
        return next((one for one in await self.list_branches() if one.id == branch_id), None)

    @property
    def _is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self._actor.roles

    def _is_led(self) -> ColumnElement[bool]:
        if self._is_administrator:
            return post.c.contact_id != self._actor.contact_id
        if Role.BRANCH_HEAD not in self._actor.roles:
            return false()
        is_here = (post.c.branch_id == self._actor.branch_id) & (post.c.contact_id != self._actor.contact_id)
        return is_here & post.c.role.in_(LED)

    async def _read(self, found: Select[tuple[object, ...]]) -> tuple[Colleague, ...]:
        await self._unit.flush()
        rows = await self._unit.fetch(found.where(is_given(post, self._now)))
        villages = await self._villages({row["contact_id"] for row in rows})
        return tuple(self._colleague(row, villages) for row in rows)

    async def _villages(self, contact_ids: Iterable[int]) -> list[RowMapping]:
        theirs = self._unit.among(assignment.c.contact_id, contact_ids)
        found = select(assignment).where(theirs, is_given(assignment, self._now))
        return list(await self._unit.fetch(found.order_by(assignment.c.village_code)))

    def _colleague(self, row: RowMapping, villages: list[RowMapping]) -> Colleague:
        role = Role(row["role"])
        held = (one["village_code"] for one in villages if one["contact_id"] == row["contact_id"])
        return Colleague(
            row["id"],
            row["contact_id"],
            role,
            Pillar(row["pillar"]) if row["pillar"] else None,
            row["branch_id"] or "",
            self._name(row),
            tuple(held) if role is Role.OFFICER else (),
            row["seen_at"],
            row["suspended_at"] is not None,
        )

    def _name(self, row: RowMapping) -> str:
        if not row["full_name"] or not row["secret"]:
            return ""
        return self._unit.sealer.open(row["secret"], POST_NAME, row["id"], row["full_name"]).decode()


_POSTS = (
    select(*post.c, contact.c.seen_at, salt.c.secret)
    .join(contact, contact.c.id == post.c.contact_id)
    .outerjoin(salt, salt.c.id == post.c.salt_id)
)


def _codes(areas: Iterable[RowMapping], branch_id: str) -> tuple[str, ...]:
    return tuple(row["area_code"] for row in areas if row["branch_id"] == branch_id)
