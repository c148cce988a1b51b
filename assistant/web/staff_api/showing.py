"""Drafts, transcripts, differences and jobs -> what the API gives of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pressroom.assistant.desk.jobs import Job
from pressroom.assistant.desk.preview import transcript_json
from pressroom.assistant.desk.submitting import Submitted
from pressroom.assistant.web.staff_api.shown import (
    Change,
    Difference,
    DraftShown,
    DraftWhole,
    EditShown,
    JobShown,
    SubmittedShown,
    TranscriptShown,
    VersionShown,
)
from pressroom.corpus.drafts.difference import Line, changes_of, difference
from pressroom.corpus.drafts.draft import Draft
from pressroom.corpus.transcript import Transcript


def draft_shown(draft: Draft) -> DraftShown:
    return DraftShown.model_validate(_plain(draft))


def draft_whole(
    draft: Draft, transcript: Transcript, edits: list[EditShown], notes: Sequence[str]
) -> DraftWhole:
    return DraftWhole.model_validate(
        {**_plain(draft), "transcript": transcript_shown(transcript, notes), "edits": edits}
    )


def submitted_shown(submitted: Submitted, warnings: Sequence[str]) -> SubmittedShown:
    return SubmittedShown(
        outcome=submitted.outcome,
        state=submitted.state,
        document_id=submitted.document_id,
        version=submitted.version,
        draft=draft_shown(submitted.draft) if submitted.draft else None,
        warnings=list(warnings),
        lost_edits=submitted.lost,
        message=submitted.message,
    )


def transcript_shown(transcript: Transcript, notes: Sequence[str] = ()) -> TranscriptShown:
    return TranscriptShown.model_validate(_transcript(transcript, notes))


def version_shown(transcript: Transcript) -> VersionShown:
    return VersionShown.model_validate(
        {**_transcript(transcript), "id": transcript.id, "version": transcript.version}
    )


def difference_shown(
    before: str, after: str, *, versions: tuple[int | None, int | None]
) -> Difference:
    lines = changes_of(difference(before, after))
    return Difference(
        before=versions[0], after=versions[1], changes=[_change(line) for line in lines]
    )


def job_shown(job: Job) -> JobShown:
    kept = {key: value for key, value in asdict(job).items() if key != "options"}
    return JobShown.model_validate({**kept, "url": f"/api/v1/jobs/{job.number}"})


def _plain(draft: Draft) -> dict[str, Any]:
    return {key: value for key, value in asdict(draft).items() if key != "words"}


def _transcript(transcript: Transcript, notes: Sequence[str] = ()) -> dict[str, Any]:
    row = transcript_json(transcript, notes=notes)
    starts = [turn.paragraphs[0].start for turn in transcript.turns]
    turns = [{**turn, "start": start} for turn, start in zip(row["turns"], starts, strict=True)]
    return {**row, "turns": turns, "text": transcript.text}


def _change(line: Line) -> Change:
    return Change(
        kind=line.kind,
        before="".join(piece.words for piece in line.before),
        after="".join(piece.words for piece in line.after),
    )
