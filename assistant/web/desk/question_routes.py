"""/desk/questions: what citizens asked in vain, in part, or to no use; until a document answers it."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from assistant.web.desk.pages import DeskRoute, Pages, Staff, read_form, to, words_of
from assistant.worklist import STATES, State
from corpus.errors import LibraryError

_FILTERS = (*STATES, "mine")


def question_routes(pages: Pages) -> APIRouter:
    """The routes below /desk. Editors may do all of it: nothing here is shown to citizens."""
    router = APIRouter(prefix="/desk", include_in_schema=False, route_class=DeskRoute)
    worklist = pages.desk.worklist
    editor: Staff = Depends(pages.frame.requires("editor"))
    filled: FormData = Depends(read_form)

    def act(who: Staff, number: int, action: str, after: object = None) -> Response:
        pages.frame.note(who, f"question.{action}", worklist.get(number).question, after=after)
        return to(f"/desk/questions/{number}")

    @router.get("/questions")
    def questions(request: Request, state: str = "open", who: Staff = editor) -> Response:
        chosen: State | None = next((each for each in STATES if each == state), "open")
        mine = state == "mine"
        groups = worklist.listed("open" if mine else chosen, assigned=who.name if mine else None)
        return pages.show(
            request, who, "questions.html", heading=pages.texts(request)["questions"], groups=groups,
            chosen="mine" if mine else chosen, filters=_FILTERS, counts=worklist.counts(),
        )  # fmt: skip

    @router.get("/questions/{number}")
    def question(number: int, request: Request, who: Staff = editor) -> Response:
        return pages.show(request, who, "question.html", heading=pages.texts(request)["question"], group=worklist.get(number))

    @router.post("/questions/{number}/assign")
    def assign(number: int, who: Staff = editor, form: FormData = filled) -> Response:
        name = who.name if words_of(form).get("to") == "me" else None
        worklist.assign(number, name)
        return act(who, number, "assign", name)

    @router.post("/questions/{number}/scope")
    def scope(number: int, request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        reason = words_of(form).get("reason", "")
        worklist.get(number)
        try:
            worklist.put_out_of_scope(number, reason)
        except LibraryError as error:
            return pages.mistake(request, who, str(error), f"/desk/questions/{number}")
        return act(who, number, "out_of_scope", reason)

    @router.post("/questions/{number}/reopen")
    def reopen(number: int, who: Staff = editor, form: FormData = filled) -> Response:  # noqa: ARG001 -- checked
        worklist.reopen(number)
        return act(who, number, "reopen")

    return router
