"""Files of both directions: kept in memory, found by file_id, unique id or path."""

import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from typing import Any

DOWNLOAD_BYTES = 20 * 1024 * 1024
DOCUMENT_BYTES = 50 * 1024 * 1024
PHOTO_BYTES = 10 * 1024 * 1024
_UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class StoredFile:
    """One file: `path` is what getFile tells, `kind` document or photo."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    data: bytes

    def document(self) -> dict[str, Any]:
        """Gives the Document object of the Bot API."""
        return self.reference() | {"file_name": self.name, "mime_type": self.mime_type}

    def photo(self) -> list[dict[str, Any]]:
        """Gives the PhotoSize array of the Bot API (one size)."""
        width, height = picture_size(self.data) or (320, 240)
        return [self.reference() | {"width": width, "height": height}]

    def reference(self) -> dict[str, Any]:
        """Gives what every file object has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class FileStore:
    """All files of the emulated world."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}

    def add(self, kind: str, name: str, data: bytes, mime_type: str | None = None) -> StoredFile:
        """Stores a file under new ids; the type is guessed from the name if not given."""
        number = len(self.by_id) + 1
        safe_type = mime_type or mimetypes.guess_type(name)[0] or _UNKNOWN_TYPE
        unique = f"{kind[:2].upper()}{number:05d}{hashlib.sha256(data).hexdigest()[:8]}"
        ending = ".jpg" if kind == "photo" else _ending(name)
        stored = StoredFile(
            file_id=f"emulated-{unique}",
            unique_id=unique,
            kind=kind,
            path=f"{kind}s/file_{number}{ending}",
            name=name,
            mime_type=safe_type,
            data=data,
        )
        self.by_id[stored.file_id] = stored
        return stored

    def at_path(self, path: str) -> StoredFile | None:
        """Finds a file by the path that getFile told."""
        return next((stored for stored in self.by_id.values() if stored.path == path), None)

    def with_unique_id(self, unique_id: str) -> StoredFile | None:
        """Finds a file by its unique id."""
        return next((stored for stored in self.by_id.values() if stored.unique_id == unique_id), None)


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2] if "." in name else ""
    return f".{ending.lower()}" if ending.isascii() and ending.isalnum() and len(ending) <= 8 else ""


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Reads width and height from the head of a PNG, GIF or JPEG; None if it is none of these."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        # Frame headers are C0-CF without the tables C4, C8 and CC.
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return int(width), int(height)
        place += 2 + length
    return None
