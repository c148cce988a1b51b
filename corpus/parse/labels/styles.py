"""Candidates -> the styles in which a text sets off something else than who speaks: fields, and
parts of itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pressroom.corpus.parse.labels.evidence import is_field, is_known, is_person
from pressroom.corpus.parse.labels.forms import Label
from pressroom.corpus.parse.labels.supporting import Style
from pressroom.corpus.parse.words.names import is_outlet
from pressroom.corpus.parse.words.parted import bare_name

_LEAST_FIELDS = 4


def of_fields(candidates: Sequence[Label], every: Sequence[Label]) -> frozenset[Style]:
    """The styles in which the text sets off several fields, and at least as many as others."""
    fields = Counter(Style.of(label) for label in every if is_field(label.words))
    others = Counter(Style.of(label) for label in candidates)
    return frozenset(
        style for style, count in fields.items() if count >= max(_LEAST_FIELDS, others[style])
    )


def of_sections(
    candidates: Sequence[Label], introduced: set[str], asked: frozenset[int]
) -> frozenset[Style]:
    """The styles of brackets in which the text sets off parts of itself: mostly words that are
    nobody's mark, office, name or paper, and ask nothing: `【办理条件】`.
    """
    told: dict[Style, dict[str, bool]] = defaultdict(dict)
    for label in candidates:
        if label.form == "square":
            words, of_style = label.words, told[Style.of(label)]
            is_told = is_known(words) or bare_name(words) in introduced or label.block in asked
            is_told = is_told or is_person(words) or is_outlet(words)
            of_style[label.key] = is_told or of_style.get(label.key, False)
    return frozenset(
        style for style, somebody in told.items() if sum(somebody.values()) * 2 < len(somebody)
    )
