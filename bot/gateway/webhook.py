"""Updates pushed by Telegram: accepted with the right secret only, answered 200 only when kept."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.gateway.dispatcher import Dispatcher, RubbishError

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header, no secret
LARGEST_BODY = 1_000_000


def webhook_handler(
    dispatcher: Dispatcher, secret: str
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler for the webhook's path.

    It answers 403 without the secret, 413 and 400 to what is no update, 503 while the bot starts, too much
    waits or nothing can be stored (Telegram then repeats), and 200 once the update is kept.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return web.Response(status=403)
        if dispatcher.full or not dispatcher.started:
            return web.Response(status=503)
        body = await _body(request)
        return web.Response(status=413 if body is None else await _keep(dispatcher, body))

    return handle


async def _body(request: web.Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


async def _keep(dispatcher: Dispatcher, body: bytes) -> int:
    try:
        await dispatcher.feed([json.loads(body)])
    except (RubbishError, ValueError, RecursionError):
        return 400
    except Exception:
        log.exception("inbox_write_failed count=1")
        return 503
    return 200
