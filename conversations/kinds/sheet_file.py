"""A spreadsheet that somebody sends as a document; what is in it is read later, outside of the conversation."""

from dataclasses import dataclass

from pydantic import JsonValue

from conversations.heard import Heard, Sort
from conversations.kinds.kind import Accepted, Asking, Kind, Problem, Reading

LONGEST_ID = 256


@dataclass(frozen=True, slots=True)
class SheetFile(Kind):
    """Stored is the messenger's own name of the file, by which it can be fetched."""

    name = "sheet_file"
    takes_files = True

    def read(self, said: str, asking: Asking) -> Reading:
        del said, asking
        return Problem("file_only")

    def take_message(self, heard: Heard, asking: Asking) -> Reading:
        if heard.sort is not Sort.DOCUMENT or not heard.file_id:
            return self.read(heard.text, asking)
        return Accepted(heard.file_id) if len(heard.file_id) <= LONGEST_ID else Problem("file_only")

    def stored(self, value: JsonValue) -> JsonValue:
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID:
            raise ValueError("not the name of a file")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        del value, asking
        return "📄"
