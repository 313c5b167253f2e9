"""The look-up of host names in which every answer is judged before anything connects."""

import socket
from ipaddress import ip_address

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import Reason, RejectedError
from bot.sources.addresses import Network, may_connect


class CheckedResolver(AbstractResolver):
    """Passes on the answers of another resolver if all of them may be connected to.

    aiohttp connects to these very answers, so a name that changes between look-ups gains nothing.
    """

    def __init__(self, allowed: tuple[Network, ...], inner: AbstractResolver | None) -> None:
        self._allowed = allowed
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the addresses of a name; raises RejectedError(ADDRESS_NOT_ALLOWED) if one is out of bounds."""
        answers = await self._inner.resolve(host, port, family)
        if not all(may_connect(ip_address(answer["host"]), port, self._allowed) for answer in answers):
            raise RejectedError(Reason.ADDRESS_NOT_ALLOWED)
        return answers

    async def close(self) -> None:
        """Close the resolver that does the work."""
        await self._inner.close()
