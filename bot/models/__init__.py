"""The nouns of the project as frozen dataclasses without I/O; every instant is aware UTC."""

from bot.models.articles import Article, ArticleState, NewArticle, Origin
from bot.models.deliveries import Delivery, DeliveryKind, DeliveryState, NewDelivery
from bot.models.desk import DeadLetters, Desk
from bot.models.editions import Edition, Section, Story
from bot.models.inbox import InboxRow, InboxState
from bot.models.messages import Button, Keyboard, OutgoingMessage
from bot.models.outcomes import Gone, Moved, Outcome, Refused, RetryAt, Sent, ThreadGone, TokenDead, Uncertain
from bot.models.people import Dialog, Person, Role
from bot.models.schedule import EVERY_DAY, QuietHours, Schedule, Slot
from bot.models.search import Candidate, Findings, Query
from bot.models.subscribers import (
    Length,
    Preferences,
    SourceLimit,
    StoryOrder,
    Subscriber,
    Subscription,
)
from bot.models.topics import CountedTopic, Topic

__all__ = [
    "EVERY_DAY",
    "Article",
    "ArticleState",
    "Button",
    "Candidate",
    "CountedTopic",
    "DeadLetters",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Desk",
    "Dialog",
    "Edition",
    "Findings",
    "Gone",
    "InboxRow",
    "InboxState",
    "Keyboard",
    "Length",
    "Moved",
    "NewArticle",
    "NewDelivery",
    "Origin",
    "Outcome",
    "OutgoingMessage",
    "Person",
    "Preferences",
    "Query",
    "QuietHours",
    "Refused",
    "RetryAt",
    "Role",
    "Schedule",
    "Section",
    "Sent",
    "Slot",
    "SourceLimit",
    "Story",
    "StoryOrder",
    "Subscriber",
    "Subscription",
    "ThreadGone",
    "TokenDead",
    "Topic",
    "Uncertain",
]
