"""Groups of texts -> those that are most like one of them: wrong answers that are hard to tell from
right ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pressroom.eval.training.data.rows import Group
from sklearn.feature_extraction.text import TfidfVectorizer

_COPY = 0.8  # cosine beyond which a text says the same, so that it may answer, too


class Alike:
    """By the pairs of letters that they share, rare ones first; in any language."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._groups = groups
        self._number = {id(group): number for number, group in enumerate(groups)}
        made = TfidfVectorizer(
            analyzer="char",
            ngram_range=(2, 3),
            max_features=60_000,
            sublinear_tf=True,
            dtype=np.float32,
        )
        self._rows = made.fit_transform([group.texts[0].text for group in groups])

    def to(self, group: Group, count: int) -> list[Group]:
        """At least `count` others of the same groups (as many as there are), the likest first,
        without its copies.
        """
        own = self._number[id(group)]
        near = (self._rows @ self._rows[own].T).toarray()[:, 0]
        order = [n for n in np.argsort(-near).tolist() if n != own and near[n] < _COPY]
        return [self._groups[n] for n in order[:count]]
