"""A question in its conversation -> its reply as it comes: the stage, the words, the whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pressroom.assistant.answer import Answering
from pressroom.assistant.ask.limits.scope import Scoped, filter_of, scoped
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.ending import not_there
from pressroom.assistant.languages.notes import Choice
from pressroom.assistant.languages.tongue import Tongue, tongue
from pressroom.assistant.web.chat.reply import reply_html
from pressroom.assistant.web.chat.turns import Option, Told
from pressroom.assistant.web.chat.view import View, view_of, within_words
from pressroom.assistant.web.html import isolated, render
from pressroom.assistant.web.line import BusyError, Wait
from pressroom.corpus import language
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.library.catalogue import Catalogue, Shelf, Wanted
from pressroom.corpus.library.library import Library

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """`history` is question, answer, question …; `turn` names the reply's place on the page;
    `clicked`: a question of ours, not typed.
    """

    question: str
    history: Sequence[str]
    wanted: Wanted
    turn: str
    clicked: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """A reply so far, and what the documents are kept to from now on."""

    told: Told
    wanted: Wanted


class Talk:
    """Answers for the chat page. Threads may share it."""

    def __init__(self, assistant: Answering, library: Library, catalogue: Catalogue) -> None:
        self._assistant = assistant
        self._library = library
        self._catalogue = catalogue

    def replies(self, ask: Ask, interface: Tongue) -> Iterator[Coming]:
        """The last is whole, or says what went wrong."""
        try:
            yield from self._replies(ask, interface)
        except QuestionError as error:
            yield failed(ask, str(error), interface)
        except (
            Exception
        ):  # the reply has begun: only in it can the reader be told; the log keeps the traceback
            log.exception("a question was not answered")
            yield failed(ask, interface.t["failed"], interface)

    def _replies(self, ask: Ask, interface: Tongue) -> Iterator[Coming]:
        shelf = self._catalogue.shelf()
        limits, history = _carried(scoped(ask.question, ask.wanted, shelf), ask.history)
        spoken_in = (
            interface if ask.clicked or not limits.words else tongue(language.detect(limits.words))
        )
        if limits.unknown:
            answer = not_there(limits, shelf)
            view = view_of(answer, self._library, spoken_in, turn=ask.turn)
            yield _whole(limits, answer, view, spoken_in, interface)
            return
        yield _stage(ask, spoken_in, sum(card.paragraphs for card in shelf.find(limits.wanted)))
        if not limits.words:
            html = render("parts/limited.html", t=spoken_in.t)
            yield Coming(Told(html, ask.question, "smalltalk"), limits.wanted)
            return
        within = within_words(limits.wanted, _title(limits.wanted, shelf), spoken_in)
        for answer in self._assistant.answers(
            limits.words, history, where=filter_of(limits.wanted, shelf)
        ):
            words = interface if ask.clicked else tongue(answer.question.language)
            view = view_of(answer, self._library, words, turn=ask.turn, within=within)
            if answer.sentences and answer.id is None:
                html = reply_html(view, words, interface, whole=False)
                yield Coming(Told(html, ask.question), limits.wanted)
        yield _whole(limits, answer, view, words, interface)


def waiting(ask: Ask, wait: Wait, interface: Tongue) -> Coming:
    """That others are before it, and for about how long."""
    stage = interface.say("busy_about", seconds=wait.seconds)
    html = render("parts/stage.html", stage=stage, tongue=interface)
    return Coming(Told(html, ask.question), ask.wanted)


def busy(ask: Ask, error: BusyError, interface: Tongue) -> Coming:
    return failed(ask, interface.say("busy_text", seconds=error.seconds), interface)


def failed_html(message: str, interface: Tongue) -> str:
    return render("parts/problem.html", message=message, tongue=interface)


def _whole(limits: Scoped, answer: Answer, view: View, words: Tongue, interface: Tongue) -> Coming:
    told = Told(
        reply_html(view, words, interface),
        limits.words,
        answer.status,
        answer.text,
        answer.id,
        offered(view, words),
    )
    return Coming(told, limits.wanted)


def offered(view: View, words: Tongue) -> tuple[Option, ...]:
    """What a question that is asked back may be answered with, for Gradio to offer."""
    return tuple(Option(_label(choice, words), choice.question) for choice in view.choices)


def _label(choice: Choice, words: Tongue) -> str:
    """Its words and its day, each in its own direction."""
    parts = (choice.label, words.day(choice.day) if choice.day else "")
    return " · ".join(isolated(part, words.direction) for part in parts if part)


def failed(ask: Ask, message: str, interface: Tongue) -> Coming:
    again = Option(interface.t["again"], ask.question)
    told = Told(failed_html(message, interface), ask.question, "failed", options=(again,))
    return Coming(told, ask.wanted)


def _carried(limits: Scoped, history: Sequence[str]) -> tuple[Scoped, Sequence[str]]:
    """`only 2024`, said alone, asks the last question again within that."""
    if limits.words or len(history) < 2:
        return limits, history
    return replace(limits, words=history[len(history) - 2 + len(history) % 2]), history[
        : len(history) - 2 + len(history) % 2
    ]


def _title(wanted: Wanted, shelf: Shelf) -> str | None:
    card = shelf.card(wanted.document) if wanted.document else None
    return card.title if card else wanted.document


def _stage(ask: Ask, words: Tongue, paragraphs: int) -> Coming:
    stage = words.count("searching_n", paragraphs)
    html = render("parts/stage.html", stage=stage, tongue=words)
    return Coming(Told(html, ask.question), ask.wanted)
