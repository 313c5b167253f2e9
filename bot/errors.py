"""One root of errors and few kinds: what an operator, and what a person in the chat, may be told.

Code raises these; ``bot.views.refusals`` turns a ``Reason`` into one clear sentence in the reader's language.
"""

from enum import StrEnum


class DigestbotError(Exception):
    """The root of every error that this project raises on purpose."""


class SettingsError(DigestbotError):
    """The settings hold mistakes; ``problems`` names every one of them, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class DatabaseRefusedError(DigestbotError):
    """The database must not be touched: foreign, newer, corrupt, missing or in use; the text says which."""


class StartRefusedError(DigestbotError):
    """The process cannot start or go on (a dead token, a taken port); the text says why in one line."""


class Reason(StrEnum):
    """Why something that a person sent is not done."""

    # where text comes from, a page or a file:
    BAD_URL = "bad_url"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    HTTP_STATUS = "http_status"  # details: status
    NOT_A_PAGE = "not_a_page"  # details: content_type
    TOO_LARGE = "too_large"  # details: limit (human readable, such as "5 MB")
    NO_TEXT = "no_text"
    WRONG_FILE_KIND = "wrong_file_kind"  # details: name
    UNREADABLE_FILE = "unreadable_file"  # details: name
    ENCRYPTED_FILE = "encrypted_file"
    PARSER_STOPPED = "parser_stopped"  # memory, CPU or time ran out
    BUSY = "busy"

    # articles
    NOTHING_TO_ADD = "nothing_to_add"
    BODY_TOO_SHORT = "body_too_short"
    BODY_TOO_LONG = "body_too_long"  # details: limit
    NO_SUCH_ARTICLE = "no_such_article"  # details: id
    ARTICLE_CHANGED = "article_changed"
    NOTHING_TO_UNDO = "nothing_to_undo"
    TITLE_EMPTY = "title_empty"
    NEEDS_TOPIC = "needs_topic"

    # topics
    NO_SUCH_TOPIC = "no_such_topic"  # details: slug, nearest (space separated, may be empty)
    TOPIC_EXISTS = "topic_exists"  # details: slug
    BAD_SLUG = "bad_slug"  # details: slug
    NO_TOPICS_YET = "no_topics_yet"
    NOT_SUBSCRIBED = "not_subscribed"
    BAD_TOPIC_WORD = "bad_topic_word"  # details: word
    TOO_MANY_WORDS = "too_many_words"  # details: limit

    # readers' settings
    BAD_TIME = "bad_time"  # details: word
    TOO_MANY_TIMES = "too_many_times"
    TIMES_TOO_CLOSE = "times_too_close"
    BAD_SCHEDULE_WORD = "bad_schedule_word"  # details: word
    BAD_QUIET_HOURS = "bad_quiet_hours"  # details: word
    BAD_ZONE = "bad_zone"  # details: word, nearest
    NEEDS_PLACE = "needs_place"
    SEVERAL_ZONES = "several_zones"  # details: word, nearest
    BAD_PAUSE = "bad_pause"  # details: word
    BAD_SETTING = "bad_setting"  # details: word
    BAD_NUMBER = "bad_number"  # details: word, low, high
    BAD_LANGUAGE = "bad_language"  # details: word, known

    NEEDS_TEXT = "needs_text"

    TOO_FAST = "too_fast"

    # reading and searching
    NOTHING_TO_SEARCH = "nothing_to_search"
    BAD_SINCE = "bad_since"  # details: word
    NO_SUCH_STORY = "no_such_story"
    TOO_MANY_LIMITS = "too_many_limits"  # details: limit
    TOO_MANY_SAVED = "too_many_saved"  # details: limit

    NO_SUCH_COMMAND = "no_such_command"  # details: word

    # rights
    NOT_ALLOWED = "not_allowed"
    LAST_OWNER = "last_owner"
    GROUP_ADMINS_ONLY = "group_admins_only"
    CHANNEL_ADMINS_ONLY = "channel_admins_only"
    CHANNEL_NEEDS_BOT = "channel_needs_bot"


class RejectedError(DigestbotError):
    """What a person asked for cannot be done; nothing of it was stored.

    ``details`` holds the words that the sentence needs: plain text, never markup.
    """

    def __init__(self, reason: Reason, **details: str) -> None:
        super().__init__(f"{reason.value} {details}" if details else reason.value)
        self.reason = reason
        self.details = details
