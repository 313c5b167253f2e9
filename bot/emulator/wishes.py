"""What a request to the control API asks for, checked field by field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.emulator.acts import Place
from bot.emulator.errors import ActionError
from bot.emulator.params import Upload
from bot.emulator.utf16 import is_unicode

# Telegram's ids have at most 52 significant bits, so that any program can hold them.
_LARGEST = 2**52


@dataclass(frozen=True)
class Wish:
    """The fields of a body or query; what is missing or badly shaped raises ActionError."""

    fields: Mapping[str, Any]
    upload: Upload | None = None

    def text(self, name: str, default: str | None = None) -> str:
        """Gives a string; a missing one is the default, or an error if there is none."""
        value = self.fields.get(name, default)
        if not isinstance(value, str):
            raise ActionError(f"'{name}' must be a string.")
        if not is_unicode(value):
            raise ActionError(f"'{name}' must be valid Unicode.")
        return value

    def integer(self, name: str) -> int:
        """Gives a whole number."""
        found = self.optional_integer(name)
        if found is None:
            raise ActionError(f"'{name}' must be a whole number.")
        return found

    def optional_integer(self, name: str) -> int | None:
        """Gives a whole number, or None if it is absent."""
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        try:
            number = int(str(value))
        except ValueError:
            raise ActionError(f"'{name}' must be a whole number.") from None
        if abs(number) > _LARGEST:
            raise ActionError(f"'{name}' is too large.")
        return number

    def number(self, name: str) -> float:
        """Gives a number."""
        try:
            return float(str(self.fields.get(name)))
        except ValueError:
            raise ActionError(f"'{name}' must be a number.") from None

    def flag(self, name: str) -> bool:
        """Gives a Boolean, false if absent."""
        return self.fields.get(name) in {True, "true", "1"}

    def array(self, name: str) -> list[Any]:
        """Gives a list, empty if absent."""
        value = self.fields.get(name, [])
        if not isinstance(value, list):
            raise ActionError(f"'{name}' must be a list.")
        return value

    def place(self) -> Place:
        """Gives who acts and where: `person`, and `chat`, `thread`, `anonymous` if given."""
        return Place(
            self.integer("person"),
            self.optional_integer("chat"),
            self.optional_integer("thread"),
            self.flag("anonymous"),
        )


async def read_wish(request: web.Request) -> Wish:
    """Reads the body of a request, or its query if it has none."""
    if request.content_type == "multipart/form-data":
        return await _read_form(request)
    if not request.body_exists:
        return Wish(dict(request.query))
    try:
        fields = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise ActionError("The body must be a JSON object.") from None
    if not isinstance(fields, dict):
        raise ActionError("The body must be a JSON object.")
    return Wish(fields)


async def _read_form(request: web.Request) -> Wish:
    try:
        form = await request.post()
    except ValueError:
        raise ActionError("The form cannot be read.") from None
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    files = [value for value in form.values() if isinstance(value, web.FileField)]
    upload = Upload(files[0].filename, files[0].file.read(), files[0].content_type) if files else None
    return Wish(fields, upload)
