"""Who the bot is, and how it gets its updates: polling or push."""

import re
from collections.abc import Awaitable
from typing import Any
from urllib.parse import urlsplit

from bot.emulator.errors import bad_request, conflict
from bot.emulator.params import Params
from bot.emulator.updates import MOST_AT_ONCE, Update
from bot.emulator.world import Webhook, World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_MOST_SECONDS = 50
_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def get_me(world: World, _params: Params) -> dict[str, Any]:
    """Tells who the bot is."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": world.bot.reads_all,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot.user() | abilities


def get_updates(world: World, params: Params) -> Awaitable[list[Update]]:
    """Confirms what came before `offset` and gives what waits, or waits for it."""
    if world.webhook.url:
        raise conflict(_ACTIVE)
    if "allowed_updates" in params:
        world.updates.allow(params.array("allowed_updates"))
    limit = params.integer("limit", MOST_AT_ONCE)
    seconds = min(max(params.integer("timeout"), 0), _MOST_SECONDS)
    return world.updates.poll(
        params.integer("offset"), limit if 1 <= limit <= MOST_AT_ONCE else MOST_AT_ONCE, seconds
    )


def set_webhook(world: World, params: Params) -> bool:
    """Turns push on, or off with an empty url."""
    url = params.text("url")
    if url:
        _check_url(url)
    secret = params.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if "allowed_updates" in params:
        world.updates.allow(params.array("allowed_updates"))
    _drop_if_asked(world, params)
    world.webhook = Webhook(url, secret, params.integer("max_connections", 40))
    world.updates.interrupt(conflict("terminated by setWebhook request"))
    world.updates.wake()
    return True


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise bad_request("bad webhook: invalid URL") from None
    if not host:
        raise bad_request("bad webhook: invalid URL")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.pending.clear()


def delete_webhook(world: World, params: Params) -> bool:
    """Turns push off."""
    _drop_if_asked(world, params)
    world.webhook = Webhook()
    return True


def get_webhook_info(world: World, _params: Params) -> dict[str, Any]:
    """Tells where updates go and how it went."""
    webhook = world.webhook
    info = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
        "max_connections": webhook.max_connections,
        **webhook.last_error,
    }
    return info | ({"allowed_updates": list(world.updates.allowed)} if world.updates.allowed else {})


def _agree(_world: World, _params: Params) -> bool:
    return True


METHODS = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": _agree,
    "close": _agree,
}
