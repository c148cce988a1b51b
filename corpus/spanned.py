"""What holds a span -> the document, the turn, the place and the words of that span as its own."""

from __future__ import annotations

from pressroom.corpus.transcript import Span, Transcript, Turn


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
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end

    @property
    def text(self) -> str:
        return self.span.text
