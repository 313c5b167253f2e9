"""The use cases: they decide and store; they know nothing of Telegram, SQL or the environment."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.services.articles import Articles
    from bot.services.callers import Callers
    from bot.services.choices import Choices
    from bot.services.desk import DeskReport
    from bot.services.dialogs import Dialogs
    from bot.services.digests import Digests
    from bot.services.people import People
    from bot.services.privacy import Privacy
    from bot.services.saved import Saved
    from bot.services.search import Search
    from bot.services.subscribers import Subscribers
    from bot.services.topics import Topics


@dataclass(frozen=True, slots=True)
class Services:
    """Every use case, built once by the composition root."""

    articles: "Articles"
    callers: "Callers"
    choices: "Choices"
    desk: "DeskReport"
    dialogs: "Dialogs"
    digests: "Digests"
    people: "People"
    privacy: "Privacy"
    saved: "Saved"
    search: "Search"
    subscribers: "Subscribers"
    topics: "Topics"
    now: "Callable[[], datetime]"
