"""HTTP to the Bot API over one shared aiohttp session, also for python-telegram-bot.

Errors name their own type only: a URL of the Bot API holds the token.
"""

import json
from typing import Any

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 256
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
WRITE_SECONDS = 20.0
UPLOAD_SECONDS = 120.0
JSON_HEADERS = {"Content-Type": "application/json"}


class NotSentError(NetworkError):
    """The request surely did not reach the server."""


class FloodError(TelegramError):
    """Telegram asks to wait ``seconds``; stands for PTB's RetryAfter, which warns when it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Flood control exceeded. Retry in {seconds:g} seconds")
        self.seconds = seconds


def open_session() -> aiohttp.ClientSession:
    """The session that everything which talks to the Bot API shares; closed by who opened it."""
    connector = aiohttp.TCPConnector(limit=CONNECTIONS, limit_per_host=CONNECTIONS)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


def surely_not_sent(error: BaseException) -> bool:
    """Whether a failed request never left: no connection was made.

    Both types are children of others that leave it open, so they are asked for first.
    """
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


def retry_after(payload: object) -> float | None:
    """The seconds of a decoded 429 answer, if it names them."""
    parameters = payload.get("parameters") if isinstance(payload, dict) else None
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else None


def decoded(body: bytes) -> object:
    """The JSON of an answer; None if it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


class AiohttpRequest(BaseRequest):
    """PTB's way to the Bot API; the session is shared and outlives it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take, in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing to do: the session is open already."""

    async def shutdown(self) -> None:
        """Nothing to do: who opened the session closes it."""

    async def do_request(  # noqa: PLR0917 - PTB's interface
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - PTB's interface
    ) -> tuple[int, bytes]:
        """Make one request and return its status and body.

        Raises:
            NotSentError: no connection; the request had no effect.
            TimedOut: no answer in time; whether it had an effect is unknown.
            NetworkError: the connection broke; whether it had an effect is unknown.
            FloodError: Telegram asks to wait.
        """
        uploads = request_data is not None and request_data.contains_files
        timeout = _timeout(
            read=_seconds(read_timeout, READ_SECONDS),
            write=_seconds(write_timeout, UPLOAD_SECONDS if uploads else WRITE_SECONDS),
            connect=_seconds(connect_timeout, CONNECT_SECONDS),
        )
        data = _form(request_data) if request_data is not None else None
        headers = {"User-Agent": self.USER_AGENT}
        return await _exchange(self._session, method, url, data=data, timeout=timeout, headers=headers)


class JsonCall(BaseRequest):
    """One call with a JSON body; ``post`` gives the result as decoded, and raises what PTB would.

    It goes without the form and the objects that PTB makes of each answer, which cost more than the request.
    """

    _TIMEOUT = aiohttp.ClientTimeout(
        total=CONNECT_SECONDS + WRITE_SECONDS + READ_SECONDS, sock_connect=CONNECT_SECONDS
    )

    def __init__(self, session: aiohttp.ClientSession, body: dict[str, Any]) -> None:
        self._session = session
        self._body = json.dumps(body).encode()

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take, in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing to do: the session is open already."""

    async def shutdown(self) -> None:
        """Nothing to do: who opened the session closes it."""

    async def do_request(self, url: str, method: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Make the call; the parameters that PTB would give are in the body."""
        return await _exchange(
            self._session, method, url, data=self._body, timeout=self._TIMEOUT, headers=JSON_HEADERS
        )


async def _exchange(session: aiohttp.ClientSession, method: str, url: str, **how: Any) -> tuple[int, bytes]:
    try:
        async with session.request(method, url, **how) as response:
            status, body = response.status, await response.read()
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _telegram_error(error) from None
    if status == 429:
        raise FloodError(retry_after(decoded(body)) or 1.0)
    return status, body


def _telegram_error(error: Exception) -> NetworkError:
    name = type(error).__name__
    if surely_not_sent(error):
        return NotSentError(name)
    return TimedOut(name) if isinstance(error, TimeoutError) else NetworkError(name)


def _seconds(given: ODVInput[float], default: float) -> float | None:
    return default if given is BaseRequest.DEFAULT_NONE else given  # type: ignore[return-value]


def _timeout(*, read: float | None, write: float | None, connect: float | None) -> aiohttp.ClientTimeout:
    # aiohttp has no limit for writing alone, so the sum bounds the whole.
    parts = (read, write, connect)
    total = None if None in parts else sum(part for part in parts if part is not None)
    return aiohttp.ClientTimeout(total=total, connect=connect, sock_connect=connect, sock_read=read)


def _form(request_data: RequestData) -> Any:
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form
