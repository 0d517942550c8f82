"""What an administrator sees of the branch offices."""

from collections.abc import Sequence

from conversations.actor import Role
from conversations.answers.staff import button, name_of, place_names
from conversations.colleagues import BranchRow, Colleague
from conversations.facts import Facts
from conversations.heard import opening
from conversations.says import Button, Say, Style, column
from conversations.texts import load


def offices(branches: Sequence[BranchRow], facts: Facts) -> Say:
    """Every office by name, and the way to open another."""
    key = "staff.branches" if branches else "staff.branches_none"
    named = (Button(one.name, opening("cabang", f"lihat-{one.id}")) for one in branches)
    opens = button("open_branch", "cabang", "buka", facts, style=Style.CONFIRM)
    return Say(load(facts.language).fill(key, count=len(branches)), column(*named, opens))


def office(branch: BranchRow, everybody: Sequence[Colleague], facts: Facts) -> Say:
    """One office: what it serves, who heads it, and what can be done."""
    heads = "; ".join(name_of(one, facts) for one in everybody if one.role is Role.BRANCH_HEAD)
    html = load(facts.language).fill(
        "staff.branch",
        name=branch.name,
        areas=place_names(branch.areas, facts),
        heads=heads or place_names((), facts),
    )
    ways = (
        ("invite_head", "cabang", "kepala"),
        ("add_area", "cabang", "wilayah"),
        ("people", "petugas", "kantor"),
    )
    buttons = (button(key, command, f"{word}-{branch.id}", facts) for key, command, word in ways)
    return Say(html, column(*buttons, button("back", "cabang", "", facts)), is_private=True)
