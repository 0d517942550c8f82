"""Measures the village search: how often the right village is found, how fast, and what the index costs."""

import sys
import tracemalloc
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean, quantiles
from time import perf_counter

from bot.bench.village_queries import WITH_DISTRICT, WITHOUT_DISTRICT, Question, questions
from conversations.regions import Regions, Search

COUNT = 2_000
HEAD = "| question | asked | first | among five | p50 ms | p95 ms |\n| --- | --: | --: | --: | --: | --: |\n"
MEGA = 1e6


@dataclass(frozen=True, slots=True)
class Found:
    """How one question went; `place` counts from 0 and is None when the village was not among the five."""

    kind: str
    place: int | None
    seconds: float


def ask(search: Search, asked: Iterable[Question], *, nearby: bool = False) -> list[Found]:
    """Puts the questions; `nearby` as an officer of the same district."""
    found = []
    for question in asked:
        start = perf_counter()
        matches = search.find(question.text, near=question.code[:6] if nearby else None)
        seconds = perf_counter() - start
        codes = [match.village.code for match in matches]
        place = codes.index(question.code) if question.code in codes else None
        found.append(Found(question.kind, place, seconds))
    return found


def row(name: str, found: list[Found]) -> str:
    """One line of the table."""
    first, five = mean(each.place == 0 for each in found), mean(each.place is not None for each in found)
    cuts = quantiles((each.seconds * 1000 for each in found), n=20)
    return f"| {name} | {len(found):,} | {first:.1%} | {five:.1%} | {cuts[9]:.1f} | {cuts[18]:.1f} |\n"


def run() -> str:
    """The whole measurement as Markdown; takes about 20 s."""
    start = perf_counter()
    regions = Regions.load()
    loaded = perf_counter()
    search = Search(regions)
    indexed = perf_counter()
    with_district = ask(search, questions(regions, WITH_DISTRICT, COUNT))
    by_kind: defaultdict[str, list[Found]] = defaultdict(list)
    for found in with_district:
        by_kind[found.kind].append(found)
    table = "".join(row(f"{kind}, district given", found) for kind, found in by_kind.items())
    table += row("**all of these**", with_district)
    for kind, spoil in WITHOUT_DISTRICT.items():
        asked = tuple(questions(regions, {kind: spoil}, COUNT // 4))
        table += row(kind, ask(search, asked)) + row(f"{kind}, asked nearby", ask(search, asked, nearby=True))
    return (
        f"{HEAD}{table}\nLoading the regions takes {loaded - start:.2f} s and indexing them {indexed - loaded:.2f} s. "
        f"{_memory()}\n"
    )


def _memory() -> str:
    tracemalloc.start()
    regions = Regions.load()
    names = tracemalloc.get_traced_memory()[0]
    search = Search(regions)
    both = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del search
    return f"The regions hold {names / MEGA:.1f} MB, the index {(both - names) / MEGA:.1f} MB."


if __name__ == "__main__":
    sys.stdout.write(run())
