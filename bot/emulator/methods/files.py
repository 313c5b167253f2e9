"""Photos and documents from the bot, and where people's files can be fetched."""

from typing import Any

from bot.emulator.chats import Message
from bot.emulator.errors import ApiError, bad_request
from bot.emulator.files import DOCUMENT_BYTES, DOWNLOAD_BYTES, PHOTO_BYTES, StoredFile, picture_size
from bot.emulator.formatting import caption
from bot.emulator.params import Params, Upload
from bot.emulator.reach import writable_chat
from bot.emulator.sending import caption_fields, send_to
from bot.emulator.world import World


def send_document(world: World, params: Params) -> Message:
    """Sends a file, uploaded or known by its file_id."""
    return _send_file(world, params, "document", "sendDocument")


def send_photo(world: World, params: Params) -> Message:
    """Sends a picture, uploaded or known by its file_id."""
    return _send_file(world, params, "photo", "sendPhoto")


def _send_file(world: World, params: Params, kind: str, method: str) -> Message:
    chat = writable_chat(world, params)
    formatted = caption(params)
    content = file_fields(world, params, kind, params.text(kind)) | caption_fields(formatted)
    return send_to(world, chat, params, content, method=method, dropped=formatted.dropped)


def file_fields(world: World, params: Params, kind: str, wanted: str) -> dict[str, Any]:
    """Gives the document or photo field for what a call names: its own upload, attach:// or a file_id."""
    stored = _stored(world, params, kind, wanted)
    return {"photo": stored.photo()} if kind == "photo" else {"document": stored.document()}


def _stored(world: World, params: Params, kind: str, wanted: str) -> StoredFile:
    name = wanted.removeprefix("attach://") if wanted.startswith("attach://") else kind
    upload = params.uploads.get(name)
    if upload is not None:
        return world.files.add(kind, upload.name or kind, _checked(upload, kind), upload.mime_type)
    if not wanted:
        raise bad_request(f"there is no {kind} in the request")
    known = world.files.by_id.get(wanted)
    if known is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.title()} as {kind.title()}")
    return known


def _checked(upload: Upload, kind: str) -> bytes:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (PHOTO_BYTES if kind == "photo" else DOCUMENT_BYTES):
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo":
        _check_picture(upload.data)
    return upload.data


def _check_picture(data: bytes) -> None:
    size = picture_size(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * max(min(size), 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def send_media_group(world: World, params: Params) -> list[Message]:
    """Sends 2 to 10 photos or documents as one album."""
    chat = writable_chat(world, params)
    items = params.array("media")
    if not 2 <= len(items) <= 10:
        raise bad_request("media group must include 2-10 items")
    album = {"media_group_id": str(world.hub.number + 1)}
    contents = [_album_item(world, params, item) for item in items]
    return [send_to(world, chat, params, album | content, method="sendMediaGroup") for content in contents]


def _album_item(world: World, params: Params, item: Any) -> dict[str, Any]:
    if not isinstance(item, dict) or item.get("type") not in {"photo", "document"}:
        raise bad_request("can't parse InputMedia: this emulator takes photos and documents")
    written = caption_fields(caption(Params(item)))
    return file_fields(world, params, item["type"], str(item.get("media", ""))) | written


def get_file(world: World, params: Params) -> dict[str, Any]:
    """Tells where a file can be downloaded, up to 20 MB."""
    stored = world.files.by_id.get(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return stored.reference() | {"file_path": stored.path}


METHODS = {
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
