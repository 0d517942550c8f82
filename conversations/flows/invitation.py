"""Inviting somebody into a post, and joining by showing one's own card."""

from pydantic import Field

from conversations.actor import Pillar, Role
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Flow, Review
from conversations.kinds import Choice, FreeText, FullName
from conversations.kinds.others_phone import PICKED, OthersPhone
from conversations.kinds.own_card import OwnCard
from conversations.kinds.served_village import ServedVillage
from conversations.outcomes import Outcome
from conversations.says import Say
from conversations.texts import Texts

PILLARS = tuple(pillar.value for pillar in Pillar)
INVITERS = frozenset({Role.BRANCH_HEAD, Role.ADMINISTRATOR})
HEAD = "branch_head"
"""Never offered: only an administrator's way of opening gives it."""
ID_LENGTH = 24


class Invitation(Outcome):
    """Somebody whom the speaker wants in a post; `post` is a pillar, `branch_staff` or `branch_head`.

    They are known by their phone, or by the account that was picked.
    """

    post: str
    branch_id: str
    full_name: str = Field(repr=False)
    phone: str = Field(default="", repr=False)
    contact_id: int | None = None
    village_code: str = ""


class Joining(Outcome):
    """The card of somebody who opened an invitation."""

    invitation_id: str
    phone: str = Field(repr=False)


def _is_for_a_village(answers: Answers, facts: Facts) -> bool:
    del facts
    return answers.get("post") in PILLARS


def _invited(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    known_by = str(answers["phone"])
    is_account = known_by.startswith(PICKED)
    wanted = Invitation(
        post=str(answers["post"]),
        branch_id=str(answers.get("branch") or ""),
        full_name=str(answers["full_name"]),
        phone="" if is_account else known_by,
        contact_id=int(known_by.removeprefix(PICKED)) if is_account else None,
        village_code=str(answers.get("village") or ""),
    )
    return Conclusion((Say(texts.fill("invitation.done", name=wanted.full_name)),), wanted)


INVITATION = Flow(
    name="invitation",
    steps=(
        Ask("branch", FreeText(ID_LENGTH), is_given=True, is_counted=False),
        Ask("post", Choice((*PILLARS, "branch_staff"))),
        Ask("full_name", FullName()),
        Ask("village", ServedVillage(), _is_for_a_village),
        Ask("phone", OthersPhone()),
        Review(),
    ),
    conclude=_invited,
    is_personal=True,
    roles=INVITERS,
)


def _joined(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    joining = Joining(invitation_id=str(answers["invitation"]), phone=str(answers["card"]))
    return Conclusion((Say(texts.fill("joining.done"), drops_keyboard=True),), joining)


JOINING = Flow(
    name="joining",
    steps=(
        Ask("invitation", FreeText(ID_LENGTH), is_given=True, is_counted=False),
        Ask("card", OwnCard()),
    ),
    conclude=_joined,
    is_personal=True,
)
