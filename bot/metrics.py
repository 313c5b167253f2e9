"""What the running bot counts and measures, under the names that ``deploy/`` watches.

Not a place for anything private: no chat, no person, no text is a label. The registry is the process's
own, so that counters live as long as the process, as Prometheus expects of them.
"""

from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["CONTENT_TYPE", "page"]

REGISTRY = CollectorRegistry()
MOST_FEEDS = 200  # labels cost memory in every system that reads them

OUTBOX_ROWS = Gauge("bot_outbox_rows", "Rows of the outbox by state.", ["state"], registry=REGISTRY)
OUTBOX_OLDEST = Gauge(
    "bot_outbox_oldest_seconds", "How long the oldest open row of the outbox waits.", registry=REGISTRY
)
SENDS = Counter("bot_send_total", "Attempts to send, by what became of them.", ["outcome"], registry=REGISTRY)
UNCERTAIN = Counter("bot_send_uncertain_total", "Messages whose reply was lost.", registry=REGISTRY)
SEND_SECONDS = Histogram("bot_send_seconds", "From request to answer of a message.", registry=REGISTRY)
LATENESS = Histogram(
    "bot_digest_lateness_seconds",
    "From a digest's slot to its first part accepted.",
    buckets=(1, 2, 5, 10, 30, 60, 300, 900, 3600, 14400, 43200),
    registry=REGISTRY,
)
FLOOD_WAIT = Counter(
    "bot_flood_wait_seconds_total", "Seconds for which Telegram asked to wait.", registry=REGISTRY
)
UPDATES = Counter("bot_updates_total", "Updates taken in, by kind.", ["kind"], registry=REGISTRY)
HANDLER_ERRORS = Counter("bot_handler_errors_total", "Updates whose handler failed.", registry=REGISTRY)
FETCHES = Counter("bot_fetch_total", "Pages fetched, by result.", ["result"], registry=REGISTRY)
PARSERS_KILLED = Counter(
    "bot_parser_killed_total", "Parsers that overran or died, by parser.", ["kind"], registry=REGISTRY
)
THROTTLED = Counter("bot_throttled_total", "Updates that came too fast.", registry=REGISTRY)
FEED_FAILURES = Gauge("bot_feed_failures", "Failures in a row of a feed.", ["feed"], registry=REGISTRY)
LOOP_STALL = Gauge(
    "bot_loop_stall_seconds", "The longest stall of the event loop in the last minute.", registry=REGISTRY
)
DB_BUSY = Counter("bot_db_busy_total", "Times the database was locked by another.", registry=REGISTRY)
BACKUP_AGE = Gauge("bot_backup_age_seconds", "How old the newest backup is.", registry=REGISTRY)
BUILD = Gauge("bot_build_info", "The running version.", ["version"], registry=REGISTRY)


def page() -> bytes:
    """Give every metric in the text format of Prometheus."""
    return generate_latest(REGISTRY)
