"""Answers -> records of them in SQL, beside the library: what was asked, understood, found, checked
and shown, and when.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.check.citations import Citation
from pressroom.assistant.check.verification import Sentence
from pressroom.assistant.languages.notes import note_row
from pressroom.assistant.say.rows import citation_row
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.library import Library
from pressroom.corpus.storage.database import Database
from pressroom.corpus.storage.tables import answer_citations, answers, deleted_answers

_PRIVATE = frozenset({"personal_given", "personal_asked"})

SourceChange = Literal["changed", "withdrawn"]


class DeletedError(LibraryError):
    """An answer that was given, and is kept no longer."""


@dataclass(frozen=True, slots=True)
class Record:
    """An answer as it was given. `content` holds question, understood, sentences, citations, hits,
    rejected and ms, as JSON has them.
    """

    id: str
    asked_at: str
    status: str
    language: str
    content: Mapping[str, Any]

    def documents(self) -> dict[str, int]:
        """The version of each document that is cited."""
        return {citation["doc"]: citation["version"] for citation in self.content["citations"]}


class Records:
    """The table of answers in a library's database. Threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, answer: Answer) -> str | None:
        """The id of the new record; None for a question about or with personal data, of which
        nothing is kept.
        """
        if answer.reply in _PRIVATE:
            return None
        identity = secrets.token_hex(8)
        row = {
            "id": identity,
            "asked_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "status": answer.status,
            "language": answer.question.language,
            "record": json.dumps(content_of(answer), ensure_ascii=False, separators=(",", ":")),
        }
        cited = {citation.transcript_id: citation.version for citation in answer.citations}
        with self._database.writing() as connection:
            connection.execute(sa.insert(answers).values(**row))
            _cite(connection, identity, cited)
        return identity

    def get(self, identity: str) -> Record:
        """Raises DeletedError for an answer that is kept no longer, LibraryError for an id that
        never was.
        """
        with self._database.reading() as connection:
            row = connection.execute(sa.select(answers).where(answers.c.id == identity)).first()
            at = (
                None
                if row
                else connection.execute(
                    sa.select(deleted_answers.c.deleted_at).where(deleted_answers.c.id == identity)
                ).scalar()
            )
        if at is not None:
            raise DeletedError(
                f"{identity}: was deleted on {at[:10]}; answers are kept for a time only. Ask "
                f"again for a new one"
            )
        if row is None:
            raise LibraryError(
                f"{identity}: no such answer; expected the id that `pressroom ask --json` or the "
                f"page shows"
            )
        return _record(row)

    def of_status(self, status: str) -> list[str]:
        """The ids of the answers of this status, the oldest first."""
        query = (
            sa.select(answers.c.id).where(answers.c.status == status).order_by(answers.c.asked_at)
        )
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def since(self, day: str) -> list[Record]:
        """Those given on this ISO day, or from this time on (UTC), the oldest first."""
        query = sa.select(answers).where(answers.c.asked_at >= day).order_by(answers.c.asked_at)
        with self._database.reading() as connection:
            return [_record(row) for row in connection.execute(query)]

    def answered(self, *, language: str, limit: int) -> list[Record]:
        """The newest of those that found an answer, to questions in this language."""
        this = (answers.c.status == "answered") & (answers.c.language == language)
        query = sa.select(answers).where(this).order_by(answers.c.asked_at.desc()).limit(limit)
        with self._database.reading() as connection:
            return [_record(row) for row in connection.execute(query)]

    def citing(self, document_id: str, *, limit: int = 200) -> list[Record]:
        """The answers that cite a document, in whatever version, the newest first."""
        this = (answer_citations.c.answer_id == answers.c.id) & (
            answer_citations.c.document_id == document_id
        )
        query = (
            sa.select(answers)
            .join(answer_citations, this)
            .order_by(answers.c.asked_at.desc(), answers.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [_record(row) for row in connection.execute(query)]


def _cite(connection: sa.Connection, identity: str, cited: Mapping[str, int]) -> None:
    for document_id, version in cited.items():
        connection.execute(
            sa.insert(answer_citations).values(
                answer_id=identity, document_id=document_id, version=version
            )
        )


def _record(row: Any) -> Record:
    return Record(row.id, row.asked_at, row.status, row.language, json.loads(row.record))


def is_still_said(record: Record, document_id: str, text: str) -> bool:
    """Whether all that an answer quotes of a document stands in this text of it, too."""
    return all(
        citation["text"] in text
        for citation in record.content["citations"]
        if citation["doc"] == document_id
    )


def changes(record: Record, library: Library) -> dict[str, SourceChange]:
    """What happened since to the documents that an answer cites: withdrawn, or replaced by another
    version.
    """
    cited = record.documents()
    current = library.versions(list(cited))
    found: dict[str, SourceChange] = {}
    for document_id, version in cited.items():
        if document_id not in current:
            found[document_id] = "withdrawn"
        elif current[document_id] != version:
            found[document_id] = "changed"
    return found


def without_withdrawn(record: Record, changed: Mapping[str, SourceChange]) -> Record:
    """The record with the words of withdrawn documents taken out: what was withdrawn is shown
    nowhere.
    """
    gone = {document_id for document_id, change in changed.items() if change == "withdrawn"}
    citations = [
        {**c, "text": "", "question": None} if c["doc"] in gone else c
        for c in record.content["citations"]
    ]
    sentences = [
        s
        for s in record.content["sentences"]
        if not any(record.content["citations"][at]["doc"] in gone for at in s["citations"])
    ]
    content = {**record.content, "citations": citations, "sentences": sentences}
    return Record(record.id, record.asked_at, record.status, record.language, content)


def content_of(answer: Answer) -> dict[str, Any]:
    """The `content` of its record."""
    citations = list(answer.citations)
    return {
        "question": answer.question.asked,
        "understood": answer.question.text,
        "reply": answer.reply,
        "note": note_row(answer.note) if answer.note else None,
        "lacking": list(answer.lacking),
        "choices": [asdict(choice) for choice in answer.choices],
        "sentences": [
            _sentence(sentence, answer.brief, citations) for sentence in answer.sentences
        ],
        "citations": [_citation(citation) for citation in citations],
        "hits": [
            {
                "doc": hit.transcript.id,
                "version": hit.transcript.version,
                "start": hit.start,
                "end": hit.end,
                "score": round(hit.score, 4),
                "meaning": None if hit.meaning is None else round(float(hit.meaning), 4),
                "words": None if hit.words is None else round(float(hit.words), 4),
            }
            for hit in answer.hits
        ],
        "rejected": [asdict(rejected) for rejected in answer.rejected],
        "ms": {stage: round(ms, 2) for stage, ms in answer.timings},
    }


def _sentence(sentence: Sentence, brief: str | None, citations: list[Citation]) -> dict[str, Any]:
    row = {
        "text": sentence.text,
        "translation": sentence.translation,
        "citations": [citations.index(c) for c in sentence.citations],
    }
    return {**row, "brief": brief} if brief and brief in sentence.text else row


def _citation(citation: Citation) -> dict[str, Any]:
    beside = {
        "version": citation.version,
        "kind": citation.kind,
        "source": citation.source,
        "question": citation.question,
    }
    return {**citation_row(citation), **beside}
