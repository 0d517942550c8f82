"""How far two spellings are apart: one slip of a finger, or how much of their letter pairs they share."""

LETTERS = "abcdeghijklmnoprstuwxz"
"""What folding leaves of the alphabet."""


def slips(word: str, last: int) -> set[str]:
    """Spellings with one letter left out, added or changed, or two neighbours swapped, at most `last` letters in.

    Digits stay: Blok 15 is no slip of Blok 18.
    """
    found: set[str] = set()
    for at in range(min(last, len(word)) + 1):
        head, tail, rest = word[:at], word[at:], word[at + 1 :]
        found.update([head + letter + tail for letter in LETTERS])
        if tail and not tail[0].isdigit():
            found.update([head + letter + rest for letter in LETTERS])
            found.add(head + rest)
            found.add(head + rest[:1] + tail[0] + rest[1:])
    found.discard(word)
    return found


def letter_pairs(word: str) -> set[str]:
    """The pairs of neighbouring letters, the ends counting as letters."""
    return set(map("".join, zip(f" {word}", f"{word} ", strict=True)))


def likeness(pairs: set[str], others: set[str]) -> float:
    """Twice the shared pairs over all pairs (Dice 1945): 1 for the same, 0 for nothing in common."""
    return 2 * len(pairs & others) / (len(pairs) + len(others))
