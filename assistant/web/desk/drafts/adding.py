"""/desk/documents, /desk/add and /desk/jobs: the list, what comes in, and how far the work on it
is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pressroom.assistant.web.desk.drafts.explained import explained
from pressroom.assistant.web.desk.forms import files_of, read_form, words_of
from pressroom.assistant.web.desk.list_page import PAGE, STATES, rows_of
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff, to
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.readers.bounds import MAX_BYTES, megabytes
from pressroom.corpus.readers.kinds import READABLE
from starlette.datastructures import FormData


def add_routes(pages: Pages) -> APIRouter:
    """The routes below /desk."""
    router = APIRouter(prefix="/desk", include_in_schema=False, route_class=DeskRoute)
    desk = pages.desk
    editor: Staff = Depends(pages.frame.requires("editor"))
    filled: FormData = Depends(read_form)

    @router.get("/documents")
    def documents(
        request: Request, q: str = "", state: str = "", at: int = 1, who: Staff = editor
    ) -> Response:
        chosen = state if state in STATES else ""
        rows = rows_of(desk, q[:100], chosen)
        count = max(1, -(-len(rows) // PAGE))
        at = min(max(1, at), count)

        def page_url(number: int) -> str:
            return str(request.url.include_query_params(at=number).replace(scheme="", netloc=""))

        return pages.show(
            request, who, "list.html", rows=rows[(at - 1) * PAGE : at * PAGE], words=q,
            chosen=chosen, states=STATES, at=at, pages=count, page_url=page_url,
            is_empty=not (rows or q or chosen),
        )  # fmt: skip

    @router.get("/add")
    def form(request: Request, who: Staff = editor) -> Response:
        return _form(pages, request, who)

    @router.post("/add")
    def add(request: Request, who: Staff = editor, form: FormData = filled) -> Response:
        fields = words_of(form)
        options: dict[str, Any] = {"document_id": fields["for"]} if fields.get("for") else {}
        if fields.get("reason", "").strip():
            options["reason"] = fields["reason"].strip()[:500]
        names = [
            _queue_file(pages, file.filename or "", file.file.read(MAX_BYTES + 1), who, options)
            for file in files_of(form)
        ]
        if fields.get("text", "").strip():
            names.append(fields.get("name", "").strip() or "pasted")
            desk.jobs.add(
                "read",
                names[-1],
                by=who.name,
                payload=fields["text"].encode("utf-8", "replace"),
                pasted=True,
                **options,
            )
        if url := fields.get("url", "").strip():
            names.append(url[:2000])
            desk.jobs.add("fetch", names[-1], by=who.name, **options)
        if not names:
            problem = pages.texts(request)["nothing_added"]
            return _form(pages, request, who, typed=fields, problem=problem)
        desk.worker.wake()
        for name in names:
            pages.frame.note(who, "document.add", name)
        return to("/desk/add", **({"for": fields["for"]} if fields.get("for") else {}))

    @router.get("/jobs")
    def jobs(request: Request, who: Staff = editor) -> Response:
        return pages.show(request, who, "jobs_alone.html", **_jobs(pages, request))

    @router.post("/jobs/clear")
    # whoever has a form of ours may
    def clear(who: Staff = editor, form: FormData = filled) -> Response:  # noqa: ARG001
        desk.jobs.put_away()
        return to("/desk/add")

    return router


def _queue_file(pages: Pages, name: str, data: bytes, who: Staff, options: dict[str, Any]) -> str:
    """The name that it is listed under; a file that is too large is listed as failed, and not
    kept.
    """
    shown = name.replace("\\", "/").rpartition("/")[2].replace("\x00", "")[-255:] or "upload"
    too_large = len(data) > MAX_BYTES
    number = pages.desk.jobs.add(
        "read", shown, by=who.name, payload=b"" if too_large else data, **options
    )
    if too_large:
        pages.desk.jobs.fail(
            number,
            f"{shown}: more than {megabytes(MAX_BYTES)}; a file of at most that was expected. "
            "Split it",
        )
    return shown


def _form(
    pages: Pages,
    request: Request,
    who: Staff,
    *,
    typed: Mapping[str, str] | None = None,
    problem: str | None = None,
) -> Response:
    target, typed = None, typed or {}
    if document_id := typed.get("for") or request.query_params.get("for"):
        try:
            target = pages.desk.library.get(document_id)
        except LibraryError:
            problem = pages.texts(request)["gone"]
    return pages.show(
        request, who, "add.html", 422 if typed else 200, typed=typed, target=target,
        heading=pages.texts(request)["add_documents"], problem=problem,
        may_fetch=pages.desk.intake.may_fetch, readable=READABLE, **_jobs(pages, request),
    )  # fmt: skip


def _jobs(pages: Pages, request: Request) -> dict[str, Any]:
    t, jobs = pages.texts(request), pages.desk.jobs
    return {
        "jobs": jobs.listed(),
        "counts": jobs.counts(),
        "explained": lambda error: explained(error, t),
    }
