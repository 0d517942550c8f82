"""`sasar regions import`: turns a regions source into the compact files the bot ships with."""

import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from conversations.regions.building import TABLES, TableName, build, names_in, origin_of
from conversations.regions.edition import Edition, expected_edition
from conversations.regions.retiring import merge, read_retired, retire, write_retired

LARGEST_TABLE = 20_000_000
"""Bytes; today's largest has 2.8 million."""
RETIRED_NAME = "retired.tsv.gz"


class NoTablesError(ValueError):
    """What was given holds no regions."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import did; `stored_bytes` is the size of the compact file, `retired` how many codes left with it."""

    edition: Edition
    stored_bytes: int
    retired: int
    is_changed: bool

    def __str__(self) -> str:
        """One line for the console."""
        what = "written" if self.is_changed else "unchanged"
        edition = self.edition
        return (
            f"{edition.counts} regions of {edition.decree} ({edition.source} {edition.version}, {edition.licence}): "
            f"{what}, {self.stored_bytes:,} bytes, {self.retired} codes newly retired"
        )


def import_regions(source: Path, target: Path, *, edition: Edition | None = None) -> Summary:
    """Reads the four CSV tables from a folder, .zip or .tgz and replaces `target` and the retired codes beside it.

    Nothing is written unless everything is right. `edition` is what the source must hold, by default the one named
    in `conversations/regions/edition.toml`.

    Raises:
        NoTablesError: a table is missing, there twice, or too large.
        BadRowError, BadCountError: as `conversations.regions.building.build`.
    """
    edition = edition or expected_edition()
    built = build(_read_tables(source), edition)
    before = target.read_bytes() if target.exists() else None
    gone = 0
    if before is not None and before != built:
        gone = _retire(before, built, target.with_name(RETIRED_NAME))
    _replace(target, built)
    return Summary(edition, len(built), gone, before != built)


def _retire(before: bytes, built: bytes, table: Path) -> int:
    """Adds the codes that leave with this edition to those that left before."""
    names = names_in(built)
    fresh = retire(names_in(before), names, origin_of(before))
    kept = read_retired(table.read_bytes()) if table.exists() else ()
    _replace(table, write_retired(merge(kept, fresh, names)))
    return len(fresh)


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)


def _read_tables(source: Path) -> Mapping[TableName, str]:
    names: dict[str, TableName] = {f"{table}.csv": table for table in TABLES}
    found: dict[TableName, str] = {}
    for name, open_it in _files(source):
        if table := names.get(name):
            if table in found:
                raise NoTablesError(f"{name} is there twice")
            found[table] = _text(name, _head(open_it()))
    if missing := [name for name, table in names.items() if table not in found]:
        raise NoTablesError(f"{source.name} has no {', '.join(missing)}")
    return found


def _text(name: str, content: bytes) -> str:
    if len(content) > LARGEST_TABLE:
        raise NoTablesError(f"{name} is larger than {LARGEST_TABLE:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise NoTablesError(f"{name} is not UTF-8: {why.reason} at byte {why.start}") from why


def _files(source: Path) -> Iterator[tuple[str, Callable[[], IO[bytes] | None]]]:
    """The files in a folder or packed file: each one's name and how to open it. Nothing is unpacked to disk."""
    if source.is_dir():
        for path in sorted(source.rglob("*.csv")):
            yield path.name, partial(_open, path)
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as packed:
            for entry in packed.infolist():
                yield PurePosixPath(entry.filename).name, partial(packed.open, entry)
    elif source.is_file() and tarfile.is_tarfile(source):
        with tarfile.open(source) as tar:
            for member in filter(tarfile.TarInfo.isfile, tar):
                yield PurePosixPath(member.name).name, partial(tar.extractfile, member)
    else:
        raise NoTablesError(f"{source.name} is no folder, .zip or .tgz")


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _head(file: IO[bytes] | None) -> bytes:
    """No more than shows that a table is too large: a packed file may claim any size."""
    if file is None:
        return b""
    with file:
        return file.read(LARGEST_TABLE + 1)
