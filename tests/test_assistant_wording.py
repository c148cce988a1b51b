"""A model's translation stands beside the original only if figures, negations and length are the
original's.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.check.translating import translation_fault
from pressroom.corpus.facts import figures, guards, tokens, values

MUST_NOT = "不得强制学生参加。"
HOARDING = "青年路围挡一共680米，将于4月20日前全部拆除，恢复双向六车道。"


ENGLISH = (
    "The {} metres of hoarding on Qingnian Road will all be removed by April 20, restoring six "
    "lanes "
    "both ways."
)


@pytest.mark.parametrize(
    ("into", "text", "original", "holds"),
    [
        ("en", "Students must not be forced to take part.", MUST_NOT, True),
        ("es", "No se puede obligar a los alumnos a participar.", MUST_NOT, True),
        ("fr", "Les élèves ne doivent pas être contraints de participer.", MUST_NOT, True),
        ("ru", "Нельзя принуждать учащихся к участию.", MUST_NOT, True),
        ("ja", "学生に参加を強制してはならない。", MUST_NOT, True),
        ("vi", "Học sinh không bị ép buộc tham gia.", MUST_NOT, True),
        ("de", "Schüler dürfen nicht zur Teilnahme gezwungen werden.", MUST_NOT, True),
        ("pt", "Os alunos não podem ser obrigados a participar.", MUST_NOT, True),
        ("ko", "학생의 참여를 강제해서는 안 된다.", MUST_NOT, True),
        ("ar", "لا يجوز إجبار الطلاب على المشاركة.", MUST_NOT, True),
        ("en", "Students must be forced to take part.", MUST_NOT, False),
        ("es", "Los alumnos deben participar por la fuerza.", MUST_NOT, False),
        ("en", ENGLISH.format(680), HOARDING, True),
        ("en", ENGLISH.format(860), HOARDING, False),
        ("en", "The hoarding on Qingnian Road will be removed.", HOARDING, False),
        (
            "en",
            ENGLISH.format(680) + " The mayor is to blame for all of this." * 8,
            HOARDING,
            False,
        ),
    ],
)
def test_a_translation_is_compared_with_the_original(
    into: str, text: str, original: str, holds: bool
) -> None:
    assert (translation_fault(text, original, into=into, day="2025-03-12") is None) is holds


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("418.9万人", "4189000人"),
        ("四百一十八万九千人", "4189000人"),
        ("４１８.９万人", "4189000人"),
        ("百分之九十七点八", "97.8%"),
        ("97.8 percent", "97.8%"),
        ("4.7 billion yuan", "4700000000元"),
        ("47亿元", "4700000000元"),
        ("four berths", "4"),
        ("三件事", "3件"),
    ],
)
def test_a_figure_has_one_value_however_it_is_written(text: str, figure: str) -> None:
    assert figure in figures(text)


def test_a_relative_year_is_that_of_the_day() -> None:
    assert figures("今年和去年", day="2025-06-20") == {"2025年", "2024年"}
    assert values("明年", day="2024-01-01") == {"2025"}


def test_negations_and_reservations_are_guards_and_other_words_that_look_like_them_are_not() -> (
    None
):
    assert guards("不得、预计、没有、至少") == ["不得", "预计", "没有", "至少"]
    assert guards("不少地方，不断推进，未来，无障碍电梯") == []
    assert [token.key for token in tokens("是不是")] != [token.key for token in tokens("是")]
