"""Questions without answer, with part of one, disliked or sent by a citizen -> groups of one
meaning, until a document answers them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import numpy as np
import sqlalchemy as sa
from pressroom.assistant.check.answer import Answer
from pressroom.assistant.record.feedback import Feedback
from pressroom.assistant.record.groups import STATES, Group, Kind, State, group, listed
from pressroom.assistant.record.records import Record, Records
from pressroom.assistant.record.sameness import same
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.language import detect
from pressroom.corpus.library.library import Library
from pressroom.corpus.storage.database import Database, now
from pressroom.corpus.storage.tables import unanswered, work_groups, work_items
from pressroom.index.embedding.across import AcrossLanguages

_AT_ONCE = 10  # groups that are asked again before the thread looks at other work

_EMBEDDED_BY = "work list embedded by"
_SHOWN = ("answered", "contradicted")


class WorkList:
    """The groups in a library's database. `ask` answers a question without a trace. Threads may
    share it; one process follows.
    """

    def __init__(
        self,
        library: Library,
        records: Records,
        feedback: Feedback,
        *,
        meaning: Callable[[], AcrossLanguages],
        ask: Callable[[str], Answer],
    ) -> None:
        self._library = library
        self._database: Database = library.database
        self._records = records
        self._feedback = feedback
        self._meaning = meaning
        self._ask = ask

    @property
    def meaning(self) -> AcrossLanguages:
        """What compares questions just now: another after another embedding model came to serve."""
        return self._meaning()

    def follow(self) -> None:
        """What the worker calls again and again: takes in what was asked since, and asks again what
        documents may answer now.
        """
        self.collect()
        self.recheck(limit=_AT_ONCE)

    def collect(self) -> int:
        """Puts every question that has no place yet into a group; how many. One asked in vain again
        opens its group again.
        """
        fresh = list(self._new())
        for source, question, kind, at, cited in fresh:
            self._place(source, question, kind, at, cited)
        return len(fresh)

    def send(self, question: str) -> None:
        """Puts a question into the list that a citizen sent to the office."""
        self._place(f"sent:{uuid4().hex}", question, "sent", now(), "")

    def recheck(self, *, limit: int | None = None) -> int:
        """Asks the groups again that were not asked since the indexes changed: closes those that a
        document answers, opens those whose document answers no more. How many were asked.
        """
        revision = self._library.index_revision()
        due = sa.and_(work_groups.c.state != "out_of_scope", work_groups.c.checked < revision)
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(work_groups).where(due).order_by(work_groups.c.number).limit(limit)
            ).all()
        for row in rows:
            document = self._answers(row.question, self._cited(row.number))
            values: dict[str, object] = {"checked": revision}
            if document and row.state == "open":
                values |= {"state": "closed", "answered_by": document, "changed_at": now()}
            elif not document and row.state == "closed" and row.answered_by:
                values |= {"state": "open", "answered_by": None, "changed_at": now()}
            self._set(row.number, **values)
        return len(rows)

    def listed(self, state: State | None = "open", *, assigned: str | None = None) -> list[Group]:
        """Those asked most first."""
        return listed(self._database, state, assigned=assigned)

    def counts(self) -> dict[str, int]:
        """Groups by state."""
        return {state: len(self.listed(state)) for state in STATES}

    def get(self, number: int) -> Group:
        """Raises LibraryError for a number that is none's."""
        return group(self._database, number)

    def assign(self, number: int, name: str | None) -> None:
        self.get(number)
        self._set(number, assigned=name, changed_at=now())

    def put_out_of_scope(self, number: int, reason: str) -> None:
        """Raises LibraryError without a reason."""
        self.get(number)
        if not (reason := " ".join(reason.split())[:500]):
            raise LibraryError(
                "reason: is empty; say in a sentence why the office does not answer this",
                key="scope_reason",
            )
        self._set(number, state="out_of_scope", reason=reason, answered_by=None, changed_at=now())

    def reopen(self, number: int) -> None:
        self.get(number)
        self._set(number, state="open", reason=None, answered_by=None, changed_at=now())

    def _new(self) -> Iterator[tuple[str, str, Kind, str, str]]:
        with self._database.reading() as connection:
            held = set(connection.execute(sa.select(work_items.c.source)).scalars())
            missed = connection.execute(sa.select(unanswered).order_by(unanswered.c.number)).all()
        for row in missed:
            if f"unanswered:{row.number}" not in held:
                yield f"unanswered:{row.number}", row.question, "not_found", row.asked_at, ""
        disliked = [opinion.answer_id for opinion in self._feedback.disliked()]
        for identity, kind in [
            *((one, "partly") for one in self._records.of_status("partly")),
            *((one, "disliked") for one in disliked),
        ]:
            if f"answer:{identity}" not in held and (record := self._record(identity)):
                held.add(f"answer:{identity}")
                yield (
                    f"answer:{identity}",
                    record.content["understood"],
                    _kind(kind),
                    record.asked_at,
                    _rests_on(record),
                )

    def _record(self, identity: str) -> Record | None:
        try:
            return self._records.get(identity)
        except LibraryError:
            return None  # an opinion on an answer that is kept no longer

    def _place(self, source: str, question: str, kind: Kind, at: str, cited: str) -> None:
        number = self._same(question)
        fresh = None if number else self._fresh(question)  # the model is asked before others wait
        with self._database.writing() as connection:
            if fresh:
                made = connection.execute(sa.insert(work_groups).values(**fresh))
                number = int(made.inserted_primary_key[0])
            closed = sa.and_(work_groups.c.number == number, work_groups.c.state == "closed")
            opened = {"state": "open", "answered_by": None, "changed_at": now()}
            connection.execute(sa.update(work_groups).where(closed).values(**opened))
            item = {"source": source, "number": number, "question": question}
            row = {**item, "kind": kind, "at": at, "cited": cited}
            connection.execute(sa.insert(work_items).values(**row))

    def _fresh(self, question: str) -> dict[str, object]:
        """The row of a new group."""
        return {
            "question": question,
            "language": detect(question),
            "vector": self.meaning.embed_passages([question])[0].astype("<f4").tobytes(),
            "state": "open",
            "changed_at": now(),
            "checked": self._library.index_revision(),
        }

    def _same(self, question: str) -> int | None:
        """The group that is nearest in meaning, if it is near enough."""
        self._embed_anew()
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(work_groups.c.number, work_groups.c.question, work_groups.c.vector)
            ).all()
        if not rows:
            return None
        if exact := next((row.number for row in rows if row.question == question), None):
            return int(exact)
        vectors = np.stack([np.frombuffer(row.vector, "<f4") for row in rows])
        found = same(question, [row.question for row in rows], vectors, self.meaning)
        return None if found is None else int(rows[found].number)

    def _embed_anew(self) -> None:
        """Vectors of another embedding model than the one that serves can be compared with none."""
        meaning = self.meaning
        if self._library.get_note(_EMBEDDED_BY) == meaning.fingerprint:
            return
        with self._database.reading() as connection:
            query = sa.select(work_groups.c.number, work_groups.c.question)
            rows = connection.execute(query).all()
        vectors = meaning.embed_passages([row.question for row in rows])
        for row, vector in zip(rows, vectors, strict=True):
            self._set(row.number, vector=vector.astype("<f4").tobytes())
        self._library.set_note(_EMBEDDED_BY, meaning.fingerprint)

    def _answers(self, question: str, cited: set[str]) -> str | None:
        """The document that answers it now, otherwise than the answers that did not do."""
        answer = self._ask(question)
        if answer.status not in _SHOWN:
            return None
        found = [
            (f"{one.transcript_id}@{one.version}", one.transcript_id) for one in answer.citations
        ]
        return next((document for place, document in found if place not in cited), None)

    def _cited(self, number: int) -> set[str]:
        with self._database.reading() as connection:
            rows = connection.execute(
                sa.select(work_items.c.cited).where(work_items.c.number == number)
            ).scalars()
            return {line for words in rows for line in words.splitlines()}

    def _set(self, number: int, **values: object) -> None:
        with self._database.writing() as connection:
            connection.execute(
                sa.update(work_groups).where(work_groups.c.number == number).values(**values)
            )


def forget(connection: sa.Connection, before: str) -> None:
    """Deletes the questions asked before this ISO time, and the groups of which none is left."""
    connection.execute(sa.delete(work_items).where(work_items.c.at < before))
    connection.execute(
        sa.delete(work_groups).where(work_groups.c.number.not_in(sa.select(work_items.c.number)))
    )


def _rests_on(record: Record) -> str:
    return "\n".join(f"{document}@{version}" for document, version in record.documents().items())


def _kind(written: str) -> Kind:
    return "partly" if written == "partly" else "disliked"
