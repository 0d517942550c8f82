"""How a village stands, in words and buttons: the summary, several villages, the people behind a number, periods."""

from collections.abc import Iterable, Mapping
from html import escape

from conversations.asking import menu_button, paragraphs
from conversations.facts import Facts
from conversations.heard import opening
from conversations.people_listed import Listed
from conversations.progress import Progress, as_of, as_text, label_of, named, named_before, row
from conversations.regions.codes import DISTRICT, PROVINCE, REGENCY
from conversations.rules.coverage import GRACES
from conversations.rules.regulations import get_regulation
from conversations.rules.rows import in_force
from conversations.says import Button, Rows, Say, column, grid
from conversations.summary import Number, Summary
from conversations.texts import Html, Texts, load

PEOPLE_PAGE, PLACES_PAGE = 8, 12
OF_PAYMENT = frozenset({Number.ENDING, Number.LAPSING, Number.LAPSED})
"""The numbers that rest on how long arrears may be paid."""
KINDS = {PROVINCE: "summary.provinces", REGENCY: "summary.regencies", DISTRICT: "summary.districts"}
"""What several places of so many digits are called; else they are villages."""
NEW = "baru"
"""In a button, those who sent their form in a period."""
EVERYTHING = "semua"
"""In a button, the whole reach of whoever taps it."""
PERIODS = ("minggu", "bulan", "tahun", "semua")
PERIOD_KINDS: Mapping[str, str] = dict(zip(PERIODS, ("week", "month", "year", "all"), strict=True))


def place_name(code: str, facts: Facts) -> str:
    """What people call a region, or the whole reach of somebody."""
    regions = facts.place.regions
    if village := regions.find_village(code):
        return village.name
    area = regions.find_area(code)
    return area.name if area else load(facts.language).fill("summary.all_places")


def summed(summary: Summary, shown: Progress, facts: Facts, rows: Rows = ()) -> Say:
    """One place: the headline in sentences, then every number of the picture."""
    texts = load(facts.language)
    html = paragraphs(
        texts.fill("summary.head", place=shown.title, day=as_of(summary.today, summary.payments_on, texts)),
        f"{headline(summary, texts)} {ending(summary, texts)}",
        registered(summary, texts),
        happened(summary, texts),
        table([as_text(shown)]),
    )
    return Say(html, (*_ways_in(summary, texts), *rows))


def headline(summary: Summary, texts: Texts) -> str:
    """Who is protected comes first, always."""
    protected, target = texts.number(summary.counts.protected), texts.number(summary.target)
    return texts.fill("summary.protected", count=protected, target=target)


def ending(summary: Summary, texts: Texts) -> str:
    """How many have until the end of this month to pay."""
    return texts.fill("summary.ending", count=texts.number(summary.counts.ending))


def registered(summary: Summary, texts: Texts) -> str:
    """Who wants in, and how far their forms are."""
    counts = summary.counts
    return texts.fill(
        "summary.registered",
        count=texts.number(counts.registered),
        waiting=texts.number(counts.waiting),
        fixing=texts.number(counts.needs_fixing),
    )


def happened(summary: Summary, texts: Texts) -> str:
    """New registrations of the period and of the one before: `Minggu ini +6 (minggu lalu +2).`."""
    period, now = named(summary.period, texts), summary.events.submitted
    before = named_before(summary.period, texts)
    if not before:
        return texts.fill("summary.happened_only", period=period, count=now)
    return texts.fill(
        "summary.happened", period=period, count=now, before=before, count_before=summary.before.submitted
    )


def table(lines: Iterable[str]) -> Html:
    """Lines in letters of one width, so that numbers stand one under the other."""
    joined = "\n".join(lines)
    return Html(f"<pre>{escape(joined, quote=False)}</pre>")


def _ways_in(summary: Summary, texts: Texts) -> Rows:
    code = summary.code or EVERYTHING
    fixing = texts.fill("summary.button.needs_fixing", count=summary.counts.needs_fixing)
    pressing = (
        *(
            (_link(texts.fill("summary.button.ending"), code, Number.ENDING),)
            if summary.counts.ending
            else ()
        ),
        *((_link(fixing, code, Number.NEEDS_FIXING),) if summary.counts.needs_fixing else ()),
    )
    return (
        *column(*pressing),
        (
            _link(texts.fill("summary.button.people"), code, "orang", summary.period.written),
            _link(texts.fill("summary.button.period"), code, "periode"),
        ),
    )


def _link(label: str, code: str, *words: str | int) -> Button:
    return Button(label, opening("ringkasan", " ".join((code, *map(str, words)))))


def other_villages(facts: Facts) -> Rows:
    """The way to the other villages, for who has more than one."""
    return column(Button(load(facts.language).fill("summary.button.villages"), opening("ringkasan", "desa")))


def places(places_of: Mapping[str, Summary], code: str, page: int, facts: Facts) -> Say:
    """Several places: who is protected in all of them, then a table of protected and target, with a way into each."""
    texts, each = load(facts.language), places_of.values()
    codes = list(places_of)[page * PLACES_PAGE : (page + 1) * PLACES_PAGE]
    lines = (
        row(place_name(one, facts), f"{places_of[one].counts.protected}/{places_of[one].target}", 9)
        for one in codes
    )
    pages = -(-len(places_of) // PLACES_PAGE)
    html = paragraphs(
        texts.fill(
            KINDS.get(len(next(iter(places_of), "")), "summary.villages"),
            count=texts.number(len(places_of)),
            day=as_of(
                facts.today(codes[0] if codes else None),
                next((one.payments_on for one in each if one.payments_on), None),
                texts,
            ),
        ),
        texts.fill(
            "summary.protected",
            count=texts.number(sum(one.counts.protected for one in each)),
            target=texts.number(sum(one.target for one in each)),
        ),
        table(lines),
        texts.fill("summary.more", page=page + 1, pages=pages) if pages > 1 else "",
    )
    buttons = tuple(_link(place_name(one, facts), one) for one in codes)
    turners = _turners(code or EVERYTHING, "hal", page, page + 1 < pages, texts)
    ways = (
        _link(texts.fill("summary.button.people"), code or EVERYTHING, "orang"),
        _link(texts.fill("summary.button.period"), code or EVERYTHING, "periode"),
    )
    return Say(html, (*grid(buttons, 2), *turners, ways))


def _turners(code: str, word: str, page: int, is_more: bool, texts: Texts) -> Rows:  # noqa: FBT001 - a fact, not a switch
    back = (_link(texts.fill("summary.button.page_back"), code, word, page - 1),) if page else ()
    on = (_link(texts.fill("summary.button.page_on"), code, word, page + 1),) if is_more else ()
    return ((*back, *on),) if back or on else ()


def which_number(summary: Summary, facts: Facts) -> Say:
    """A button for every number that anybody stands behind."""
    texts = load(facts.language)
    code, new = summary.code or EVERYTHING, summary.events.submitted
    label = texts.fill("summary.button.number", label=named(summary.period, texts), count=f"+{new}")
    newcomers = column(_link(label, code, NEW, summary.period.written)) if new else ()
    buttons = tuple(
        _link(
            texts.fill(
                "summary.button.number", label=label_of(number, texts), count=summary.counts.of(number)
            ),
            code,
            number,
        )
        for number in Number
        if summary.counts.of(number)
    )
    rows = (*newcomers, *column(*buttons), _back(summary.code, texts))
    return Say(texts.fill("summary.which_number"), rows)


def which_period(code: str, facts: Facts) -> Say:
    """The periods that have a name, and how to type others."""
    texts = load(facts.language)
    buttons = tuple(
        _link(texts.fill(f"summary.period.{PERIOD_KINDS[word]}"), code or EVERYTHING, word)
        for word in PERIODS
    )
    return Say(texts.fill("summary.which_period"), (*grid(buttons, 2), _back(code, texts)))


def _back(code: str, texts: Texts) -> tuple[Button, ...]:
    return (_link(texts.fill("summary.button.back"), code or EVERYTHING),)


def people(summary: Summary, number: Number, listed: tuple[Listed, ...], page: int, facts: Facts) -> Say:
    """The people behind a number, masked, and what makes it count them; never to be forwarded."""
    count = summary.counts.of(number)
    told = (label_of(number, load(facts.language)), _rule(number, facts), _source(number, facts))
    return _list(summary.code, told, count, listed, (number, page), facts)


def newcomers(summary: Summary, listed: tuple[Listed, ...], page: int, facts: Facts) -> Say:
    """The people who sent their form in the period of a summary."""
    texts, period = load(facts.language), summary.period
    told = (named(period, texts), texts.fill("summary.rule.new"), "")
    word = f"{NEW} {period.written}"
    return _list(summary.code, told, summary.events.submitted, listed, (word, page), facts)


def _list(
    place: str,
    told: tuple[str, str, str],
    count: int,
    listed: tuple[Listed, ...],
    here: tuple[str, int],
    facts: Facts,
) -> Say:
    """People under what they are counted as, by which rule, from which source; `here` is the word and the page."""
    texts, (label, rule, source), (word, page) = load(facts.language), told, here
    html = paragraphs(
        texts.fill("summary.listed", label=label, count=count, place=place_name(place, facts)),
        texts.fill("summary.rule_line", rule=rule),
        source,
        *(_person(one, texts) for one in listed),
        "" if listed else texts.fill("summary.nobody"),
    )
    turners = _turners(place or EVERYTHING, word, page, (page + 1) * PEOPLE_PAGE < count, texts)
    return Say(html, (*turners, _back(place, texts)), is_private=True)


def _person(one: Listed, texts: Texts) -> str:
    name = one.name or texts.fill("summary.erased")
    if one.paid_until:
        month = texts.month(one.paid_until)
        return texts.fill("summary.person_paid", name=name, reference=one.reference, month=month)
    return texts.fill(
        "summary.person", name=name, reference=one.reference, since=texts.day(one.since_at.date())
    )


def _rule(number: Number, facts: Facts) -> str:
    grace = in_force(GRACES, facts.today())
    values = {"months": grace[0].months} if grace else {"months": ""}
    return load(facts.language).fill(f"summary.rule.{number}", **values)


def _source(number: Number, facts: Facts) -> str:
    """The regulation under the number, where there is one that may be stated."""
    stated = [row for row in in_force(GRACES, facts.today()) if row.is_stated] if number in OF_PAYMENT else []
    if not stated:
        return ""
    source = get_regulation(stated[0].regulation).cited
    return load(facts.language).fill("summary.source_line", source=source)


def target_set(code: str, count: int, period: tuple[str, str], facts: Facts) -> Say:
    """The target was changed."""
    since, until = period
    texts = load(facts.language)
    html = texts.fill(
        "summary.target_set", place=place_name(code, facts), count=count, since=since, until=until
    )
    return Say(html, (_back(code, texts),))


def sentence(key: str, facts: Facts) -> Say:
    """One of the plain answers: `not_there`, `no_villages`, `bad_period`, `target_bad`, `wrong_tallies`."""
    return Say(load(facts.language).fill(f"summary.{key}"), menu_button(facts.language))
