"""Visits in words: the list of doors, a door with its outcomes, and what became of the visit."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time

from conversations.asking import menu_button, open_button, paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.plain import plain
from conversations.says import Button, Rows, Say, column, grid
from conversations.texts import LANGUAGES, Texts, load
from conversations.village_book import TOPICS, Door, Reason, Visit, VisitOutcome, find_reason, no_visit_before

COMMAND = "kunjungan"
TAPPED = (
    VisitOutcome.MET,
    VisitOutcome.NOT_HOME,
    VisitOutcome.REGISTERED,
    VisitOutcome.COME_BACK,
    VisitOutcome.ALREADY_MEMBER,
    VisitOutcome.REFUSED,
)
FEW, MANY = 4, 5
"""Persons with a button of their own; more are one button."""


def named(village_code: str, facts: Facts) -> str:
    """The village by its name alone, or with its district when this officer has two of that name."""
    regions = facts.place.regions
    village = regions.find_village(village_code)
    if village is None:
        return village_code
    others = (regions.find_village(code) for code in facts.actor.villages - {village_code})
    is_shared = any(other is not None and other.name == village.name for other in others)
    return village.label if is_shared else village.name


def which_village(facts: Facts) -> Say:
    """The villages of this officer, to choose from."""
    texts = load(facts.language)
    codes = sorted(facts.actor.villages)
    if not codes:
        return Say(texts.fill("visit.no_villages"), menu_button(facts.language))
    buttons = (Button(_label(code, facts), opening(COMMAND, code)) for code in codes)
    return Say(texts.fill("visit.which_village"), column(*buttons))


def which_door(village_code: str, doors: Sequence[Door], facts: Facts) -> Say:
    """The doors to go to, the most pressing first, and the way to any other."""
    texts, today = load(facts.language), facts.today(village_code)
    key = "visit.which" if doors else "visit.none_waiting"
    others = [_button("other_door", texts, f"other.{village_code}")]
    if len(facts.actor.villages) > 1:
        others.append(_button("other_village", texts, "villages"))
    buttons = (Button(door_label(door, today, texts), opening(COMMAND, f"door.{door.id}")) for door in doors)
    return Say(texts.fill(key, village=named(village_code, facts)), (*column(*buttons), tuple(others)))


def which_marked(mark: str, doors: Sequence[Door], facts: Facts) -> Say:
    """Several houses of one mark."""
    texts = load(facts.language)
    buttons = (
        Button(f"{door.place}, {named(door.village_code, facts)}", opening(COMMAND, f"door.{door.id}"))
        for door in doors
    )
    return Say(texts.fill("visit.which_marked", mark=mark), column(*buttons))


def door_label(door: Door, today: date, texts: Texts) -> str:
    """`RT 003/005 R-12: kembali hari ini`."""
    reason = find_reason(door, today)
    if reason is None:
        return door.place
    days = (today - door.come_back_on).days if reason is Reason.OVERDUE and door.come_back_on else 0
    return f"{door.place}: {texts.fill(f'visit.reason.{reason}', days=days)}"


def at_door(door: Door, visit: Visit, facts: Facts) -> Say:
    """The door, and how the visit may have ended."""
    texts = load(facts.language)
    dated = texts.fill("visit.dated", day=texts.day(visit.visited_on)) if visit.visited_on else ""
    html = paragraphs(_head(door, facts), dated or _history(door, texts), texts.fill("visit.ask"))
    outcomes = tuple(_outcome_button(outcome, door, visit, texts) for outcome in TAPPED)
    other_day = () if visit.visited_on else (_button("late", texts, f"late.{visit.id}"),)
    others = (*other_day, _button("other_door", texts, f"other.{door.village_code}"))
    return Say(html, (*grid(outcomes, 2), others))


def outcome_meant(said: str) -> str:
    """The outcome whose button somebody typed, in either language; empty for none, and for those that ask on."""
    asks_on = {VisitOutcome.REGISTERED, VisitOutcome.COME_BACK}
    named = {
        plain(load(language).fill(f"visit.button.{outcome}")): outcome.value
        for language in LANGUAGES
        for outcome in TAPPED
        if outcome not in asks_on
    }
    return named.get(plain(said), "")


def _outcome_button(outcome: VisitOutcome, door: Door, visit: Visit, texts: Texts) -> Button:
    label = texts.fill(f"visit.button.{outcome}")
    if outcome is VisitOutcome.REGISTERED:
        return Button(label, opening("daftarkan", door.id))
    if outcome is VisitOutcome.COME_BACK:
        return Button(label, opening(COMMAND, f"back.{visit.id}"))
    return Button(label, opening(COMMAND, f"done.{visit.id}.{outcome}"))


def no_entry(door: Door, facts: Facts) -> Say | None:
    """Why nobody should knock today; None when somebody may. Of a refusal others see the day alone."""
    texts = load(facts.language)
    elsewhere = _button("other_door", texts, f"other.{door.village_code}")
    if not door.allows_visits:
        changed = _button("changed", texts, f"wish.{door.id}")
        return Say(paragraphs(_head(door, facts), texts.fill("visit.closed")), column(changed, elsewhere))
    before = no_visit_before(door, facts.today(door.village_code))
    if before is None:
        return None
    said = texts.fill("visit.rests", day=texts.day(before))
    invited = _button("invited", texts, f"invited.{door.id}")
    return Say(paragraphs(_head(door, facts), said), column(invited, elsewhere))


def held(door: Door, until: datetime, facts: Facts) -> Say:
    """Somebody else is on the way to this door."""
    texts = load(facts.language)
    local = until.astimezone(ZoneInfo(facts.place.regions.zone(door.village_code)))
    said = texts.fill("visit.held", hour=format_time(local, "HH.mm", locale=facts.language))
    elsewhere = _button("other_door", texts, f"other.{door.village_code}")
    return Say(
        paragraphs(_head(door, facts), said),
        (*column(elsewhere), *_next(door.village_code, door.rt_rw, texts)),
    )


def recorded(visit: Visit, door: Door, facts: Facts, *, way_back: str) -> Say:
    """What was kept, what follows from it, and the way on; for whoever tapped by mistake, the way back."""
    texts = load(facts.language)
    wish = _button("wish", texts, f"wish.{door.id}")
    undo = _button("undo", texts, f"undo.{door.id}.{way_back}")
    on_the_way = _next(door.village_code, door.rt_rw, texts)
    if visit.outcome == VisitOutcome.REFUSED:
        day = texts.day(door.rests_until) if door.rests_until else ""
        return Say(texts.fill("visit.refused", day=day), (*on_the_way, (wish,), (undo,)))
    day = texts.day(visit.visited_on or facts.today(door.village_code))
    outcome = texts.fill(f"visit.outcome.{visit.outcome}")
    kept = texts.fill("visit.recorded", outcome=outcome, place=door.place, day=day)
    more = _button("more", texts, f"persons.{visit.id}")
    noting = (more, wish) if visit.outcome != VisitOutcome.NOT_HOME else (wish,)
    return Say(paragraphs(kept, _promise(visit, door, texts)), (*on_the_way, noting, (undo,)))


def _promise(visit: Visit, door: Door, texts: Texts) -> str:
    if door.come_back_on is None:
        return ""
    key = "visit.come_back" if visit.outcome == VisitOutcome.COME_BACK else "visit.try_again"
    return texts.fill(key, day=texts.day(door.come_back_on))


def overtaken(door: Door, facts: Facts) -> Say:
    """Somebody else has recorded this house meanwhile."""
    texts = load(facts.language)
    return Say(texts.fill("visit.overtaken"), _next(door.village_code, door.rt_rw, texts))


def not_there(facts: Facts, *, key: str = "not_there") -> Say:
    """No such door or visit, or not this officer's: the same words."""
    texts = load(facts.language)
    return Say(texts.fill(f"visit.{key}"), column(open_button(COMMAND, texts)))


def wish_kept(door: Door, facts: Facts) -> Say:
    """What the household wishes is written down."""
    texts = load(facts.language)
    return Say(texts.fill("visit.wish_kept", place=door.place), _next(door.village_code, door.rt_rw, texts))


def ask_persons(visit: Visit, facts: Facts) -> Say:
    """How many listened? One tap."""
    texts = load(facts.language)
    few = tuple(Button(str(n), opening(COMMAND, f"persons.{visit.id}.{n}")) for n in range(1, FEW + 1))
    many = _button("many", texts, f"persons.{visit.id}.{MANY}")
    return Say(texts.fill("visit.persons"), (few, (many,)))


def ask_topics(visit: Visit, facts: Facts) -> Say:
    """What was talked of: a tap adds a topic or takes it back."""
    texts = load(facts.language)
    buttons = tuple(_topic_button(topic, visit, texts) for topic in TOPICS)
    done = _button("done", texts, f"noted.{visit.id}")
    return Say(texts.fill("visit.topics"), (*grid(buttons, 2), (done,)))


def _topic_button(topic: str, visit: Visit, texts: Texts) -> Button:
    sign = "✓ " if topic in visit.topics else ""
    label = sign + texts.fill(f"visit.topic.{topic}")
    return Button(label, opening(COMMAND, f"topic.{visit.id}.{topic}"))


def noted(visit: Visit, facts: Facts) -> Say:
    """The optional part is done."""
    texts = load(facts.language)
    return Say(texts.fill("visit.noted"), _next(visit.village_code, "", texts))


def _head(door: Door, facts: Facts) -> str:
    texts = load(facts.language)
    head = texts.fill("visit.door", place=door.place, village=named(door.village_code, facts))
    return head if door.allows_messages else paragraphs(head, texts.fill("visit.no_message"))


def _history(door: Door, texts: Texts) -> str:
    if door.last_visit_on is None:
        return texts.fill("visit.never")
    pillar = texts.fill(f"visit.pillar.{door.last_pillar or 'other'}")
    return texts.fill("visit.last", day=texts.day(door.last_visit_on), pillar=pillar)


def _label(village_code: str, facts: Facts) -> str:
    village = facts.place.regions.find_village(village_code)
    return village.label if village else village_code


def _next(village_code: str, rt_rw: str, texts: Texts) -> Rows:
    near = f"{village_code}.{rt_rw}" if rt_rw else village_code
    return column(_button("next", texts, near))


def _button(name: str, texts: Texts, argument: str) -> Button:
    return Button(texts.fill(f"visit.button.{name}"), opening(COMMAND, argument))
