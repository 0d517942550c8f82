"""What a branch sees of those who work for it, and the buttons that change it."""

from collections.abc import Iterable, Sequence

from conversations.actor import Role
from conversations.asking import open_button, paragraphs
from conversations.colleagues import BranchRow, Colleague, Invited
from conversations.facts import Facts
from conversations.heard import opening
from conversations.says import Button, Rows, Say, Style, column, grid
from conversations.texts import load

PAGE = 8
"""People shown at once."""
MOST_NAMED = 4
"""Villages named in one message; more are counted."""


def said(key: str, facts: Facts, **values: str | int) -> Say:
    """One sentence between people who work here, with the way to the menu."""
    texts = load(facts.language)
    return Say(texts.fill(f"staff.{key}", **values), column(open_button("menu", texts)))


def button(key: str, command: str, argument: str, facts: Facts, *, style: Style = Style.PLAIN) -> Button:
    """A button that opens a command with an argument."""
    label = load(facts.language).fill(f"staff.button.{key}")
    return Button(label, opening(command, argument), style=style)


def called(rank: str, facts: Facts) -> str:
    """What people call a post."""
    return load(facts.language).fill(f"staff.rank.{rank}")


def name_of(one: Colleague | Invited, facts: Facts) -> str:
    """The name that was given with the post; without one, what the post is called."""
    return one.full_name or called(one.rank, facts)


def place_names(codes: Sequence[str], facts: Facts) -> str:
    """Villages and regencies by name, as many as can be read at a glance."""
    texts, names = load(facts.language), [_place_name(code, facts) for code in codes]
    if not names:
        return texts.fill("staff.no_village")
    shown = "; ".join(names[:MOST_NAMED])
    others = len(names) - MOST_NAMED
    return texts.fill("staff.and_others", villages=shown, count=others) if others > 0 else shown


def _place_name(code: str, facts: Facts) -> str:
    regions = facts.place.regions
    if village := regions.find_village(code):
        return village.label
    area = regions.find_area(code)
    return area.name if area else code


def people(
    branch: BranchRow,
    everybody: Sequence[Colleague],
    waiting: Sequence[Invited],
    facts: Facts,
    *,
    page: int = 0,
) -> Say:
    """Everybody of one branch, eight at a time; whoever waits for an answer stands first."""
    texts = load(facts.language)
    head = texts.fill(
        "staff.list" if everybody else "staff.list_empty", branch=branch.name, count=len(everybody)
    )
    idle = sum(one.is_idle(facts.now) for one in everybody)
    lines = (
        head,
        texts.fill("staff.pending", count=len(waiting)) if waiting else "",
        texts.fill("staff.idle", count=idle) if idle else "",
    )
    shown = everybody[page * PAGE : (page + 1) * PAGE]
    rows = column(*(_to_confirm(one, facts) for one in waiting), *(_to_person(one, facts) for one in shown))
    return Say(
        paragraphs(*lines), (*rows, *_below(branch, len(everybody), idle, page, facts)), is_private=True
    )


def _to_confirm(one: Invited, facts: Facts) -> Button:
    label = load(facts.language).fill(
        "staff.person_idle", name=name_of(one, facts), rank=called(one.rank, facts)
    )
    return Button(label, opening("petugas", f"calon-{one.id}"))


def _to_person(one: Colleague, facts: Facts) -> Button:
    key = "person_suspended" if one.is_suspended else "person_idle" if one.is_idle(facts.now) else "person"
    label = load(facts.language).fill(f"staff.{key}", name=name_of(one, facts), rank=called(one.rank, facts))
    return Button(label, opening("petugas", f"lihat-{one.post_id}"))


def _below(branch: BranchRow, count: int, idle: int, page: int, facts: Facts) -> Rows:
    is_more = (page + 1) * PAGE < count
    at = f"{page + 1}-{branch.id}"
    return column(
        *((button("more", "petugas", f"hal-{at}", facts),) if is_more else ()),
        *((button("remind_idle", "petugas", f"sapa-{branch.id}", facts),) if idle else ()),
        button("invite", "petugas", f"undang-{branch.id}", facts, style=Style.CONFIRM),
    )


def card(one: Colleague, facts: Facts) -> Say:
    """One colleague, and everything that can be done; suspending takes one tap."""
    texts = load(facts.language)
    mark = texts.fill("staff.suspended_mark") if one.is_suspended else ""
    shown = texts.fill(
        "staff.card",
        name=name_of(one, facts),
        rank=called(one.rank, facts),
        villages=place_names(one.villages, facts),
        day=texts.day(one.seen_at.date()),
    )
    return Say(paragraphs(mark, shown), _ways(one, facts), is_private=True)


def _ways(one: Colleague, facts: Facts) -> Rows:
    turn = ("restore", "pulih", Style.CONFIRM) if one.is_suspended else ("suspend", "henti", Style.DANGER)
    key, word, style = turn
    dropped = (_to_drop(one, code, facts) for code in one.villages[:PAGE])
    of_officer = (("add_village", "tambah"), ("hand_over", "serah")) if one.role is Role.OFFICER else ()
    others = (*of_officer, *(() if one.is_suspended else (("remind", "ingat"),)))
    ways = tuple(button(key, "petugas", f"{word}-{one.post_id}", facts) for key, word in others)
    return (
        (button(key, "petugas", f"{word}-{one.post_id}", facts, style=style),),
        *grid(ways, 2),
        *column(*dropped),
        (button("back", "petugas", f"kantor-{one.branch_id}" if one.branch_id else "", facts),),
    )


def _to_drop(one: Colleague, code: str, facts: Facts) -> Button:
    label = load(facts.language).fill("staff.button.drop_village", village=_place_name(code, facts))
    return Button(label, opening("petugas", f"cabut-{one.post_id}-{code}"))


def asks_confirm(one: Invited, facts: Facts) -> Say:
    """To who invited: somebody with the right phone has come, is it really them?"""
    texts = load(facts.language)
    html = texts.fill("staff.asks_confirm", name=name_of(one, facts), rank=called(one.rank, facts))
    yes = button("confirm", "petugas", f"terima-{one.id}", facts, style=Style.CONFIRM)
    return Say(html, ((yes, button("decline", "petugas", f"tolak-{one.id}", facts)),), is_private=True)


def invitation_link(name: str, rank: str, link: str, days: int, facts: Facts) -> tuple[Say, ...]:
    """The message to hand on, and what to do with it."""
    texts = load(facts.language)
    forwarded = texts.fill("staff.link", name=name, rank=called(rank, facts), link=link)
    return Say(forwarded), Say(texts.fill("staff.link_hint", name=name, days=days))


def successors(leaving: Colleague, others: Iterable[Colleague], facts: Facts) -> Say:
    """Who takes over?"""
    texts = load(facts.language)
    buttons = (
        Button(
            texts.fill("staff.person", name=name_of(one, facts), rank=called(one.rank, facts)),
            opening("petugas", f"ke-{leaving.post_id}-{one.post_id}"),
        )
        for one in others
    )
    back = button("back", "petugas", f"lihat-{leaving.post_id}", facts)
    html = texts.fill("staff.choose_successor", name=name_of(leaving, facts))
    return Say(html, column(*buttons, back), is_private=True)


def asks_successor(handover_id: str, name: str, villages: Sequence[str], facts: Facts) -> Say:
    """To the successor: will you?"""
    html = load(facts.language).fill("staff.asks_successor", name=name, villages=place_names(villages, facts))
    yes = button("accept", "serahterima", f"ya-{handover_id}", facts, style=Style.CONFIRM)
    return Say(
        html, ((yes, button("not_now", "serahterima", f"tidak-{handover_id}", facts)),), is_private=True
    )


def choose_branch(branches: Iterable[BranchRow], command: str, word: str, facts: Facts) -> Say:
    """Which office?"""
    buttons = (Button(one.name, opening(command, f"{word}-{one.id}")) for one in branches)
    return Say(load(facts.language).fill("staff.branch_of"), column(*buttons))
