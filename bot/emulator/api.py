"""The Bot API over HTTP: /bot<token>/METHOD and /file/bot<token>/PATH."""

import asyncio
import inspect
from typing import Any

from aiohttp import web

from bot.emulator.clock import wall_clock
from bot.emulator.errors import ApiError, too_many_requests
from bot.emulator.faults import Fault
from bot.emulator.methods import METHODS
from bot.emulator.params import Params, read_params
from bot.emulator.world import TOKEN_SHAPE, World

_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class BotApi:
    """Answers the bot's requests in the emulated world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Lists the paths it serves."""
        return [
            web.route("*", "/bot{token}/{method}", self._call),
            web.get("/file/bot{token}/{path:.+}", self._download),
        ]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        started = wall_clock()
        name = request.match_info["method"]
        chat_id = ""
        try:
            self._check_token(request.match_info["token"])
            params = await read_params(request)
            chat_id = _chat_of(params)
            response = await self._serve(request, name, params, chat_id)
        except ApiError as error:
            response = _refused(error)
        self._world.log.called(name, chat_id, response.status, started)
        return response

    def _check_token(self, token: str) -> None:
        if not TOKEN_SHAPE.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self._world.token:
            raise ApiError(401, "Unauthorized")

    async def _serve(
        self, request: web.Request, name: str, params: Params, chat_id: str
    ) -> web.StreamResponse:
        fault = self._world.faults.take(name, chat_id)
        if fault is not None:
            await self._before(request, fault)
        response = await self._answer(name, params)
        if fault is not None and fault.kind == "garbage":
            return web.Response(text="<not what was expected>")
        if fault is not None and fault.kind == "drop_reply":
            _cut(request)
        return response

    async def _before(self, request: web.Request, fault: Fault) -> None:
        if fault.kind == "429":
            raise too_many_requests(fault.retry_after)
        if fault.kind == "500":
            raise ApiError(500, "Internal Server Error")
        if fault.kind == "error":
            raise ApiError(fault.error_code, fault.description)
        if fault.kind == "502":
            raise web.HTTPBadGateway(text=_BAD_GATEWAY, content_type="text/html")
        if fault.kind == "drop_before":
            _cut(request)
            raise ApiError(500, "the connection was cut")
        if fault.kind == "slow":
            await asyncio.sleep(fault.delay)
        if fault.kind == "hang":
            # Ends when the caller hangs up: the runner cancels handlers whose connection is gone.
            await asyncio.Event().wait()

    async def _answer(self, name: str, params: Params) -> web.Response:
        method = METHODS.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        result: Any = method(self._world, params)
        if inspect.isawaitable(result):
            result = await result
        return web.json_response({"ok": True, "result": result})

    async def _download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return _refused(error)
        stored = self._world.files.at_path(request.match_info["path"])
        if stored is None:
            return _refused(ApiError(404, "Not Found"))
        return web.Response(body=stored.data, headers=_DOWNLOAD_HEADERS)


# A file that somebody sent must never run as a page of this server.
_DOWNLOAD_HEADERS = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
}


def _chat_of(params: Params) -> str:
    try:
        return params.text("chat_id")
    except ApiError:
        return ""


def _refused(error: ApiError) -> web.Response:
    headers = (
        {"Retry-After": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else {}
    )
    return web.json_response(error.body(), status=error.code, headers=headers)


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
