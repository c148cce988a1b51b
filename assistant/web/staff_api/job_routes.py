"""/api/v1/files, /jobs and /token: many files at once, how far the work on them is, and which token
this is.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pressroom.assistant.web.staff_api.parts import Api, ApiRoute, AsEditor, errors
from pressroom.assistant.web.staff_api.sent import BODY_OF_FILES, files_of
from pressroom.assistant.web.staff_api.showing import job_shown
from pressroom.assistant.web.staff_api.shown import Jobs, JobShown, TokenShown
from pressroom.corpus.readers.files import plain_name
from starlette.exceptions import HTTPException

_Files = Annotated[list[tuple[str, bytes]], Depends(files_of)]


def job_routes(api: Api) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["files and jobs"], route_class=ApiRoute)
    jobs = api.desk.jobs

    @router.post(
        "/files",
        status_code=202,
        summary="Add many files",
        responses=errors(413, 415, 422),
        openapi_extra=BODY_OF_FILES,
    )
    def add(request: Request, files: _Files, who: AsEditor) -> Jobs:
        """Each becomes a job, and each document in it a draft. One that cannot be read does not
        stop the others; its job says why.
        """
        numbers = []
        for name, data in files:
            numbers.append(jobs.add("read", plain_name(name), by=who.name, payload=data))
            api.noted(request, "document.add", plain_name(name), after={"job": numbers[-1]})
        api.desk.worker.wake()
        return Jobs(jobs=[_shown(api, number) for number in numbers])

    @router.get("/jobs", summary="List jobs", responses=errors(422))
    def listed(_who: AsEditor, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Jobs:
        """The newest first."""
        return Jobs(jobs=[job_shown(job) for job in jobs.listed(limit=limit)])

    @router.get("/jobs/{number}", summary="Look at a job", responses=errors(404, 422))
    def job(number: int, _who: AsEditor) -> JobShown:
        """Its state, what came of each document, or why it failed: which file, what is wrong, what
        was expected, what to do.
        """
        return _shown(api, number)

    @router.get("/token", tags=["token"], summary="Which token this is", responses=errors())
    def token(request: Request, _who: AsEditor) -> TokenShown:
        """To see that it works, and until when."""
        this = request.state.token
        return TokenShown(name=this.name, role=this.role, expires_at=this.expires_at)

    return router


def _shown(api: Api, number: int) -> JobShown:
    job = api.desk.jobs.get(number) if number < 2**63 else None
    if job is None:
        raise HTTPException(404, f"{number}: no such job; GET /jobs lists them")
    return job_shown(job)
