"""The branch's review in words: the case to judge, the reasons to choose from, and what others are told of it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from conversations.answers.tasks import field_of
from conversations.asking import menu_button, paragraphs
from conversations.facts import FALLBACK_ZONE, Facts
from conversations.heard import opening
from conversations.people_listed import masked
from conversations.review.cases import PROMISED_DAYS, Line, ReviewCase
from conversations.review.reasons import Verdict, load_reasons, reasons_for
from conversations.rules import read_nik
from conversations.rules.nik import Nik
from conversations.rules.occupations import find_occupation
from conversations.says import Button, Rows, Say, Style, column, grid
from conversations.slips import shown_number
from conversations.texts import Texts, load

COMMAND = "periksa"
SATURDAY = 5
MOST_VILLAGES = 20


def said(key: str, facts: Facts, **values: str | int) -> Say:
    """One sentence for a reviewer, with the way on."""
    texts = load(facts.language)
    return Say(texts.fill(f"review.{key}", **values), column(_button("begin", texts, "on")))


def decided(verdict: Verdict, reference: str, facts: Facts) -> Say:
    """What was decided just now; the next case follows by itself."""
    return Say(load(facts.language).fill(f"review.{verdict.state}", reference=reference))


def overview(lines: Sequence[Line], recalls: int, facts: Facts, *, unconfirmed: int = 0) -> Say:
    """How much waits, and since when; or that nothing does."""
    texts = load(facts.language)
    others = {"recalls": recalls, "slips": unconfirmed}
    recalled = "\n".join(texts.fill(f"review.{what}", count=many) for what, many in others.items() if many)
    who = tuple(_button(what, texts, what) for what, many in others.items() if many)
    if not lines:
        html = paragraphs(texts.fill("review.nothing"), recalled)
        return Say(html, (*column(*who), *menu_button(facts.language)))
    age = _age(min(line.since_at for line in lines), facts)
    head = texts.fill("review.head", count=sum(line.count for line in lines), age=age)
    ways = (_button("begin", texts, "on", style=Style.CONFIRM), _button("villages", texts, "villages"))
    return Say(paragraphs(head, recalled), column(*ways, *who))


def unconfirmed(found: Sequence[tuple[str, str, int, datetime]], facts: Facts) -> Say:
    """Reference, village, number of the slip and since when: nobody but the registrar vouches for these."""
    texts = load(facts.language)
    lines = (
        texts.fill(
            "review.slip_line",
            reference=reference,
            village=place(code, facts),
            number=shown_number(number),
            age=_age(since_at, facts),
        )
        for reference, code, number, since_at in found
    )
    return Say(
        paragraphs(texts.fill("review.ask_them"), *lines), menu_button(facts.language), is_private=True
    )


def villages(lines: Sequence[Line], facts: Facts) -> Say:
    """The villages where somebody waits, the oldest promise on top."""
    texts = load(facts.language)
    buttons = (
        Button(
            texts.fill(
                "review.village_line",
                village=place(line.village_code, facts),
                count=line.count,
                age=_age(line.since_at, facts),
            ),
            opening(COMMAND, f"v-{line.village_code}"),
        )
        for line in lines[:MOST_VILLAGES]
    )
    return Say(texts.fill("review.villages"), column(*buttons))


def case(found: ReviewCase, alike: ReviewCase | None, facts: Facts) -> Say:
    """One case with everything that can be done about it; `alike` is somebody who may be the same person."""
    texts = load(facts.language)
    flags = ", ".join(_flag(code, texts) for code in found.found.codes)
    marked = texts.fill("review.flags", flags=flags) if flags else ""
    likely = texts.fill("review.alike", reference=alike.reference, name=alike.full_name) if alike else ""
    html = paragraphs(texts.fill("review.case", **_shown(found, facts)), marked, likely)
    return Say(html, _ways(found, alike, texts), is_private=True)


def _shown(found: ReviewCase, facts: Facts) -> dict[str, str]:
    texts, answers = load(facts.language), found.answers
    born, trade = answers.get("birth_date"), find_occupation(str(answers.get("occupation", "")))
    return {
        "village": place(found.village_code, facts),
        "age": _age(found.since_at, facts),
        "by": _registrar(found, texts),
        "name": found.full_name,
        "nik": masked_nik(str(answers.get("nik", ""))),
        "birth": texts.day(date.fromisoformat(born)) if isinstance(born, str) else "",
        "job": trade.label(facts.language) if trade else str(answers.get("occupation", "")),
        "reference": found.reference,
    }


def masked_nik(nik: str) -> str:
    """A stored NIK as others may see it; nothing of what is none."""
    read = read_nik(nik)
    return read.masked if isinstance(read, Nik) else "••••"


def _registrar(found: ReviewCase, texts: Texts) -> str:
    if found.is_own:
        return texts.fill("review.by_self")
    if found.pillar is None:
        return texts.fill("review.by_officer")
    return texts.fill("review.by_pillar", pillar=texts.fill(f"staff.rank.{found.pillar}"))


def _flag(code: str, texts: Texts) -> str:
    return texts.fill(texts.first(f"review.flag.{code}", "review.flag.other"))


def _ways(found: ReviewCase, alike: ReviewCase | None, texts: Texts) -> Rows:
    resolve: Rows = ()
    if alike is not None:
        pair = f"{found.id}-{alike.id}"
        resolve = ((_button("same", texts, f"is-{pair}"), _button("apart", texts, f"no-{pair}")),)
    return (
        *resolve,
        (_button("accept", texts, f"yes-{found.id}", style=Style.CONFIRM),),
        (_button("fix", texts, f"fix-{found.id}"), _button("reject", texts, f"reject-{found.id}")),
        (_button("nik", texts, f"nik-{found.id}"), _button("skip", texts, f"next-{found.id}")),
        (_button("clean", texts, f"clean-{found.village_code}"), _button("villages", texts, "villages")),
    )


def which_reason(found: ReviewCase, verdict: Verdict, facts: Facts) -> Say:
    """The reasons that a verdict may have."""
    texts = load(facts.language)
    buttons = tuple(
        _button(reason.code, texts, f"{verdict.value}-{found.id}-{reason.code}")
        for reason in reasons_for(verdict)
    )
    html = texts.fill(f"review.which_{verdict.value}", reference=found.reference)
    return Say(html, (*grid(buttons, 2), (_button("back", texts, f"one-{found.id}"),)))


def clean(cases: Sequence[ReviewCase], list_id: str, facts: Facts) -> Say:
    """Rows with nothing to look at twice, to be accepted together."""
    texts = load(facts.language)
    if not cases:
        return said("no_clean", facts)
    head = texts.fill("review.clean", count=len(cases), village=place(cases[0].village_code, facts))
    lines = (
        texts.fill("review.clean_line", name=masked(one.full_name), reference=one.reference) for one in cases
    )
    label = texts.fill("review.button.accept_all", count=len(cases))
    accept = Button(label, opening(COMMAND, f"all-{list_id}"), style=Style.CONFIRM)
    return Say(paragraphs(head, *lines), column(accept, _button("begin", texts, "on")), is_private=True)


def nik_shown(found: ReviewCase, nik: str, facts: Facts) -> Say:
    """The whole number, in a message that cannot be forwarded."""
    texts = load(facts.language)
    back = column(_button("back", texts, f"one-{found.id}"))
    return Say(texts.fill("review.nik_shown", name=found.full_name, nik=nik), back, is_private=True)


def told_person(found: ReviewCase, verdict: Verdict, reason: str, facts: Facts) -> Say:
    """What the one who asked is told, with the field to put right one tap away."""
    texts = load(facts.language)
    values = {"reference": found.reference, "why": why(reason, texts)}
    html = texts.fill(f"review.told_{verdict.state}", **values)
    status = Button(texts.fill("menu.button.status"), opening("status"))
    fix = Button(texts.fill("review.button.fix_now"), opening("perbaiki", found.reference))
    return Say(html, column(*((fix,) if verdict is Verdict.FIX else ()), status), is_private=True)


def told_registrar(found: ReviewCase, verdict: Verdict, reason: str, facts: Facts) -> Say:
    """What the officer is told who entered it: the field to put right, and what may be learned from it."""
    texts = load(facts.language)
    values = {"reference": found.reference, "name": masked(found.full_name), "why": why(reason, texts)}
    html = texts.fill(f"review.officer_{verdict.state}", **values)
    return Say(html, column(*_officer_ways(found, verdict, reason, texts)), is_private=True)


def _officer_ways(found: ReviewCase, verdict: Verdict, reason: str, texts: Texts) -> Iterator[Button]:
    if verdict is Verdict.FIX:
        field = field_of(reason)
        yield Button(
            texts.fill("review.button.fix_now"),
            opening("isian", f"{found.id}.{field}" if field else found.id),
        )
    known = load_reasons().get(reason)
    if known and known.lesson:
        yield Button(texts.fill("review.button.lesson"), opening("panduan", known.lesson))


def why(reason: str, texts: Texts) -> str:
    """The sentence of a reason, as a sentence of its own; empty without one."""
    if not reason:
        return ""
    sentence = texts.fill(texts.first(f"status.why.{reason}", "status.why.other"))
    return sentence[:1].upper() + sentence[1:]


def place(village_code: str, facts: Facts) -> str:
    """The name of a village."""
    village = facts.place.regions.find_village(village_code)
    return village.name if village else village_code


def _age(since_at: datetime, facts: Facts) -> str:
    texts, today = load(facts.language), facts.today()
    since_on = since_at.astimezone(ZoneInfo(FALLBACK_ZONE)).date()
    days = max(0, (today - since_on).days)
    if not days:
        return texts.fill("review.age_new")
    is_late = working_days(since_on, today) > PROMISED_DAYS
    return texts.fill("review.age_late" if is_late else "review.age", days=days)


def working_days(since_on: date, until_on: date) -> int:
    """Days from Monday to Friday after the first day, up to and with the last; holidays are not known here."""
    days = (until_on - since_on).days
    return sum((since_on + timedelta(day)).weekday() < SATURDAY for day in range(1, days + 1))


def _button(key: str, texts: Texts, argument: str, *, style: Style = Style.PLAIN) -> Button:
    return Button(texts.fill(f"review.button.{key}"), opening(COMMAND, argument), style=style)
