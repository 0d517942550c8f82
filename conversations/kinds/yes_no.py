"""A yes or a no, in any of the languages that people mix at the door."""

from dataclasses import dataclass

from conversations.kinds.choice import Choice


@dataclass(frozen=True, slots=True)
class YesNo(Choice):
    """Stored `yes` or `no`; a question may have labels of its own, the shared words are understood all the same."""

    values: tuple[str, ...] = ("yes", "no")

    name = "yes_no"
