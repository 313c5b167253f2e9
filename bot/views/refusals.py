"""Why something was not done: each ``Reason`` as one clear sentence that says what to send next."""

from collections.abc import Callable

from bot.errors import Reason, RejectedError
from bot.locales import Html, Texts, languages

Details = dict[str, str]
Sentence = Callable[[Texts, Details], str]


def sentence(error: RejectedError, texts: Texts) -> str:
    """The sentence for an error, as HTML."""
    details = dict(error.details)
    return _SENTENCES[error.reason](texts, details)


def apology(texts: Texts) -> str:
    """The sentence for a fault of our own."""
    return texts.t("Something went wrong on my side. Nothing was lost; please try again in a moment.")


def _no_such_topic(texts: Texts, details: Details) -> str:
    nearest = details.get("nearest", "").split()
    if nearest:
        commands = texts.listed(f"<code>{slug}</code>" for slug in nearest)
        return texts.t(
            "There is no topic “{slug}”. Did you mean {nearest}? /topics shows all.",
            slug=details["slug"],
            nearest=Html(commands),
        )
    return texts.t("There is no topic “{slug}”. /topics shows all.", slug=details["slug"])


def _bad_zone(texts: Texts, details: Details) -> str:
    nearest = details.get("nearest", "").split()
    if nearest:
        return texts.t(
            "I don’t know the time zone “{word}”. Did you mean {nearest}?",
            word=details["word"],
            nearest=texts.listed(nearest),
        )
    return texts.t(
        "I don’t know the time zone “{word}”. Send the nearest large city, as in /timezone Kyiv",
        word=details["word"],
    )


def _several_zones(texts: Texts, details: Details) -> str:
    return texts.t(
        "“{word}” fits several places, whose clocks may change on different days. Which one has your time: "
        "{nearest}?",
        word=details["word"],
        nearest=texts.listed(details["nearest"].split()[:4]),
    )


def _bad_language(texts: Texts, details: Details) -> str:
    return texts.t(
        "I don’t speak “{word}”. I know: {known}.", word=details["word"], known=texts.listed(languages())
    )


def _http_status(texts: Texts, details: Details) -> str:
    return texts.t(
        "The page answered with an error ({status}). Please send me its text instead.",
        status=details["status"],
    )


_SENTENCES: dict[Reason, Sentence] = {
    Reason.BAD_URL: lambda t, _: t.t(
        "That is not an address I can open. Send one that starts with https:// or the text itself."
    ),
    Reason.ADDRESS_NOT_ALLOWED: lambda t, _: t.t(
        "That address is not open to the public, so I don’t fetch it. Please send me the text instead."
    ),
    Reason.UNREACHABLE: lambda t, _: t.t(
        "I could not reach that page. Check the address, or send me the text instead."
    ),
    Reason.TIMED_OUT: lambda t, _: t.t(
        "The page took too long to answer. Try again later, or send me the text instead."
    ),
    Reason.TOO_MANY_REDIRECTS: lambda t, _: t.t(
        "That page keeps sending me elsewhere. Please send me the text instead."
    ),
    Reason.HTTP_STATUS: _http_status,
    Reason.NOT_A_PAGE: lambda t, _: t.t(
        "There is no web page with text at that address. Please send me the text instead."
    ),
    Reason.TOO_LARGE: lambda t, d: t.t(
        "That is larger than {limit}, more than I take. Please send the article’s text alone.",
        limit=d["limit"],
    ),
    Reason.NO_TEXT: lambda t, _: t.t("I found no article text there. Please send me the text instead."),
    Reason.WRONG_FILE_KIND: lambda t, _: t.t("I read .txt, .md and .html files. Please send one of these."),
    Reason.UNREADABLE_FILE: lambda t, _: t.t(
        "I cannot read that file. Save it as plain text (UTF-8) and send it again."
    ),
    Reason.ENCRYPTED_FILE: lambda t, _: t.t(
        "That file is protected by a password. Please send it without one."
    ),
    Reason.PARSER_STOPPED: lambda t, _: t.t(
        "That document is too complicated for me to read. Please send its text instead."
    ),
    Reason.BUSY: lambda t, _: t.t("I am busy with other articles. Please send it again in a minute."),
    Reason.NOTHING_TO_ADD: lambda t, _: t.t(
        "There is no article in that. Send /add with a text, a link, or a .txt, .md or .html file."
    ),
    Reason.BODY_TOO_SHORT: lambda t, _: t.t(
        "That is too short for an article. Send /add and then the whole text, or a link to it."
    ),
    Reason.BODY_TOO_LONG: lambda t, d: t.t(
        "That text is longer than {limit} characters. Please send the article alone.", limit=d["limit"]
    ),
    Reason.NO_SUCH_ARTICLE: lambda t, d: t.t(
        "There is no article {id}. /articles shows all.", id=d.get("id", "")
    ),
    Reason.ARTICLE_CHANGED: lambda t, _: t.t(
        "This article was changed a moment ago. Look at it again before you go on."
    ),
    Reason.NOTHING_TO_UNDO: lambda t, _: t.t(
        "There is nothing to undo: I keep your last action for 10 minutes."
    ),
    Reason.TITLE_EMPTY: lambda t, _: t.t("A title needs words. Send it again, or /cancel."),
    Reason.NEEDS_TOPIC: lambda t, _: t.t(
        "Choose at least one topic first: without one, no reader would get the article."
    ),
    Reason.NO_SUCH_TOPIC: _no_such_topic,
    Reason.TOPIC_EXISTS: lambda t, d: t.t("The topic “{slug}” is there already.", slug=d["slug"]),
    Reason.BAD_SLUG: lambda t, d: t.t(
        "“{slug}” cannot be a topic’s short name. Use a–z, 0–9, - and _, as in /newtopic world World news",
        slug=d["slug"],
    ),
    Reason.NO_TOPICS_YET: lambda t, _: t.t("No topics yet; send /start again later."),
    Reason.NOT_SUBSCRIBED: lambda t, _: t.t("You have no topics yet. /topics shows what there is."),
    Reason.BAD_TOPIC_WORD: lambda t, d: t.t(
        "I don’t understand “{word}” about a topic. Send for example /topics world +nato -sport",
        word=d["word"],
    ),
    Reason.TOO_MANY_WORDS: lambda t, d: t.t(
        "That is more than {limit} words for one topic. Please send fewer, or “words off” first.",
        limit=d["limit"],
    ),
    Reason.NEEDS_TEXT: lambda t, _: t.t("Please answer in words, as a text message, or send /cancel."),
    Reason.BAD_TIME: lambda t, d: t.t(
        "“{word}” is not a time of day. Send for example /schedule 07:30", word=d["word"]
    ),
    Reason.TOO_MANY_TIMES: lambda t, _: t.t(
        "Up to three times a day, please, as in /schedule 07:30 13:00 18:00"
    ),
    Reason.TIMES_TOO_CLOSE: lambda t, _: t.t(
        "Those times are less than an hour apart. Send them again, as in /schedule 07:30 18:00"
    ),
    Reason.BAD_SCHEDULE_WORD: lambda t, d: t.t(
        "I don’t understand “{word}” in a schedule. Send for example /schedule 07:30 weekdays",
        word=d["word"],
    ),
    Reason.BAD_QUIET_HOURS: lambda t, d: t.t(
        "I don’t understand “{word}” as quiet hours. Send for example /schedule quiet 22-7", word=d["word"]
    ),
    Reason.BAD_ZONE: _bad_zone,
    Reason.SEVERAL_ZONES: _several_zones,
    Reason.NEEDS_PLACE: lambda t, _: t.t(
        "I cannot find a place in that. Type your city, share your location, or send /timezone Kyiv"
    ),
    Reason.BAD_PAUSE: lambda t, d: t.t(
        "I cannot pause for “{word}”. Send for example /pause 3d or /pause until friday", word=d["word"]
    ),
    Reason.BAD_SETTING: lambda t, d: t.t(
        "I don’t know the setting “{word}”. Send for example /settings length 3, or /settings alone",
        word=d["word"],
    ),
    Reason.BAD_NUMBER: lambda t, d: t.t(
        "“{word}” is not a number from {low} to {high}. Send for example /settings stories 10",
        word=d["word"],
        low=d["low"],
        high=d["high"],
    ),
    Reason.BAD_LANGUAGE: _bad_language,
    Reason.NOTHING_TO_SEARCH: lambda t, _: t.t(
        "What shall I look for? Send words, as in /search harbour bridge since:7d"
    ),
    Reason.BAD_SINCE: lambda t, d: t.t(
        "I don’t understand since:{word}. Send for example /search harbour since:7d or since:2026-03-01",
        word=d["word"],
    ),
    Reason.TOO_MANY_SAVED: lambda t, d: t.t(
        "You have saved {limit} stories already. Remove one in /saved first.", limit=d["limit"]
    ),
    Reason.TOO_MANY_LIMITS: lambda t, d: t.t(
        "You see less of {limit} sources already. Lift one in /less first.", limit=d["limit"]
    ),
    Reason.NO_SUCH_STORY: lambda t, _: t.t("That story is not there any more. /latest shows the newest."),
    Reason.NO_SUCH_COMMAND: lambda t, d: t.t(
        "I don’t know the command /{word}. /help shows what I can do.", word=d["word"]
    ),
    Reason.NOT_ALLOWED: lambda t, _: t.t("That is for this desk’s editors. /help shows what you can do."),
    Reason.TOO_FAST: lambda t, _: t.t(
        "That is too much at once: what you ask now is not done. Go on in a minute."
    ),
    Reason.LAST_OWNER: lambda t, _: t.t(
        "You are the desk’s last owner: make somebody else an owner first, then send /deleteme again."
    ),
    Reason.GROUP_ADMINS_ONLY: lambda t, _: t.t("Only this chat’s administrators can change its digest."),
    Reason.CHANNEL_ADMINS_ONLY: lambda t, _: t.t("Only who may post in a channel can set up its digest."),
    Reason.CHANNEL_NEEDS_BOT: lambda t, _: t.t(
        "I cannot post in that channel. Make me its administrator with the right to post, then send /channel."
    ),
}
