"""Questions as those see them who answer, and answers as those see them who asked."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.asking import open_button, paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.reminding.hours import zone_of
from conversations.says import Button, Say, Style, column
from conversations.texts import Html, Texts, load
from conversations.threads import Level, Thread

LONGEST_LABEL = 60
MOST_EARLIER = 4


def said(key: str, facts: Facts) -> Say:
    """One sentence about a question."""
    texts = load(facts.language)
    return Say(texts.fill(f"thread.{key}"), column(open_button("menu", texts)))


def listed(threads: Iterable[Thread], facts: Facts) -> Say:
    """What waits, the oldest in front."""
    texts, shown = load(facts.language), tuple(threads)
    if not shown:
        return said("list_empty", facts)
    rows = column(*(Button(_line(one, facts), opening("jawab", one.id)) for one in shown))
    return Say(texts.fill("thread.list", count=len(shown)), rows, is_private=True)


def _line(one: Thread, facts: Facts) -> str:
    texts = load(facts.language)
    return " · ".join((_day(one.at, one, texts), _place(one, facts), one.latest))[:LONGEST_LABEL]


def _day(moment: datetime, one: Thread, texts: Texts) -> str:
    return texts.day(moment.astimezone(ZoneInfo(zone_of(one.village_code))).date())


def _place(one: Thread, facts: Facts) -> str:
    village = facts.place.regions.find_village(one.village_code)
    return village.label if village else load(facts.language).fill("thread.nowhere")


def question(one: Thread, facts: Facts, *, name: str = "") -> Say:
    """One question to somebody who may answer; a reply to a broadcast says from whom it is."""
    texts = load(facts.language)
    html = paragraphs(_asked(one, facts, name), _earlier(one, texts))
    answer = Button(texts.fill("thread.button.answer"), opening("sambung", one.id), style=Style.CONFIRM)
    every = Button(texts.fill("thread.button.all"), opening("jawab"))
    return Say(html, ((answer,), (every,)), is_private=True)


def _asked(one: Thread, facts: Facts, name: str) -> str:
    texts, place = load(facts.language), _place(one, facts)
    if one.remarks:
        return texts.fill("thread.went_on", place=name or place, words=one.latest)
    if one.broadcast_id:
        return texts.fill("thread.replied", day=_day(one.at, one, texts), name=name or place, words=one.words)
    if one.told > 1:
        day = _day(one.at, one, texts)
        return texts.fill("thread.asked_again", day=day, place=place, words=one.words)
    return texts.fill("thread.asked", place=place, words=one.words)


def _earlier(one: Thread, texts: Texts) -> str:
    """What was said before the latest words, as a thread."""
    if not one.remarks:
        return ""
    first = texts.fill("thread.said_asker", words=one.words)
    others = (
        texts.fill(f"thread.said_{'answerer' if remark.is_answer else 'asker'}", words=remark.words)
        for remark in one.remarks[:-1]
    )
    lines = (first, *others)[-MOST_EARLIER:]
    return texts.fill("thread.earlier", lines=Html("\n".join(lines)))


def answer(one: Thread, words: str, by: Level, facts: Facts) -> Say:
    """The answer to who asked, under their own words; never a name, never a number."""
    texts = load(facts.language)
    said_by = texts.fill("thread.answered_by", who=texts.fill(f"thread.who.{by}"))
    html = paragraphs(texts.fill("thread.answer", words=one.latest, answer=words), said_by)
    more = Button(texts.fill("thread.button.more"), opening("sambung", one.id))
    return Say(html, ((more,), (open_button("menu", texts),)))
