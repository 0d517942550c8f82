"""The commands of the front door: start, menu, help, going on and stopping."""

from bot.commands.command import Command, says, work_first
from conversations.answers.front import menu, menu_rows, welcome
from conversations.asking import paragraphs
from conversations.facts import Facts
from conversations.says import Say
from conversations.texts import load


def _help(argument: str, facts: Facts) -> tuple[Say, ...]:
    from bot.commands import COMMANDS  # noqa: PLC0415 - the help lists every command, itself included

    del argument
    texts = load(facts.language)
    lines = (
        texts.fill(
            "menu.help_line",
            name=command.name_in(facts.language),
            purpose=texts.fill(f"menu.purpose.{command.name}"),
        )
        for command in work_first(COMMANDS)
        if command.shows_in_menu and command.is_for(facts.actor)
    )
    html = paragraphs(texts.fill("menu.help_intro"), *lines, texts.fill("menu.help_outro"))
    return (Say(html, menu_rows(facts)),)


FRONT: tuple[Command, ...] = (
    Command("start", says(welcome)),
    Command("menu", says(menu)),
    Command("bantuan", says(_help), alias="help"),
    # Going on and stopping concern the open conversations, which only the reception knows.
    Command("batal", alias="cancel"),
    Command("lanjut", alias="resume", shows_in_menu=False),
)
