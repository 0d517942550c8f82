"""One of each kind of answer, for the tests that try them all."""

from conversations.kinds import (
    Address,
    BirthDate,
    BirthPlace,
    Choice,
    FreeText,
    FullName,
    IncomeBracket,
    Month,
    Nik,
    Number,
    Occupation,
    OwnCase,
    Phone,
    RtRw,
    Rupiah,
    Village,
    YesNo,
)
from conversations.kinds.kind import Kind

KINDS: tuple[Kind, ...] = (
    Address(),
    BirthDate(),
    BirthPlace(),
    Choice(("met", "nobody", "again")),
    FreeText(80),
    FullName(),
    IncomeBracket(),
    Month(),
    Nik(),
    Number(0, 120),
    Occupation(),
    OwnCase(),
    Phone(),
    RtRw(),
    Rupiah(),
    Village(),
    YesNo(),
)
