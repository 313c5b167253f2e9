"""Whether the Bot API is believed to be reachable, as pure arithmetic; instants are monotonic seconds."""

OPENS_AFTER = 5
LONGEST_BACKOFF = 60.0
LONGEST_BETWEEN_PROBES = 30.0


class Breaker:
    """Opens after failures in a row; then only probes go, at first soon and later every half minute."""

    def __init__(self) -> None:
        self._failures = 0
        self._failed_at = 0.0
        self._probes = 0
        self._probe_at = 0.0

    @property
    def healthy(self) -> bool:
        """The last contact was an answer."""
        return self._failures == 0

    @property
    def is_open(self) -> bool:
        """Nothing but probes should go."""
        return self._failures >= OPENS_AFTER

    def backoff(self) -> float:
        """For how many seconds a message that just failed should rest."""
        return min(LONGEST_BACKOFF, 2.0 ** max(self._failures - 1, 0))

    def answered(self) -> None:
        """The Bot API answered, whatever it said."""
        self._failures = self._probes = 0

    def failed(self, began: float, now: float) -> None:
        """A request that began at an instant met no connection, no answer, or a server in trouble.

        Requests that were under way together when one failed count as one: it is the same moment of trouble.
        """
        if self._failures and began < self._failed_at:
            return
        self._failures += 1
        self._failed_at = now
        if self._failures == OPENS_AFTER:
            self._plan_probe(now)

    def probe_failed(self, now: float) -> None:
        """The circuit stays open for longer."""
        self._probes += 1
        self._plan_probe(now)

    def until_probe(self, now: float) -> float:
        """In how many seconds the next probe is due, while the circuit is open."""
        return max(self._probe_at - now, 0.0)

    def _plan_probe(self, now: float) -> None:
        self._probe_at = now + min(LONGEST_BETWEEN_PROBES, 2.0**self._probes)
