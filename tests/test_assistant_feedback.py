"""Opinions about answers: kept with the answer, newest first, and without anybody's personal
data.
"""

from __future__ import annotations

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.record.feedback import MAX_COMMENT
from pressroom.corpus.errors import QuestionError


def test_an_opinion_is_kept_with_its_answer(parts: Parts) -> None:
    parts.feedback.give("a1", True)
    parts.feedback.give("a1", False, "outdated", " 数字是去年的 ")
    parts.feedback.give("a2", False, None, "")
    assert [(o.useful, o.reason, o.comment) for o in parts.feedback.of("a1")] == [
        (False, "outdated", "数字是去年的"),
        (True, None, None),
    ]
    assert [o.answer_id for o in parts.feedback.disliked()] == ["a2", "a1"]
    assert parts.feedback.of("nothing") == []


def test_personal_data_in_a_comment_is_not_kept(parts: Parts) -> None:
    parts.feedback.give("a", False, "other", "打我电话13800138000或写信到 li@example.org\u202e")
    (opinion,) = parts.feedback.of("a")
    assert opinion.comment is not None
    assert not {"13800138000", "li@example.org", "\u202e"} & {
        opinion.comment[i : i + n] for i in range(40) for n in (1, 11, 14)
    }
    assert opinion.comment.startswith("打我电话")


@pytest.mark.parametrize(
    ("reason", "comment"), [("nonsense", None), ("", None), (None, "水" * (MAX_COMMENT + 1))]
)
def test_what_is_no_opinion_is_refused_and_nothing_is_kept(
    parts: Parts, reason: str | None, comment: str | None
) -> None:
    with pytest.raises(QuestionError, match="expected"):
        parts.feedback.give("a", False, reason, comment)
    assert parts.feedback.disliked() == []
