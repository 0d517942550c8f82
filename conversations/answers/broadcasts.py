"""What the sender of a broadcast sees: preview, questions before it goes, progress, counts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from conversations.asking import open_button, paragraphs
from conversations.broadcast import CARE
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.heard import opening
from conversations.ledger import Audience, BroadcastState, Ledger
from conversations.says import Button, Rows, Say, Style, column, grid
from conversations.texts import Texts, load

STEPS = 10
FULL, EMPTY = "▓", "░"
MINUTE, HOUR = 60, 3600


def said(key: str, facts: Facts, **values: str | int) -> Say:
    """One sentence about a broadcast, with the way back to the list."""
    texts = load(facts.language)
    return Say(texts.fill(f"broadcast.{key}", **values), column(open_button("siaran", texts)))


def button(key: str, word: str, broadcast_id: str, texts: Texts, *, style: Style = Style.PLAIN) -> Button:
    """A button that does something with a broadcast."""
    return Button(
        texts.fill(f"broadcast.button.{key}"), opening("siaran", f"{word}-{broadcast_id}"), style=style
    )


def listed(ledgers: Iterable[Ledger], facts: Facts) -> Say:
    """The latest broadcasts, and the way to a new one."""
    texts, shown = load(facts.language), tuple(ledgers)
    rows = column(*(Button(_line(one, facts), opening("siaran", f"lihat-{one.id}")) for one in shown))
    new = Button(texts.fill("broadcast.button.new"), opening("siaran", "baru"), style=Style.CONFIRM)
    return Say(texts.fill("broadcast.list" if shown else "broadcast.list_empty"), (*rows, (new,)))


def _line(one: Ledger, facts: Facts) -> str:
    texts = load(facts.language)
    return texts.fill(
        "broadcast.line",
        sign=texts.fill(f"broadcast.sign.{one.state}"),
        day=day_of(one.created_at, texts),
        whom=whom_of(one.audience, facts),
        sent=texts.number(one.sent),
        total=texts.number(one.total),
    )


def whom_of(audience: Audience, facts: Facts) -> str:
    """The audience in words: the group, and the area where it is not all of it."""
    texts, regions = load(facts.language), facts.place.regions
    group = texts.fill(f"broadcast.whom.button.{audience.whom}")
    village = regions.find_village(audience.area) if audience.area else None
    area = regions.find_area(audience.area) if audience.area and village is None else None
    status = texts.fill(f"broadcast.status.button.{audience.status}") if audience.status != "all" else ""
    place = village.label if village else area.name if area else ""
    return ", ".join(part for part in (group, status, place) if part)


def day_of(moment: datetime, texts: Texts) -> str:
    """The day in most of the country."""
    return texts.day(moment.astimezone(ZoneInfo(FALLBACK_ZONE)).date())


def hour_of(moment: datetime) -> str:
    """The hour there."""
    return f"{moment.astimezone(ZoneInfo(FALLBACK_ZONE)):%H.%M}"


def preview(one: Ledger, facts: Facts) -> Say:
    """Whom it would go to; the message itself follows just as it will look."""
    texts = load(facts.language)
    counted = texts.fill(
        "broadcast.preview",
        whom=whom_of(one.audience, facts),
        count=texts.number(one.reachable),
        unreachable=texts.number(one.unreachable),
    )
    return Say(counted)


def needs_second(one: Ledger) -> bool:
    """Whether somebody else must agree first."""
    return one.reachable > CARE.alone_up_to


def ask_send(one: Ledger, facts: Facts) -> Say:
    """The last question before it goes."""
    texts = load(facts.language)
    key = "ask_second" if needs_second(one) else "ask_send"
    time = ""
    if one.start_at is not None:
        day, hour = day_of(one.start_at, texts), hour_of(one.start_at)
        time = texts.fill("broadcast.scheduled", day=day, hour=hour)
    send = "ask_second" if needs_second(one) else "send"
    html = paragraphs(texts.fill(f"broadcast.{key}", count=texts.number(one.reachable)), time)
    others = (button("time", "waktu", one.id, texts), button("cancel", "batal", one.id, texts))
    test = button("test", "uji", one.id, texts)
    return Say(html, ((test, button(send, "kirim", one.id, texts, style=Style.CONFIRM)), others))


def ask_approval(one: Ledger, name: str, facts: Facts) -> tuple[Say, Say]:
    """To a second person: who asks, and after the message itself the question."""
    texts = load(facts.language)
    count, whom = texts.number(one.reachable), whom_of(one.audience, facts)
    yes = button("approve", "setuju", one.id, texts, style=Style.CONFIRM)
    rows = ((yes, button("refuse", "tolak", one.id, texts)),)
    return (
        Say(texts.fill("broadcast.approve", name=name, whom=whom, count=count)),
        Say(texts.fill("broadcast.approve_ask"), rows),
    )


def bar(part: int, whole: int) -> str:
    """Ten signs that fill up."""
    full = STEPS if not whole else part * STEPS // whole
    return FULL * full + EMPTY * (STEPS - full)


def progress(one: Ledger, facts: Facts, *, rests: bool = False) -> Say:
    """The message that is edited while a broadcast is under way."""
    texts = load(facts.language)
    counts = {name: texts.number(getattr(one, name)) for name in ("sent", "failed", "uncertain")}
    html = texts.fill(
        "broadcast.progress",
        bar=bar(one.settled, one.reachable),
        settled=texts.number(one.settled),
        total=texts.number(one.reachable),
        state=_state(one, facts, rests=rests),
        **counts,
    )
    return Say(html, _ways(one, texts))


def _state(one: Ledger, facts: Facts, *, rests: bool) -> str:
    texts = load(facts.language)
    rate = one.per_second(facts.now)
    if one.state is not BroadcastState.RUNNING or rests or not rate:
        return texts.fill("broadcast.state.resting" if rests else f"broadcast.state.{one.state}")
    return texts.fill("broadcast.left", rate=texts.number(round(rate)), time=_span(one.left / rate, texts))


def _span(seconds: float, texts: Texts) -> str:
    for unit, name in ((HOUR, "hours"), (MINUTE, "minutes")):
        if seconds >= 2 * unit:
            return texts.fill(f"broadcast.{name}", count=round(seconds / unit))
    return texts.fill("broadcast.seconds", count=round(seconds))


WAYS: Mapping[BroadcastState, tuple[tuple[str, str], ...]] = {
    BroadcastState.RUNNING: (("pause", "jeda"), ("cancel", "batal")),
    BroadcastState.PAUSED: (("go_on", "lanjut"), ("cancel", "batal")),
    BroadcastState.FROZEN: (("go_on", "lanjut"), ("cancel", "batal")),
    BroadcastState.SCHEDULED: (("cancel", "batal"),),
    BroadcastState.ASKING: (("cancel", "batal"),),
}
"""What can be done in each state: the name of a button, and the word of the command."""


def _ways(one: Ledger, texts: Texts) -> Rows:
    ways = WAYS.get(one.state, (("look", "lihat"),))
    return (tuple(button(key, word, one.id, texts) for key, word in ways),)


def card(one: Ledger, facts: Facts) -> Say:
    """One broadcast with everything that became of it, and what can be done."""
    texts = load(facts.language)
    head = texts.fill(
        "broadcast.card",
        day=day_of(one.created_at, texts),
        whom=whom_of(one.audience, facts),
        bar=bar(one.settled, one.reachable),
        settled=texts.number(one.settled),
        total=texts.number(one.reachable),
        unreachable=texts.number(one.unreachable),
    )
    names = ("sent", "failed", "uncertain", "cancelled")
    counts = texts.fill("broadcast.counts", **{name: texts.number(getattr(one, name)) for name in names})
    read = {"acknowledged": texts.number(one.acknowledged), "sent": texts.number(one.sent)}
    read_line = texts.fill("broadcast.read_count", **read) if one.wants_word else ""
    return Say(paragraphs(head, counts, read_line), _ways_on(one, texts))


def _ways_on(one: Ledger, texts: Texts) -> Rows:
    running = _ways(one, texts) if one.state in WAYS else ()
    done = one.state is BroadcastState.DONE
    others = (
        *((("resend", "ulang"),) if done and one.uncertain else ()),
        *((("not_read", "belum"),) if one.wants_word and one.acknowledged < one.sent else ()),
        ("report", "laporan"),
        ("csv", "csv"),
    )
    buttons = tuple(button(key, word, one.id, texts) for key, word in others)
    return (*running, *grid(buttons, 2), (open_button("siaran", texts),))


def unread(one: Ledger, names: Iterable[str], facts: Facts, *, key: str = "not_read") -> Say:
    """How many have not acknowledged, some by name, and the way to send it to them again."""
    texts, count = load(facts.language), one.sent - one.acknowledged
    known = "; ".join(names)
    shown = texts.number(count)
    if key == "escalated":
        head = texts.fill("broadcast.escalated", day=day_of(one.created_at, texts), count=shown)
        html = paragraphs(
            head,
            known and texts.fill("broadcast.not_read_named", count=shown, names=known).partition("\n")[2],
        )
    else:
        named = "broadcast.not_read_named" if known else "broadcast.not_read"
        html = texts.fill(named, count=shown, **({"names": known} if known else {}))
    return Say(
        html, ((button("remind", "ingatkan", one.id, texts),), (button("look", "lihat", one.id, texts),))
    )
