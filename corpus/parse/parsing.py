"""SourceText -> Transcript: header, speaker turns, kinds, and which answer belongs to which
question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pressroom.corpus import language
from pressroom.corpus.errors import ReadError
from pressroom.corpus.parse.asked import between, questions
from pressroom.corpus.parse.blocks import Block, blocks
from pressroom.corpus.parse.doubts import doubts
from pressroom.corpus.parse.head.answering import answerer
from pressroom.corpus.parse.head.header import Header, read_header
from pressroom.corpus.parse.labels.contact import closing
from pressroom.corpus.parse.labels.labels import Label, find_labels, is_heading
from pressroom.corpus.parse.labels.stacked import stacked
from pressroom.corpus.parse.labels.timing import moments_of
from pressroom.corpus.parse.opening import opener
from pressroom.corpus.parse.outside import of_block, of_label
from pressroom.corpus.parse.people import issuer, people_of
from pressroom.corpus.parse.remarks import is_remark, remarks
from pressroom.corpus.parse.turns.kinds import kinds
from pressroom.corpus.parse.turns.pairing import joined, paired
from pressroom.corpus.source import SourceText
from pressroom.corpus.transcript import Kind, Outside, Paragraph, Speaker, Transcript, Turn


def parse(source: SourceText) -> Transcript:
    """The transcript of a text. The text is kept as it is; what is not part of the document is in
    no turn.

    Raises ReadError if nothing but white space is there.
    """
    text, parts = source.text, stacked(source.text, blocks(source.text))
    if not parts:
        raise ReadError(
            f"{source.origin}: the document is empty; expected the text of a press conference or "
            "press release"
        )
    labels = find_labels(text, parts, source.marks)
    signed = None if labels else issuer(text)
    header = read_header(
        source, parts, first_label=labels[0].block if labels else len(parts), signed=signed
    )
    drafts, outside = _drafts(text, parts, labels, header)
    turns = tuple(_turns(text, drafts, labels, header, signed))
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
        warnings=doubts(text, header, turns, outside, has_labels=bool(labels)),
        outside=outside,
        moments=source.moments or moments_of(text, parts, labels),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A turn before numbering: its label and the spans of its paragraphs; `kind`: where the text
    has no labels and is set as questions and answers.
    """

    label: Label | None
    spans: tuple[tuple[int, int], ...]
    kind: Kind | None = None


def _turns(
    text: str, drafts: list[_Draft], labels: list[Label], header: Header, signed: str | None
) -> list[Turn]:
    above = _above(text, drafts[0])
    people = _people(text, labels, header.title, signed, above)
    if labels and above and None not in people:
        speaker = opener(above, labels, people, title=header.title)
        people |= {None: speaker} if speaker else {}
    if not labels and None not in people and any(draft.kind for draft in drafts):
        speaker = answerer(f"{header.title}\n{above}")
        people |= {None: speaker} if speaker else {}
    speeches = [(draft.label, text[draft.spans[0][0] : draft.spans[-1][1]]) for draft in drafts]
    turns: list[Turn] = []
    number = 1
    told = [draft.kind for draft in drafts]
    found = kinds(speeches, people, has_labels=bool(labels), told=told)
    for draft, kind in zip(drafts, found, strict=True):
        paragraphs = _paragraphs(text, draft, number)
        number += len(paragraphs)
        label = draft.label.words if draft.label else None
        unsure = draft.label is not None and draft.label.unsure
        is_told = not unsure and (label or kind in ("statement", "answer"))
        speaker = people.get(label) if is_told else None
        spans = tuple(
            span
            for paragraph in paragraphs
            for span in remarks(text, paragraph.start, paragraph.end)
        )
        turns.append(
            Turn(len(turns) + 1, kind, label, speaker, paragraphs, remarks=spans, unsure=unsure)
        )
    return paired(text, joined(turns))


def _above(text: str, opening: _Draft) -> str:
    """What stands above the first label."""
    return "" if opening.label else text[opening.spans[0][0] : opening.spans[-1][1]]


def _paragraphs(text: str, draft: _Draft, first: int) -> tuple[Paragraph, ...]:
    spans = enumerate(draft.spans, first)
    return tuple(
        Paragraph(number, start, end, heading=is_heading(text[start:end]))
        for number, (start, end) in spans
    )


def _drafts(
    text: str, parts: list[Block], labels: list[Label], header: Header
) -> tuple[list[_Draft], tuple[Outside, ...]]:
    """One draft a label, one for what stands between the header and the first label, one for each
    remark of the page; and what stands in none, with the reason.
    """
    by_block = {label.block: label for label in labels}
    asked = between(text, parts, labels) if labels else questions(text, parts, header.start)
    contact = closing(text, parts, by_block) if labels or asked else len(parts)
    every_paragraph = _labels_every_paragraph(parts, labels)
    out: list[_Draft] = []
    outside: list[Outside | None] = []
    label: Label | None = None
    kind: Kind | None = "narration" if asked and not labels else None
    spans: list[tuple[int, int]] = []

    def close() -> None:
        if spans:
            out.append(_Draft(label, tuple(spans), kind))
            spans.clear()

    for index, block in enumerate(parts):
        if index in by_block:
            close()
            label, kind = by_block[index], "answer" if index - 1 in asked else None
            outside.append(of_label(text, block, label))
            if label.speech < block.end:
                spans.append((label.speech, block.end))
            continue
        if index == contact and spans:
            close()
            label = kind = None
        if index in asked:
            close()
            out.append(_Draft(None, ((block.start, block.end),), "question"))
            kind = "answer"
            continue
        if index in header.pages:
            outside.append(Outside(block.start, block.end, "left out", "head or foot of a page"))
            continue
        is_beside = index < header.start or index in header.furniture
        top = not labels or index < labels[0].block
        reason = of_block(text, block, header, top=top) if is_beside else None
        outside.append(reason)
        if reason is None:
            if every_paragraph and spans and is_remark(text[block.start : block.end]):
                close()
                label = None
            spans.append((block.start, block.end))
    close()
    if not out:  # a document of one line, or one that looks like furniture: it is its own text
        return [_Draft(None, tuple((part.start, part.end) for part in parts))], ()
    return out, tuple(filter(None, outside))


def _labels_every_paragraph(parts: Sequence[Block], labels: Sequence[Label]) -> bool:
    """Whether the text repeats the label before each paragraph, so that one without is nobody's."""
    speeches = len(parts) - sum(label.own_line for label in labels)
    return len(labels) >= 8 and len(labels) * 10 >= speeches * 8


def _people(
    text: str, labels: list[Label], title: str, signed: str | None, above: str
) -> dict[str | None, Speaker]:
    """Label words -> speaker; None -> who speaks where there is no label."""
    people: dict[str | None, Speaker] = dict(
        people_of((label.words for label in labels), text, title, above).items()
    )
    hosting = (
        person
        for person in people.values()
        if person.title and re.search(re.escape(person.name) + "(?:主持|主持人)", title)
    )
    host = next(hosting, None)
    if host or signed:
        people[None] = host or Speaker(signed or "", body=signed)
    return people
