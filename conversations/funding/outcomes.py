"""What the conversation about money leaves behind."""

from datetime import date

from conversations.outcomes import Outcome


class FundingTold(Outcome):
    """A payer as somebody told us: months as `2027-01`, the decree's number as written, never judged."""

    kind: str
    name: str
    area_code: str
    source: str = ""
    decree_number: str = ""
    decree_on: date | None = None
    first_month: str
    last_month: str
    quota: int
