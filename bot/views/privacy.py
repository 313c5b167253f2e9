"""What is stored of a reader, in words."""

from collections.abc import Callable, Mapping, Sequence

from bot.locales import Texts
from bot.models import OutgoingMessage, Role, Subscriber
from bot.views.html import bold
from bot.views.panels import language_name
from bot.views.times import schedule_line

# What a table's rows are to the person; the reader itself and its topics are told with their values.
TABLES: dict[str, Callable[[Texts, int], str]] = {
    "deliveries": lambda t, n: t.t(
        "Digests, kept for 30 days so that no story comes twice: {count}", count=n
    ),
    "saved": lambda t, n: t.t("Stories that you saved: {count}", count=n),
    "people": lambda t, _: t.t("Your rights on the desk"),
    "articles": lambda t, n: t.t("Articles that you added: {count}", count=n),
    "drafts": lambda t, n: t.t("Drafts of yours, with the text as you sent it: {count}", count=n),
    "actions": lambda t, n: t.t("Steps on the desk that can be undone: {count}", count=n),
    "dialogs": lambda t, n: t.t("Questions that wait for your answer: {count}", count=n),
    "inbox": lambda t, n: t.t("Messages of yours that are not answered yet: {count}", count=n),
    "audit": lambda t, n: t.t(
        "Lines in the desk’s trail, under a code instead of your name: {count}", count=n
    ),
}
IN_FULL = {"subscribers", "subscriptions"}


def stored(
    reader: Subscriber, topics: Sequence[str], counts: Mapping[str, int], texts: Texts
) -> OutgoingMessage:
    """Every kind of data that the tables hold of a reader, with this reader's values and counts."""
    nothing = texts.plain("none")
    lines = [
        bold(texts.plain("What I store about you")),
        texts.t("Chat number: {id}", id=str(reader.chat_id)),
        texts.t("Language: {value}", value=language_name(reader.language)),
        texts.t("Time zone: {zone}", zone=reader.schedule.zone),
        texts.t("Schedule: {line}", line=schedule_line(reader.schedule, texts)),
        texts.t("Topics: {topics}", topics=texts.listed(topics) or nothing),
        *(words(texts, counts[table]) for table, words in TABLES.items() if counts.get(table)),
        "",
        texts.t(
            "No names, nothing given to anybody. /mydata sends you all of it as a file, /deleteme deletes it."
        ),
    ]
    return OutgoingMessage("\n".join(lines))


def deletion(role: Role, texts: Texts, *, by_settings: bool) -> str:
    """The question before everything is deleted; who has rights on the desk is told what becomes of them."""
    question = texts.t("Delete your topics, times and settings? This cannot be undone.")
    if by_settings:
        stays = texts.t("You stay an owner as long as ADMIN_IDS names you.")
        return f"{question}\n{stays}"
    if role.edits:
        rights = texts.t("Your rights on the desk end with it; your articles stay, without your name.")
        return f"{question}\n{rights}"
    return question
