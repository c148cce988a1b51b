"""The pages that are read without script: transcripts at /t/, answers at /a/ and /ask, /documents
and /speakers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from pressroom.assistant.answer import Answering
from pressroom.assistant.ask.limits.scope import filter_of
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.record.feedback import MAX_COMMENT, REASONS, Feedback
from pressroom.assistant.say.rows import answer_url
from pressroom.assistant.web.api import Kept
from pressroom.assistant.web.chat.reply import reply_html
from pressroom.assistant.web.chat.view import view_of, view_of_record
from pressroom.assistant.web.leaving import while_there
from pressroom.assistant.web.line import Line
from pressroom.assistant.web.reading.browse import documents_page, speaker_page, speakers_page
from pressroom.assistant.web.reading.feeds import address_of, feed_page, sitemap_page
from pressroom.assistant.web.reading.transcripts import transcript_page, withdrawn_page
from pressroom.assistant.web.stream import client_of
from pressroom.assistant.web.visit import Visit, message_page, page, visit_of
from pressroom.corpus.errors import LibraryError, QuestionError
from pressroom.corpus.library.catalogue import Catalogue, Shelf, Wanted
from pressroom.corpus.library.library import Library
from pressroom.index.hit import Hit

_LONGEST_SEARCH = 200  # characters
_PLACES = 50  # of a search through all texts
Text = Annotated[str | None, Query()]


def reading(
    assistant: Answering,
    library: Library,
    catalogue: Catalogue,
    line: Line,
    kept: Kept,
    feedback: Feedback | None,
) -> APIRouter:
    """Everything that a browser, a printer or a screen reader can show by itself."""
    router = APIRouter(default_response_class=HTMLResponse)

    @router.get("/t/{document_id:path}")
    def transcript(
        document_id: str,
        request: Request,
        cite: Text = None,
        v: Annotated[int | None, Query(ge=1)] = None,
        q: Text = None,
        view: Text = None,
    ) -> Response:
        visit = visit_of(request)
        try:
            found = library.get(document_id, v)
        except LibraryError:
            return message_page(visit, "missing_page_text", 404)
        current = library.versions([document_id]).get(document_id)
        if current is None:
            return withdrawn_page(visit, library, document_id)
        history = library.history(document_id)
        return transcript_page(
            visit,
            found,
            catalogue.shelf(),
            current=current,
            cite=cite,
            search=q,
            reading=view == "reading",
            history=history,
        )

    @router.get("/a/{identity}")
    def answer_of(identity: str, request: Request, thanks: Text = None) -> Response:
        visit = visit_of(request)
        found = kept.find(identity)
        if found is None:
            return _no_answer(visit, kept, identity)
        record, changed = found
        words = tongue(record.language)
        reply = reply_html(
            view_of_record(record, changed, library, words), words, visit.tongue, script=False
        )
        return page(
            visit, "kept.html", record=record, question=record.content["question"], reply=reply,
            thanks=bool(thanks), reasons=REASONS, longest=MAX_COMMENT,
        )  # fmt: skip

    @router.post("/a/{identity}/feedback")
    def opine(
        identity: str,
        request: Request,
        useful: Annotated[bool, Form()],
        reason: Annotated[str, Form()] = "",
        comment: Annotated[str, Form()] = "",
    ) -> Response:
        if feedback is None or kept.find(identity) is None:
            return _no_answer(visit_of(request), kept, identity)
        feedback.give(identity, useful, reason or None, comment)
        return RedirectResponse(f"{answer_url(identity)}?thanks=1#thanks", 303)

    @router.get("/ask")
    async def ask(request: Request, question: Text = None, document: Text = None) -> Response:
        """The chat for a browser without script: one question, one page."""
        visit = visit_of(request)
        words = (question or "").strip()
        reply, problem = "", None

        def begin() -> Iterator[tuple[str, str]]:
            where = filter_of(Wanted(document=document or None), catalogue.shelf())
            *_, answer = assistant.answers(words, where=where)
            heard = tongue(answer.question.language)
            view = view_of(answer, library, heard, turn="a")
            yield reply_html(view, heard, visit.tongue, script=False), answer.question.asked

        if words:
            try:
                replying = line.last(client_of(request), begin)
                reply, words = await while_there(request, replying)
            except QuestionError as error:
                problem = str(error)
        return page(
            visit, "ask.html", question=words, document=document, reply=reply, problem=problem
        )

    @router.get("/documents")
    def documents(
        request: Request,
        year: Text = None,
        body: Text = None,
        speaker: Text = None,
        q: Text = None,
        at: _At = 1,
    ) -> Response:
        words = (q or "").strip()[:_LONGEST_SEARCH]
        wanted = Wanted(year or None, body or None, speaker or None, None, words or None)
        shelf = catalogue.shelf()
        hits = _holding(assistant, wanted, shelf) if words else ()
        return documents_page(visit_of(request), shelf, wanted, at=at, hits=hits)

    @router.get("/feed")
    def feed(request: Request) -> Response:
        return feed_page(visit_of(request), library, address_of(request))

    @router.get("/sitemap.xml")
    def sitemap(request: Request) -> Response:
        return sitemap_page(library, catalogue.shelf(), address_of(request))

    @router.get("/robots.txt")
    def robots(request: Request) -> Response:
        return PlainTextResponse(f"User-agent: *\nSitemap: {address_of(request)}/sitemap.xml\n")

    @router.get("/speakers")
    def speakers(request: Request, q: Text = None, at: _At = 1) -> Response:
        return speakers_page(visit_of(request), catalogue.shelf(), q or "", at=at)

    @router.get("/speakers/{name:path}")
    def speaker(name: str, request: Request) -> Response:
        return speaker_page(visit_of(request), catalogue.shelf(), name)

    return router


def _holding(assistant: Answering, wanted: Wanted, shelf: Shelf) -> tuple[Hit, ...]:
    """The best places that hold a word of those wanted, within the other limits; none where there
    is no word in them.
    """
    try:
        hits = assistant.search(wanted.words or "", limit=_PLACES, where=filter_of(wanted, shelf))
    except QuestionError:
        return ()
    return tuple(hit for hit in hits if hit.words)


def _no_answer(visit: Visit, kept: Kept, identity: str) -> Response:
    was = kept.was(identity)
    return message_page(
        visit, "deleted_answer_text" if was else "missing_answer_text", 410 if was else 404
    )


_At = Annotated[int, Query(ge=1, le=100_000)]
