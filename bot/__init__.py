"""digestbot: the bot around the summarizer (storage, services, Telegram, emulator)."""

__version__ = "0.1.0"


def _use_pinned_zones() -> None:
    """Take time zones from the pinned package, whatever the host's own are: a digest is due by one table."""
    import zoneinfo

    zoneinfo.reset_tzpath(to=())


_use_pinned_zones()
