"""The texts around the quotes: every language has every text, with the same places to fill in."""

from __future__ import annotations

import re
from string import Formatter
from typing import get_args

import pytest
from pressroom.assistant.ask.question import read_question
from pressroom.assistant.ask.screening import Screened
from pressroom.assistant.ask.smalltalk import Talk
from pressroom.assistant.build import Parts
from pressroom.assistant.check.answer import Answer, Status
from pressroom.assistant.check.claims import ClaimStatus
from pressroom.assistant.languages.texts import counted, languages, preferred, texts
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.record.feedback import REASONS
from pressroom.assistant.record.records import SourceChange
from pressroom.assistant.say.replies import reply_to
from pressroom.corpus.language import LANGUAGES


def places(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_every_language_that_is_detected_has_texts() -> None:
    assert languages() == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_with_the_same_places(language: str) -> None:
    ours, english = texts(language), texts("en")
    assert set(ours) == set(english)
    assert all(text.strip() for text in ours.values())
    assert {key: places(text) for key, text in ours.items()} == {
        key: places(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_text_has_a_form_for_every_number(language: str) -> None:
    words = tongue(language)
    needed = {words.locale.plural_form(number) for number in (*range(1000), 10**6)}
    assert set(counted(language)) == set(counted("en"))
    for key, forms in counted(language).items():
        assert needed - {"other"} <= set(forms), key
        assert "other" in forms
        assert all(
            words.count(key, number, words="…", names="…") for number in (0, 1, 2, 5, 21, 1240)
        )


def test_numbers_days_and_months_are_said_as_the_language_does() -> None:
    assert tongue("zh").day("2025-06-20") == "2025年6月20日"
    assert tongue("de").day("2025-06-20") == "20. Juni 2025"
    assert tongue("fr").month("2025-06") == "juin 2025"
    assert (tongue("en").day("2024-03-05"), tongue("en").tag, tongue("en").name) == (
        "5 March 2024",
        "en",
        "English",
    )
    assert tongue("en").count("documents_n", 1240) == "1,240 documents"
    assert [tongue("ru").count("documents_n", number) for number in (1, 3, 5)] == [
        "1 документ",
        "3 документа",
        "5 документов",
    ]
    assert tongue("ar").count("documents_n", 2) == "وثيقتان"
    assert tongue("en").day("sometime") == "sometime"


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_an_opinion_has_a_text(reason: str) -> None:
    assert texts("en")[f"reason_{reason}"]


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("ru", "[а-я]"),
        ("ar", "[ء-ي]"),
        ("ja", "[ぁ-ん]"),
        ("ko", "[가-힣]"),
        ("zh", "[一-龥]"),
        ("vi", "[ạ-ỹđ]"),
    ],
)
def test_a_text_is_written_in_its_script(language: str, letters: str) -> None:
    assert all(
        re.search(letters, texts(language)[key], re.I)
        for key in ("opening", "not_found", "coverage", "can", "task", "changed")
    )


def test_traditional_chinese_is_not_simplified() -> None:
    assert texts("zh-Hant")["title"] == "發布廳"
    assert texts("zh-Hant")["not_found"] != texts("zh")["not_found"]


def test_arabic_runs_from_right_to_left() -> None:
    assert {language for language in LANGUAGES if texts(language)["direction"] == "rtl"} == {"ar"}


REFUSALS = set(get_args(Status)) - {"answered", "declined", "smalltalk"}


@pytest.mark.parametrize(
    "key", [*get_args(Talk), *get_args(Screened), *sorted(REFUSALS), *get_args(SourceChange)]
)
def test_whatever_can_be_replied_has_a_text(key: str) -> None:
    assert texts("en")[key]


@pytest.mark.parametrize("verdict", get_args(ClaimStatus))
def test_every_verdict_has_a_text(verdict: str) -> None:
    assert texts("en")["unfound" if verdict == "not_found" else verdict]


def test_the_browsers_language_is_respected() -> None:
    headers = ("zh-CN,zh;q=0.9", "zh-TW", "zh-Hant-HK", "en-GB", "fr,en;q=0.8", "xx", "")
    assert [preferred(header) for header in headers] == [
        "zh",
        "zh-Hant",
        "zh-Hant",
        "en",
        "fr",
        "en",
        "zh",
    ]


def test_what_the_documents_are_is_answered_from_the_library_in_the_citizens_language(
    sampled: Parts,
) -> None:
    answer: Answer = sampled.assistant.look_up("¿Qué documentos tienes?")
    reply = reply_to(answer, sampled.library)
    assert answer.status == "smalltalk"
    assert reply.words == texts("es")["documents"]
    assert len(reply.documents) == 5
    assert reply.coverage is not None
    assert "9" in reply.coverage


def test_what_was_taken_out_of_a_question_is_reported(sampled: Parts) -> None:
    answer = sampled.assistant.look_up("2025年医保参保\u200b率\u202e是多少？")
    assert answer.status == "answered"
    assert reply_to(answer, sampled.library).notes == (texts("zh")["stripped"].format(count=2),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_detected_in_its_own_texts(language: str) -> None:
    assert read_question(texts(language)["can"]).language == language
