"""A draft -> its check page, the question before it is published, and questions to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from assistant.tongue import tongue
from assistant.web.desk.draft_view import changed_paragraphs, header_of, places_in, steps_of, voices_of, warning_text
from assistant.web.desk.pages import Pages, Staff
from assistant.web.reply import reply_html, view_of
from corpus.draft import EDITABLE, OPEN, Draft
from corpus.edits import KINDS
from corpus.transcript import Transcript, Turn


def check_page(
    pages: Pages,
    request: Request,
    who: Staff,
    draft_id: str,
    *,
    opened: int = 0,
    done: str = "",
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
        kinds=KINDS,
        opened=opened,
        places=places_in(transcript, turn) if turn else [],
        steps=steps_of(made, t),
        can_undo=any(one.undone_at is None for one in made),
        warnings=[warning_text(warning, t) for warning in transcript.warnings],
        notes=drafts.source(draft_id).notes,
        editable=draft.state in EDITABLE,
        open=draft.state in OPEN,
        publisher=who.may("publisher"),
        has_original=drafts.original(draft_id) is not None,
        problem=problem,
        said=t.get(f"done_{done}"),
        **_target(pages, draft, transcript),
    )


def publish_page(
    pages: Pages, request: Request, who: Staff, draft_id: str, *, problem: str | None = None, at: str = "", status: int = 200
) -> Response:
    """What happens then, the reason where words change, now or at a time."""
    drafts, t = pages.desk.drafts, pages.texts(request)
    draft = drafts.get(draft_id)
    transcript = drafts.transcript(draft)
    lines = [t["publish_text"]]
    if draft.base_version:
        lines.append(t["publish_version"].format(version=draft.base_version))
    wanted = pages.desk.publisher.wants_reason(draft)
    asks = {"label": t["why_corrected"], "name": "reason", "value": draft.reason or "", "required": True} if wanted else None
    return pages.show(
        request, who, "confirm.html", status, heading=t["publish_title"].format(title=draft.title), lines=lines,
        warnings=[warning_text(warning, t) for warning in transcript.warnings], problem=problem, asks=asks,
        action=f"/desk/drafts/{draft_id}/publish", hidden={"revision": draft.revision}, button=t["publish"], schedule=True,
        zone=pages.zone_name(), at=at, back_url=f"/desk/drafts/{draft_id}",
    )  # fmt: skip


def try_page(
    pages: Pages, request: Request, who: Staff, draft_id: str, words: str, *, problem: str | None = None, status: int = 200
) -> Response:
    """The answer from this draft alone; its cards lead to the draft's own paragraphs. Raises QuestionError."""
    draft = pages.desk.drafts.get(draft_id)
    transcript = pages.desk.publisher.as_published(draft)
    return pages.show(
        request, who, "try.html", status, heading=pages.texts(request)["try_question"], draft=draft, question=words, problem=problem,
        reply=_reply(pages, request, draft, transcript, words) if words.strip() else "",
    )  # fmt: skip


def _reply(pages: Pages, request: Request, draft: Draft, transcript: Transcript, words: str) -> Markup:
    answer = pages.desk.trial.ask(transcript, words)
    heard = tongue(answer.question.language)
    view = view_of(answer, pages.desk.library, heard, turn="a")
    here = f"/desk/drafts/{draft.id}"
    cards = tuple(replace(card, url=f"{here}#p{card.paragraph}") for card in view.cards)
    nearest = tuple(replace(near, url=f"{here}#p{near.paragraph}") for near in view.nearest)
    shown = replace(view, cards=cards, nearest=nearest, reply=replace(view.reply, coverage=None))
    return reply_html(shown, heard, tongue(pages.frame.language(request)), script=False)


def _target(pages: Pages, draft: Draft, transcript: Transcript) -> dict[str, Any]:
    """The document that it is to become a version of."""
    if draft.base_version is None:
        return {"target": None, "target_withdrawn": False, "changed": 0}
    target = pages.desk.library.get(draft.document_id, draft.base_version)
    withdrawn = pages.desk.library.is_withdrawn(draft.document_id)
    return {"target": target, "target_withdrawn": withdrawn, "changed": changed_paragraphs(draft, transcript.text, pages.desk.library)}
