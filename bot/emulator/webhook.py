"""Push delivery: each update in order to the bot's own server, again until it says 2xx."""

import asyncio

import aiohttp

from bot.emulator.world import World

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 10.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)


class Pusher:
    """Pushes updates while a webhook is set; one at a time, so that their order is kept."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._work = asyncio.Event()
        # A webhook and updates may have been there before this start.
        self._work.set()
        world.updates.wake = self._work.set

    async def run(self) -> None:
        """Pushes until cancelled."""
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            while True:
                await self._work.wait()
                self._work.clear()
                await self._push_all(session)

    async def _push_all(self, session: aiohttp.ClientSession) -> None:
        wait = _FIRST_WAIT
        while self._world.webhook.url and self._world.updates.pending:
            if await self._push_first(session):
                wait = _FIRST_WAIT
            else:
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)

    async def _push_first(self, session: aiohttp.ClientSession) -> bool:
        webhook, update = self._world.webhook, self._world.updates.pending[0]
        headers = {_SECRET_HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update, headers=headers) as response:
                problem = (
                    ""
                    if response.ok
                    else f"Wrong response from the webhook: {response.status} {response.reason}"
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            problem = f"Connection failed: {type(error).__name__}"
        if problem:
            webhook.last_error = {"last_error_date": self._world.now(), "last_error_message": problem}
            return False
        self._world.updates.confirm(update["update_id"] + 1)
        return True
