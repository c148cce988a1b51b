"""/desk/drafts/ID: the check page, its one form, and taking back the last change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pressroom.assistant.web.desk.drafts.forms import again, said
from pressroom.assistant.web.desk.drafts.moving import draft_url, move
from pressroom.assistant.web.desk.drafts.pages import check_page
from pressroom.assistant.web.desk.drafts.saving import Wish, misfits, wishes_of
from pressroom.assistant.web.desk.forms import read_form, revision_of, words_of
from pressroom.assistant.web.desk.pages import DeskRoute, Pages, Staff, Typed, Unsaved, to
from pressroom.corpus.drafts.draft import ConflictError, Draft
from pressroom.corpus.drafts.editing import undoing
from pressroom.corpus.drafts.edits import EditError, to_row
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.transcript import Transcript
from starlette.datastructures import FormData

_STEPS = ("try", "preview", "difference", "publish", "back", "discard")  # pages that come next


def check_routes(pages: Pages) -> APIRouter:
    """The routes."""
    router = APIRouter(
        prefix="/desk/drafts/{draft_id}", include_in_schema=False, route_class=DeskRoute
    )
    desk = pages.desk
    editor: Staff = Depends(pages.frame.requires("editor"))
    filled: FormData = Depends(read_form)

    @router.get("")
    def check(
        draft_id: str, request: Request, turn: int = 0, done: str = "", who: Staff = editor
    ) -> Response:
        return check_page(pages, request, who, draft_id, opened=turn, done=done)

    @router.post("/save")
    def save(
        draft_id: str, request: Request, who: Staff = editor, form: FormData = filled
    ) -> Response:
        """All that was typed on the page, in one; then the step that the button names."""
        saving = _Saving(pages, request, who, draft_id, words_of(form), revision_of(form))
        return saving.done()

    @router.post("/undo")
    def undo(
        draft_id: str, request: Request, who: Staff = editor, form: FormData = filled
    ) -> Response:
        try:
            before = desk.drafts.edits(draft_id)
            desk.drafts.undo(draft_id, revision=revision_of(form), by=who.name)
        except ConflictError as error:
            return pages.conflict(request, who, error)
        except LibraryError as error:
            problem = pages.told(request, error)
            return check_page(pages, request, who, draft_id, problem=problem, status=422)
        what = said(before[-1], pages.texts(request))
        pages.frame.note(who, "draft.undo", draft_id, before=what)
        return to(draft_url(draft_id), done="saved")

    return router


@dataclass(frozen=True, slots=True)
class _Saving:
    """A form of the check page on its way into the draft."""

    pages: Pages
    request: Request
    who: Staff
    draft_id: str
    form: Mapping[str, str]
    revision: int

    def done(self) -> Response:
        """Saved, and on; or the page with all that was typed, and what is wrong with it."""
        drafts = self.pages.desk.drafts
        draft = drafts.get(self.draft_id)
        seen = drafts.seen_at(self.draft_id, self.revision or draft.revision)
        wishes: list[Wish] = []
        try:
            wishes = wishes_of(self.form, seen)
            if not wishes:
                return self._on(draft, seen)
            self._check_revision(draft)
            edits = [wish.edit for wish in wishes]
            saved = drafts.edit_all(self.draft_id, edits, revision=self.revision, by=self.who.name)
        except ConflictError as error:
            return self.pages.conflict(self.request, self.who, error, self._unsaved(wishes))
        except EditError as error:
            return self._typed_again(error, misfits(wishes, seen))
        except LibraryError as error:
            return self.pages.mistake(self.request, self.who, error, draft_url(self.draft_id))
        self._note(seen, wishes)
        return self._on(saved, drafts.transcript(saved), wishes)

    def _check_revision(self, draft: Draft) -> None:
        """Before any edit is looked at: its place may have gone with what somebody else did."""
        if draft.revision != self.revision:
            since = self.pages.desk.drafts.made(self.draft_id, since=self.revision)
            raise ConflictError(draft, since)

    def _note(self, seen: Transcript, wishes: list[Wish]) -> None:
        for wish in wishes:
            was = undoing(seen, wish.edit)
            before, after = to_row(was) if was else None, to_row(wish.edit)
            self.pages.frame.note(self.who, "draft.edit", self.draft_id, before=before, after=after)

    def _unsaved(self, wishes: list[Wish]) -> Unsaved | None:
        t, edits = self.pages.texts(self.request), [wish.edit for wish in wishes]
        words = tuple(said(edit, t) for edit in edits)
        action = f"{draft_url(self.draft_id)}/save"
        return Unsaved(words, action, {"again": again(edits)}) if edits else None

    def _typed_again(self, error: EditError, faults: Mapping[str, EditError]) -> Response:
        told = {name: self.pages.told(self.request, fault) for name, fault in faults.items()}
        problem = None if told else self.pages.told(self.request, error)
        typed, opened = Typed(self.form, told), self._opened()
        return check_page(
            self.pages, self.request, self.who, self.draft_id, opened=opened, typed=typed,
            problem=problem, status=422,
        )  # fmt: skip

    def _opened(self) -> int:
        written = self.form.get("then", "").removeprefix("turn-")
        return int(written) if written.isdecimal() and len(written) < 6 else 0

    def _on(self, draft: Draft, now: Transcript, wishes: list[Wish] | None = None) -> Response:
        """To the next step, or back to the page, at the turn that was changed."""
        here, then = draft_url(self.draft_id), self.form.get("then", "")
        if then in _STEPS:
            return to(f"{here}/{then}")
        if then == "ready":
            return move(
                self.pages, self.request, self.who, draft.id, "ready", revision=draft.revision,
                remark=None, publish_at=None,
            )  # fmt: skip
        if opened := self._opened():
            return RedirectResponse(f"{here}?turn={opened}#t{opened}", 303)
        at = next((wish.edit.at for wish in wishes or () if hasattr(wish.edit, "at")), None)
        place = now.paragraph_at(at) if at is not None else None
        turn = f"#t{place[0].number}" if place else ""
        done = "saved" if wishes else "unchanged"
        return RedirectResponse(f"{here}?done={done}{turn}", 303)
