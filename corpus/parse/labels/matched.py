"""What a pattern of a form finds at the start of a block -> the words of the label, where they can
be one at all, and the form that it has.
"""

from __future__ import annotations

import re

from pressroom.corpus.normalise import is_dense_script
from pressroom.corpus.parse.labels.patterns import (
    BEHIND,
    CLOSED,
    DENSE_DASH,
    GAP,
    INITIALS,
    ITEM,
    MOST_NAMED,
    PUNCTUATION,
    STACKED,
    THE,
    Form,
)
from pressroom.corpus.parse.words.names import TITLED, is_capitals, is_name
from pressroom.corpus.parse.words.offices import has_title, is_title
from pressroom.corpus.parse.words.roles import role_of, uncounted
from pressroom.corpus.parse.words.vocabulary import squeezed, vocabulary


def label_of(match: re.Match[str], form: Form) -> tuple[str, Form] | None:
    """Words and form of a match; None for one that can be no label."""
    found = match.groupdict()
    label = (found["label"] or found["dense"]).strip(" 　*\n\t")
    if "\n" in label:
        label = STACKED.sub(" ", label)
        if not is_capitals(label):
            return None
    if PUNCTUATION.fullmatch(label):
        return None
    if form == "colon":
        if GAP.search(label):  # a label may end there, before what a sentence says with a colon
            label = " ".join(label.split())
            if uncounted(label) == label:  # but not behind the number of a question
                return None
        if not found["open"] and _ends_at_dash(label):
            return None
        if found["stamp"] or found["clock"]:
            return label, "stamp"
        if found["bold"]:
            return label, "bold"
        whole = (found["open"] or "") + label
        if whole != label and not found["close"] and CLOSED.search(label) and not ITEM.match(whole):
            return whole, form  # `(Teles) Minister`
        if found["open"]:
            return label, "round" if found["open"] in "（(" else "square"
    if form == "stop" and match["stop"] == "." and not _is_set(label, office=found.get("office")):
        return None
    if form == "close" and not (_closes(label) or role_of(label) in ("question", "answer")):
        return None
    return label, form


def _ends_at_dash(label: str) -> bool:
    """Whether a dash ends a label before what a sentence says with a colon, `李明——有三点：`; not
    where an office or a name stands behind the dash, `李明——市长：`.
    """
    match = DENSE_DASH.match(label) if is_dense_script(label[0]) or label[0] in "《“「『" else None
    rest = label[match.end() :] if match else ""
    return bool(rest) and not (
        role_of(rest) or has_title(rest) or TITLED.search(rest) or is_name(rest)
    )


def _is_set(label: str, *, office: str | None) -> bool:
    """Whether what ends in a full stop is set as names are, in capitals or behind a polite form;
    behind a comma, an office.
    """
    name, _, held = label.partition(", ") if office else (label, "", "")
    name = BEHIND.sub("", name).strip() or name
    is_named = is_capitals(THE.sub("", name)) or _is_addressed(name)
    return is_named and (not held or has_title(held)) and not INITIALS.search(label)


def _is_addressed(label: str) -> bool:
    """`Mr. Lund`, `Chairwoman Marsh`: a polite form or an office, and a name."""
    first, *others = label.split()
    is_polite = squeezed(first) in vocabulary().address
    if is_polite and len(others) > 1 and squeezed(others[0]) in vocabulary().determiner_behind:
        return is_title(others[1]) and first[0].isupper()  # `Mme la présidente`
    named = [word for word in (first, *others) if word not in vocabulary().particle]
    is_named = bool(others) and len(named) <= MOST_NAMED and all(w[0].isupper() for w in named)
    return is_named and (is_polite or is_title(first))


def _closes(label: str) -> bool:
    """`記者）`: a mark or a short word, and no number of an item."""
    return len(label) > 1 and is_dense_script(label[0]) and not any(map(str.isdigit, label))
