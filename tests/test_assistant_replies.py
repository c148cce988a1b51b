"""What the assistant says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pressroom.assistant.build import Parts
from pressroom.assistant.say.replies import reply_to


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("参保率是多少？", "资料库还是空的"),
        ("參保率是多少？", "資料庫還是空的"),
        ("Hello", "The library is still empty"),
        ("What is the enrolment rate?", "The library is still empty"),
    ],
)
def test_over_an_empty_library_it_is_said_that_there_are_no_documents_yet(
    parts: Parts, question: str, told: str
) -> None:
    assert told in reply_to(parts.assistant.ask(question), parts.library).text


def test_that_a_question_was_noted_is_said_only_where_it_was(sampled: Parts) -> None:
    noted: list[object] = []
    assistant = replace(sampled.assistant, on_unanswered=noted.append)
    answer = assistant.ask("月球动物园里有多少头大象？")
    assert (len(noted), answer.is_noted) == (1, True)
    assert "您的问题已记录" in reply_to(answer, sampled.library).text
    while_down = replace(answer, lacking=("search",))
    assert not while_down.is_noted
    assert "您的问题已记录" not in reply_to(while_down, sampled.library).text
