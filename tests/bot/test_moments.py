from bot.moments import Moment, listen, reached


def test_a_moment_is_told_to_who_listens_until_it_ends() -> None:
    seen: list[Moment] = []
    end = listen(seen.append)
    reached(Moment.CLAIMED)
    end()
    reached(Moment.MARKED)
    assert seen == [Moment.CLAIMED]
