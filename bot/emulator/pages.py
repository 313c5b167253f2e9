"""The chat page: static files beside this module."""

from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent / "page"
_POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Only what the server itself serves runs in the page.
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def routes() -> list[web.AbstractRouteDef]:
    """Lists the paths of the page and of its files."""
    return [web.get("/", _index), web.get("/page/{name:.+}", _serve)]


async def _index(_request: web.Request) -> web.StreamResponse:
    return _answer("index.html")


async def _serve(request: web.Request) -> web.StreamResponse:
    return _answer(request.match_info["name"])


def _answer(name: str) -> web.StreamResponse:
    # Looked up among what is there, so that no name leads out of the folder.
    files = {path.relative_to(_FOLDER).as_posix(): path for path in _FOLDER.rglob("*") if path.is_file()}
    if name not in files:
        return web.Response(status=404, text="There is no such file.\n")
    return web.FileResponse(files[name], headers=_HEADERS)
