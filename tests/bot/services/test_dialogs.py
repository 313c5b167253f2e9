from datetime import timedelta

from bot.models import Dialog
from bot.services.dialogs import Dialogs
from bot.storage.engine import Database
from tests.bot.services.newsroom import Watch


async def test_the_newest_dialog_of_a_person_in_a_chat_counts_and_ends_once(database: Database) -> None:
    dialogs = Dialogs(database, Watch())
    await dialogs.begin(1, 2, "title", article=5)
    await dialogs.begin(1, 2, "topics", article=6)
    await dialogs.begin(1, 3, "title", article=7)
    assert await dialogs.open(1, 2) == Dialog(1, 2, "topics", {"article": 6})
    assert await dialogs.end(1, 2)
    assert not await dialogs.end(1, 2)
    assert await dialogs.open(1, 2) is None
    assert await dialogs.open(1, 3) == Dialog(1, 3, "title", {"article": 7})
    assert await dialogs.open(2, 3) is None


async def test_after_an_hour_nothing_is_waited_for(database: Database) -> None:
    watch = Watch()
    dialogs = Dialogs(database, watch)
    await dialogs.begin(1, 2, "title")
    watch.moves(timedelta(minutes=59))
    assert await dialogs.open(1, 2) is not None
    watch.moves(timedelta(minutes=1))
    assert await dialogs.open(1, 2) is None


async def test_a_dialog_survives_a_restart(database: Database) -> None:
    await Dialogs(database, Watch()).begin(1, 2, "title", article=5)
    assert await Dialogs(database, Watch()).open(1, 2) == Dialog(1, 2, "title", {"article": 5})
