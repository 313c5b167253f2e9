"""One message of the outbox to the Bot API: a JSON body, and of the answer only what the outbox needs.

PTB is not used here: building its objects from an answer costs more than the request itself.
"""

import json
from html.parser import HTMLParser
from typing import Any

import aiohttp
from yarl import URL

from bot import metrics
from bot.gateway.outcomes import is_lost_contact, outcome_of, outcome_of_error
from bot.gateway.request import JSON_HEADERS, decoded
from bot.models import Delivery, DeliveryKind, Outcome
from bot.views.bodies import content

TELEGRAM = "https://api.telegram.org"
# Above Telegram's own slowest answers; beyond it nobody knows whether the message arrived.
TIMEOUT = aiohttp.ClientTimeout(total=40, sock_connect=10)
PROBE_TIMEOUT = aiohttp.ClientTimeout(total=10)
LONGEST = 4096  # UTF-16 units


class Sender:
    """Sends deliveries through a shared session; ``paid`` asks for Telegram's paid broadcast rate."""

    def __init__(
        self, session: aiohttp.ClientSession, *, token: str, base_url: str = TELEGRAM, paid: bool = False
    ) -> None:
        self._session = session
        self._methods = f"{base_url.rstrip('/')}/bot{token}"
        # Parsed once: of a short body, the address would cost as much as the rest.
        self._send = URL(f"{self._methods}/sendMessage")
        self._paid = paid

    async def send(self, delivery: Delivery) -> Outcome:
        """Send one message and tell what became of it; raises nothing that the network can cause."""
        body = json.dumps(message_body(delivery, paid=self._paid)).encode()
        try:
            with metrics.SEND_SECONDS.time():
                async with self._session.post(
                    self._send, data=body, headers=JSON_HEADERS, timeout=TIMEOUT, allow_redirects=False
                ) as response:
                    return outcome_of(response.status, decoded(await response.read()))
        except Exception as error:
            if not is_lost_contact(error):
                raise
            return outcome_of_error(error)

    async def probe(self) -> bool:
        """Whether the Bot API answers at all."""
        try:
            async with self._session.post(f"{self._methods}/getMe", timeout=PROBE_TIMEOUT) as response:
                answer = decoded(await response.read())
                return response.status < 500 and isinstance(answer, dict)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False


def message_body(delivery: Delivery, *, paid: bool = False) -> dict[str, Any]:
    """The parameters of ``sendMessage`` for a delivery."""
    body = content(delivery.message) | {"chat_id": delivery.chat_id}
    if delivery.plain:
        body["text"] = plain_text(delivery.message.text)
        del body["parse_mode"]
    if delivery.silent or delivery.uncertain:
        body["disable_notification"] = True
    if delivery.thread_id:
        body["message_thread_id"] = delivery.thread_id
    # What somebody asked for is an answer: Telegram's free limits leave room for those.
    if paid and delivery.kind is not DeliveryKind.REQUEST:
        body["allow_paid_broadcast"] = True
    return body


def plain_text(html: str) -> str:
    """Telegram's HTML as text: without tags, links in brackets unless the text then grows too long."""
    with_links = _Text(links=True).read(html)
    fits = len(with_links.encode("utf-16-le")) // 2 <= LONGEST
    return with_links if fits else _Text(links=False).read(html)


class _Text(HTMLParser):
    def __init__(self, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._links = links
        self._pieces: list[str] = []
        self._target = ""

    def read(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self._pieces)

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._target = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links and self._target:
            self._pieces.append(f" ({self._target})")
            self._target = ""
