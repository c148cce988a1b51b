"""Search as LangChain's interface: question -> Documents, for programs of other people."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pressroom.index.hit import Hit, Searcher


class PressroomRetriever(BaseRetriever):
    """A BaseRetriever over a Searcher. A Document's content is the passage; its metadata say who
    said it, when, where.
    """

    searcher: Any
    k: int = 10

    def __init__(self, searcher: Searcher, *, k: int = 10) -> None:
        super().__init__(searcher=searcher, k=k)  # type: ignore[call-arg]

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 -- the interface's
    ) -> list[Document]:
        return [_document(hit) for hit in self.searcher.search(query, limit=self.k)]


def _document(hit: Hit) -> Document:
    speaker = hit.turn.speaker
    return Document(
        page_content=hit.text,
        id=hit.passage_id,
        metadata={
            "document": hit.transcript.id,
            "version": hit.transcript.version,
            "title": hit.transcript.title,
            "date": hit.transcript.date,
            "speaker": speaker.name if speaker else None,
            "speaker_title": speaker.title if speaker else None,
            "kind": hit.turn.kind,
            "start": hit.start,
            "end": hit.end,
            "score": hit.score,
        },
    )
