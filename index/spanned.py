"""What holds a span -> the document, the turn, the place and the words of that span as its own."""

from __future__ import annotations

from pressroom.corpus.parse.words.roles import is_mark
from pressroom.corpus.transcript import Span, Speaker, Transcript, Turn


class Spanned:
    """Whatever is found, shown or cited tells these of its span alike."""

    __slots__ = ()

    span: Span

    @property
    def transcript(self) -> Transcript:
        return self.span.transcript

    @property
    def turn(self) -> Turn:
        return self.span.turn

    @property
    def speaker(self) -> Speaker | None:
        """Who says it, as far as the document names anybody."""
        who = self.turn.speaker
        return who if who and not (who.name == self.turn.label and is_mark(who.name)) else None

    @property
    def printed(self) -> str | None:
        """The label as printed, where it is not determined who speaks."""
        is_told = self.turn.speaker is None or self.speaker is not None
        return self.turn.label if self.turn.unsure or not is_told else None

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end

    @property
    def text(self) -> str:
        return self.span.text
