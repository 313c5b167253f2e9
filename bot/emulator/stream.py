"""The event stream: what happens, as server-sent events."""

import asyncio
import json

from aiohttp import web

from bot.emulator.events import Event
from bot.emulator.world import World

_HEARTBEAT_SECONDS = 15.0
_HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def stream_events(world: World, request: web.Request) -> web.StreamResponse:
    """Streams events until the listener leaves.

    Starts after the event that `Last-Event-ID` or `after` names. If those in between are no longer known (a
    restart, a long absence) the first event is `reset`: the listener loads the state anew.
    """
    response = web.StreamResponse(headers=_HEADERS)
    await response.prepare(request)
    with world.hub.listen() as events:
        for event in _missed(world, request):
            await response.write(_encoded(event))
        while True:
            await response.write(await _next(events))


def _missed(world: World, request: web.Request) -> list[Event]:
    named = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    if not named.isdecimal() or not named.isascii():
        return []
    missed = world.hub.since(int(named[:18]))
    return [Event(world.hub.number, "reset", {})] if missed is None else missed


async def _next(events: asyncio.Queue[Event]) -> bytes:
    try:
        return _encoded(await asyncio.wait_for(events.get(), _HEARTBEAT_SECONDS))
    except TimeoutError:
        return b": still here\n\n"


def _encoded(event: Event) -> bytes:
    return f"id: {event.number}\nevent: {event.kind}\ndata: {json.dumps(event.data)}\n\n".encode()
