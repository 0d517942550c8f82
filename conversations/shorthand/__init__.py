"""A whole person in one message, typed in a hurry and sent when the signal comes back."""

from conversations.shorthand.grammar import is_shorthand
from conversations.shorthand.reading import Sheet, Wrong, matched, read

__all__ = ["Sheet", "Wrong", "is_shorthand", "matched", "read"]
