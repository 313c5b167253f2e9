"""The Bot API over HTTP: /bot<token>/METHOD and /file/bot<token>/PATH."""

import inspect
from typing import Any

from aiohttp import web

from bot.emulator import faulting
from bot.emulator.clock import wall_clock
from bot.emulator.errors import ApiError
from bot.emulator.methods import METHODS
from bot.emulator.params import Params, read_params
from bot.emulator.world import TOKEN_SHAPE, World

# A file that somebody sent must never run as a page of this server.
_DOWNLOAD_HEADERS = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
}


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
        name = request.match_info["method"]
        started, chat_id, status = wall_clock(), "", 0
        response: web.StreamResponse
        try:
            self._check_token(request)
            params = await read_params(request)
            chat_id = _chat_of(params)
            response = await self._serve(request, name, params, chat_id)
            status = response.status
        except ApiError as error:
            response, status = _refused(error), error.code
        finally:
            # A caller that hung up, as after a fault that hangs, is noted with the status 0.
            self._world.log.called(name, chat_id, status, started)
        return response

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if not TOKEN_SHAPE.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self._world.token:
            raise ApiError(401, "Unauthorized")

    async def _serve(
        self, request: web.Request, name: str, params: Params, chat_id: str
    ) -> web.StreamResponse:
        fault = self._world.faults.take(name, chat_id)
        if fault is None:
            return await self._answer(name, params)
        instead = await faulting.before(self._world, request, fault, chat_id)
        if instead is not None:
            return instead
        return await faulting.after(request, fault, await self._answer(name, params))

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
            self._check_token(request)
        except ApiError as error:
            return _refused(error)
        stored = self._world.files.at_path(request.match_info["path"])
        if stored is None:
            return _refused(ApiError(404, "Not Found"))
        return web.Response(body=stored.data, headers=_DOWNLOAD_HEADERS)


def _chat_of(params: Params) -> str:
    try:
        return params.text("chat_id")
    except ApiError:
        return ""


def _refused(error: ApiError) -> web.Response:
    wait = error.parameters.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return web.json_response(error.body(), status=error.code, headers=headers)
