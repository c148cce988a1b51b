"""SourceText -> Transcript: header, speaker turns, kinds, and which answer belongs to which question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import language
from corpus.blocks import Block, blocks
from corpus.doubts import doubts
from corpus.errors import ReadError
from corpus.header import Header, read_header
from corpus.labels import Label, find_labels, is_heading
from corpus.names import is_reporter
from corpus.pairing import joined, kinds, paired
from corpus.people import issuer, people_of
from corpus.remarks import is_remark, remarks
from corpus.transcript import Paragraph, SourceText, Speaker, Transcript, Turn


def parse(source: SourceText) -> Transcript:
    """The transcript of a text. The text is kept as it is; what is not part of the document is in no turn.

    Raises ReadError if nothing but white space is there.
    """
    text, parts = source.text, blocks(source.text)
    if not parts:
        raise ReadError(f"{source.origin}: the document is empty; expected the text of a press conference or press release")
    labels = find_labels(text, parts)
    if all(is_reporter(label.words) for label in labels):  # bylines: nobody answers
        labels = []
    signed = None if labels else issuer(text)
    header = read_header(source, parts, first_label=labels[0].block if labels else len(parts), signed=signed)
    turns = tuple(_turns(text, parts, labels, header, signed))
    return Transcript(
        id=source.id,
        title=header.title,
        date=header.date,
        source=header.source,
        language=language.detect(text),
        text=text,
        turns=turns,
        title_span=header.title_span,
        place=header.place,
        body=header.body,
        published=header.published,
        evidence=header.evidence,
        warnings=doubts(header, turns, has_labels=bool(labels)),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A turn before numbering: its label and the spans of its paragraphs."""

    label: Label | None
    spans: tuple[tuple[int, int], ...]


def _turns(text: str, parts: list[Block], labels: list[Label], header: Header, signed: str | None) -> list[Turn]:
    drafts = _drafts(text, parts, labels, header)
    if not drafts:  # a document of one line, or one that looks like furniture all through: it is its own text
        drafts = [_Draft(None, tuple((part.start, part.end) for part in parts))]
    people = _people(text, labels, header.title, signed)
    speeches = [(draft.label, text[draft.spans[0][0] : draft.spans[-1][1]]) for draft in drafts]
    turns: list[Turn] = []
    number = 1
    for draft, kind in zip(drafts, kinds(speeches, people, has_labels=bool(labels)), strict=True):
        paragraphs = _paragraphs(text, draft, number)
        number += len(paragraphs)
        label = draft.label.words if draft.label else None
        speaker = people.get(label) if label or kind == "statement" else None
        spans = tuple(span for paragraph in paragraphs for span in remarks(text, paragraph.start, paragraph.end))
        turns.append(Turn(len(turns) + 1, kind, label, speaker, paragraphs, remarks=spans))
    return paired(text, joined(turns))


def _paragraphs(text: str, draft: _Draft, first: int) -> tuple[Paragraph, ...]:
    spans = enumerate(draft.spans, first)
    return tuple(Paragraph(number, start, end, heading=is_heading(text[start:end])) for number, (start, end) in spans)


def _drafts(text: str, parts: list[Block], labels: list[Label], header: Header) -> list[_Draft]:
    """One draft a label, one for what stands between the header and the first label, one for each remark of the page."""
    by_block = {label.block: label for label in labels}
    every_paragraph = _labels_every_paragraph(parts, labels)
    out: list[_Draft] = []
    label: Label | None = None
    spans: list[tuple[int, int]] = []

    def close() -> None:
        if spans:
            out.append(_Draft(label, tuple(spans)))
            spans.clear()

    for index, block in enumerate(parts):
        if index in by_block:
            close()
            label = by_block[index]
            if label.speech < block.end:
                spans.append((label.speech, block.end))
        elif index >= header.start and index not in header.furniture:
            if every_paragraph and spans and is_remark(text[block.start : block.end]):
                close()
                label = None
            spans.append((block.start, block.end))
    close()
    return out


def _labels_every_paragraph(parts: Sequence[Block], labels: Sequence[Label]) -> bool:
    """Whether the text repeats the label before each paragraph, so that one without is nobody's."""
    speeches = len(parts) - sum(label.own_line for label in labels)
    return len(labels) >= 8 and len(labels) * 10 >= speeches * 8


def _people(text: str, labels: list[Label], title: str, signed: str | None) -> dict[str | None, Speaker]:
    """Label words -> speaker; None -> who speaks where there is no label."""
    people: dict[str | None, Speaker] = dict(people_of((label.words for label in labels), text, title).items())
    hosting = (person for person in people.values() if person.title and re.search(re.escape(person.name) + "(?:主持|主持人)", title))
    host = next(hosting, None)
    if host or signed:
        people[None] = host or Speaker(signed or "", body=signed)
    return people
