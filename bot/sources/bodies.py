"""A response body read and decompressed by hand, so that its size is bounded at every step."""

import zlib
from collections.abc import AsyncIterable

from bot.errors import Reason, RejectedError

_MEMBERS = 100  # real pages have one; thousands of empty ones would cost time without ever growing
_GZIP_NAMES = frozenset({"gzip", "x-gzip"})
_PLAIN_NAMES = frozenset({"", "identity"})


async def read_body(chunks: AsyncIterable[bytes], *, encoding: str, limit: int) -> bytes:
    """Join the chunks, undo ``encoding`` (a Content-Encoding), and keep both forms within ``limit`` bytes.

    Raises:
        RejectedError: TOO_LARGE, NOT_A_PAGE for an encoding that was not asked for (several at once are
            such), UNREACHABLE for a damaged or incomplete body.
    """
    inflater = _inflater(encoding.strip().lower())
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        if received > limit:
            raise too_large(limit)
        body += inflater.feed(chunk, limit - len(body)) if inflater else chunk
        if len(body) > limit:
            raise too_large(limit)
    if inflater and received and not inflater.complete:
        raise RejectedError(Reason.UNREACHABLE)
    return bytes(body)


def too_large(limit: int) -> RejectedError:
    """Give the error for more than ``limit`` bytes, which names the limit as people read it."""
    return RejectedError(Reason.TOO_LARGE, limit=f"{limit // 2**20} MB")


def _inflater(encoding: str) -> "_Inflater | None":
    if encoding in _PLAIN_NAMES:
        return None
    if encoding in _GZIP_NAMES:
        return _Inflater(gzip=True)
    if encoding == "deflate":
        return _Inflater(gzip=False)
    raise RejectedError(Reason.NOT_A_PAGE, content_type=encoding[:80])


class _Inflater:
    """Undoes gzip (of several members) or deflate, with and without its zlib header."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._stream = zlib.decompressobj(wbits=31) if gzip else None
        self._members = 1

    @property
    def complete(self) -> bool:
        """Whether the stream has reached its end mark."""
        return self._stream is not None and self._stream.eof

    def feed(self, data: bytes, room: int) -> bytes:
        """Give at most ``room + 1`` decompressed bytes; whoever gets more than ``room`` must stop."""
        found = b""
        try:
            while data and len(found) <= room:
                stream = self._stream_for(data)
                found += stream.decompress(data, room + 1 - len(found))
                data = stream.unused_data
        except zlib.error:
            raise RejectedError(Reason.UNREACHABLE) from None
        return found

    def _stream_for(self, data: bytes) -> "zlib._Decompress":
        if self._stream is None:
            self._stream = zlib.decompressobj(wbits=15 if data[0] & 0x0F == 8 else -15)
        elif self._stream.eof:
            self._begin_member(data)
        return self._stream

    def _begin_member(self, data: bytes) -> None:
        if not self._gzip or self._members == _MEMBERS or data[0] != 0x1F:
            raise RejectedError(Reason.UNREACHABLE)
        self._members += 1
        self._stream = zlib.decompressobj(wbits=31)
