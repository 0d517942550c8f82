"""One of a few answers, each a button that can also be typed."""

from dataclasses import dataclass

from pydantic import JsonValue

from conversations.kinds.kind import Asking, Kind, Option, Reading
from conversations.kinds.matching import chosen
from conversations.kinds.written import every_language, wording


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """Labels are `<step>.button.<value>`, other words for them the lists `<step>.also.<value>`; stored is the value."""

    values: tuple[str, ...]

    name = "choice"

    def read(self, said: str, asking: Asking) -> Reading:
        phrases = {value: self._names(value, asking) for value in self.values}
        return chosen(said, self.options(asking), phrases)

    def stored(self, value: JsonValue) -> JsonValue:
        if value not in self.values:
            raise ValueError("not one of the answers")
        return value

    def show(self, value: JsonValue, asking: Asking) -> str:
        return self._label(str(value), asking)

    def options(self, asking: Asking) -> tuple[Option, ...]:
        return tuple(Option(value, self._label(value, asking)) for value in self.values)

    def _label(self, value: str, asking: Asking) -> str:
        return asking.texts.fill(asking.texts.first(*self._keys(asking, f"button.{value}")))

    def _names(self, value: str, asking: Asking) -> tuple[str, ...]:
        """Its labels and synonyms in every language; people mix them."""
        places = [(texts, part) for texts in every_language(asking.texts) for part in ("button", "also")]
        keys = [(texts, key) for texts, part in places for key in self._keys(asking, f"{part}.{value}")]
        return tuple(
            wording(word)
            for texts, key in keys
            for word in (texts.find(key) or "", *texts.words(key))
            if word
        )

    def _keys(self, asking: Asking, part: str) -> tuple[str, str]:
        """Where a wording may stand: with the question, else with the kind."""
        return f"{asking.key}.{part}", f"kinds.{self.name}.{part}"
