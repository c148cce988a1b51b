"""A request that brings a document, as JSON, as a form with a file, or as the bytes of a file -> a
Submission.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import unquote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pressroom.assistant.desk.submitting import Submission
from pressroom.assistant.web.staff_api.models import About, NewDocument
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

JSON, FORM = "application/json", "multipart/form-data"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = (
    "application/octet-stream",
    "application/pdf",
    "application/xhtml+xml",
    "application/msword",
    WORD,
)
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/NewDocument"}},
            FORM: {
                "schema": {
                    "allOf": [
                        {"$ref": "#/components/schemas/About"},
                        {
                            "type": "object",
                            "required": ["file"],
                            "properties": {"file": {"type": "string", "format": "binary"}},
                        },
                    ]
                }
            },
            **{
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in (*FILES, "text/*")
            },
        },
    }
}
BODY_OF_FILES = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            }
        },
    }
}
_MAX_FIELDS = 20
_Model = TypeVar("_Model", bound=BaseModel)
_EXPECTED = (
    f"expected {JSON}, {FORM} with a file, or the bytes of a file as text/plain, text/html, "
    "application/pdf … (its kind is seen itself)"
)


async def submission_of(request: Request) -> Submission:
    """Raises RequestValidationError for fields that cannot be, 415 for another kind of body."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        return text_submission(_valid(NewDocument, await _json(request)))
    if kind == FORM:
        return await _form(request)
    if kind in FILES or kind.startswith("text/"):
        fields = dict(request.query_params)
        if "publish" in fields:
            fields["publish"] = fields["publish"].replace(
                " ", "+"
            )  # what a query makes of the + of a zone that was not escaped
        name = (
            fields.pop("name", "")
            or _name_in(request.headers.get("content-disposition", ""))
            or fields.get("id")
            or "upload"
        )
        return _file(await request.body(), name, _valid(About, fields))
    hint = (
        ". curl sends this type where none is given; add -H 'Content-Type: …'"
        if kind.endswith("urlencoded")
        else ""
    )
    raise HTTPException(415, f"Content-Type: {kind or 'none'}; {_EXPECTED}{hint}")


def text_submission(about: NewDocument) -> Submission:
    name = about.id or about.title or about.text.strip().partition("\n")[0][:80] or "document"
    data = about.text.encode("utf-8", "replace")
    return Submission(data, name, True, about.id, about.header(), about.publish, about.reason)


async def files_of(request: Request) -> list[tuple[str, bytes]]:
    """(name, bytes) of every file of a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise HTTPException(
            415, f"Content-Type: {kind or 'none'}; expected {FORM} with one or more files"
        )
    async with request.form(max_files=200, max_fields=_MAX_FIELDS) as form:
        files = [
            (part.filename or "upload", await part.read())
            for _, part in form.multi_items()
            if isinstance(part, UploadFile)
        ]
    if not files:
        raise HTTPException(422, "body: no file in the form; expected one or more")
    return files


def _file(data: bytes, name: str, about: About) -> Submission:
    if not data:
        raise HTTPException(422, "body: is empty; expected the bytes of a document")
    return Submission(data, name, False, about.id, about.header(), about.publish, about.reason)


async def _form(request: Request) -> Submission:
    async with request.form(max_files=1, max_fields=_MAX_FIELDS) as form:
        fields = {key: value for key, value in form.items() if isinstance(value, str) and value}
        files = [
            (part.filename or "upload", await part.read())
            for _, part in form.multi_items()
            if isinstance(part, UploadFile)
        ]
    if len(files) != 1:
        raise HTTPException(
            422,
            f"body: {len(files)} files; expected one, as the field `file`. POST several to /files",
        )
    name, data = files[0]
    return _file(data, name, _valid(About, fields))


async def _json(request: Request) -> Any:
    body = await request.body()
    try:
        return TypeAdapter(Any).validate_json(body)
    except ValidationError as error:
        raise HTTPException(
            422, f"body: {error.errors()[0]['msg']}; expected a JSON object with `text`"
        ) from None


def _valid(model: type[_Model], fields: Mapping[str, Any]) -> _Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_context=False)) from None


def _name_in(disposition: str) -> str | None:
    """The file name of a Content-Disposition header."""
    if match := re.search(r"filename\*=UTF-8''([^;\s]+)", disposition, re.I):
        return unquote(match[1])
    match = re.search(r'filename="?([^";]+)', disposition, re.I)
    return match[1] if match else None
