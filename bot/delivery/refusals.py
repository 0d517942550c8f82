"""What Telegram's refusals mean: a reason to keep, what it says of the contact, and what to do about the row."""

from dataclasses import dataclass
from enum import StrEnum

from telegram.error import ChatMigrated, TelegramError


class Remedy(StrEnum):
    """What becomes of a refused row."""

    FINAL = "final"
    FINE = "fine"  # what we wanted is already so
    PLAIN = "plain"  # once more without formatting
    MOVED = "moved"  # once more to the group's new address
    ASK = "ask"  # ask the person to delete the message


class ContactState(StrEnum):
    """What a refusal says of the contact; a new message from them makes them `active` again."""

    UNCHANGED = ""
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal understood."""

    reason: str
    remedy: Remedy = Remedy.FINAL
    contact: ContactState = ContactState.UNCHANGED


# Words of the Bot API server's answers, in the order in which they are looked for.
KNOWN = (
    ("bot was blocked by the user", Refusal("blocked", contact=ContactState.BLOCKED)),
    ("user is deactivated", Refusal("deactivated", contact=ContactState.DEACTIVATED)),
    ("bot was kicked", Refusal("kicked", contact=ContactState.BLOCKED)),
    ("bot is not a member", Refusal("kicked", contact=ContactState.BLOCKED)),
    ("can't initiate conversation", Refusal("never_started", contact=ContactState.BLOCKED)),
    ("chat not found", Refusal("chat_not_found", contact=ContactState.BLOCKED)),
    ("peer_id_invalid", Refusal("chat_not_found", contact=ContactState.BLOCKED)),
    ("can't parse entities", Refusal("formatting", Remedy.PLAIN)),
    ("message is not modified", Refusal("unchanged", Remedy.FINE)),
    ("message to delete not found", Refusal("already_gone", Remedy.FINE)),
    ("message can't be deleted", Refusal("too_old_to_delete", Remedy.ASK)),
    ("message to edit not found", Refusal("edit_gone")),
    ("message can't be edited", Refusal("edit_too_old")),
    ("query is too old", Refusal("tap_too_old")),
    ("message is too long", Refusal("too_long")),
    ("not enough rights", Refusal("no_rights")),
)


def understand(error: TelegramError) -> Refusal:
    """Read a refusal; one that is not known gets the name of its error, never its words, which may quote ours."""
    if isinstance(error, ChatMigrated):
        return Refusal("moved", Remedy.MOVED)
    words = error.message.lower()
    for known, refusal in KNOWN:
        if known in words:
            return refusal
    return Refusal(type(error).__name__.lower())
