"""What the bot says of itself: command menus by scope and language, descriptions, menu buttons."""

from simulator.people import Chat
from simulator.wire import Json

Scope = tuple[str, int]
"""Type of a command scope and the chat (0 where there is none)."""


class Profile:
    """The bot's own page."""

    def __init__(self) -> None:
        self.commands: dict[tuple[Scope, str], list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}

    def commands_for(self, chat: Chat, language: str) -> list[Json]:
        """The menu a person sees in a chat. Source: "Determining list of commands"."""
        wide = "all_private_chats" if chat.is_private else "all_group_chats"
        for scope in (("chat", chat.id), (wide, 0), ("default", 0)):
            for spoken in (language, ""):
                if commands := self.commands.get((scope, spoken)):
                    return commands
        return []

    def described(self, kind: str, language: str) -> str:
        """The `description` or `short_description` in a language, else in none."""
        return self.descriptions.get((kind, language)) or self.descriptions.get((kind, ""), "")

    def menu_button(self, chat_id: int) -> Json:
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(0, {"type": "commands"})
