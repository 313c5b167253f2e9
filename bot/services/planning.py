"""Planning what is due: readers who are alike share one decision, and the database makes their rows.

A chunk of readers is one short transaction, so that a person's tap never waits long for the writer. What a
group of them gets is decided and composed outside of it; if the desk has changed since, it is decided anew.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.models import DeliveryState, Subscriber, Subscription
from bot.moments import Moment, reached
from bot.services.composing import Issue, Library
from bot.services.one_by_one import POSTPONED, plan_or_postpone
from bot.services.slots import LATE_WINDOW, Plan, planned
from bot.storage import planning, shelf, signatures, subscribers
from bot.storage.engine import Database
from bot.storage.planning import Alike, Due, Move

log = logging.getLogger(__name__)

# Readers moved in one transaction: on SQLite a tap waits that long for the writer.
CHUNK = 1000
# Groups decided and moved together: each costs more than a reader of one.
GROUPS = 100
# Readers planned one by one in one transaction.
FEW = 25

Groups = dict[Alike, list[Due]]


@dataclass(slots=True)
class Run:
    """One call of ``plan_due``: its moment, the desk, and what was decided for the groups now met.

    A plan is None where deciding failed.
    """

    now: datetime
    issue: Issue | None = None
    plans: dict[Alike, Plan | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction did: readers moved on, and the groups that have to be decided first."""

    moved: int
    undecided: Groups = field(default_factory=dict)


class Planner:
    """Plans digests into the outbox; ``on_planned`` wakes whoever sends them."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        library: Library,
        on_planned: Callable[[], None],
    ) -> None:
        self._database = database
        self._now = now
        self._library = library
        self._on_planned = on_planned

    async def plan_due(self) -> int:
        """Plan the digest of every reader whose time has come; how many readers were moved on.

        Planning is idempotent: a slot has one set of rows, and a reader is advanced by compare-and-set.
        """
        run, moved = Run(self._now()), 0
        while True:
            step = await self._step(run)
            moved += step.moved
            if step.moved:
                self._on_planned()
            if any(not alike.signature for alike in step.undecided):
                await self._sign(run.now)
            elif step.undecided:
                await self._decide(run, step.undecided)
            elif not step.moved:
                return moved

    async def _step(self, run: Run) -> Step:
        try:
            async with self._database.write(effect=False) as conn:
                step = await _move(conn, run)
                _tell(step, Moment.PLANNING)
            _tell(step, Moment.PLANNED)
        except Exception:
            # One reader who cannot be planned must not stop the others: now each has its own savepoint.
            log.exception("planning failed; planning one by one")
            return Step(await self._one_by_one())
        return step

    async def _sign(self, now: datetime) -> None:
        signed = True
        while signed:
            async with self._database.write(effect=False) as conn:
                signed = await signatures.sign_due(conn, now) > 0

    async def _decide(self, run: Run, groups: Groups) -> None:
        """Decide for each group by its first reader, who may have changed or gone since it was due."""
        async with self._database.read() as conn:
            if run.issue is None:
                run.issue = await self._library.issue(conn, self._now())
            firsts = [members[0].id for members in groups.values()]
            readers = await subscribers.get_many(conn, firsts)
            choices = await subscribers.subscriptions_of(conn, firsts)
        for alike, members in groups.items():
            reader, mine = readers.get(members[0].id), choices[members[0].id]
            if reader is None or planning.alike_of(reader, signatures.signature(reader, mine)) != alike:
                await self._forget([member.id for member in members])
            else:
                run.plans[alike] = _decided(run.issue, reader, mine)
            # Composing takes a while: others get their turn.
            await asyncio.sleep(0)

    async def _forget(self, readers: Sequence[int]) -> None:
        """Let readers be signed again of whom the first does not look as its signature says."""
        async with self._database.write(effect=False) as conn:
            await signatures.forget(conn, readers)

    async def _one_by_one(self) -> int:
        """Plan a few readers each for itself."""
        async with self._database.write(effect=False) as conn:
            issue = await self._library.issue(conn, self._now())
            due = await subscribers.due(conn, issue.now, FEW)
            choices = await subscribers.subscriptions_of(conn, [reader.id for reader in due])
            for reader in due:
                await plan_or_postpone(conn, issue, reader, choices[reader.id])
            return len(due)


def _tell(step: Step, moment: Moment) -> None:
    if step.moved:
        reached(moment)


def _decided(issue: Issue, reader: Subscriber, choices: Sequence[Subscription]) -> Plan | None:
    try:
        return planned(issue, reader, choices)
    except Exception:
        log.exception("a reader cannot be planned", extra={"subscriber": reader.id})
        return None


async def _move(conn: AsyncConnection, run: Run) -> Step:
    """Move readers who are due past their slot, as far as it is decided what they get."""
    groups = _grouped(await planning.due(conn, run.now, CHUNK))
    issue = run.issue
    if issue is None or not await shelf.is_current(conn, issue.shelf):
        run.issue, run.plans = None, {}
        return Step(0, groups)
    decided = {alike: members for alike, members in groups.items() if alike in run.plans}
    moves: list[Move] = []
    for alike, members in decided.items():
        moves += await _moves(conn, issue, alike, run.plans[alike], members)
    await planning.apply(conn, moves, issue.now)
    # Those who are alike stand beside each other: only the last group may go on in the next chunk.
    run.plans = {alike: run.plans[alike] for alike in decided}
    undecided = {alike: members for alike, members in groups.items() if alike not in decided}
    return Step(sum(map(len, decided.values())), undecided)


def _grouped(due: Sequence[Due]) -> Groups:
    """The first groups of those who are due, in their order."""
    groups = groupby(due, key=lambda one: one.alike)
    return {alike: list(members) for alike, members in islice(groups, GROUPS)}


async def _moves(
    conn: AsyncConnection, issue: Issue, alike: Alike, plan: Plan | None, members: Sequence[Due]
) -> list[Move]:
    """What happens to a group; a reader whose slot may have come before is planned by itself."""
    again = [one.id for one in members if one.again]
    if plan is None:
        await planning.postpone(conn, [one.id for one in members], issue.now + POSTPONED)
        return []
    if again:
        await _each(conn, issue, again)
    readers = [one.id for one in members if not one.again]
    if not plan.outdated:
        return _sent(issue, alike, plan, readers)
    # Never two slots in a row expire.
    spared = await planning.expired_before(conn, readers)
    given_up = [reader for reader in readers if reader not in spared]
    return [
        *_sent(issue, alike, plan, [reader for reader in readers if reader in spared]),
        *_ended(alike, plan, given_up, DeliveryState.EXPIRED),
    ]


async def _each(conn: AsyncConnection, issue: Issue, readers: Sequence[int]) -> None:
    found = await subscribers.get_many(conn, readers)
    choices = await subscribers.subscriptions_of(conn, readers)
    for reader in found.values():
        await plan_or_postpone(conn, issue, reader, choices[reader.id])


def _sent(issue: Issue, alike: Alike, plan: Plan, readers: Sequence[int]) -> list[Move]:
    if plan.state is not DeliveryState.PENDING:
        return _ended(alike, plan, readers, plan.state)
    if not readers:
        return []
    expires = issue.now + LATE_WINDOW
    messages = plan.composed.messages
    return [Move(tuple(readers), alike, plan.before, plan.read, plan.instant, plan.state, messages, expires)]


def _ended(alike: Alike, plan: Plan, readers: Sequence[int], state: DeliveryState) -> list[Move]:
    if not readers:
        return []
    return [Move(tuple(readers), alike, plan.before, plan.after, plan.instant, state, (), None)]
