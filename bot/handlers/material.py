"""What a message brings for an article: its own text, a file, or the message it replies to or forwards."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from telegram import (
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
)

from bot.models import Origin
from bot.services.adding import LINK, parse


@dataclass(frozen=True, slots=True)
class Upload:
    """A file at Telegram, as its sender names it; ``size`` in bytes, 0 where unknown."""

    file_id: str
    name: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Material:
    """An ``/add`` message as if it had been typed whole, or the command line of one with a file."""

    text: str
    upload: Upload | None = None
    origin: Origin = Origin.TEXT
    source_name: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether there is anything to make an article of."""
        submission = parse(self.text)
        return bool(self.upload or submission.body or submission.url)

    @property
    def head(self) -> str:
        """The command line: topics, link, title."""
        return self.text.partition("\n")[0]

    def to_payload(self) -> dict[str, Any]:
        """Give it as JSON values, to be kept in a dialog."""
        return asdict(self)

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "Material":
        """Read what ``to_payload`` gave."""
        upload = Upload(**payload["upload"]) if payload["upload"] else None
        return cls(payload["text"], upload, Origin(payload["origin"]), payload["source_name"])


def of_command(message: Message) -> Material:
    """What an ``/add`` message brings, with the message that it replies to where it has no text itself."""
    own = Material(_text(message), _upload(message))
    other = message.reply_to_message
    if own.is_enough or other is None or _is_by_bot(other):
        return own
    return of_content(other, own.text)


def of_content(message: Message, head: str) -> Material:
    """What another message brings for an ``/add`` command line: its file, or its text with its source."""
    upload = _upload(message)
    if upload:
        return Material(head, upload)
    text = _text(message)
    if message.forward_origin is None:
        return Material(_answer(head, text) if text else head)
    link = _link(message.forward_origin)
    line = f"{head} {link}" if link and not parse(head).url else head
    source = _source(message.forward_origin)
    return Material(f"{line}\n{text}" if text else head, None, Origin.FORWARD, source)


def with_head(material: Material, head: str) -> Material:
    """Material kept from before under a command line that came later."""
    first, newline, rest = material.text.partition("\n")
    link = parse(first).url
    line = f"{head} {link}" if link and not parse(head).url else head
    return replace(material, text=f"{line}{newline}{rest}")


def without_link(head: str) -> str:
    """A command line without its links, when they lead nowhere."""
    return " ".join(word for word in head.split() if not LINK.match(word))


def _answer(head: str, text: str) -> str:
    """A typed answer goes on in the command line when it begins with a topic or a link."""
    joint = " " if text.lstrip().startswith(("#", "http://", "https://")) else "\n"
    return f"{head}{joint}{text.lstrip()}"


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _upload(message: Message) -> Upload | None:
    file = message.document
    if file is None:
        return None
    return Upload(file.file_id, file.file_name or "", file.mime_type or "", file.file_size or 0)


def _is_by_bot(message: Message) -> bool:
    return bool(message.from_user and message.from_user.is_bot and message.forward_origin is None)


def _source(origin: MessageOrigin) -> str:
    if isinstance(origin, MessageOriginChannel):
        return origin.chat.title or ""
    if isinstance(origin, MessageOriginChat):
        return origin.sender_chat.title or ""
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.full_name
    return origin.sender_user_name if isinstance(origin, MessageOriginHiddenUser) else ""


def _link(origin: MessageOrigin) -> str:
    """The public address of a channel's post."""
    if isinstance(origin, MessageOriginChannel) and origin.chat.username:
        return f"https://t.me/{origin.chat.username}/{origin.message_id}"
    return ""
