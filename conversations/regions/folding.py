"""How spellings are evened out, so that Soekamadjoe II and sukamaju dua are the same letters."""

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "'\"`´‘’“”*ʼ"), None)
_NOT_WRITTEN = re.compile(r"[^a-z0-9\n]+")
# Of the old spelling (before 1972) and of what ears do not tell apart; j comes last, it swallows y.
_SOUNDS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("y", "j"), ("v", "f"), ("f", "p"), ("q", "k"))
_SILENT_H = re.compile(r"(?<=[bcdgkt])h")
_DOUBLED = re.compile(r"([a-z])\1+")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_COUNTED = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SHORT_FORMS = {
    "kampung": ("kp", "kmp", "kampong"),
    "tanjung": ("tj", "tg", "tjg"),
    "gunung": ("gn", "gng"),
    "sungai": ("sei", "sungei"),
    "kepulauan": ("kep",),
    "perkebunan": ("perk",),
    "meunasah": ("mns",),
    "simpang": ("sp",),
    "pasar": ("psr",),
}
_SAME_WORDS = {
    **{word: str(number) for words in (_ROMAN, _COUNTED) for number, word in enumerate(words, 1)},
    **{short: word for word, shorts in _SHORT_FORMS.items() for short in shorts},
}
_WORDS = re.compile(r"\b(?:" + "|".join(sorted(_SAME_WORDS, key=len, reverse=True)) + r")\b")


def plain(text: str) -> str:
    """Lower-case letters and digits with single spaces; lines stay lines. The spelling is kept."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WRITTEN.sub(" ", text.lower().translate(_APOSTROPHES))


def fold(plain_text: str) -> str:
    """The shared spelling of what `plain` gives: numbers as digits, common short forms written out, sounds evened."""
    text = _WORDS.sub(lambda found: _SAME_WORDS[found[0]], plain_text)
    for old, new in _SOUNDS:
        text = text.replace(old, new)
    return _DOUBLED.sub(r"\1", _SILENT_H.sub("", text))
