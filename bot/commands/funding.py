"""`/dana`: payers within reach, names proposed against the quota, the alarm of double payers, and the papers."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from bot.commands.command import Command, Deed, Reply, by_word
from bot.funding.listing import Listings
from bot.funding.paper import list_paper, meeting_paper
from bot.funding.sheets import PackBook
from conversations.actor import BRANCH, Pillar, Role
from conversations.answers.funding import PAGE, candidates, doubled, overview, papers_asked, said, shown
from conversations.flows.funding import FUNDING
from conversations.funding.outcomes import FundingTold
from conversations.funding.pack import Candidate, Ranked, pack, paid_by, rank
from conversations.funding.payers import Alarm, Funding, PayerKind, alarm
from conversations.heard import opening
from conversations.outcomes import Outcome
from conversations.rules import Sector
from conversations.says import Button, File, Say, column
from conversations.texts import load
from storage.forms import Form, load_forms
from storage.payers import Payers, QuotaFull

VILLAGE_HEADS = frozenset({Pillar.VILLAGE_HEAD, Pillar.VILLAGE_STAFF})
MOST_VILLAGES = 8


async def _list(deed: Deed, _rest: str) -> Reply:
    if not _may(deed):
        return Reply((said("only_village", deed.facts),))
    funds = await _payers(deed).list_all(deed.facts.today())
    return Reply((overview(funds, deed.facts),))


async def _begin(deed: Deed, area_code: str) -> Reply:
    """Ask about new money: a village head for one of the own villages, a branch for one of its areas."""
    areas = sorted(deed.actor.villages or deed.actor.areas)
    if not _may(deed) or not areas:
        return Reply((said("only_village", deed.facts),))
    if area_code not in areas and len(areas) > 1:
        return _which(deed, areas)
    chosen = area_code if area_code in areas else areas[0]
    is_branch = deed.actor.has(*BRANCH)
    kind = () if is_branch else (("kind", PayerKind.VILLAGE.value),)
    return Reply(opens=FUNDING, given=(("area_code", chosen), *kind), subject="")


def _which(deed: Deed, areas: list[str]) -> Reply:
    regions, texts = deed.facts.place.regions, load(deed.facts.language)
    found = [(code, regions.find_village(code) or regions.find_area(code)) for code in areas[:MOST_VILLAGES]]
    buttons = (Button(area.name if area else code, opening("dana", f"baru-{code}")) for code, area in found)
    return Reply((Say(texts.fill("funding.which_village"), column(*buttons)),))


async def keep_funding(deed: Deed, outcome: Outcome) -> Reply:
    """Write the payer down, for who may."""
    assert isinstance(outcome, FundingTold)  # noqa: S101 - the register of keepers says so
    funding = Funding(
        PayerKind(outcome.kind),
        outcome.name,
        outcome.area_code,
        date.fromisoformat(f"{outcome.first_month}-01"),
        date.fromisoformat(f"{outcome.last_month}-01"),
        outcome.quota,
        source=outcome.source,
        decree_number=outcome.decree_number,
        decree_on=outcome.decree_on,
    )
    is_allowed = deed.actor.has(*BRANCH) or (_may(deed) and funding.kind is PayerKind.VILLAGE)
    payer_id = await _payers(deed).make(funding) if is_allowed else None
    return Reply() if payer_id else Reply((said("not_there", deed.facts),))


async def _show(deed: Deed, payer_id: str) -> Reply:
    found = await _load(deed, payer_id)
    if found is None:
        return Reply((said("not_there", deed.facts),))
    funding, ranked, warning = found
    return Reply((shown(pack(funding, ranked), warning, deed.facts),))


async def _candidates(deed: Deed, rest: str) -> Reply:
    """Names to propose, a page at a time."""
    payer_id, _, page = rest.partition("-")
    found = await _load(deed, payer_id)
    if found is None:
        return Reply((said("not_there", deed.facts),))
    shown_page = int(page) if page.isdecimal() else 0
    return Reply((candidates(found[0], found[1], shown_page, deed.facts),))


async def _add(deed: Deed, rest: str) -> Reply:
    """Propose one person, unless somebody else pays already."""
    payer_id, _, registration_id = rest.partition("-")
    found = await _load(deed, payer_id)
    chosen = _find(found[1] if found else (), registration_id)
    if found is None or chosen is None:
        return Reply((said("not_there", deed.facts),))
    if chosen.candidate.paid_by:
        return Reply((doubled(chosen, deed.facts),))
    try:
        await _payers(deed).propose(payer_id, [registration_id])
    except QuotaFull:
        return Reply((said("full", deed.facts),))
    return await _candidates(deed, f"{payer_id}-{(chosen.place - 1) // PAGE}")


async def _remove(deed: Deed, rest: str) -> Reply:
    payer_id, _, registration_id = rest.partition("-")
    found = await _load(deed, payer_id)
    chosen = _find(found[1] if found else (), registration_id)
    if chosen is None:
        return Reply((said("not_there", deed.facts),))
    await _payers(deed).take_off(payer_id, [registration_id])
    return await _candidates(deed, f"{payer_id}-{(chosen.place - 1) // PAGE}")


async def _papers(deed: Deed, payer_id: str) -> Reply:
    """To print, or to work on?"""
    found = await _load(deed, payer_id)
    if found is None:
        return Reply((said("not_there", deed.facts),))
    return Reply((papers_asked(pack(found[0], found[1]), deed.facts),))


async def _print(deed: Deed, payer_id: str) -> Reply:
    """Three files, as they go to three places: the meeting, the notice board, the branch."""
    found = await _load(deed, payer_id)
    if found is None:
        return Reply((said("not_there", deed.facts),))
    listings = _listings(deed, found[0], found[1])
    today, month = deed.facts.today(found[0].area_code), f"{found[0].first_month:%Y-%m}"
    printed = (
        ("meeting", f"musyawarah-{month}.pdf", meeting_paper(listings, today)),
        ("board", f"papan-{month}.pdf", list_paper(listings, listings.board(), today)),
        ("branch", f"cabang-{month}.pdf", list_paper(listings, listings.branch(), today)),
    )
    return Reply(
        tuple(
            Say(listings.texts.fill(f"funding.print_{key}"), is_private=True, file=File(name, content))
            for key, name, content in printed
        )
    )


async def _workbook(deed: Deed, payer_id: str) -> Reply:
    """The same lists as a workbook."""
    found = await _load(deed, payer_id)
    if found is None:
        return Reply((said("not_there", deed.facts),))
    listings = _listings(deed, found[0], found[1])
    funding, listed = found[0], len(listings.pack.listed)
    html = listings.texts.fill("funding.papers", name=funding.name, listed=listed)
    name = f"musyawarah-{funding.first_month:%Y-%m}.xlsx"
    return Reply((Say(html, is_private=True, file=File(name, PackBook(listings).written())),))


def _listings(deed: Deed, funding: Funding, ranked: tuple[Ranked, ...]) -> Listings:
    return Listings(pack(funding, ranked), deed.facts.place.regions, load(deed.facts.language))


async def _load(deed: Deed, payer_id: str) -> tuple[Funding, tuple[Ranked, ...], Alarm] | None:
    """A payer with everybody of its area in their rank; the names that were read are written down."""
    payers = _payers(deed)
    funding = await payers.find(payer_id) if _may(deed) else None
    if funding is None:
        return None
    people = await payers.load_people(funding)
    doubles = await payers.find_doubles(funding, people)
    forms = await load_forms(deed.unit, (one.person_id for one in people))
    payer_of = paid_by(doubles)
    unnamed = load(deed.facts.language).fill("funding.double_unknown")
    known = [
        Candidate(
            one.registration_id,
            one.reference,
            forms.get(one.person_id, Form()).full_name or one.reference,
            one.village_code,
            one.sector,
            one.submitted_at,
            one.paid_until,
            one.is_proposed,
            (payer_of[one.registration_id] or unnamed) if one.registration_id in payer_of else "",
        )
        for one in people
    ]
    deed.unit.note(
        "payer.read", actor=deed.actor.contact_id, on=payer_id, scope=funding.area_code, at=deed.now
    )
    sectors = {one.registration_id: Sector(one.sector) for one in people if one.sector in list(Sector)}
    return funding, rank(known, deed.facts.today(funding.area_code)), alarm(funding, doubles, sectors)


def _find(ranked: tuple[Ranked, ...], registration_id: str) -> Ranked | None:
    return next((one for one in ranked if one.candidate.registration_id == registration_id), None)


def _payers(deed: Deed) -> Payers:
    return Payers(deed.unit, deed.actor, deed.now)


def _may(deed: Deed) -> bool:
    return deed.actor.has(*BRANCH) or deed.actor.pillar in VILLAGE_HEADS


FUNDS: tuple[Command, ...] = (
    Command(
        "dana",
        alias="funding",
        act=by_word(
            {
                "": _list,
                "baru": _begin,
                "lihat": _show,
                "usul": _candidates,
                "in": _add,
                "out": _remove,
                "berkas": _papers,
                "cetak": _print,
                "excel": _workbook,
            }
        ),
        roles=frozenset({Role.OFFICER, *BRANCH}),
        arguments=("baru", "lihat", "usul", "in", "out", "berkas", "cetak", "excel"),
    ),
)
"""`/dana`."""
FUND_KEEPERS: Mapping[type[Outcome], Callable[[Deed, Outcome], Awaitable[Reply]]] = {
    FundingTold: keep_funding
}
"""What the conversation about a payer ends in."""
