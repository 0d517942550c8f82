"""Holds every text for people to one reading level: short sentences, and no office word without its plain one."""

import re
import tomllib
from functools import cache
from pathlib import Path

AVERAGE = 10
LONGEST = 16

TAG = re.compile(r"</?[a-z][^<>]*>")
SLOT = re.compile(r"\{[a-z_]+\}|(?<!\w)/[a-z]+")  # a command is named, not said
LIST_ROW = re.compile(r"\s*(?:[•·*–-]|\d{1,2}[.)])\s+")
WRAPPED = re.compile(r"\n(?=[a-z])")
SHORT_FORM = re.compile(r"\b(?:dll|dsb|dst|dr|jl|no|tgl|hlm|h|hj|drs|mr|mrs|e\.g|i\.e)\.", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"»”)]|$)|\n")
WORD = re.compile(r"[^\W_]+(?:[.,'’/-][^\W_]+)*")


def problems(text: str, *, allowed: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What makes a text hard to read, in words; empty when it is easy.

    `text` is Telegram HTML with its slots not yet filled (each counts as one word); a row of a list is held to
    `LONGEST` but not counted in the average. `allowed` names office words that the reader has met before.
    """
    bare = _bare(text)
    rows = [row for row in bare.split("\n") if LIST_ROW.match(row)]
    prose = "\n".join(row for row in bare.split("\n") if not LIST_ROW.match(row))
    lengths = [count for sentence in sentences(prose) if (count := len(WORD.findall(sentence)))]
    found = [
        f"{len(WORD.findall(sentence))} words in: {sentence}"
        for sentence in (*sentences(prose), *rows)
        if len(WORD.findall(sentence)) > LONGEST
    ]
    if lengths and sum(lengths) > AVERAGE * len(lengths):
        found.append(f"{sum(lengths) / len(lengths):.1f} words a sentence")
    found += [f"unexplained: {word}" for word in unexplained(bare) if word not in allowed]
    return tuple(found)


def sentences(prose: str) -> tuple[str, ...]:
    """The sentences of plain text; a line is one too, unless the next goes on in small letters."""
    whole = SHORT_FORM.sub(lambda short: short[0][:-1], WRAPPED.sub(" ", prose))
    return tuple(sentence.strip() for sentence in SENTENCE_END.split(whole) if sentence.strip())


def unexplained(bare: str) -> tuple[str, ...]:
    """The office words in plain text that none of their plain words goes with."""
    heard = bare.lower()
    return tuple(
        word
        for word, (pattern, glosses) in load_jargon().items()
        if pattern.search(bare) and not any(gloss in heard for gloss in glosses)
    )


@cache
def load_jargon() -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    """Each office word with what finds it and the plain words that explain it."""
    rows = tomllib.loads(Path(__file__).with_name("jargon.toml").read_text("utf-8"))
    return {
        word: (_finder(word), tuple(gloss.lower() for gloss in glosses)) for word, glosses in rows.items()
    }


def _finder(word: str) -> re.Pattern[str]:
    # Small letters would find "PU" in "punya", the commonest word of all.
    return re.compile(rf"\b{re.escape(word)}(?:nya|s)?\b", 0 if word.isupper() else re.IGNORECASE)


def _bare(text: str) -> str:
    return SLOT.sub("X", TAG.sub("", text))
