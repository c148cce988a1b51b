"""`--document`, `--since`, `--speaker` and the like on the command line -> what a search is kept
to, as in the API and on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.transcript import Kind
from pressroom.index.filters import Filter

if TYPE_CHECKING:
    from pressroom.assistant.build import Parts
    from pressroom.corpus.library.catalogue import Shelf

_SUGGESTED = 5  # names in the error about one that is not known


Document = Annotated[str | None, typer.Option(metavar="ID", help="look in this document only")]
Year = Annotated[
    str | None, typer.Option(metavar="YEAR", help="only of this year, or month: 2024, 2024-08")
]
Since = Annotated[
    str | None,
    typer.Option(
        metavar="DAY", help="not before this day, month or year: 2024-08-05, 2024-08, 2024"
    ),
]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="not after it")]
Speaker = Annotated[str | None, typer.Option(metavar="NAME", help="only what this person said")]
Body = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="only what was said for this body; a short name will do if it fits one body only",
    ),
]
TurnKind = Annotated[Kind | None, typer.Option("--kind", help="only turns of this kind")]


@dataclass(frozen=True, slots=True)
class Limits:
    """What is given of these options; each that is must hold."""

    document: str | None = None
    year: str | None = None
    since: str | None = None
    until: str | None = None
    speaker: str | None = None
    body: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Limited:
    """A question without the words that limit it (`only 2024`), and what it is limited to."""

    question: str
    where: Filter | None


def limited(question: str, options: Limits, parts: Parts) -> Limited:
    """Raises QuestionError for limits that cannot be, or that leave nothing; LibraryError for a
    document that is not there.
    """
    from pressroom.assistant.ask.limits.scope import filter_of, says_only, scoped
    from pressroom.corpus.library.catalogue import Catalogue, Shelf, Wanted

    since, until = _days(options)
    if options.document is not None:
        parts.library.get(options.document)
    needs_shelf = options.body is not None or says_only(question)
    shelf = Catalogue(parts.library).shelf() if needs_shelf else Shelf(())
    body = None if options.body is None else _body(options.body, shelf)
    asked = scoped(question, Wanted(options.year, body, options.speaker, options.document), shelf)
    where = filter_of(asked.wanted, shelf) or Filter()
    where = replace(
        where, since=since or where.since, until=until or where.until, kind=options.kind
    )
    _check(where, parts)
    return Limited(asked.words or question, where or None)


def _days(options: Limits) -> tuple[str | None, str | None]:
    from pressroom.assistant.ask.limits.scope import days_of

    if options.year and (options.since or options.until):
        raise QuestionError(
            "--year does not go with --since and --until; expected the one or the others"
        )
    if options.year:
        days_of(options.year, field="--year")
    since = days_of(options.since, field="--since", to_the_day=True)[0] if options.since else None
    until = days_of(options.until, field="--until", to_the_day=True)[1] if options.until else None
    if since and until and since > until:
        raise QuestionError(
            f"--since {options.since} is later than --until {options.until}; expected the earlier "
            f"day first"
        )
    return since, until


def _body(name: str, shelf: Shelf) -> str:
    from pressroom.assistant.ask.limits.scope import bodies_like

    fitting = [name] if name in shelf.bodies else bodies_like(name, shelf.bodies)
    if len(fitting) == 1:
        return fitting[0]
    told = "fits several bodies" if fitting else "is no body of the documents"
    raise QuestionError(
        f"--body: {name!r} {told}; expected one of: {_few(fitting or shelf.bodies)}"
    )


def _check(where: Filter, parts: Parts) -> None:
    """That there is something to look at: a name that nobody has is most likely misspelled."""
    from pressroom.corpus.library.catalogue import Catalogue

    words = parts.searcher.words
    if where.speaker is not None and not words.number(Filter(speaker=where.speaker)):
        known = Catalogue(parts.library).shelf().officials
        like = [name for name in known if set(name) & set(where.speaker)] or list(known)
        raise QuestionError(
            f"--speaker: {where.speaker!r} speaks in no document; expected a name as in: "
            f"{_few(like)}"
        )
    if where and not words.number(where):
        raise QuestionError(
            "nothing in the library is within these limits; give fewer of them, or see `pressroom "
            "list` for what there is"
        )


def _few(names: list[str]) -> str:
    return (
        ", ".join(names[:_SUGGESTED])
        + (f" and {len(names) - _SUGGESTED} more" if len(names) > _SUGGESTED else "")
        or "none"
    )
