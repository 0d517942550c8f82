"""Reads and writes the transcripts: plain text that a village officer can read, and that the tests play."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from conversations.transcript import BOT, FILE, GONE, MARGIN, PERSON, TOAST, Line, Said, Shown, written

AFTER = "# after "
FOLDER = Path(__file__).parent
ROW = re.compile(r"\[[^\[\]]+\](?: \[[^\[\]]+\])*")
LABEL = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Script:
    """A transcript: what it shows in one line, the talk before it (`registration/plain`), and the talk itself."""

    purpose: str
    lines: tuple[Line, ...] = ()
    after: str = ""

    @property
    def moves(self) -> tuple[Said, ...]:
        """What the person does, in order."""
        return tuple(line for line in self.lines if isinstance(line, Said))


@dataclass(slots=True)
class _Reader:
    lines: list[Line] = field(default_factory=list)

    def take(self, written_line: str) -> None:
        if written_line.startswith(PERSON):
            self.lines.append(Said(written_line.removeprefix(PERSON)))
        elif written_line.startswith(BOT):
            self.lines.append(Shown(written_line.removeprefix(BOT)))
        elif self.lines and (written_line.startswith(MARGIN) or not written_line):
            last = self.lines[-1]
            self.lines[-1] = _more(last, written_line.removeprefix(MARGIN))
        else:
            raise ValueError(f"a line of nobody: {written_line!r}")


def _more(line: Line, part: str) -> Line:
    if isinstance(line, Said):
        return replace(line, is_gone=True) if part == GONE else replace(line, toast=part.removeprefix(TOAST))
    if part.startswith(FILE):
        return replace(line, file=part.removeprefix(FILE))
    if ROW.fullmatch(part):
        return replace(line, rows=(*line.rows, tuple(LABEL.findall(part))))
    return replace(line, text=f"{line.text}\n{part}")


def parse(text: str) -> Script:
    """A script from a whole file; ValueError names a line that is nobody's."""
    head, *rest = text.rstrip("\n").split("\n")
    if not head.startswith("# "):
        raise ValueError("the first line says, after #, what the transcript shows")
    after = rest.pop(0).removeprefix(AFTER) if rest and rest[0].startswith(AFTER) else ""
    reader = _Reader()
    for line in rest:
        reader.take(line)
    return Script(head.removeprefix("# "), tuple(reader.lines), after)


def read(name: str) -> Script:
    """The transcript of this name, `id/registration/plain`."""
    return parse((FOLDER / f"{name}.txt").read_text("utf-8"))


def printed(script: Script, lines: Iterable[Line]) -> str:
    """The whole file of a transcript, with these lines in place of its own."""
    after = (f"{AFTER}{script.after}",) if script.after else ()
    return "\n".join((f"# {script.purpose}", *after, *written(lines), ""))


def turns(lines: Iterable[Line]) -> Iterator[tuple[Said, tuple[Shown, ...]]]:
    """Each thing the person does with what they see next."""
    said: Said | None = None
    seen: list[Shown] = []
    for line in lines:
        if isinstance(line, Shown):
            seen.append(line)
            continue
        if said is not None:
            yield said, tuple(seen)
        said, seen = line, []
    if said is not None:
        yield said, tuple(seen)


def paths() -> tuple[Path, ...]:
    """Every transcript, the language being the first folder and the flow the second."""
    return tuple(sorted(FOLDER.glob("[a-z][a-z]/*/*.txt")))


def language_of(path: Path) -> str:
    """`id` or `en`."""
    return path.relative_to(FOLDER).parts[0]


def name_of(path: Path) -> str:
    """`id/registration/plain`."""
    return str(path.relative_to(FOLDER).with_suffix(""))
