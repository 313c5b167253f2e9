import subprocess
import sys

from summarizer.copies import CopyIndex
from tests.summarizer.articles import article

BRIDGE, FERRY = article("bridge.en"), article("ferry.en")


def test_an_edited_copy_is_found_and_another_article_is_not() -> None:
    copies = CopyIndex()
    assert copies.add(0, BRIDGE) is None
    assert copies.add(1, FERRY) is None
    assert copies.add(2, BRIDGE.replace("Friday", "Thursday").upper() + " Updated at noon.") == 0
    assert copies.add(3, " ".join(BRIDGE.split()[::-1])) is None


def test_the_likest_of_several_is_named() -> None:
    copies = CopyIndex()
    copies.add(0, BRIDGE + FERRY[:200])
    copies.add(1, BRIDGE)
    assert copies.add(2, BRIDGE) == 1


def test_short_texts_are_no_copies() -> None:
    copies = CopyIndex()
    assert [copies.add(number, "Watch the video above.") for number in range(3)] == [None] * 3
    assert copies.add(3, "") is None


def test_the_library_is_loaded_by_the_first_long_text_only() -> None:
    code = (
        "import sys; from summarizer.grouping import StoryIndex; from summarizer.copies import CopyIndex;"
        "CopyIndex().add(0, 'short'); print('rensa' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
