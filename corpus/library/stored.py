"""Sources and transcripts <-> what the tables hold of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pressroom.corpus.source import Hints, LeftOut, Mark, SourceText
from pressroom.corpus.transcript import (
    Evidence,
    Moment,
    Outside,
    Paragraph,
    Speaker,
    Transcript,
    Turn,
)

_HEADER = ("place", "body", "published", "evidence", "warnings", "outside", "moments")


def version_row(source: SourceText, transcript: Transcript) -> dict[str, Any]:
    """What a version of a document is kept as."""
    return {
        "document_id": source.id,
        "origin": source.origin,
        "digest": digest_of(source),
        "words": fingerprint(source.text),
        **transcript_row(transcript),
    }


def transcript_row(transcript: Transcript) -> dict[str, Any]:
    """The columns of a transcript, each as SQL can hold it."""
    return {
        "title": transcript.title,
        "date": transcript.date,
        "source": transcript.source,
        "language": transcript.language,
        "text": transcript.text,
        "turns": json.dumps(
            [asdict(turn) for turn in transcript.turns], ensure_ascii=False, separators=(",", ":")
        ),
        "title_span": json.dumps(transcript.title_span) if transcript.title_span else None,
        "header": json.dumps(
            {name: _plain(getattr(transcript, name)) for name in _HEADER}, ensure_ascii=False
        ),
    }


def transcript_of(row: Mapping[str, Any], *, document_id: str, version: int) -> Transcript:
    """The transcript of such columns."""
    return Transcript(
        id=document_id,
        title=row["title"],
        date=row["date"],
        source=row["source"],
        language=row["language"],
        text=row["text"],
        turns=tuple(_turn(turn) for turn in json.loads(row["turns"])),
        version=version,
        title_span=tuple(json.loads(row["title_span"])) if row["title_span"] else None,
        **_header(row["header"]),
    )


def source_json(source: SourceText) -> str:
    return json.dumps(asdict(source), ensure_ascii=False)


def source_of(stored: str) -> SourceText:
    row = json.loads(stored)
    lists = {
        "notes": tuple(row["notes"]),
        "marks": tuple(Mark(**mark) for mark in row.get("marks", ())),
        "left_out": tuple(LeftOut(**item) for item in row.get("left_out", ())),
        "moments": tuple(Moment(**item) for item in row.get("moments", ())),
    }
    return SourceText(**{**row, "hints": Hints(**row["hints"]), **lists})


def fingerprint(text: str) -> str:
    """The same for texts that differ in nothing but white space."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def digest_of(source: SourceText) -> str:
    """The same for the same text under the same title and date."""
    return hashlib.sha256(json.dumps([source.text, source.title, source.date]).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return (
        [asdict(item) if isinstance(item, Evidence | Outside | Moment) else item for item in value]
        if isinstance(value, tuple)
        else value
    )


def _header(stored: str | None) -> dict[str, Any]:
    """The fields of a transcript's header; documents stored before they were kept have none."""
    if not stored:
        return {}
    fields = json.loads(stored)
    evidence = tuple(Evidence(**item) for item in fields.pop("evidence"))
    outside = tuple(Outside(**span) for span in fields.pop("outside", ()))
    return {
        **fields,
        "evidence": evidence,
        "warnings": tuple(fields["warnings"]),
        "outside": outside,
        "moments": tuple(Moment(**item) for item in fields.pop("moments", ())),
    }


def _turn(row: dict[str, Any]) -> Turn:
    speaker = Speaker(**row["speaker"]) if row["speaker"] else None
    paragraphs = tuple(Paragraph(**paragraph) for paragraph in row["paragraphs"])
    remarks = tuple((start, end) for start, end in row.get("remarks", ()))
    return Turn(**{**row, "speaker": speaker, "paragraphs": paragraphs, "remarks": remarks})
