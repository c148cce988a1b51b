"""A chat model that hangs, drips, is dead or talks nonsense: the citizen has the built-in answer in
time, and is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event

import pytest
from chat_server import serve
from pressroom.assistant.answer import Assistant
from pressroom.assistant.ask.question import Question
from pressroom.assistant.build import Parts
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.read.reader import Verdict
from pressroom.assistant.say.replies import reply_to
from pressroom.assistant.writer import ChatWriter, Patience, open_chat_model
from pressroom.index.hit import Hit
from pressroom.index.patience import LateError, Rest, in_time

RATE = "2025年医保参保率是多少？"
SOON = Patience(first=0.3, whole=0.6)
LONG = Patience(first=60, whole=60)  # where the model answers, however slow the machine is


def written_by(
    parts: Parts, address: str, *, patience: Patience = SOON, rest: Rest | None = None
) -> Assistant:
    model = open_chat_model("openai:m", base_url=address, timeout=600, retries=0)
    return replace(parts.assistant, writer=ChatWriter(model, patience=patience, rest=rest))


def drips(gate: Event) -> Iterator[str]:
    """A character now and then, without end."""
    while not gate.wait(0.05):
        yield "."


@pytest.mark.parametrize("how", ["hangs", "drips", "is dead", "talks nonsense"])
def test_whatever_the_model_does_the_built_in_answer_comes_in_time(
    sampled: Parts, how: str
) -> None:
    gate = Event()
    scripts = {
        "hangs": lambda _messages: str(gate.wait()),
        "drips": lambda _messages: drips(gate),
        "is dead": lambda _messages: "",
        "talks nonsense": lambda _messages: "}{ 参保率是99.9% [[",
    }
    with serve(scripts[how]) as chat:
        address = "http://127.0.0.1:9/v1" if how == "is dead" else chat.address
        answer = written_by(sampled, address).look_up(RATE)
        gate.set()  # only now: neither the model nor its own time-out ended the wait
    assert "97.8%" in answer.text
    if how != "talks nonsense":
        assert answer.lacking == ("writer",)
        words = reply_to(answer, sampled.library).notes
        assert words == (tongue("zh").t["without_model"],)


def test_a_model_that_failed_is_let_rest_and_then_tried_by_one(sampled: Parts) -> None:
    now = [0.0]
    rest = Rest(30, clock=lambda: now[0])
    with serve(lambda _messages: "") as chat:
        chat.status = 500
        assistant = written_by(sampled, chat.address, patience=LONG, rest=rest)
        assistant.look_up(RATE)
        asked = len(chat.asked)
        assert assistant.look_up(RATE).lacking == ("writer",)
        assert len(chat.asked) == asked  # nobody waits for it in vain
        assert rest.is_down
        now[0], chat.status = 31.0, 200
        assert assistant.look_up(RATE).lacking == ()
        assert not rest.is_down


def test_a_model_is_not_blamed_for_time_that_was_over_before_it_was_asked(sampled: Parts) -> None:
    rest = Rest(30)
    with serve(lambda _messages: "") as chat:
        over = Patience(first=0, whole=0)
        answer = written_by(sampled, chat.address, patience=over, rest=rest).look_up(RATE)
        assert "97.8%" in answer.text
        assert answer.lacking == ("writer",)
        assert chat.asked == []
        assert not rest.is_down


def test_what_is_read_to_ask_a_model_is_not_read_again_without_it(sampled: Parts) -> None:
    class Counting:
        times = 0

        def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
            self.times += 1
            return sampled.assistant.reader.read(question, hits)

    reader = Counting()
    with serve(lambda _messages: "") as chat:
        assistant = replace(written_by(sampled, chat.address, patience=LONG), reader=reader)
        assert "97.8%" in assistant.look_up(RATE).text
    assert reader.times == 1


def test_what_comes_in_time_is_passed_on_as_it_comes() -> None:
    gate = Event()

    def begin() -> Iterator[int]:
        yield 1
        yield 2
        gate.wait(20)

    items = in_time(begin, first=5, whole=0.3)
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(LateError):
        next(items)
    gate.set()


def test_what_fails_is_raised_where_it_is_waited_for() -> None:
    def begin() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    items = in_time(begin, first=5, whole=5)
    assert next(items) == 1
    with pytest.raises(OSError, match="gone"):
        next(items)
