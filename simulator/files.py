"""Files that were sent, by either side, and the shape of pictures."""

import secrets
import struct
from dataclasses import dataclass

from simulator.calls import Upload
from simulator.wire import Json, without_nothing

_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "sticker": "stickers"}
_ENDINGS = {"photo": "jpg", "voice": "oga", "sticker": "webp"}
_UNKNOWN_SHAPE = (1280, 960)
_SMALL_SIDE = 90
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file. `kind` is the Bot API's name of what it was sent as; `path` what getFile answers."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    content: bytes
    path: str
    seconds: int = 0

    def as_file(self) -> Json:
        """The file as the Bot API's `File`."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
            "file_path": self.path,
        }

    def as_attachment(self) -> Json | list[Json]:
        """What stands in a message under the name `kind`."""
        plain = {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}
        if self.kind == "photo":
            return self._sizes(plain)
        if self.kind == "voice":
            return plain | {"duration": self.seconds, "mime_type": "audio/ogg"}
        if self.kind == "sticker":
            return plain | {"type": "regular", "width": 512, "height": 512, "emoji": self.name,
                            "is_animated": False, "is_video": False}  # fmt: skip
        return without_nothing(plain | {"file_name": self.name or None, "mime_type": self.mime_type})

    def _sizes(self, plain: Json) -> list[Json]:
        width, height = shape_of(self.content) or _UNKNOWN_SHAPE
        scale = min(1.0, _SMALL_SIDE / max(width, height))
        small = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
        names = {"file_id": f"{self.id}-s", "file_unique_id": f"{self.unique_id}s"}
        return [plain | names | small, plain | {"width": width, "height": height}]


class Files:
    """All files, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, upload: Upload, seconds: int = 0) -> StoredFile:
        number = len(self._by_id)
        ending = _ENDINGS.get(kind) or upload.name.rpartition(".")[2] or "bin"
        stored = StoredFile(
            id=f"{kind[:2].upper()}{secrets.token_urlsafe(24)}",
            unique_id=secrets.token_urlsafe(9),
            kind=kind,
            name=upload.name,
            mime_type=upload.mime_type,
            content=upload.content,
            path=f"{_FOLDERS.get(kind, kind)}/file_{number}.{ending}",
            seconds=seconds,
        )
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file of an id; the small size of a photo is the same file here."""
        return self._by_id.get(file_id.removesuffix("-s"))

    def find_at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def shape_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG picture; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:  # noqa: PLR2004  signature and IHDR
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_shape(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_shape(content: bytes) -> tuple[int, int] | None:
    """Walk the JPEG's segments to its frame header."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004  each segment starts so
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
