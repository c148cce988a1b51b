"""Labels, each accepted for itself -> as the whole document has them: without lists of people,
sure as those that are set alike, with the one that is missing between two of one person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.blocks import Block
from pressroom.corpus.parse.labels.evidence import is_paper, is_person
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.labels.patterns import ENDS
from pressroom.corpus.parse.labels.supporting import Style
from pressroom.corpus.parse.words.roles import MARKS, is_asking
from pressroom.corpus.parse.words.vocabulary import squeezed

TOP = 12  # blocks in which looser signs tell what belongs to the page
_LEAST_MISSED = -1.0  # points of what may stand between two labels of one person


def settled(
    text: str,
    blocks: Sequence[Block],
    accepted: list[Label],
    *,
    candidates: Sequence[Label],
    points: Mapping[int, float],
) -> list[Label]:
    """Those of `accepted` and of `candidates` that are labels, in order; `points`: block ->
    those of its candidate.
    """
    labels = _with_alike(_as_sure(accepted), candidates)
    labels = _without_cast(text, blocks, labels)
    labels = _without_lists(text, blocks, labels)
    labels = _without_addressed(labels)
    return _with_missing(labels, candidates, points)


def _as_sure(labels: list[Label]) -> list[Label]:
    """What is surely a label once is one wherever it is set so."""
    if not any(label.unsure for label in labels):
        return labels
    sure = {(label.key, Style.of(label)) for label in labels if not label.unsure}
    return [
        replace(label, unsure=False)
        if label.unsure and (label.key, Style.of(label)) in sure
        else label
        for label in labels
    ]


def _with_alike(accepted: list[Label], candidates: Sequence[Label]) -> list[Label]:
    """What is a label once is one wherever it is set so, at the end of the text, too: else its
    words would be those of whoever spoke before. A line of its own may as well be in a list.
    """
    taken = {label.block for label in accepted}
    known = {(label.key, Style.of(label)): label.unsure for label in accepted}
    alike = (
        replace(label, unsure=known[label.key, Style.of(label)])
        for label in candidates
        if label.block not in taken
        and label.form != "line"
        and (label.key, Style.of(label)) in known
    )
    return sorted([*accepted, *alike], key=lambda label: label.block)


def _without_cast(text: str, blocks: Sequence[Block], labels: list[Label]) -> list[Label]:
    """Without those behind which nothing but who speaks further down is named: `嘉宾：李明 局长`
    where `李明` is a label, too.
    """
    names = {label.key for label in labels}
    return [label for label in labels if not _names_speaker(text, blocks, label, names)]


def _names_speaker(text: str, blocks: Sequence[Block], label: Label, names: set[str]) -> bool:
    said = text[label.speech : blocks[label.block].end].strip()
    if label.own_line or label.block >= TOP or not said or ENDS.search(said):
        return False
    parts = [re.split(r"\s*[（(]", part)[0].split() for part in re.split(r"[,，、;；]", said)]
    told = {squeezed(word) for part in parts if part for word in (part[0], part[-1])}
    return bool((told & names) - {label.key})


def _without_lists(text: str, blocks: Sequence[Block], labels: list[Label]) -> list[Label]:
    """Without those that a list of people follows instead of speech: `Moderator:`, `出席官员：`."""
    taken = {label.block for label in labels}
    return [label for label in labels if not _opens_list(text, blocks, label, taken)]


def _opens_list(text: str, blocks: Sequence[Block], label: Label, taken: set[int]) -> bool:
    following = label.block + 1
    if not label.own_line or following >= len(blocks) or following in taken:
        is_silent = following >= len(blocks) or following in taken
        return is_silent and label.form == "line" and not label.role
    words = text[blocks[following].start : blocks[following].end]
    return (
        label.form in ("colon", "bold")
        and len(words) <= 60
        and words[-1] not in "。！？؟।۔።.!?…:：，,；;”」』)）"
        and (is_person(words) and not is_dense_script(words[0]) and len(words.split()) > 1)
    )


def _without_addressed(labels: list[Label]) -> list[Label]:
    """Without those whom an answer begins by addressing: `答覆：`, and below it `主席：`."""
    silent = {label.block for label in labels if label.own_line and label.role in MARKS}
    return [
        label
        for label in labels
        if not (label.role == "chair" and label.own_line and label.block - 1 in silent)
    ]


def _with_missing(
    accepted: list[Label], candidates: Sequence[Label], points: Mapping[int, float]
) -> list[Label]:
    """One label printed twice running, or two questions, say that somebody spoke between: the
    likeliest candidate there is a label, too, unsure unless it is a newspaper's or a person's name.
    """
    pairs = list(pairwise(accepted))
    repeated = sum(a.key == b.key and not is_asking(a.words) for a, b in pairs)
    if not pairs or repeated * 4 > len(pairs):
        return accepted
    places = [label.block for label in candidates]
    found = []
    for before, after in pairs:
        both_ask = is_asking(before.words) and is_asking(after.words)
        if not both_ask and (before.key != after.key or is_asking(before.words)):
            continue
        between = candidates[
            bisect_left(places, before.block + 1) : bisect_left(places, after.block)
        ]
        same = [label for label in between if Style.of(label) == Style.of(before)]
        if same:
            best = max(same, key=lambda label: (is_paper(label.words), points[label.block]))
            if is_paper(best.words) or points[best.block] >= _LEAST_MISSED:
                sure = is_paper(best.words) or is_person(best.words)
                found.append(replace(best, unsure=not sure))
    return sorted([*accepted, *found], key=lambda label: label.block)
