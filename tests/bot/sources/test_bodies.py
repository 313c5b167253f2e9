import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Reason, RejectedError
from bot.sources.bodies import read_body

LIMIT = 2 * 2**20
TEXT = "Ein Satz über die Brücke. ".encode() * 50


async def in_pieces(data: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


ENCODED = {
    "": TEXT,
    "identity": TEXT,
    "gzip": gzip.compress(TEXT, mtime=0),
    " X-GZIP ": gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]),
    "deflate": zlib.compress(TEXT),
    "Deflate": raw_deflate(TEXT),
}


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("size", [1, 7, 100_000])
async def test_a_body_is_the_same_however_it_is_packed_and_cut(encoding: str, size: int) -> None:
    assert await read_body(in_pieces(ENCODED[encoding], size), encoding=encoding, limit=LIMIT) == TEXT


@given(st.binary(max_size=300), st.integers(1, 50))
async def test_what_was_packed_comes_out(data: bytes, size: int) -> None:
    assert (
        await read_body(in_pieces(gzip.compress(data, mtime=0), size), encoding="gzip", limit=LIMIT) == data
    )


@given(st.binary(max_size=100), st.sampled_from(["gzip", "deflate"]))
async def test_any_bytes_end_in_a_body_or_one_refusal(data: bytes, encoding: str) -> None:
    found = await outcome(data, encoding)
    assert found in {Reason.UNREACHABLE, Reason.TOO_LARGE} or len(found) <= LIMIT


async def outcome(data: bytes, encoding: str) -> bytes | Reason:
    try:
        return await read_body(in_pieces(data), encoding=encoding, limit=LIMIT)
    except RejectedError as refusal:
        return refusal.reason


async def refused(data: bytes, encoding: str) -> RejectedError:
    with pytest.raises(RejectedError) as refusal:
        await read_body(in_pieces(data, 2**16), encoding=encoding, limit=LIMIT)
    return refusal.value


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
async def test_more_than_the_limit_is_too_large_in_any_packing(encoding: str) -> None:
    bomb = bytes(LIMIT + 1)
    packed = {"": bomb, "gzip": gzip.compress(bomb, mtime=0), "deflate": zlib.compress(bomb)}[encoding]
    error = await refused(packed, encoding)
    assert (error.reason, error.details) == (Reason.TOO_LARGE, {"limit": "2 MB"})


async def test_exactly_the_limit_is_read() -> None:
    assert len(await read_body(in_pieces(gzip.compress(bytes(LIMIT))), encoding="gzip", limit=LIMIT)) == LIMIT


async def test_a_bomb_of_many_members_is_too_large() -> None:
    assert (await refused(gzip.compress(bytes(2**18)) * 20, "gzip")).reason is Reason.TOO_LARGE


async def test_thousands_of_empty_members_are_not_unpacked() -> None:
    assert (await refused(gzip.compress(b"") * 5000, "gzip")).reason is Reason.UNREACHABLE


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,deflate", "br", "zstd", "bogus"])
async def test_stacked_and_unknown_packings_are_refused(encoding: str) -> None:
    error = await refused(gzip.compress(TEXT, mtime=0), encoding)
    assert (error.reason, error.details) == (Reason.NOT_A_PAGE, {"content_type": encoding})


@pytest.mark.parametrize(
    "data", [gzip.compress(TEXT, mtime=0)[:-20], b"no gzip at all", gzip.compress(TEXT, mtime=0) + b"rest"]
)
async def test_damaged_bodies_are_refused(data: bytes) -> None:
    assert (await refused(data, "gzip")).reason is Reason.UNREACHABLE


async def test_an_empty_body_needs_no_packing() -> None:
    assert await read_body(in_pieces(b""), encoding="gzip", limit=LIMIT) == b""
