from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.language import _plain_stemmer, detect, require_language, stemmer, stop_words
from tests.summarizer.articles import article

WRITTEN = {
    "en": article("bridge.en"),
    "de": article("bridge.de"),
    "uk": article("bridge.uk"),
    "ru": article("bridge.ru"),
    "tr": article("bridge.tr"),
    "ja": article("bridge.ja"),
    "zh": "市议会批准建造新桥。",
    "ko": "시의회는 새 다리를 승인했다.",
    "el": "Το συμβούλιο ενέκρινε τη γέφυρα.",
    "he": "המועצה אישרה את הגשר.",
    "ar": "وافق المجلس يوم الجمعة على بناء جسر جديد فوق النهر بعد نزاع طويل",
    "pl": "Rada miasta zatwierdziła w piątek budowę nowego mostu przez rzekę.",
    "fr": "Le conseil municipal a approuvé vendredi la construction d'un nouveau pont.",
    "es": "El ayuntamiento aprobó el viernes la construcción de un nuevo puente.",
    "it": "Il consiglio comunale ha approvato venerdì la costruzione di un nuovo ponte.",
    "pt": "A câmara municipal aprovou na sexta-feira a construção de uma nova ponte.",
    "vi": "Hội đồng thành phố hôm thứ sáu đã phê duyệt việc xây dựng cây cầu mới.",
    "bg": "Градският съвет одобри в петък строителството на нов мост, който ще замени ферибота.",
}


@pytest.mark.parametrize("language", WRITTEN)
def test_languages_are_told_apart(language: str) -> None:
    assert detect(WRITTEN[language]) == language


@pytest.mark.parametrize("text", ["", " \n", "Hi", "12345", "😀😀", "Averton", "да"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect(text) is None


@given(st.text(max_size=200))
def test_any_text_has_a_two_letter_code_or_none(text: str) -> None:
    language = detect(text)
    require_language(language)
    assert language is None or len(language) == 2


@pytest.mark.parametrize("language", ["", "e", "eng", "EN", "e1", "en\n"])
def test_other_codes_are_refused(language: str) -> None:
    with pytest.raises(ValueError, match="two-letter code"):
        require_language(language)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "the"),
        ("ru", "что"),
        ("uk", "але"),
        ("tr", "ve"),
        ("pl", "jest"),
        ("nl", "het"),
        ("bg", "или"),
        ("ja", "から"),
    ],
)
def test_stop_words_exist_where_sumy_has_none_too(language: str, word: str) -> None:
    assert word in stop_words(language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "bridges", "bridge"),
        ("de", "brücken", "brücke"),
        ("ru", "мосты", "моста"),
        ("uk", "міста", "місто"),
        ("tr", "köprüler", "köprüye"),
        ("pl", "mostami", "mostów"),
        ("cs", "mosty", "mostech"),
        ("ar", "المجلس", "مجلس"),
        ("id", "membangun", "bangunan"),
        ("fr", "ponts", "pont"),
        ("el", "γέφυρα", "γέφυρες"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert stemmer(language)(one) == stemmer(language)(other)


def test_a_language_nobody_knows_keeps_its_words() -> None:
    assert stop_words("xx") == frozenset()
    assert stemmer("xx")("words") == "words"


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=40))
@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "uk", "pl", "cs", "ar", "tr", "hu", "ro", "el"])
def test_stemmers_take_any_word(language: str, word: str) -> None:
    assert isinstance(stemmer(language)(word.lower()), str)


def test_every_language_of_ours_has_stop_words_and_unspaced_pairs_are_not_stemmed() -> None:
    for language in ("en", "uk", "de", "fr", "es", "pl", "it", "pt", "ru", "tr", "ar", "zh", "ja"):
        assert len(stop_words(language)) > 60
    assert all(stemmer(language)("橋の") == "橋の" for language in ("zh", "ja"))


def test_one_stemmer_serves_many_threads() -> None:
    words = [f"bridge{letter}s" for letter in "abcdefghijklmnop"] * 50
    alone = [_plain_stemmer("en")(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(stemmer("en"), words)) == alone
