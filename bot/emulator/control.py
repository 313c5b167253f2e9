"""The control API under /emulator: what the chat page and programs in other languages can see and do."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.emulator import deeds, view
from bot.emulator.chats import User
from bot.emulator.deeds import Deed
from bot.emulator.errors import ActionError
from bot.emulator.files import StoredFile
from bot.emulator.moving import Mover
from bot.emulator.script import ScriptError, read
from bot.emulator.stream import stream_events
from bot.emulator.wishes import Wish, read_wish
from bot.emulator.world import World

_SHOWN_MESSAGES = 200
# What a browser may show in the page; every other file is only downloaded.
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}

Answer = Callable[[Wish], Awaitable[Any]]


class Control:
    """Shows and changes the emulated world over HTTP; each error is one sentence in `error`."""

    def __init__(self, world: World, mover: Mover) -> None:
        self._world = world
        self._mover = mover

    def routes(self) -> list[web.RouteDef]:
        """Lists the paths it serves."""
        return [
            _get("state", self._state),
            _get("commands", self._commands),
            _get("log", self._log),
            _get("calls", self._calls),
            _get("clock", self._clock),
            _get("faults", self._faults),
            web.get("/emulator/events", self._events),
            web.get("/emulator/files/{unique_id}", self._file),
            _post("clock/advance", self._advance),
            _post("clock/move", self._move),
            _post("clock/next", self._next),
            _post("people", self._person),
            _post("faults", self._add_fault),
            _post("faults/clear", self._clear_faults),
            _post("script", self._set_script),
            *(_post(name, self._carrying_out(deed)) for name, deed in deeds.DEEDS.items()),
        ]

    def _carrying_out(self, deed: Deed) -> Answer:
        async def answer(wish: Wish) -> Any:
            return await deed(self._world, wish)

        return answer

    async def _state(self, wish: Wish) -> Any:
        last = wish.optional_integer("last")
        return view.state(self._world, _SHOWN_MESSAGES if last is None else last)

    async def _commands(self, wish: Wish) -> Any:
        person, chat = wish.integer("person"), wish.optional_integer("chat")
        return view.menu(self._world, person, person if chat is None else chat)

    async def _log(self, wish: Wish) -> Any:
        after = wish.optional_integer("after") or 0
        return {"deliveries": [delivery.body() for delivery in self._world.log[max(0, after) :]]}

    async def _calls(self, wish: Wish) -> Any:
        after = wish.optional_integer("after") or 0
        return {"calls": [call.body() for call in self._world.log.calls[max(0, after) :]]}

    async def _clock(self, _wish: Wish) -> Any:
        planned = await self._mover.planned()
        return view.clock(self._world) | {"next": planned.isoformat() if planned else None}

    async def _advance(self, wish: Wish) -> Any:
        await self._mover.advance(wish.number("seconds"))
        return view.clock(self._world)

    async def _move(self, wish: Wish) -> Any:
        await self._mover.move_to(_instant(wish.text("to")))
        return view.clock(self._world)

    async def _next(self, _wish: Wish) -> Any:
        instant = await self._mover.move_to_next()
        return view.clock(self._world) | {"event": instant.isoformat()}

    async def _person(self, wish: Wish) -> Any:
        user = User(
            wish.integer("id"),
            wish.text("name"),
            wish.text("username", "") or None,
            wish.text("language_code", "en"),
        )
        if user.id <= 0 or user.id == self._world.bot.id or not user.first_name.strip():
            raise ActionError("A person needs a name and a positive id that is not the bot's.")
        self._world.add_user(user)
        return view.person(self._world, user)

    async def _faults(self, _wish: Wish) -> Any:
        return {"faults": self._world.faults.body()}

    async def _add_fault(self, wish: Wish) -> Any:
        return {"id": self._world.faults.add(**_fault_fields(wish)).id}

    async def _clear_faults(self, _wish: Wish) -> Any:
        self._world.faults.clear()
        return {}

    async def _set_script(self, wish: Wish) -> Any:
        try:
            script = read(wish.fields)
        except ScriptError as error:
            raise ActionError(str(error)) from None
        script.put_into(self._world)
        return {"faults": self._world.faults.body(), "limits": asdict(self._world.gate.limits)}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        return await stream_events(self._world, request)

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._world.files.with_unique_id(request.match_info["unique_id"])
        if stored is None:
            return _error("There is no such file.", 404)
        return web.Response(body=stored.data, headers=_file_headers(stored))


def _file_headers(stored: StoredFile) -> dict[str, str]:
    is_picture = stored.mime_type in _PICTURES
    return {
        "Content-Type": stored.mime_type if is_picture else "application/octet-stream",
        "Content-Disposition": "inline" if is_picture else "attachment",
        "X-Content-Type-Options": "nosniff",
    }


def _fault_fields(wish: Wish) -> dict[str, Any]:
    # A form has only texts, so numbers may come as their digits; what is wrong is told by the script.
    whole = {name: wish.optional_integer(name) for name in _WHOLE if name in wish.fields}
    numbers = {name: wish.number(name) for name in _NUMBERS if wish.fields.get(name) is not None}
    return {"kind": wish.text("kind")} | dict(wish.fields) | whole | numbers


_WHOLE = ("chat_id", "times", "skip", "retry_after", "error_code")
_NUMBERS = ("share", "delay", "after", "until")


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ActionError("'to' must be an instant such as 2026-03-04T08:00:00+00:00.") from None


def _get(path: str, answer: Answer) -> web.RouteDef:
    return web.get(f"/emulator/{path}", _handler(answer))


def _post(path: str, answer: Answer) -> web.RouteDef:
    return web.post(f"/emulator/{path}", _handler(answer))


def _handler(answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await answer(await read_wish(request)))
        except web.HTTPRequestEntityTooLarge:
            return _error("This is too large for the emulator.", 413)
        except ActionError as error:
            return _error(str(error), 400)

    return handle


def _error(sentence: str, status: int) -> web.Response:
    return web.json_response({"error": sentence}, status=status)
