"""What the assistant says of itself."""

from __future__ import annotations

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
