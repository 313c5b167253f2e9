import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workers.frames import HEAD, fields_of, frame

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.integers() | st.none() | st.booleans()), st.binary())
def test_a_message_comes_out_as_it_went_in(fields: dict[str, str | int | None], payload: bytes) -> None:
    message = frame(fields, payload)
    text_length, payload_length = HEAD.unpack(message[: HEAD.size])
    text = message[HEAD.size : HEAD.size + text_length]
    assert fields_of(text) == fields
    assert message[HEAD.size + text_length :] == payload
    assert len(payload) == payload_length


@pytest.mark.parametrize("text", [b"", b"[1]", b"7", b"{", b"\xff", b"null"])
def test_anything_but_an_object_is_no_message(text: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        fields_of(text)
