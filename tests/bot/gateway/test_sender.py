"""What goes over the wire for one delivery, and what comes back."""

import dataclasses
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.outcomes import NOT_CONNECTED
from bot.gateway.sender import Sender, message_body, plain_text
from bot.models import Button, Delivery, DeliveryKind, Gone, OutgoingMessage, RetryAt, Sent, Uncertain

TOKEN = "123456:test-token-that-must-not-leak"
DELIVERY = Delivery(
    id=1, subscriber_id=1, chat_id=7, thread_id=0, kind=DeliveryKind.DIGEST, slot=1, part=1,
    message=OutgoingMessage("<b>News</b>"), silent=False, attempts=0, uncertain=0,
)  # fmt: skip


def body(*, paid: bool = False, **changes: Any) -> dict[str, Any]:
    return message_body(dataclasses.replace(DELIVERY, **changes), paid=paid)


def test_an_ordinary_message() -> None:
    assert body() == {
        "chat_id": 7,
        "text": "<b>News</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def test_buttons_of_both_kinds() -> None:
    keyboard = (
        (Button("More", data="more:1"), Button("Site", url="https://example.org")),
        (Button("Pause", "p"),),
    )
    assert body(message=OutgoingMessage("x", keyboard))["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "More", "callback_data": "more:1"}, {"text": "Site", "url": "https://example.org"}],
            [{"text": "Pause", "callback_data": "p"}],
        ]
    }


@pytest.mark.parametrize("changes", [{"silent": True}, {"uncertain": 1}])
def test_what_is_silent_or_may_have_arrived_makes_no_sound(changes: dict[str, Any]) -> None:
    assert body(**changes)["disable_notification"] is True


def test_a_thread_and_a_paid_broadcast_are_named() -> None:
    assert body(thread_id=5)["message_thread_id"] == 5
    assert body(paid=True)["allow_paid_broadcast"] is True


def test_plain_text_has_no_parse_mode() -> None:
    plain = body(plain=True)
    assert plain["text"] == "News"
    assert "parse_mode" not in plain


def test_links_stay_readable_in_plain_text() -> None:
    link = '<b><a href="https://example.org/?a=1&amp;b=2">Title</a></b>'
    assert (
        plain_text(f"{link}\n<blockquote expandable>1 &lt; 2</blockquote>")
        == "Title (https://example.org/?a=1&b=2)\n1 < 2"
    )


def test_links_are_left_out_of_plain_text_that_would_grow_too_long() -> None:
    link = f'<a href="https://example.org/{"x" * 100}">{"😀" * 20}</a>'
    assert plain_text(link * 90) == "😀" * 1800


@given(st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])))
def test_any_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain_text(f"<b>{escaped}</b>") == text


async def test_a_message_is_sent_and_its_id_returned(api: Any, session: aiohttp.ClientSession) -> None:
    sender = Sender(session, token=TOKEN, base_url=api.base_url + "/")
    assert await sender.send(DELIVERY) == Sent(1)
    assert api.accepted == [body()]


async def test_a_refusal_over_the_wire(api: Any, session: aiohttp.ClientSession) -> None:
    api.answers(7, 403, "Forbidden: bot was blocked by the user")
    sender = Sender(session, token=TOKEN, base_url=api.base_url)
    assert await sender.send(DELIVERY) == Gone("Forbidden: bot was blocked by the user")


async def test_a_cut_connection_is_uncertain_and_names_no_address(
    api: Any, session: aiohttp.ClientSession
) -> None:
    api.cuts(7)
    outcome = await Sender(session, token=TOKEN, base_url=api.base_url).send(DELIVERY)
    assert isinstance(outcome, Uncertain)
    assert TOKEN not in repr(outcome)


async def test_a_refused_connection_sent_nothing(session: aiohttp.ClientSession) -> None:
    sender = Sender(session, token=TOKEN, base_url="http://127.0.0.1:9")
    assert await sender.send(DELIVERY) == RetryAt(0.0, NOT_CONNECTED)
    assert not await sender.probe()


async def test_a_probe_tells_whether_the_api_answers(api: Any, session: aiohttp.ClientSession) -> None:
    sender = Sender(session, token=TOKEN, base_url=api.base_url)
    assert await sender.probe()
    api.answers_text("getMe", 502, "bad gateway")
    assert not await sender.probe()
    api.cuts("getMe")
    assert not await sender.probe()
