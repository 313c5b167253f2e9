"""The fault script at work on one HTTP request."""

import asyncio

from aiohttp import web

from bot.emulator import membership
from bot.emulator.errors import ApiError, too_many_requests
from bot.emulator.faults import CHANGES, SERVER_TROUBLE, Fault
from bot.emulator.world import World

_REASONS = {
    "500": "Internal Server Error",
    "501": "Not Implemented",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
}


async def before(world: World, request: web.Request, fault: Fault, chat_id: str) -> web.Response | None:
    """Does what happens before the method: gives the answer that takes its place, or None to go on."""
    if fault.kind in SERVER_TROUBLE and fault.kind != "500":
        return _gateway_page(fault.kind)
    if fault.kind == "drop_before":
        return cut(request)
    if fault.kind == "slow":
        await asyncio.sleep(fault.delay)
    if fault.kind == "hang":
        await _silence()
    if fault.kind in CHANGES:
        _change(world, fault.kind, chat_id)
    _refuse(world, fault)
    return None


def _refuse(world: World, fault: Fault) -> None:
    if fault.kind == "freeze":
        world.gate.freeze(fault.retry_after, fault.chat_id)
    if fault.kind in {"429", "freeze"}:
        raise too_many_requests(fault.retry_after)
    if fault.kind == "500":
        raise ApiError(500, _REASONS["500"])
    if fault.kind == "error":
        raise ApiError(fault.error_code, fault.description)


def _change(world: World, kind: str, chat_id: str) -> None:
    """Changes a chat as its owner would; a chat that is not there stays so."""
    chat = world.chats.get(int(chat_id)) if chat_id.lstrip("-").isdecimal() else None
    if chat is None:
        return
    if kind == "blocked":
        membership.set_blocked(world, chat.id, is_blocked=True)
    elif kind == "deactivated":
        chat.is_deactivated = True
    elif chat.kind == "group" and chat.migrated_to is None:
        membership.upgrade(world, chat)


def _gateway_page(kind: str) -> web.Response:
    title = f"{kind} {_REASONS[kind]}"
    page = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
    return web.Response(status=int(kind), text=page, content_type="text/html")


async def after(request: web.Request, fault: Fault, response: web.Response) -> web.StreamResponse:
    """Does what happens to the answer of a method that was carried out."""
    if fault.kind == "drop_reply":
        return cut(request)
    if fault.kind == "hang_reply":
        await _silence()
    if fault.kind == "torn":
        return await _torn(request, response)
    if fault.kind == "garbage":
        return web.Response(text="<this is not JSON>")
    return response


async def _silence() -> None:
    # Ends when the caller hangs up: the runner cancels handlers whose connection is gone.
    await asyncio.Event().wait()


async def _torn(request: web.Request, whole: web.Response) -> web.StreamResponse:
    body = whole.body if isinstance(whole.body, bytes) else b""
    half = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return half


def cut(request: web.Request) -> web.Response:
    """Cuts the connection; the answer given back goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
