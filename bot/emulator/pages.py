"""The chat page: static files beside this module, or a short word if there are none."""

from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent / "page"
_PLACEHOLDER = "This is a Bot API emulator. Its control API is under /emulator/state.\n"
_POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'"
# Only what the server itself serves runs in the page.
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def routes() -> list[web.AbstractRouteDef]:
    """Lists the paths of the page and of its files."""
    files = [web.get("/page/{name:.+}", _serve)] if _FOLDER.is_dir() else []
    return [web.get("/", _index), *files]


async def _index(_request: web.Request) -> web.StreamResponse:
    return _file("index.html") or web.Response(text=_PLACEHOLDER)


async def _serve(request: web.Request) -> web.StreamResponse:
    return _file(request.match_info["name"]) or web.Response(status=404, text="There is no such file.\n")


def _file(name: str) -> web.StreamResponse | None:
    path = (_FOLDER / name).resolve()
    is_ours = path.is_relative_to(_FOLDER.resolve()) and path.is_file()
    return web.FileResponse(path, headers=_HEADERS) if is_ours else None
