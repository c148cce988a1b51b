"""Gradio's messages <-> the turns of a conversation. A reply is a piece of HTML that carries what
has to be known of it later: everything of a conversation is in its messages, nothing on the server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

import gradio as gr
from pressroom.assistant.web.html import shown

Messages = list[dict[str, Any]]
_UNSAID = ("", "pending", "failed", "declined")  # statuses of what is no part of the conversation
_MOST = 16  # messages before a question that are looked at


@dataclass(frozen=True, slots=True)
class Option:
    """What can be asked next: what is shown, and the question."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Told:
    """A reply as far as it is there. `asked` is the question that it answers, `said` its words,
    `status` that of the answer, `pending` until it is whole, or `failed`; `id` that of its record.
    """

    html: str
    asked: str
    status: str = "pending"
    said: str = ""
    id: str | None = None
    options: tuple[Option, ...] = ()
    opinion: str | None = None

    @property
    def is_whole(self) -> bool:
        return self.status not in ("pending", "failed")


def turn(words: str, told: Told, sign: str = "") -> Messages:
    """The two messages of a turn. By `sign`, the same in all that comes of one reply, and by what
    was typed the page's script knows which question it is.
    """
    facts = {name: getattr(told, name) for name in ("asked", "status", "said", "id", "opinion")}
    facts |= {"sign": sign, "typed": words}
    piece = gr.HTML(told.html, js_on_load=None, apply_default_css=False, render=False, **facts)
    options = [{"value": option.question, "label": option.label} for option in told.options]
    return [
        {"role": "user", "content": escape(shown(words), quote=False)},
        {"role": "assistant", "content": piece, "options": options},
    ]


def told_in(message: Mapping[str, Any]) -> Told:
    """A reply again from its message; nothing in it that is not ours is trusted to be there."""
    piece: dict[str, Any] = next(iter(message.get("content") or ()), {})
    facts = (piece.get("props") or {}).get("props") or {}
    text = {name: facts.get(name) for name in ("asked", "status", "said", "id", "opinion")}
    known = {name: value for name, value in text.items() if isinstance(value, str)}
    options = [Option(one["label"], one["value"]) for one in message.get("options") or ()]
    return replace(Told(str(piece.get("value")), ""), **known, options=tuple(options))


def with_opinion(message: dict[str, Any], opinion: str) -> dict[str, Any]:
    """A reply's message that says what was thought of it."""
    (piece,) = message["content"]
    facts = {**piece["props"]["props"], "opinion": opinion}
    return {**message, "content": [{**piece, "props": {**piece["props"], "props": facts}}]}


def replies(messages: Messages) -> Iterator[Told]:
    return (told_in(message) for message in messages if message["role"] == "assistant")


def history(messages: Messages) -> Sequence[str]:
    """Question, answer, question, answer … of what was answered."""
    heard = [told for told in replies(messages) if told.status not in _UNSAID]
    return [words for told in heard for words in (told.asked, told.said)][-_MOST:]


def words_of(message: Mapping[str, Any]) -> str:
    """What a citizen typed, from its message, which Gradio shows as HTML."""
    return unescape("".join(str(part.get("text", "")) for part in message["content"]))


def until(messages: Messages, at: int) -> Messages:
    """What stands before the turn in which message `at` is."""
    return messages[: at - at % 2]


def without_failed(messages: Messages) -> Messages:
    """The conversation without a last turn that came to nothing: it is asked anew, or given up."""
    last = next(replies(messages[-1:]), None)
    return until(messages, len(messages) - 1) if last and last.status == "failed" else messages
