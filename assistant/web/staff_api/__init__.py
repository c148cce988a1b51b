"""The desk's documents -> an HTTP API for content systems, an application of its own: tokens, JSON,
OpenAPI.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pressroom.assistant.desk.desk import Desk
from pressroom.assistant.record.records import Records
from pressroom.assistant.staff.failures import Failures
from pressroom.assistant.staff.tokens import Tokens
from pressroom.assistant.web.staff_api.document_routes import document_routes
from pressroom.assistant.web.staff_api.draft_routes import draft_routes
from pressroom.assistant.web.staff_api.guard import OPEN, Guard
from pressroom.assistant.web.staff_api.job_routes import job_routes
from pressroom.assistant.web.staff_api.mistakes import add_mistakes
from pressroom.assistant.web.staff_api.models import About, NewDocument
from pressroom.assistant.web.staff_api.parts import Api, AuditNote, address_of

BASE = "/api/v1"
_ABOUT = """Documents in, corrected, withdrawn, by programs: what staff do on the desk. Every call
needs `Authorization: Bearer TOKEN`; every change is written into the audit log under the token's
name. Errors are `{"error": …}` and say what was expected.

* An editor's token makes drafts, a publisher's publishes, withdraws and restores too.
* The same document again changes nothing: after a time-out, send it again.
* A change of a draft names the `revision` that it was made from; 409 says that somebody else was
  first."""


def staff_api(
    desk: Desk,
    records: Records | None,
    tokens: Tokens,
    note: AuditNote,
    *,
    failures: Failures | None = None,
) -> FastAPI:
    """To be mounted at BASE. `note` writes the audit log."""
    app = FastAPI(
        title="Pressroom",
        version="1",
        description=_ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    api = Api(desk, records, note)
    add_mistakes(app, api)
    for router in (document_routes(api, BASE), draft_routes(api), job_routes(api)):
        app.include_router(router)

    def noted(request: Request, who: str, action: str, what: str, after: object) -> None:
        note(who, action, what, after=after, address=address_of(request))

    app.add_middleware(Guard, tokens=tokens, noted=noted, failures=failures or Failures())
    described = _described(app)

    @app.get(OPEN, include_in_schema=False)
    def openapi() -> dict[str, Any]:
        return described

    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI, with the models of the bodies that routes read themselves."""
    whole = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        servers=[{"url": BASE}],
    )
    schemas = whole["components"]["schemas"]
    for model in (About, NewDocument):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    return whole
