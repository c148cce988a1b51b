"""Several documents, of which one is meant -> the question which of them, with what may be asked
instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from pressroom.assistant.languages.notes import Choice, Note
from pressroom.assistant.structure.sources import newest
from pressroom.assistant.structure.told import Told
from pressroom.corpus.transcript import Transcript

MOST_CHOICES = 5


def which(documents: Sequence[Transcript], words: str) -> Told:
    """`words` are the question that is asked of one of them."""
    titles = [document.title for document in documents]
    choices = [
        Choice(
            document.title,
            _in_title(document, words, dated=titles.count(document.title) > 1),
            document.date,
        )
        for document in newest(documents)[:MOST_CHOICES]
    ]
    years = {(document.date or "")[:4] for document in documents}
    key = "which_year" if len(years) == len(documents) else "which_document"
    return Told(note=Note(key), choices=tuple(choices))


def _in_title(document: Transcript, words: str, *, dated: bool) -> str:
    """The question with the title, and the day if titles do not tell documents apart."""
    return f"《{document.title}》{document.date if dated and document.date else ''} {words}"
