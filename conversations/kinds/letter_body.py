"""The message of a broadcast, just as its author has sent it to us."""

from dataclasses import dataclass

from pydantic import JsonValue, TypeAdapter, ValidationError

from conversations.broadcast import bare, find_problem, split_buttons, to_html
from conversations.heard import Heard, Sort
from conversations.kinds.kind import Accepted, Asking, Kind, Reading
from conversations.ledger import Body

STORED = TypeAdapter(Body)
SHOWN = 60


@dataclass(frozen=True, slots=True)
class LetterBody(Kind):
    """Stored as a `Body`: text with its formatting, perhaps a photo or a document, buttons from its last lines."""

    name = "letter_body"
    takes_files = True

    def read(self, said: str, asking: Asking) -> Reading:
        return self.take_message(Heard(Sort.TEXT, text=said), asking)

    def take_message(self, heard: Heard, asking: Asking) -> Reading:
        del asking
        said = "".join(sign for sign in heard.text if sign.isprintable() or sign == "\n").strip()
        is_untouched = said == heard.text
        entities = heard.entities if is_untouched else ()
        text, links = split_buttons(said)
        body = Body(
            to_html(text, entities),
            photo=heard.file_id if heard.sort is Sort.PHOTO else "",
            document=heard.file_id if heard.sort is Sort.DOCUMENT else "",
            links=links,
        )
        return find_problem(body, entities) or Accepted(STORED.dump_python(body, mode="json"))

    def stored(self, value: JsonValue) -> JsonValue:
        try:
            body = STORED.validate_python(value)
        except ValidationError as error:
            raise ValueError("not a message that was accepted") from error
        if STORED.dump_python(body, mode="json") != value:
            raise ValueError("not a message that was accepted")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del asking
        return bare(STORED.validate_python(value).html)[:SHOWN]
