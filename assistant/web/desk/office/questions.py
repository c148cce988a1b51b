"""/desk/questions: what citizens asked in vain, in part, or to no use; until a document answers
it.
"""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.record.groups import STATES, State
from pressroom.assistant.web.desk.forms import read_form, words_of
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff, to
from pressroom.corpus.errors import LibraryError
from starlette.datastructures import FormData

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
            request, who, "questions.html", heading=pages.texts(request)["questions"],
            groups=groups, chosen="mine" if mine else chosen, filters=_FILTERS,
            counts=worklist.counts(),
        )  # fmt: skip

    def question_page(
        request: Request, who: Staff, number: int, *, problem: str | None = None, reason: str = ""
    ) -> Response:
        heading, group = pages.texts(request)["question"], worklist.get(number)
        return pages.show(
            request, who, "question.html", 422 if problem else 200, heading=heading, group=group,
            problem=problem, reason=reason,
        )  # fmt: skip

    @router.get("/questions/{number}")
    def question(number: int, request: Request, who: Staff = editor) -> Response:
        return question_page(request, who, number)

    @router.post("/questions/{number}/assign")
    def assign(number: int, who: Staff = editor, form: FormData = filled) -> Response:
        name = who.name if words_of(form).get("to") == "me" else None
        worklist.assign(number, name)
        return act(who, number, "assign", name)

    @router.post("/questions/{number}/scope")
    def scope(
        number: int, request: Request, who: Staff = editor, form: FormData = filled
    ) -> Response:
        reason = words_of(form).get("reason", "")
        worklist.get(number)
        try:
            worklist.put_out_of_scope(number, reason)
        except LibraryError as error:
            return question_page(
                request, who, number, problem=pages.told(request, error), reason=reason
            )
        return act(who, number, "out_of_scope", reason)

    @router.post("/questions/{number}/reopen")
    def reopen(
        number: int,
        who: Staff = editor,
        form: FormData = filled,  # noqa: ARG001 -- checked by the frame
    ) -> Response:
        worklist.reopen(number)
        return act(who, number, "reopen")

    return router
