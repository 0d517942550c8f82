"""The whole privacy notice: what UU 27/2022 art. 21 asks us to say before anything is kept."""

from conversations.asking import menu_button
from conversations.facts import Facts
from conversations.says import Say
from conversations.texts import load


def privacy(argument: str, facts: Facts) -> tuple[Say, ...]:
    """Legality, purpose, kinds of details, how long, who, and the rights."""
    del argument
    notice = facts.notice
    html = load(facts.language).fill(
        "privacy.notice",
        controller=notice.controller,
        contact=notice.controller_contact,
        processor=notice.processor,
        stored_in=notice.stored_in,
    )
    return (Say(html, menu_button(facts.language)),)
