"""What a question is limited to, as chosen and as typed, and that nothing else of it is taken for a
limit.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.ask.limits.scope import Scoped, filter_of, scoped
from pressroom.assistant.build import Parts
from pressroom.assistant.check.ending import not_there
from pressroom.assistant.say.replies import reply_to
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.library.catalogue import Catalogue, Shelf, Wanted


@pytest.fixture(scope="module")
def shelf(sampled: Parts) -> Shelf:
    return Catalogue(sampled.library).shelf()


@pytest.mark.parametrize(
    ("typed", "words", "wanted"),
    [
        ("参保率是多少？只看2024年的", "参保率是多少？", Wanted(year="2024")),
        ("What is the rate? (only 2024)", "What is the rate?", Wanted(year="2024")),
        ("参保率是多少，只要2024年6月的", "参保率是多少", Wanted(year="2024-06")),
        ("只看医保局：参保率是多少", "参保率是多少", Wanted(body="云浦市医疗保障局")),
        ("转移了多少人？仅限应急管理局", "转移了多少人？", Wanted(body="云浦市应急管理局")),
        ("参保率是多少？只看周启明说的", "参保率是多少？", Wanted(speaker="周启明")),
        ("参保率是多少、只看周启明", "参保率是多少", Wanted(speaker="周启明")),
        ("2024年只看教育局", "", Wanted(year="2024", body="云浦市教育局")),
        *(
            (only, "", Wanted(year="2024"))
            for only in (
                "only 2024",
                "nur 2024",
                "solo 2024",
                "только 2024",
                "فقط 2024",
                "2024年のみ",
                "2024년만",
            )
        ),
        ("只有2024年才能报名吗？", "只有2024年才能报名吗？", Wanted()),
        ("Is it only 2024 that counts?", "Is it only 2024 that counts?", Wanted()),
        (
            "只看《云浦市医疗保障新闻发布会全程实录》。参保率？",
            "参保率？",
            Wanted(document="云浦市医疗保障新闻发布会-2024-06-18"),
        ),
        ("只要去政府就能办吗？", "只要去政府就能办吗？", Wanted()),
        (
            "Only the Ministry of Finance pays, does it?",
            "Only the Ministry of Finance pays, does it?",
            Wanted(),
        ),
        ("参保率是多少？", "参保率是多少？", Wanted()),
    ],
)
def test_only_is_a_limit_where_it_names_what_the_library_has(
    shelf: Shelf, typed: str, words: str, wanted: Wanted
) -> None:
    assert scoped(typed, Wanted(), shelf) == Scoped(words, wanted)


@pytest.mark.parametrize(
    ("typed", "kind", "name", "first"),
    [
        ("参保率是多少？只看司法局", "body", "司法局", None),
        ("参保率是多少？只看市医疗保险局", "body", "市医疗保险局", "云浦市医疗保障局"),
        ("只看海关总署", "body", "海关总署", None),
        ("What is the rate? Only the Bureau of Justice", "body", "Bureau of Justice", None),
        ("参保率是多少？只看周启亮说的", "speaker", "周启亮", "周启明"),
        ("What did it cost? Only Marcus Linn", "speaker", "Marcus Linn", "Marcus Lin"),
        (
            "参保率是多少？只看《云浦市医疗保障发布会》",
            "document",
            "云浦市医疗保障发布会",
            "云浦市医疗保障新闻发布会全程实录",
        ),
    ],
)
def test_a_limit_that_the_library_does_not_have_is_said_with_what_there_is(
    sampled: Parts, shelf: Shelf, typed: str, kind: str, name: str, first: str | None
) -> None:
    limits = scoped(typed, Wanted(), shelf)
    assert limits.unknown
    assert (limits.unknown.kind, limits.unknown.name) == (kind, name)
    answer = not_there(limits, shelf)
    assert answer.status == "clarify"
    assert name in reply_to(answer, sampled.library).text
    assert first is None or answer.choices[0].label == first
    chosen = scoped(answer.choices[0].question, Wanted(), shelf)
    assert chosen.words == limits.words
    assert chosen.wanted
    assert not chosen.unknown


def test_what_is_typed_wins_over_what_was_chosen(shelf: Shelf) -> None:
    chosen = Wanted(year="2025", document="a")
    assert scoped("参保率？只看2024年", chosen, shelf).wanted == Wanted(year="2024", document="a")


def test_what_was_chosen_before_and_is_typed_again_is_no_question(shelf: Shelf) -> None:
    assert scoped("only 2024", Wanted(year="2024"), shelf) == Scoped("", Wanted(year="2024"))


def test_an_answer_stays_within_its_limits(sampled: Parts, shelf: Shelf) -> None:
    def dates(wanted: Wanted) -> set[str | None]:
        hits = sampled.assistant.look_up("参保率是多少？", where=filter_of(wanted, shelf)).hits
        return {hit.transcript.date for hit in hits}

    assert dates(Wanted(year="2024")) <= {"2024-06-18", "2024-08-05", "2024-08-09"}
    assert dates(Wanted(year="1999")) == set()
    assert dates(Wanted(body="云浦市医疗保障局")) == {"2024-06-18", "2025-06-20"}
    assert filter_of(Wanted(), shelf) is None
    speakers = {
        hit.turn.speaker.name
        for hit in sampled.searcher.search(
            "参保率", where=filter_of(Wanted(body="云浦市医疗保障局"), shelf)
        )
        if hit.turn.speaker
    }
    assert speakers <= {"周启明", "陆维舟", "韩梦溪"}


@pytest.mark.parametrize("year", ["abc", "2024-13", "24", "2024-1-1"])
def test_what_is_no_year_is_refused(shelf: Shelf, year: str) -> None:
    with pytest.raises(QuestionError, match="expected 2024"):
        filter_of(Wanted(year=year), shelf)
