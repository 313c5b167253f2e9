"""The bytes between the bot and a worker: JSON and a payload, their lengths in front; never pickles."""

import json
from collections.abc import Mapping
from struct import Struct
from typing import Any

HEAD = Struct(">II")


def frame(fields: Mapping[str, Any], payload: bytes = b"") -> bytes:
    """Give a message as bytes: the lengths of both parts (at most 4 GB each), the JSON, the payload."""
    text = json.dumps(fields, ensure_ascii=True).encode("ascii")
    return HEAD.pack(len(text), len(payload)) + text + payload


def fields_of(text: bytes) -> dict[str, Any]:
    """Read a message's JSON part; anything but an object raises ValueError."""
    return dict(json.loads(text))
