"""Only programs of this machine and pages of this server are let in."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses names that are not loopback (DNS rebinding) and requests that another site's page makes."""
    if _hostname(f"//{request.host}") not in _LOOPBACK:
        return _refusal("This server answers to 127.0.0.1 and localhost only.")
    if _is_foreign(request):
        return _refusal("Requests from pages of another origin are refused.")
    return await handler(request)


def _is_foreign(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return True
    # A link from elsewhere to the page itself is harmless; anything else could act.
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"} and request.path != "/"


def _hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _refusal(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=403)
