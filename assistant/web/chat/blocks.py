"""The chat as a Gradio program: the events that join its components to a conversation.

What depends on the reader's language or on the library comes with the first event, when the page
can already be used.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from html import unescape
from secrets import token_urlsafe
from typing import Any

import gradio as gr
from pressroom.assistant.record.feedback import REASONS, Feedback
from pressroom.assistant.web.api import Kept
from pressroom.assistant.web.chat.layout import laid_out
from pressroom.assistant.web.chat.suggestions import Suggestions
from pressroom.assistant.web.chat.talk import Ask, Coming, Talk, busy, waiting
from pressroom.assistant.web.chat.turns import (
    Messages,
    history,
    replies,
    told_in,
    turn,
    until,
    with_opinion,
    without_failed,
    words_of,
)
from pressroom.assistant.web.clients.tools import Tools
from pressroom.assistant.web.line import BusyError, Line, Wait
from pressroom.assistant.web.stream import client_of
from pressroom.assistant.web.visit import visit_of
from pressroom.corpus.library.catalogue import Catalogue, Wanted
from pressroom.index.patience import LeftError

_THANKS = 4  # seconds
_NAMES = 400  # that are in a list; others can be typed
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
Update = dict[Any, Any]


class Chat:
    """The program over one assistant. It keeps nothing of a conversation: the page does."""

    def __init__(
        self,
        talk: Talk,
        line: Line,
        suggestions: Suggestions,
        catalogue: Catalogue,
        kept: Kept,
        feedback: Feedback | None,
    ) -> None:
        self._talk = talk
        self._line = line
        self._suggestions = suggestions
        self._catalogue = catalogue
        self._kept = kept
        self._feedback = feedback

    def build(self, tools: Tools) -> gr.Blocks:
        with gr.Blocks(title="Pressroom", analytics_enabled=False) as blocks:
            self.page = laid_out()
            self._events(blocks)
            tools.offer()
        return blocks.queue(default_concurrency_limit=None)  # else one question after the other

    def _events(self, blocks: gr.Blocks) -> None:
        """Only a question that is asked writes the conversation as a whole; the page takes nothing
        of it that is older than what stands there, and derives from that whether there is something
        to stop (pressroom.follow). What else becomes known may come when the citizen has asked on:
        the page puts it into what stands there then (pressroom.noted).
        """
        page = self.page
        into = [page.chat, *page.limits]
        given: dict[str, Any] = {"outputs": into, "preprocess": False, **_QUIET}
        # Gradio would drop what is typed while it still ends the question before.
        after: dict[str, Any] = {"trigger_mode": "always_last", **given}
        alone: dict[str, Any] = {"preprocess": False, "concurrency_limit": 1, **_QUIET}
        asking = [
            page.box.submit(self.typed, [page.box, *into], **after),
            page.asked.change(self.typed, [page.asked, *into], **given),
            page.chat.example_select(self.ask_example, into, **given),
            page.chat.option_select(self.ask_option, into, **given),
            page.chat.retry(self.ask_again, into, **given),
            page.chat.edit(self.ask_edited, into, **given),
        ]
        for event in asking:
            event.success(self.go_on, into, [page.note], concurrency_id="next", **alone)
        page.chat.like(self.opine, [page.chat], [page.note, page.chat], **alone)
        self._script(page.note.change, "noted", [page.note], [page.chat])
        self._script(page.chat.change, "follow", [page.chat, page.box], [page.box, page.chat])
        self._script(page.box.stop, "stop", [], [page.chat], cancels=asking)
        self._script(page.clear.click, "anew", [], [page.box, *into], cancels=asking)
        opened = self._script(blocks.load, "opened", [], [page.asked, page.box, *into])
        self._script(opened.then, "begin", [], [])
        at_once: dict[str, Any] = {"preprocess": False, "queue": False, **_QUIET}
        opened.then(self.open, [page.chat, page.document], into, **at_once)
        opened.then(self.offer, page.limits, [page.chat], **at_once)

    def _script(self, event: Any, name: str, given: list[Any], into: list[Any], **more: Any) -> Any:
        """Leads an event to the page's own script; the server has no part in it."""
        js = f"(...given) => pressroom.{name}(...given)"
        return event(None, given, into, js=js, **more, **_QUIET)

    # --- asking

    async def typed(
        self, question: str, chat: Messages, year: str, body: str, speaker: str, document: str,
        request: gr.Request,
    ) -> AsyncIterator[Update]:  # fmt: skip
        """What somebody typed."""
        async for update in self._ask(question, chat, (year, body, speaker, document), request):
            yield update

    async def ask_example(
        self, chat: Messages, year: str, body: str, speaker: str, document: str,
        request: gr.Request, chosen: gr.SelectData,
    ) -> AsyncIterator[Update]:  # fmt: skip
        limits = (year, body, speaker, document)
        async for update in self._ask(chosen.value["text"], chat, limits, request, clicked=True):
            yield update

    async def ask_option(
        self, chat: Messages, year: str, body: str, speaker: str, document: str,
        request: gr.Request, chosen: gr.SelectData,
    ) -> AsyncIterator[Update]:  # fmt: skip
        limits = (year, body, speaker, document)
        async for update in self._ask(chosen.value, chat, limits, request, clicked=True):
            yield update

    async def ask_again(
        self, chat: Messages, year: str, body: str, speaker: str, document: str,
        request: gr.Request, chosen: gr.RetryData,
    ) -> AsyncIterator[Update]:  # fmt: skip
        before = until(chat, int(chosen.index))
        question = words_of(chat[len(before)])
        async for update in self._ask(question, before, (year, body, speaker, document), request):
            yield update

    async def ask_edited(
        self, chat: Messages, year: str, body: str, speaker: str, document: str,
        request: gr.Request, chosen: gr.EditData,
    ) -> AsyncIterator[Update]:  # fmt: skip
        before = until(chat, _index(chosen.index))
        limits = (year, body, speaker, document)
        async for update in self._ask(unescape(chosen.value), before, limits, request):
            yield update

    async def _ask(
        self,
        question: str,
        chat: Messages,
        limits: tuple[str, ...],
        request: gr.Request,
        *,
        clicked: bool = False,
    ) -> AsyncIterator[Update]:
        words = (question or "").strip()
        if not words:
            yield {self.page.chat: gr.skip()}
            return
        interface = visit_of(request.request).tongue
        before = without_failed(chat or [])
        wanted = _wanted(*limits)
        asked = Ask(words, history(before), wanted, f"t{len(before) // 2 + 1}", clicked)
        sign = token_urlsafe(6)

        def begin() -> Iterator[Coming]:
            return self._talk.replies(asked, interface)

        try:
            items = self._line.each(client_of(request), begin, visit=request.session_hash)
            async for item in items:
                coming = waiting(asked, item, interface) if isinstance(item, Wait) else item
                yield self._shown(words, before, coming, sign)
        except BusyError as error:
            yield self._shown(words, before, busy(asked, error, interface), sign)
        except LeftError:  # nobody looks at the page any more
            return

    def _shown(self, words: str, before: Messages, coming: Coming, sign: str) -> Update:
        told, wanted = coming.told, coming.wanted
        update: Update = {self.page.chat: [*before, *turn(words, told, sign)]}
        if told.status == "pending":
            return update
        names = (wanted.year, wanted.body, wanted.speaker, wanted.document)
        return update | dict(zip(self.page.limits, (name or "" for name in names), strict=True))

    def go_on(self, chat: Messages, year: str, body: str, speaker: str, document: str) -> Any:
        """What can be asked after the last reply, for who has not asked on meanwhile."""
        told = told_in(chat[-1]) if chat else None
        found = self._kept.find(told.id) if told and told.id and not told.options else None
        if told is None or found is None or found[1]:
            return gr.skip()
        limits = _wanted(year, body, speaker, document)
        going_on = self._suggestions.next(found[0], history(chat), limits)
        options = [{"value": words, "label": words} for words in going_on]
        return {"id": told.id, "options": options} if options else gr.skip()

    # --- opening and opinions

    def open(self, chat: Messages, document: str, request: gr.Request) -> Update:
        """What the library has to choose from. Not what is chosen, nor what was said: who asked at
        once has gone on.
        """
        interface = visit_of(request.request).tongue
        shelf, t = self._catalogue.shelf(), interface.t
        card = shelf.card(document) if document else None
        shown = gr.Chatbot(
            rtl=interface.direction == "rtl",
            feedback_options=["Like", "Dislike", *(t[f"reason_{name}"] for name in REASONS)],
            feedback_value=_opinions(chat or [], t),
        )
        return {
            self.page.chat: shown,
            self.page.year: _choices(t["all_years"], shelf.years),
            self.page.body: _choices(t["all_bodies"], shelf.bodies[:_NAMES]),
            self.page.speaker: _choices(t["all_speakers"], list(shelf.officials)[:_NAMES]),
            self.page.document: gr.Dropdown(
                [(t["ask_everything"], ""), (card.title if card else document, document)],
                visible=bool(document),
            ),
        }

    def offer(
        self, year: str, body: str, speaker: str, document: str, request: gr.Request
    ) -> gr.Chatbot:
        """Examples, which may have to be looked up first."""
        wanted = _wanted(year, body, speaker, document)
        examples = self._suggestions.examples(visit_of(request.request).tongue.code, wanted)
        return gr.Chatbot(examples=[{"text": words} for words in examples])

    def opine(self, chat: Messages, request: gr.Request, given: gr.LikeData) -> Any:
        """Keeps what somebody thinks of an answer."""
        t = visit_of(request.request).tongue.t
        at = _index(given.index)
        told = told_in(chat[at])
        if self._feedback is None or told.id is None or given.liked == "":  # taken back
            return {self.page.note: gr.skip()}
        reason = next((name for name in REASONS if t[f"reason_{name}"] == given.liked), None)
        opinion = reason or ("Like" if given.liked is True else "Dislike")
        before = self._feedback.of(told.id)
        if any((one.useful, one.reason) == (opinion == "Like", reason) for one in before):
            return {self.page.note: gr.skip()}  # Gradio tells of some clicks twice
        self._feedback.give(told.id, opinion == "Like", reason)
        gr.Info(t["feedback_thanks"], duration=_THANKS)
        kept = [*chat[:at], with_opinion(chat[at], opinion), *chat[at + 1 :]]
        note = {"id": told.id, "opinion": opinion}
        return {self.page.note: note, self.page.chat: gr.Chatbot(feedback_value=_opinions(kept, t))}


def _wanted(*limits: str) -> Wanted:
    return Wanted(*(limit or None for limit in limits))


def _opinions(chat: Messages, t: Mapping[str, str]) -> list[str | None]:
    """What was thought of each reply, as Gradio shows it."""
    opinions = (told.opinion for told in replies(chat))
    return [t.get(f"reason_{opinion}", opinion) if opinion else None for opinion in opinions]


def _choices(every: str, names: list[str]) -> gr.Dropdown:
    return gr.Dropdown([(every, ""), *((name, name) for name in names)])


def _index(index: Any) -> int:
    """The number of a message; Gradio gives it alone or with the part of the message."""
    return int(index[0] if isinstance(index, (list, tuple)) else index)
