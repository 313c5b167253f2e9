"""The parameters of one Bot API call, whichever way they came: query, urlencoded, multipart or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.emulator.errors import ApiError, bad_request
from bot.emulator.utf16 import is_unicode

_TRUE = {"true", "yes", "1"}


@dataclass(frozen=True)
class Upload:
    """One file of a multipart body."""

    name: str
    data: bytes
    mime_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Params:
    """Typed access to the parameters; what is badly shaped raises ApiError 400."""

    fields: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        return name in self.fields or name in self.uploads

    def text(self, name: str, default: str = "") -> str:
        """Gives a string parameter; numbers are taken as their digits."""
        value = self.fields.get(name)
        if value is None:
            return default
        text = value if isinstance(value, str) else json.dumps(value)
        if not is_unicode(text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def integer(self, name: str, default: int = 0) -> int:
        """Gives a whole number; what is not one counts as absent, as with Telegram."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Gives a Boolean; true, yes and 1 are true."""
        return self.text(name).lower() in _TRUE

    def json(self, name: str) -> Any:
        """Gives a JSON value, sent as such or as its text; None if absent."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {name} JSON object") from None

    def object(self, name: str) -> dict[str, Any]:
        """Gives a JSON object, empty if absent."""
        value = self.json(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name}")
        return value or {}

    def array(self, name: str) -> list[Any]:
        """Gives a JSON array, empty if absent."""
        value = self.json(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array of {name}")
        return value or []


async def read_params(request: web.Request) -> Params:
    """Reads the parameters of a request; a JSON body that is not an object raises ApiError 400."""
    fields: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            fields |= await _json_body(request)
        elif request.body_exists:
            await _read_form(request, fields, uploads)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except (ValueError, LookupError):
        raise bad_request("can't parse the request body") from None
    return Params(fields, uploads)


async def _read_form(request: web.Request, fields: dict[str, Any], uploads: dict[str, Upload]) -> None:
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            fields[name] = value if isinstance(value, str) else bytes(value).decode("utf-8", "replace")


async def _json_body(request: web.Request) -> dict[str, Any]:
    raw = await request.read()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("object expected as JSON body")
    return body
