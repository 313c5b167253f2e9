"""A reader's panels: topics, times, zone, settings; each with the buttons that change it."""

from collections.abc import Collection, Iterable, Sequence

from babel import Locale

from bot.locales import Texts, clock_time
from bot.models import (
    EVERY_DAY,
    Button,
    CountedTopic,
    Keyboard,
    Length,
    OutgoingMessage,
    QuietHours,
    StoryOrder,
    Subscriber,
)
from bot.views.buttons import LABEL, label, rows
from bot.views.html import bold, cut, escape
from bot.views.times import next_line, schedule_line

PAGE = 8
PRESETS = ("07:00", "08:00", "09:00", "12:00", "18:00", "21:00")


def topic_grid(
    counted: Sequence[CountedTopic],
    chosen: Collection[str],
    reader: Subscriber,
    texts: Texts,
    *,
    page: int = 0,
    mode: str = "panel",
) -> OutgoingMessage:
    """The toggle grid of topics; ``mode`` is "panel", or "start" inside the first dialogue."""
    pages = max(1, -(-len(counted) // PAGE))
    page = min(max(page, 0), pages - 1)
    buttons = [
        Button(
            _topic_label(item, chosen, texts),
            # What is wanted, not a toggle: a tap that comes twice changes once.
            f"topic:{mode}:{page}:{'off' if item.topic.slug in chosen else 'on'}:{item.topic.slug}",
        )
        for item in counted[page * PAGE : (page + 1) * PAGE]
    ]
    keyboard = [*rows(buttons, 2), *_page_row(page, pages, mode, texts)]
    if mode == "start":
        keyboard.append((Button(texts.plain("Continue"), "step:times"),))
        return OutgoingMessage(_welcome(texts), tuple(keyboard))
    heading = bold(texts.plain("Your topics"))
    hint = texts.t("Tap to switch a topic on or off. The number is its stories of the last 7 days.")
    if chosen:
        keyboard.append((Button(texts.plain("Words, order, mute"), "choices:"),))
    return OutgoingMessage(f"{heading}\n{hint}\n\n{next_line(reader, texts)}", tuple(keyboard))


def _welcome(texts: Texts) -> str:
    return "{}\n\n{}\n\n{}".format(
        bold(texts.plain("Welcome!")),
        texts.t("I read the news for you and send one short digest at the time you choose."),
        texts.t("Which topics interest you? Tap one or more, then <b>Continue</b>."),
    )


def _topic_label(item: CountedTopic, chosen: Collection[str], texts: Texts) -> str:
    count = f" ({item.articles})"
    name = label(item.topic.name(texts.language), on=item.topic.slug in chosen)
    return cut(name, LABEL - len(count)) + count


def _page_row(page: int, pages: int, mode: str, texts: Texts) -> Keyboard:
    row = [Button(texts.plain("◀ Back"), f"topics:{mode}:{page - 1}")] if page else []
    if page + 1 < pages:
        row.append(Button(texts.plain("Next ▶"), f"topics:{mode}:{page + 1}"))
    return (tuple(row),) if row else ()


def times(reader: Subscriber, texts: Texts, *, mode: str) -> OutgoingMessage:
    """The preset times, as the second step of the first dialogue or from the schedule."""
    if mode == "start":
        buttons = [Button(preset, f"time:start:{preset.replace(':', '')}") for preset in PRESETS]
        text = texts.t("When should your digest come? You can change it at any time with /schedule.")
        return OutgoingMessage(text, rows(buttons, 3))
    return OutgoingMessage(_schedule_text(reader, texts), _schedule_rows(reader, texts))


def _schedule_text(reader: Subscriber, texts: Texts) -> str:
    schedule, quiet = reader.schedule, _quiet(reader)
    hours = f"{clock_time(quiet.start)}–{clock_time(quiet.end)}" if quiet else on_off(texts, on=False)
    lines = [
        bold(texts.plain("Your schedule")),
        escape(schedule_line(schedule, texts)),
        texts.t("Quiet hours: {hours}", hours=hours),
        texts.t(
            "Message when nothing is new: {value}", value=on_off(texts, on=not reader.preferences.skip_empty)
        ),
        "",
        texts.t("Tap up to three times, or send for example <code>/schedule 07:30 18:00 weekdays</code>"),
        "",
        next_line(reader, texts),
    ]
    return "\n".join(lines)


def _quiet(reader: Subscriber) -> QuietHours | None:
    quiet = reader.schedule.quiet
    return quiet if quiet and quiet.start != quiet.end else None


def _schedule_rows(reader: Subscriber, texts: Texts) -> Keyboard:
    schedule = reader.schedule
    shown = sorted({*PRESETS, *(clock_time(at) for at in schedule.times)})
    chosen = {clock_time(at) for at in schedule.times}
    hours = [
        Button(
            label(at, on=at in chosen), f"time:panel:{at.replace(':', '')}:{'off' if at in chosen else 'on'}"
        )
        for at in shown
    ]
    days = [
        Button(label(name, on=schedule.weekdays == numbers), f"days:{word}")
        for name, word, numbers in (
            (texts.plain("Every day"), "daily", EVERY_DAY),
            (texts.plain("Weekdays"), "weekdays", EVERY_DAY[:5]),
            (texts.plain("Weekends"), "weekends", EVERY_DAY[5:]),
        )
    ]
    return (*rows(hours, 3), tuple(days), *_calm_rows(reader, texts))


def _calm_rows(reader: Subscriber, texts: Texts) -> Keyboard:
    schedule, quiet, empty = reader.schedule, _quiet(reader), not reader.preferences.skip_empty
    night = Button(texts.plain("No quiet hours"), "calm:quiet off")
    if quiet is None:
        night = Button(texts.plain("Quiet hours 22:00–07:00"), "calm:quiet 22-7")
    nothing = texts.plain("When nothing is new: {value}", value=on_off(texts, on=empty))
    running = schedule.enabled and not schedule.paused
    switch = Button(texts.plain("Pause"), "pause:") if running else Button(texts.plain("Resume"), "resume:")
    return (
        (night, Button(nothing, f"calm:empty {'off' if empty else 'on'}")),
        (Button(texts.plain("Time zone"), "zones:panel"), switch),
    )


def ready(reader: Subscriber, topics: Iterable[str], texts: Texts) -> OutgoingMessage:
    """The end of the first dialogue: what was chosen, and when the first digest comes."""
    text = texts.t("All set. Your topics: {topics}.", topics=texts.listed(topics))
    return OutgoingMessage(f"{text}\n{next_line(reader, texts)}", _usual_row(texts))


def welcome_back(reader: Subscriber, topics: Sequence[str], texts: Texts) -> OutgoingMessage:
    """What a returning reader finds: everything as it was left."""
    text = texts.t("Welcome back! Your topics: {topics}.", topics=texts.listed(topics))
    return OutgoingMessage(f"{text}\n{next_line(reader, texts)}", _usual_row(texts))


def _usual_row(texts: Texts) -> Keyboard:
    return (
        (
            Button(texts.plain("Topics"), "topics:panel:0"),
            Button(texts.plain("Schedule"), "times:panel"),
            Button(texts.plain("Settings"), "settings:"),
        ),
    )


def settings(reader: Subscriber, texts: Texts) -> OutgoingMessage:
    """How digests look, every state in words, with a button for each change."""
    preferences = reader.preferences
    lines = [
        bold(texts.plain("Your settings")),
        texts.t("Length: {value}", value=_length(preferences.length, texts)),
        texts.t("Stories per digest: {value}", value=preferences.stories),
        texts.t("Wait until there are: {value}", value=_stories(preferences.minimum, texts)),
        texts.t("Order: {value}", value=_order(preferences.order, texts)),
        texts.t("Silent delivery: {value}", value=on_off(texts, on=preferences.silent)),
        texts.t("Plain mode: {value}", value=on_off(texts, on=preferences.plain)),
        texts.t("Language: {value}", value=language_name(texts.language)),
        "",
        next_line(reader, texts),
    ]
    return OutgoingMessage("\n".join(lines), _settings_rows(reader, texts))


def _settings_rows(reader: Subscriber, texts: Texts) -> Keyboard:
    preferences = reader.preferences
    lengths = [
        Button(label(_length(length, texts), on=length is preferences.length), f"set:length:{length.value}")
        for length in Length
    ]
    stories = [
        Button(label(_stories(count, texts), on=count == preferences.stories), data)
        for count, data in ((5, "set:stories:5"), (10, "set:stories:10"), (20, "set:stories:20"))
    ]
    other = StoryOrder.TIME if preferences.order is StoryOrder.TOPIC else StoryOrder.TOPIC
    return (
        *rows(lengths, 2),
        tuple(stories),
        tuple(_minimum(count, preferences.minimum, texts) for count in (1, 3, 5)),
        (
            Button(texts.plain("Order: {value}", value=_order(other, texts)), f"set:order:{other.value}"),
            _switch(texts, texts.plain("Silent"), "silent", on=preferences.silent),
            _switch(texts, texts.plain("Plain"), "plain", on=preferences.plain),
        ),
        (Button(texts.plain("Language"), "languages:"), Button(texts.plain("Schedule"), "times:panel")),
    )


def language_choice(texts: Texts, known: Iterable[str]) -> OutgoingMessage:
    """Every language under its own name."""
    buttons = [Button(language_name(code), f"set:language:{code}") for code in known]
    return OutgoingMessage(texts.t("Which language shall I speak?"), rows(buttons, 2))


def language_name(code: str) -> str:
    """A language's own name, with a capital."""
    name = Locale.parse(code).get_display_name() or code
    return name[:1].upper() + name[1:]


def unsubscribe_choice(topics: Sequence[tuple[str, str]], texts: Texts) -> OutgoingMessage:
    """The reader's topics as (slug, name) to leave, the whole, or a pause instead."""
    buttons = [Button(cut(name, LABEL), f"leave:{slug}") for slug, name in topics]
    last = (Button(texts.plain("Everything"), "leave_all:"), Button(texts.plain("Pause instead"), "pause:"))
    return OutgoingMessage(texts.t("Which topic shall I stop?"), (*rows(buttons, 2), last))


def left_everything(texts: Texts) -> OutgoingMessage:
    """After unsubscribing from everything: how to undo it, and a pause as the milder way."""
    text = texts.t("Done: no more digests. Your settings stay; /start brings you back.")
    row = (Button(texts.plain("Undo"), "come_back:"), Button(texts.plain("Pause instead"), "pause_back:"))
    return OutgoingMessage(text, (row,))


def pause_choice(reader: Subscriber, texts: Texts) -> OutgoingMessage:
    """A reader's pause with its end, and other lengths by button."""
    schedule = reader.schedule
    if schedule.paused_until is None:
        text = texts.t("Paused. No digest comes until you send /resume.")
    else:
        until = texts.moment(schedule.paused_until, schedule.zone)
        text = texts.t("Paused until {moment}.", moment=until) + "\n" + next_line(reader, texts)
    days = (
        Button(texts.plain("1 day"), "pause:1d"),
        Button(texts.plain("3 days"), "pause:3d"),
        Button(texts.plain("1 week"), "pause:1w"),
    )
    return OutgoingMessage(text, (days, (Button(texts.plain("Resume now"), "resume:"),)))


def on_off(texts: Texts, *, on: bool) -> str:
    """A state in words."""
    return texts.plain("On") if on else texts.plain("Off")


def _switch(texts: Texts, name: str, setting: str, *, on: bool) -> Button:
    value = "off" if on else "on"
    return Button(f"{name}: {on_off(texts, on=on)}", f"set:{setting}:{value}")


def _length(length: Length, texts: Texts) -> str:
    if length is Length.HEADLINES:
        return texts.plain("Headlines only")
    return texts.plain_n("{count} sentence", "{count} sentences", length.sentences)


def _stories(count: int, texts: Texts) -> str:
    return texts.plain_n("{count} story", "{count} stories", count)


def _minimum(count: int, chosen: int, texts: Texts) -> Button:
    text = texts.plain_n("From {count} story", "From {count} stories", count)
    return Button(label(text, on=count == chosen), f"set:minimum:{count}")


def _order(order: StoryOrder, texts: Texts) -> str:
    return texts.plain("By topic") if order is StoryOrder.TOPIC else texts.plain("Newest first")
