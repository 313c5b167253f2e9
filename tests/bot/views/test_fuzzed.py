"""Messages made of any Unicode, sent to the strict server; `make bench ARGS=fuzz` sends 10,000 of them."""

import random

from tests.benchmarks.fuzz import any_text, refusals


async def test_the_strict_server_refuses_none_of_the_fuzzed_messages() -> None:
    assert await refusals(120, seed=20260304) == []


def test_the_fuzz_holds_what_is_trouble() -> None:
    dice = random.Random(1)
    texts = "".join(any_text(dice, 200) for _ in range(200))
    assert {"<", "&", "\u202e", "\u200d", "😀", "ل", "体"} <= set(texts)
    assert max(map(ord, texts)) > 0x1F300
