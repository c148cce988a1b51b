"""Bytes of an e-mail (.eml) or of a page saved as one file (.mht) -> its text, and what its head
says.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import TypeVar

from pressroom.corpus.errors import ReadError
from pressroom.corpus.readers.extract import Extract, said_title
from pressroom.corpus.readers.plain.text import read_text
from pressroom.corpus.readers.sheet import notes_of
from pressroom.corpus.readers.web.page import read_html
from pressroom.corpus.source import LeftOut

_FORWARDED = re.compile(r"^(?:(?:re|fwd?|wg|aw|tr|rv|enc|转发|轉寄|回复|回覆)\s*[:：]\s*)+", re.I)
_SIGNATURE = re.compile(r"^--[ \t]*\n(?=(?:[^\n]*\n){0,9}[^\n]*\Z)", re.M)
# `On Friday, J. Brandt <jb@courier.example> wrote:`, and quoted lines to the end of the mail.
_QUOTED = re.compile(
    r"^(?:[^\n>][^\n]{0,160}\n?[^\n>]{0,80}[:：][ \t]*\n+)?(?:>[^\n]*\n\s*)+\Z"
    r"|^-{2,}[^\n-]{4,40}-{2,}[ \t]*\n(?:[^\n:]{2,20}:[^\n]*\n){2}[\s\S]*\Z",
    re.M,
)
_MOST_PARTS = 500
# What Python's own parser of heads raises where it stumbles over a damaged one.
_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
T = TypeVar("T")


def read_mail(data: bytes, *, origin: str) -> Extract:
    """The HTML part of a message if it has one, else the plain one; attachments are listed. The
    subject hints at the title, the day it was sent at that of publication. Raises ReadError for a
    message without text.
    """
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage):
        raise ReadError(f"{origin}: not an e-mail; expected one saved as .eml")
    parts = list(_parts(message))
    kinds = [_told(part.get_content_type, "") for part in parts]
    page, plain = (
        next((part for part, is_of in zip(parts, kinds, strict=True) if is_of == kind), None)
        for kind in ("text/html", "text/plain")
    )
    chosen = page if page is not None else plain
    if chosen is None:
        raise ReadError(
            f"{origin}: no text in this message; add the documents attached to it one by one"
        )
    found = _read(chosen, page is not None, origin)
    names = [_told(part.get_filename, None) for part in parts]
    left = tuple(LeftOut(str(name), "attachment") for name in names if name)
    if page is None:
        words, quoted = _without_quoted(found.text)
        found, left = replace(found, text=words), (*left, *quoted)
    return replace(
        found,
        title=said_title(_FORWARDED.sub("", _head(message, "Subject"))) or found.title,
        date=_sent(message) or found.date,
        source=parseaddr(_head(message, "From"))[0] or found.source,
        notes=found.notes + notes_of(left),
        left_out=found.left_out + left,
    )


def _without_quoted(text: str) -> tuple[str, tuple[LeftOut, ...]]:
    """The text without the mail that it replies to and the signature, where nothing is said below
    them: `> …` with the line that announces it, and what stands below `-- `.
    """
    left: list[LeftOut] = []
    if (sign := _SIGNATURE.search(text)) and sign.start() > 0:
        left.append(LeftOut(" ".join(text[sign.end() :].split()), "signature of a mail"))
        text = text[: sign.start()].rstrip() + "\n"
    if (quote := _QUOTED.search(text)) and quote.start() > 0:
        left.append(LeftOut(" ".join(quote[0].split()), "mail that is replied to"))
        text = text[: quote.start()].rstrip() + "\n"
    return text, tuple(left)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number < _MOST_PARTS and isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _read(part: EmailMessage, is_page: bool, origin: str) -> Extract:
    payload: object = _told(lambda: part.get_payload(decode=True), None)
    data = payload if isinstance(payload, bytes) else b""
    charset = _told(part.get_content_charset, None)
    if charset and not is_page:
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            data = data.decode(charset).encode("utf-8")
    return read_html(data, origin=origin) if is_page else read_text(data, origin=origin)


def _sent(message: EmailMessage) -> str | None:
    sent = _head(message, "Date")
    return _told(lambda: parsedate_to_datetime(sent).date().isoformat(), None)


def _head(message: EmailMessage, name: str) -> str:
    return _told(lambda: str(message.get(name) or ""), "")


def _told(ask: Callable[[], T], otherwise: T) -> T:
    try:
        return ask()
    except _STUMBLES:
        return otherwise
