"""Village names as people might type them, spoiled by a seeded hand: each with the village that is meant."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase

from conversations.regions import Regions, Village
from conversations.regions.folding import fold, plain

ADDED_WORDS = (
    "desa",
    "ds.",
    "kel.",
    "kelurahan",
    "kampung",
    "dusun",
    "rt 03 rw 01",
    "pak",
    "baru",
    "indah",
    "lama",
)
DISTRICT_MARKERS = ("kec. ", "kec ", "kecamatan ", ", ", "", "")


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed and the code of the village that is meant."""

    kind: str
    text: str
    code: str


Spoil = Callable[[Random, Village], tuple[str, str]]
"""A village's name, and the area after it, as somebody types them."""


def slip(random: Random, words: str) -> str:
    """One letter left out, added, changed, or swapped with the next."""
    at = random.choice([at for at, letter in enumerate(words) if letter.isalpha()])
    head, tail, letter = words[:at], words[at + 1 :], random.choice(ascii_lowercase)
    swapped = head + tail[:1] + words[at] + tail[1:]
    return random.choice((head + tail, head + letter + words[at:], head + letter + tail, swapped))


def _slip_in_village(random: Random, village: Village) -> tuple[str, str]:
    return slip(random, village.name), random.choice(DISTRICT_MARKERS) + village.district


def _slip_in_district(random: Random, village: Village) -> tuple[str, str]:
    return village.name, random.choice(DISTRICT_MARKERS) + slip(random, village.district)


def _added_word(random: Random, village: Village) -> tuple[str, str]:
    words = [village.name, random.choice(ADDED_WORDS)]
    random.shuffle(words)
    return " ".join(words), random.choice(DISTRICT_MARKERS) + village.district


def _missing_word(random: Random, village: Village) -> tuple[str, str]:
    words = village.name.split()
    words.pop(random.randrange(len(words)))
    return " ".join(words), random.choice(DISTRICT_MARKERS) + village.district


def _slip_with_regency(random: Random, village: Village) -> tuple[str, str]:
    return slip(random, village.name), village.regency


def _slip_alone(random: Random, village: Village) -> tuple[str, str]:
    return slip(random, village.name), ""


WITH_DISTRICT: Mapping[str, Spoil] = {
    "a slip in the village": _slip_in_village,
    "a slip in the district": _slip_in_district,
    "an added word": _added_word,
    "a missing word": _missing_word,
}
WITHOUT_DISTRICT: Mapping[str, Spoil] = {
    "a slip, the regency given": _slip_with_regency,
    "a slip, nothing else": _slip_alone,
}


def questions(regions: Regions, kinds: Mapping[str, Spoil], count: int, seed: int = 1) -> Iterator[Question]:
    """`count` questions, the kinds taking turns.

    Where several districts share a name, the regency is typed too. What fits another village of the same district
    just as well ("Timur", where three end so) is not asked: nobody could answer it.
    """
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    villages, names = tuple(regions), tuple(kinds)
    sharing = Counter(area.name for area in regions.areas)
    asked = 0
    while asked < count:
        kind, village = names[asked % len(names)], random.choice(villages)
        name, area = kinds[kind](random, village)
        if name and not _fits_another(regions, village, name):
            regency = (
                f", {village.regency}" if kind in WITH_DISTRICT and sharing[village.district] > 1 else ""
            )
            yield Question(kind, f"{name} {area}{regency}", village.code)
            asked += 1


def _fits_another(regions: Regions, village: Village, name: str) -> bool:
    typed = set(fold(plain(name)).split())
    others = (other for other in regions.villages_in(village.code[:6]) if other.code != village.code)
    return any(typed <= set(fold(plain(other.name)).split()) for other in others)
