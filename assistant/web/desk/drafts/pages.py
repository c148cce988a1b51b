"""A draft -> its check page, the question before it is published, and questions to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup
from pressroom.assistant.desk.times import shown, today
from pressroom.assistant.languages.tongue import tongue
from pressroom.assistant.web.chat.reply import reply_html
from pressroom.assistant.web.chat.view import view_of
from pressroom.assistant.web.desk.drafts.forms import key_of
from pressroom.assistant.web.desk.drafts.noted import note_text, reason_text
from pressroom.assistant.web.desk.drafts.view import (
    changed_paragraphs,
    doubts_of,
    header_of,
    places_in,
    remark_text,
    steps_of,
    voices_of,
)
from pressroom.assistant.web.desk.pages import Pages, Staff, Typed
from pressroom.corpus.drafts.draft import EDITABLE, OPEN, Draft
from pressroom.corpus.drafts.edits import KINDS
from pressroom.corpus.transcript import Transcript, Turn


def check_page(
    pages: Pages,
    request: Request,
    who: Staff,
    draft_id: str,
    *,
    opened: int = 0,
    done: str = "",
    typed: Typed | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """The outline beside the text. `opened` is the number of the turn whose forms are shown."""
    drafts, t = pages.desk.drafts, pages.texts(request)
    draft = drafts.get(draft_id)
    transcript, made = drafts.transcript(draft), drafts.made(draft_id)
    voices = voices_of(transcript)
    hues = {voice.speaker: voice.hue for voice in voices}
    turn = transcript.turns[opened - 1] if 0 < opened <= len(transcript.turns) else None

    def hue(one: Turn) -> int:
        return hues[one.speaker] if one.speaker and one.kind != "question" else 0

    return pages.show(
        request,
        who,
        "draft.html",
        status,
        heading=transcript.title,
        draft=draft,
        transcript=transcript,
        header=header_of(transcript),
        voices=voices,
        hue=hue,
        key_of=key_of,
        kinds=KINDS,
        opened=opened,
        places=places_in(transcript, turn) if turn else [],
        steps=steps_of(made, t),
        remark=remark_text(draft, pages.desk.library, t),
        can_undo=any(one.undone_at is None for one in made),
        typed=typed or Typed(),
        doubts=doubts_of(transcript, t),
        notes=[note_text(note, t) for note in drafts.source(draft_id).notes],
        reason=partial(reason_text, t=t),
        editable=draft.state in EDITABLE,
        open=draft.state in OPEN,
        publisher=who.may("publisher"),
        has_original=drafts.original(draft_id) is not None,
        problem=problem,
        said=_done(pages, draft, t, done),
        **_target(pages, draft, transcript),
    )


def publish_page(
    pages: Pages,
    request: Request,
    who: Staff,
    draft_id: str,
    *,
    typed: Typed | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """What happens then, the reason where words change, now or at a time."""
    drafts, t = pages.desk.drafts, pages.texts(request)
    draft, zone = drafts.get(draft_id), pages.desk.zone
    transcript = drafts.transcript(draft)
    lines = [t["publish_text"]]
    if draft.base_version:
        lines.append(t["publish_version"].format(version=draft.base_version))
    is_later = (transcript.published or "") > today(datetime.now(UTC), zone)
    if is_later:
        lines.append(t["publish_later"].format(day=transcript.published))
    needs_reason = pages.desk.publisher.wants_reason(draft)
    reason = {"label": t["why_corrected"], "name": "reason", "value": draft.reason or ""}
    return pages.show(
        request, who, "confirm.html", status, heading=t["publish_title"].format(title=draft.title),
        lines=lines, warnings=doubts_of(transcript, t), problem=problem, typed=typed or Typed(),
        asks={**reason, "required": True} if needs_reason else None, button=t["publish"],
        action=f"/desk/drafts/{draft_id}/publish", hidden={"revision": draft.revision},
        schedule=True, when_first="at" if is_later else "now", zone=pages.zone_name(),
        clock=pages.clock(), back_url=f"/desk/drafts/{draft_id}",
    )  # fmt: skip


def try_page(
    pages: Pages,
    request: Request,
    who: Staff,
    draft_id: str,
    words: str,
    *,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """The answer from this draft alone; its cards lead to the draft's own paragraphs. Raises
    QuestionError.
    """
    draft = pages.desk.drafts.get(draft_id)
    transcript = pages.desk.publisher.as_published(draft)
    asked = words.strip() and not problem
    return pages.show(
        request, who, "try.html", status, heading=pages.texts(request)["try_question"], draft=draft,
        question=words, problem=problem, editable=draft.state in EDITABLE,
        reply=_reply(pages, request, draft, transcript, words) if asked else "",
    )  # fmt: skip


def _reply(
    pages: Pages, request: Request, draft: Draft, transcript: Transcript, words: str
) -> Markup:
    answer = pages.desk.trial.ask(transcript, words)
    heard = tongue(answer.question.language)
    view = view_of(answer, pages.desk.library, heard, turn="a")
    here = f"/desk/drafts/{draft.id}"
    cards = tuple(replace(card, url=f"{here}#p{card.paragraph}") for card in view.cards)
    nearest = tuple(replace(near, url=f"{here}#p{near.paragraph}") for near in view.nearest)
    seen = replace(view, cards=cards, nearest=nearest, reply=replace(view.reply, coverage=None))
    return reply_html(seen, heard, tongue(pages.frame.language(request)), script=False)


def _done(pages: Pages, draft: Draft, t: Mapping[str, str], done: str) -> str | None:
    """What was done, with the time where it is scheduled, as the office's clock will show it."""
    at = (
        shown(datetime.fromisoformat(draft.publish_at), pages.desk.zone) if draft.publish_at else ""
    )
    said = t.get(f"done_{done}")
    return said.format(at=at) if said else None


def _target(pages: Pages, draft: Draft, transcript: Transcript) -> dict[str, Any]:
    """The document that it is to become a version of."""
    if draft.base_version is None:
        return {"target": None, "target_withdrawn": False, "changed": 0}
    target = pages.desk.library.get(draft.document_id, draft.base_version)
    withdrawn = pages.desk.library.is_withdrawn(draft.document_id)
    return {
        "target": target,
        "target_withdrawn": withdrawn,
        "changed": changed_paragraphs(draft, transcript.text, pages.desk.library),
    }
