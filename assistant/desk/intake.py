"""Bytes, pasted words or an address -> drafts: read, parsed, compared with what is there. What is
there already becomes no draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pressroom.assistant.desk.fetching import Fetched, Fetcher
from pressroom.assistant.desk.jobs import Job, Jobs
from pressroom.corpus.drafts.draft import Draft, SameDraftError
from pressroom.corpus.drafts.editing import apply, carried
from pressroom.corpus.drafts.edits import Edit, Field, SetField, edits_of
from pressroom.corpus.drafts.relation import Relation, free_id, relation_of
from pressroom.corpus.drafts.store import Drafts
from pressroom.corpus.errors import ReadError
from pressroom.corpus.library.library import Library
from pressroom.corpus.library.stored import fingerprint
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.readers.files import read_pasted, read_upload
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Transcript

Became = Literal["draft", "version", "same", "withdrawn", "draft_there"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a document that came in: a `draft` of a new one or of a `version` of one that
    is there; or, without a draft of its own, the document that has the `same` text (perhaps
    `withdrawn`) or the draft that has it.
    """

    became: Became
    title: str
    draft_id: str | None = None
    document_id: str | None = None
    lost: int = 0

    def row(self) -> dict[str, Any]:
        return {
            "became": self.became,
            "title": self.title,
            "draft": self.draft_id,
            "document": self.document_id,
            "lost": self.lost,
        }


@dataclass(frozen=True, slots=True)
class Brought:
    """What whoever brings a document says of it: which document it is, and fields of its header."""

    document_id: str | None
    may_be_new: bool
    header: Mapping[Field, str]


class Intake:
    """Turns what comes in into drafts. Threads may share it."""

    def __init__(self, library: Library, drafts: Drafts, fetcher: Fetcher) -> None:
        self._library = library
        self._drafts = drafts
        self._fetcher = fetcher

    @property
    def may_fetch(self) -> bool:
        return self._fetcher.is_allowed

    def fetch(self, url: str) -> Fetched:
        """What an address gives. Raises ReadError where it may not be asked, or gives no
        document.
        """
        return self._fetcher.fetch(url)

    def do(self, job: Job, jobs: Jobs) -> list[Result]:
        """The work of a `read` or `fetch` job. Raises ReadError; documents of the file that were
        read before it are drafts all the same.
        """

        def say(step: str) -> None:
            jobs.progress(job.number, step)

        if job.kind == "fetch":
            say("fetching")
            fetched = self._fetcher.fetch(job.name)
            return self.take(
                fetched.data, name=fetched.name, by=job.by, url=fetched.url, say=say, **job.options
            )
        return self.take(jobs.payload(job.number), name=job.name, by=job.by, say=say, **job.options)

    def take(
        self,
        data: bytes,
        *,
        name: str,
        by: str,
        pasted: bool = False,
        document_id: str | None = None,
        may_be_new: bool = False,
        header: Mapping[Field, str] | None = None,
        reason: str | None = None,
        url: str | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> list[Result]:
        """One result for each document of a file.

        `document_id`: it is to be a version of that document, or (`may_be_new`) that document where
        there is none yet. `header`: what its sender knows of it, whatever its text says.
        """
        wanted = Brought(document_id, may_be_new, header or {})
        say("reading")
        results = []
        for source in self._sources(data, name, pasted=pasted):
            say("parsing")
            found = replace(source, source=source.source or url, origin=url or source.origin)
            original = None if name.lower().endswith((".jsonl", ".jsonl.gz")) else data
            results.append(
                self._one(found, parse(found), original, by=by, wanted=wanted, reason=reason)
            )
        return results

    def _sources(self, data: bytes, name: str, *, pasted: bool) -> Iterator[SourceText]:
        if not pasted:
            yield from read_upload(data, name=name)
            return
        source = read_pasted(data.decode("utf-8", errors="replace"), document_id=name)
        if not source.text.strip():
            raise ReadError(
                "pasted text: is empty; expected the text of a press conference or press release"
            )
        yield source

    def _one(
        self,
        source: SourceText,
        parsed: Transcript,
        original: bytes | None,
        *,
        by: str,
        wanted: Brought,
        reason: str | None,
    ) -> Result:
        relation = self._relation(parsed, wanted)
        there = self._there(parsed, relation)
        if there:
            return there
        known = relation.document_id if relation.kind != "new" else wanted.document_id
        document_id = known or free_id(source.id, self._library, taken=self._drafts.new_ids())
        base = self._library.newest_version(document_id)
        source, parsed = replace(source, id=document_id), replace(parsed, id=document_id)
        kept, lost = carried(parsed, self._edits(document_id, base))
        kept += header_edits(apply(parsed, kept), wanted.header)
        try:
            draft = self._drafts.create(
                source,
                parsed,
                document_id=document_id,
                by=by,
                base_version=base,
                original=original,
                edits=kept,
                lost=lost,
                reason=reason,
            )
        except SameDraftError as error:  # another process was first
            return Result("draft_there", error.draft.title, error.draft.id)
        return Result(
            "version" if base else "draft",
            draft.title,
            draft.id,
            document_id if base else None,
            len(lost),
        )

    def _relation(self, parsed: Transcript, wanted: Brought) -> Relation:
        if wanted.document_id is None:
            return relation_of(parsed, self._library)
        if wanted.may_be_new and not self._library.newest_version(wanted.document_id):
            found = relation_of(parsed, self._library)
            return found if found.kind == "same" else Relation("new")
        current = self._library.get(wanted.document_id)
        is_same = fingerprint(current.text) == fingerprint(parsed.text)
        return Relation(
            "same" if is_same else "version",
            current.id,
            current.version,
            self._library.is_withdrawn(current.id),
        )

    def _there(self, parsed: Transcript, relation: Relation) -> Result | None:
        if relation.kind == "same":
            return Result(
                "withdrawn" if relation.withdrawn else "same",
                parsed.title,
                document_id=relation.document_id,
            )
        draft = next(iter(self._drafts.with_words(fingerprint(parsed.text))), None)
        return Result("draft_there", draft.title, draft.id) if draft else None

    def _edits(self, document_id: str, version: int | None) -> list[Edit]:
        """What staff changed of the version that is current."""
        return edits_of(self._library.edits(document_id, version)) if version else []

    def reopen(self, document_id: str, *, by: str) -> Draft:
        """A draft of the current version as it is, to correct its header, speakers or turns. Raises
        LibraryError for an unknown id.
        """
        current = self._library.get(document_id)
        for draft in self._drafts.listed(document_id=document_id):
            if draft.words == fingerprint(current.text) and draft.base_version == current.version:
                return draft
        source = SourceText(
            document_id, current.text, f"version {current.version}", source=current.source
        )
        try:
            return self._drafts.create(
                source,
                replace(current, version=1),
                document_id=document_id,
                by=by,
                base_version=current.version,
            )
        except SameDraftError as error:  # somebody else opened it at the same time
            if error.draft.document_id == document_id:
                return error.draft
            raise


def header_edits(transcript: Transcript, header: Mapping[Field, str]) -> list[Edit]:
    """The edits that give a transcript these fields of the header; none for those that it has
    already.
    """
    return [
        SetField(field, value)
        for field, value in header.items()
        if getattr(transcript, field) != value
    ]
