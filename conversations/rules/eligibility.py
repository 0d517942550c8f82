"""Who may join: every rule is tried, and every reason comes with its source and with what the person can do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from conversations.rules.dates import age_on, birthday
from conversations.rules.occupations import Occupation, find_occupation
from conversations.rules.rows import Dated, in_force, read_rows


class Outcome(StrEnum):
    """What a verdict comes to, mildest first."""

    ELIGIBLE = "eligible"
    REFER = "refer_to_branch"
    NOT_ELIGIBLE = "not_eligible"


class Employment(StrEnum):
    """For whom somebody works: for themselves, for a fixed wage, or both."""

    OWN = "own"
    PAID = "paid"
    BOTH = "both"


class Membership(StrEnum):
    """Whether somebody is, or once was, registered already."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What the check needs to know; never a name or a NIK.

    `age` (completed years) serves where `birth_date` is unknown; ValueError without either. `occupation` is a code of
    `OCCUPATIONS`. None is for what was not asked, and is no reason against anybody.
    """

    birth_date: date | None = None
    age: int | None = None
    working: bool | None = None
    occupation: str | None = None
    employment: Employment | None = None
    already_member: Membership | None = None
    citizen: bool = True
    healthy: bool | None = None

    def __post_init__(self) -> None:
        if self.birth_date is None and self.age is None:
            raise ValueError("a birth date or an age is needed")

    def age_on(self, today: date) -> int:
        """Completed years on this day."""
        if self.birth_date is not None:
            return age_on(today, self.birth_date)
        return self.age or 0

    def turns(self, years: int, today: date) -> date:
        """The birthday; where only the age is known, the day by which it has surely passed."""
        if self.birth_date is not None:
            return birthday(self.birth_date, years)
        return birthday(today, years - self.age_on(today))

    @property
    def trade(self) -> Occupation | None:
        """The occupation, where it is one of the list."""
        return find_occupation(self.occupation) if self.occupation else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Dated):
    """A limit in completed years."""

    name: str
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Dated):
    """Why somebody may not join or must ask the branch; `code` and `remedy` (what to do) are keys of texts.

    Unless `is_stated`, it is our own caution: the text speaks of the branch, not of a rule.
    """

    code: str
    outcome: Outcome
    remedy: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The worst outcome of all reasons; `remember_on` is the day from which a young person can simply join."""

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    remember_on: date | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """The regulations behind the reasons, each once, as keys of `regulations.toml`."""
        return tuple(dict.fromkeys(reason.regulation for reason in self.reasons))


AGES = read_rows("ages", "age", Age)
REASONS = read_rows("eligibility", "reason", Reason)
SEVERITY = tuple(Outcome)
NO_RULE = "no_rule"
# Their occupation already says who insures them, wage or not.
SPOKEN_FOR = frozenset({"state_employee", "village_staff", "ship_crew"})

Rule = Callable[[Applicant, date], str | None]
"""One rule: the code of the reason when it is not met, else None."""


def is_citizen(applicant: Applicant, today: date) -> str | None:
    """PP 49/2023 art. 5 knows foreigners as wage earners only."""
    del today
    return None if applicant.citizen else "not_citizen"


def is_old_enough(applicant: Applicant, today: date) -> str | None:
    """No source names a lowest age: close to it the branch decides."""
    accepted_from, referred_from = _years("accepted_from", today), _years("referred_from", today)
    if accepted_from is None or referred_from is None:
        return NO_RULE
    if applicant.age_on(today) >= accepted_from:
        return None
    return "young" if applicant.age_on(today) >= referred_from else "too_young"


def is_not_too_old(applicant: Applicant, today: date) -> str | None:
    """Until the day before the 65th birthday; who joined in time and still works may go on paying."""
    refused_from = _years("refused_from", today)
    if refused_from is None:
        return NO_RULE
    if applicant.age_on(today) < refused_from:
        return None
    return "member_past_age" if applicant.already_member == Membership.YES else "too_old"


def is_working(applicant: Applicant, today: date) -> str | None:
    """Branches refuse claims where nobody was working when the membership began."""
    del today
    return "not_working" if applicant.working is False else None


def has_an_occupation(applicant: Applicant, today: date) -> str | None:
    """Keeping house, school and pension are no work; some trades are insured elsewhere."""
    del today
    if not applicant.occupation:
        return None
    trade = applicant.trade
    if trade is None:
        return "other_occupation"
    return trade.refer or (None if trade.is_work else "no_occupation")


def works_outside_employment(applicant: Applicant, today: date) -> str | None:
    """A wage earner is registered by the employer (PP 49/2023 art. 5); own work beside it goes to the branch."""
    del today
    trade = applicant.trade
    if applicant.employment == Employment.BOTH:
        return "wage_and_own_work"
    if applicant.employment != Employment.PAID or (trade and trade.refer in SPOKEN_FOR):
        return None
    return "household_wage" if trade and trade.asks_if_paid else "wage_worker"


def is_new(applicant: Applicant, today: date) -> str | None:
    """Nobody is registered twice: members pay, come back or put their details right."""
    del today
    if applicant.already_member == Membership.YES:
        return "already_member"
    return "membership_unknown" if applicant.already_member == Membership.UNKNOWN else None


def is_well(applicant: Applicant, today: date) -> str | None:
    """Branches refuse claims where somebody was already ill; not asked is no reason."""
    del today
    return "unwell" if applicant.healthy is False else None


RULES: tuple[Rule, ...] = (
    is_citizen,
    is_old_enough,
    is_not_too_old,
    is_working,
    has_an_occupation,
    works_outside_employment,
    is_new,
    is_well,
)


def verdict(applicant: Applicant, today: date) -> Verdict:
    """Try every rule; `today` is the day in the applicant's village."""
    codes = dict.fromkeys(code for rule in RULES if (code := rule(applicant, today)))
    reasons = tuple(_reason(code, today) for code in codes)
    outcome = max((reason.outcome for reason in reasons), key=SEVERITY.index, default=Outcome.ELIGIBLE)
    return Verdict(outcome, reasons, _remember_on(applicant, today))


def _remember_on(applicant: Applicant, today: date) -> date | None:
    years = _years("accepted_from", today)
    return applicant.turns(years, today) if years and applicant.age_on(today) < years else None


def _years(name: str, today: date) -> int | None:
    return next((age.years for age in in_force(AGES, today) if age.name == name), None)


def _reason(code: str, today: date) -> Reason:
    found = {reason.code: reason for reason in in_force(REASONS, today)}
    return found.get(code, found[NO_RULE])
