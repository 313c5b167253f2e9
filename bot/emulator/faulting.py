"""The fault script at work on one HTTP request."""

import asyncio

from aiohttp import web

from bot.emulator.errors import ApiError, too_many_requests
from bot.emulator.faults import Fault

_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


async def before(request: web.Request, fault: Fault) -> web.Response | None:
    """Does what happens before the method: gives the answer that takes its place, or None to go on."""
    if fault.kind == "502":
        return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
    if fault.kind == "drop_before":
        return cut(request)
    if fault.kind == "slow":
        await asyncio.sleep(fault.delay)
    if fault.kind == "hang":
        await _silence()
    _refuse(fault)
    return None


def _refuse(fault: Fault) -> None:
    if fault.kind == "429":
        raise too_many_requests(fault.retry_after)
    if fault.kind == "500":
        raise ApiError(500, "Internal Server Error")
    if fault.kind == "error":
        raise ApiError(fault.error_code, fault.description)


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
