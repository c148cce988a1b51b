"""What was embedded once is not embedded again, and comes out the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from fakes import HashEmbedder
from pressroom.index.embedding.remembering import RememberingEmbedder


class CountingEmbedder(HashEmbedder):
    """Counts the passages that it embeds."""

    count = 0

    def embed_passages(self, texts: Sequence[str]) -> Any:
        self.count += len(texts)
        return super().embed_passages(texts)


def test_a_passage_is_embedded_once_and_every_row_is_that_of_its_text():
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting)
    texts = ["地铁九月开通", "票价两元", "地铁九月开通"]
    assert np.array_equal(remembering.embed_passages(texts), HashEmbedder().embed_passages(texts))
    assert counting.count == 2
    assert np.array_equal(
        remembering.embed_passages(["票价两元", "新的"]),
        HashEmbedder().embed_passages(["票价两元", "新的"]),
    )
    assert counting.count == 3
    assert remembering.embed_passages([]).shape == (0, counting.dimensions)


def test_no_more_is_remembered_than_is_allowed():
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting, most=2)
    remembering.embed_passages(["一", "二", "三"])
    remembering.embed_passages(["三"])
    assert counting.count == 3
    remembering.embed_passages(["一"])
    assert counting.count == 4
