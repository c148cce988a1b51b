"""A question in its conversation -> the events that the chat page shows as they come: the stage, the words, the whole reply.

One request, one stream: nothing of a conversation stays on the server, and any process of several may answer. Gradio's queue would
keep a connection a tab, of which a browser has six.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import Answer, Assistant, not_there
from assistant.scope import Scoped, filter_of, scoped
from assistant.tongue import Tongue, tongue
from assistant.web.html import render
from assistant.web.reply import reply_html, spoken, view_of, within_words
from corpus import language
from corpus.catalogue import Catalogue, Shelf, Wanted
from corpus.errors import PressroomError
from corpus.library import Library

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """`history` is question, answer, question …; `turn` names the reply's place on the page; `clicked`: a question of ours, not typed."""

    question: str
    history: Sequence[str]
    wanted: Wanted
    turn: str
    clicked: bool = False


class Talk:
    """Answers for the chat page. Threads may share it."""

    def __init__(self, assistant: Assistant, library: Library, catalogue: Catalogue) -> None:
        self._assistant = assistant
        self._library = library
        self._catalogue = catalogue

    def events(self, ask: Ask, interface: Tongue) -> Iterator[str]:
        """Server-sent events `stage`, `part`, `whole`; or `problem`, after which nothing comes. Each holds JSON with `html` and `say`."""
        try:
            yield from self._events(ask, interface)
        except PressroomError as error:
            yield _problem(str(error), interface)
        except Exception:  # the stream has begun: only in it can the reader be told; the log keeps the traceback
            log.exception("a question was not answered")
            yield _problem(interface.t["failed"], interface)

    def _events(self, ask: Ask, interface: Tongue) -> Iterator[str]:
        shelf = self._catalogue.shelf()
        limits, history = _carried(scoped(ask.question, ask.wanted, shelf), ask.history)
        spoken_in = interface if ask.clicked or not limits.words else tongue(language.detect(limits.words))
        if limits.unknown:
            yield _unknown(limits, shelf, self._library, ask, spoken_in, interface)
            return
        yield _stage(spoken_in, sum(card.paragraphs for card in shelf.find(limits.wanted)))
        if not limits.words:
            yield _event("whole", html=render("parts/limited.html", t=spoken_in.t), say=spoken_in.t["limited"], **_state(limits, "", None))
            return
        within = within_words(limits.wanted, _title(limits.wanted, shelf), spoken_in)
        for answer in self._assistant.answers(limits.words, history, where=filter_of(limits.wanted, shelf)):
            words = interface if ask.clicked else tongue(answer.question.language)
            view = view_of(answer, self._library, words, turn=ask.turn, within=within)
            if answer.sentences and answer.id is None:
                yield _event("part", html=reply_html(view, words, interface, whole=False))
        yield _event("whole", html=reply_html(view, words, interface), say=spoken(view, words), **_state(limits, answer.text, answer))


def _unknown(limits: Scoped, shelf: Shelf, library: Library, ask: Ask, words: Tongue, interface: Tongue) -> str:
    """That the library does not have what the question was to be limited to, and what it has."""
    answer = not_there(limits, shelf)
    view = view_of(answer, library, words, turn=ask.turn)
    return _event("whole", html=reply_html(view, words, interface), say=spoken(view, words), **_state(limits, "", answer))


def _carried(limits: Scoped, history: Sequence[str]) -> tuple[Scoped, Sequence[str]]:
    """`only 2024`, said alone, asks the last question again within that."""
    if limits.words or len(history) < 2:
        return limits, history
    return replace(limits, words=history[len(history) - 2 + len(history) % 2]), history[: len(history) - 2 + len(history) % 2]


def _state(limits: Scoped, said: str, answer: Answer | None) -> dict[str, Any]:
    wanted = limits.wanted
    scope = {"year": wanted.year, "body": wanted.body, "speaker": wanted.speaker, "document": wanted.document}
    return {
        "asked": limits.words,
        "said": said,
        "scope": scope,
        "id": answer.id if answer else None,
        "status": answer.status if answer else None,
    }


def _title(wanted: Wanted, shelf: Shelf) -> str | None:
    card = shelf.card(wanted.document) if wanted.document else None
    return card.title if card else wanted.document


def _stage(words: Tongue, paragraphs: int) -> str:
    stage = words.count("searching_n", paragraphs)
    return _event("stage", html=render("parts/stage.html", stage=stage, tongue=words), say=stage)


def _problem(message: str, interface: Tongue) -> str:
    return _event("problem", html=render("parts/problem.html", message=message, t=interface.t), say=message)


def _event(name: str, **data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
