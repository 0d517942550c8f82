"""Opening a branch, giving it an area, and giving an officer a village."""

from conversations.actor import Role
from conversations.facts import Answers, Facts
from conversations.flow import Ask, Conclusion, Condition, Flow
from conversations.flows.invitation import ID_LENGTH, INVITERS
from conversations.kinds import Choice, FreeText, Village
from conversations.kinds.regency import Regency
from conversations.kinds.served_village import ServedVillage
from conversations.outcomes import Outcome
from conversations.says import Say
from conversations.texts import Texts

LONGEST_NAME = 60
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class BranchOpened(Outcome):
    """A new branch and its first regency."""

    branch_name: str
    regency_code: str


class AreaGiven(Outcome):
    """A regency (4 digits) or a single village (10 digits) that a branch serves from now on."""

    branch_id: str
    area_code: str


class VillageGiven(Outcome):
    """A village for the officer in this post."""

    post_id: str
    village_code: str


def _opened(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    opened = BranchOpened(branch_name=str(answers["branch_name"]), regency_code=str(answers["regency"]))
    return Conclusion((Say(texts.fill("branch.done")),), opened)


BRANCH = Flow(
    name="branch",
    steps=(Ask("branch_name", FreeText(LONGEST_NAME)), Ask("regency", Regency())),
    conclude=_opened,
    roles=ADMINISTRATORS,
)


def _is(sort: str) -> Condition:
    return lambda answers, _facts: answers.get("sort") == sort


def _area_given(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    code = str(answers.get("regency") or answers["area_village"])
    given = AreaGiven(branch_id=str(answers["branch"]), area_code=code)
    return Conclusion((Say(texts.fill("area.done")),), given)


AREA = Flow(
    name="area",
    steps=(
        Ask("branch", FreeText(ID_LENGTH), is_given=True, is_counted=False),
        Ask("sort", Choice(("regency", "village"))),
        Ask("regency", Regency(), _is("regency"), follows=("sort",)),
        Ask("area_village", Village(), _is("village"), follows=("sort",)),
    ),
    conclude=_area_given,
    roles=ADMINISTRATORS,
)


def _village_given(answers: Answers, facts: Facts, texts: Texts) -> Conclusion:
    del facts
    given = VillageGiven(post_id=str(answers["officer"]), village_code=str(answers["village"]))
    return Conclusion((Say(texts.fill("assignment.done")),), given)


ASSIGNMENT = Flow(
    name="assignment",
    steps=(
        Ask("officer", FreeText(ID_LENGTH), is_given=True, is_counted=False),
        Ask("village", ServedVillage(), is_counted=False),
    ),
    conclude=_village_given,
    roles=INVITERS,
)
