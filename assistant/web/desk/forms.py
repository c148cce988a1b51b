"""A request -> the fields and files of its form, within bounds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

MAX_TEXT = 16_000_000  # bytes of a field: the text of the longest conference fits many times
_MOST_OF_STRANGERS = 20_000  # bytes of a form of somebody who is not signed in


async def read_form(request: Request) -> AsyncIterator[FormData]:
    """The fields and files of a form; the files are closed after the response."""
    form = await request.form(max_part_size=MAX_TEXT)
    yield form
    await form.close()


async def read_small_form(request: Request) -> list[tuple[str, str]]:
    """The fields of a form that anybody may send; none where it is larger than such a form can be,
    so that nobody fills the memory.
    """
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MOST_OF_STRANGERS:
            return []
    return parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True)


def words_of(form: FormData) -> dict[str, str]:
    """The fields of a form that are text."""
    return {key: value for key, value in form.items() if isinstance(value, str)}


def files_of(form: FormData) -> list[UploadFile]:
    """The files of a form that hold something or have a name."""
    return [
        value for value in form.getlist("files") if isinstance(value, UploadFile) and value.filename
    ]


def revision_of(form: FormData) -> int:
    """The revision that a form was made from; 0, which no draft is at, where it says none."""
    written = words_of(form).get("revision", "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0
