"""SourceText -> Transcript: header, speaker turns, kinds, and which answer belongs to which question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus import language
from corpus.blocks import Block, blocks
from corpus.errors import ReadError
from corpus.header import Header, find_dates, read_header
from corpus.labels import Label, find_labels, is_heading, is_moderator, is_reporter, speaker_of
from corpus.transcript import Kind, Paragraph, SourceText, Speaker, Transcript, Turn

_HOSTING = re.compile(
    r"[请請].{0,30}(?:介绍|提问|发布|通报|介紹|提問|發布|說明|局长|局長)|(?:发布|發布|记者|記者|新闻|新聞|解读)[会會].{0,12}(?:到此|结束|結束|到这里|到這裡)|"
    r"提[问問].{0,6}(?:到这里|到這裡|到此|结束|結束)|(?:提问|提問)(?:环节|環節)|欢迎.{0,6}(?:出席|参加|来到)|歡迎.{0,6}(?:出席|參加|來到)|"
    r"(?:first|next) question|take questions|that concludes|that is all|welcome to (?:this|today)",
    re.I,
)
_ISSUER = re.compile(r"^[\u4e00-\u9fff、]{4,40}(?:委员会|办公室|厅|局|部|署|政府|中心|院|委|办|處|局)$")
_SPOKESPERSON = r"(?P<title>[\u4e00-\u9fff]{2,20}?(?:发言人|發言人|新闻官))"
_DATE_PREFIX = re.compile(r"^(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日")


def parse(source: SourceText) -> Transcript:
    """The transcript of a text. The text is kept as it is; what is not part of the document is in no turn.

    Raises ReadError if nothing but white space is there.
    """
    text, parts = source.text, blocks(source.text)
    if not parts:
        raise ReadError(f"{source.origin}: the document is empty; expected the text of a press conference or press release")
    labels = find_labels(text, parts)
    header = read_header(text, parts, first_label=labels[0].block if labels else len(parts))
    turns = _turns(text, parts, labels, header, source)
    title = source.title or header.title or source.id
    day = source.date or header.date or next(iter(find_dates(source.id.replace("_", "-"))), None)
    return Transcript(
        id=source.id,
        title=title,
        date=day,
        source=header.source,
        language=language.detect(text),
        text=text,
        turns=tuple(turns),
        title_span=header.title_span,
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A turn before numbering: its label and the spans of its paragraphs."""

    label: Label | None
    spans: tuple[tuple[int, int], ...]


def _turns(text: str, parts: list[Block], labels: list[Label], header: Header, source: SourceText) -> list[Turn]:
    drafts = _drafts(parts, labels, header)
    if not drafts:  # a document of one line, or one that looks like furniture all through: it is its own text
        drafts = [_Draft(None, tuple((part.start, part.end) for part in parts))]
    people = _people(text, labels, header, source)
    kinds = _kinds(text, drafts, people, has_labels=bool(labels))
    turns: list[Turn] = []
    number = 1
    for draft, kind in zip(drafts, kinds, strict=True):
        paragraphs = []
        for start, end in draft.spans:
            paragraphs.append(Paragraph(number, start, end, heading=is_heading(text[start:end])))
            number += 1
        label = draft.label.words if draft.label else None
        turns.append(Turn(len(turns) + 1, kind, label, _speaker(label, kind, people), tuple(paragraphs)))
    return _paired(_joined(turns))


def _drafts(parts: list[Block], labels: list[Label], header: Header) -> list[_Draft]:
    """One draft a label, and one for what stands between the header and the first label."""
    by_block = {label.block: label for label in labels}
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
        elif index >= header.body and index not in header.furniture:
            spans.append((block.start, block.end))
    close()
    return out


def _people(text: str, labels: list[Label], header: Header, source: SourceText) -> dict[str | None, Speaker]:
    """Label words -> speaker. A bare name takes the title given with it elsewhere, or in the document's title."""
    people: dict[str | None, Speaker] = {label.words: speaker_of(label.words) for label in labels}
    titles = {person.name: person.title for person in people.values() if person.title}
    head = _DATE_PREFIX.sub("", source.title or header.title or "")
    for words, person in people.items():
        if person.title or (words and is_reporter(words)):
            continue
        stated = re.search(_SPOKESPERSON + re.escape(person.name), head) or re.search(_SPOKESPERSON + re.escape(person.name), text)
        title = titles.get(person.name) or (stated["title"] if stated else None)
        people[words] = replace(person, title=title)
    host = next(
        (person for person in people.values() if person.title and re.search(re.escape(person.name) + "(?:主持|主持人)", head)), None
    )
    issuer = None if labels else _issuer(text)
    if host or issuer:
        people[None] = host or Speaker(issuer or "", body=issuer)
    return people


def _issuer(text: str) -> str | None:
    """The body that signs a document without speakers: a line of its own near the end."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return next((line for line in reversed(lines[-4:]) if _ISSUER.match(line)), None)


def _kinds(text: str, drafts: list[_Draft], people: dict[str | None, Speaker], *, has_labels: bool) -> list[Kind]:
    hosts = _hosts(text, drafts, people)
    kinds: list[Kind] = []
    asked = False
    for draft in drafts:
        words = draft.label.words if draft.label else None
        if words is None:
            kinds.append("statement" if None in people or not has_labels else "narration")
        elif is_reporter(words) or (draft.label and draft.label.form == "outlet"):
            kinds.append("question")
            asked = True
        elif people[words].name in hosts:
            kinds.append("moderation")
        else:
            kinds.append("answer" if asked else "statement")
    return kinds


def _hosts(text: str, drafts: list[_Draft], people: dict[str | None, Speaker]) -> set[str]:
    """Who leads the conference: called so, or opens or closes it and in half of the turns hands over the word."""
    spoken = [(people[d.label.words].name, d) for d in drafts if d.label and not is_reporter(d.label.words)]
    hosts = {name for name, draft in spoken if draft.label and is_moderator(draft.label.words)}
    if hosts or len({name for name, _ in spoken}) < 2:
        return hosts
    for name in {spoken[0][0], spoken[-1][0]}:
        turns = [text[draft.spans[0][0] : draft.spans[-1][1]] for who, draft in spoken if who == name]
        hosting = sum(bool(_HOSTING.search(speech)) for speech in turns)
        if hosting * 2 >= len(turns):
            hosts.add(name)
    return hosts


def _speaker(label: str | None, kind: Kind, people: dict[str | None, Speaker]) -> Speaker | None:
    return people.get(label) if label or kind == "statement" else None


def _joined(turns: list[Turn]) -> list[Turn]:
    """Neighbouring turns of one label and kind are one turn."""
    out: list[Turn] = []
    for turn in turns:
        if out and turn.label and out[-1].label == turn.label and out[-1].kind == turn.kind:
            out[-1] = replace(out[-1], paragraphs=out[-1].paragraphs + turn.paragraphs)
        else:
            out.append(replace(turn, number=len(out) + 1))
    return out


def _paired(turns: list[Turn]) -> list[Turn]:
    """Each answer gets the number of the last question before it."""
    question: int | None = None
    out: list[Turn] = []
    for turn in turns:
        question = turn.number if turn.kind == "question" else question
        out.append(replace(turn, answers=question) if turn.kind == "answer" else turn)
    return out
