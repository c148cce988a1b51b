"""Passages by word: BM25 over terms, kept by tantivy on disk."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from index.terms import terms

_HEAP = 64_000_000  # bytes that the writer may hold before it flushes
_THREADS = 1
_TOKENIZER = "whitespace"
_K1, _B = 0.6, 0.3  # short, even passages want little length normalisation; tantivy's own are 1.2 and 0.75
_CANDIDATES = 100
_QUERY_TERMS = 400


@dataclass(frozen=True, slots=True)
class WordHits:
    """(passage id, BM25 score), best first. `coverage` is the largest share of the question's terms, by weight, that one of them holds."""

    ranked: list[tuple[str, float]]
    coverage: float


class WordIndex:
    """One folder. Any number of readers; one writer at a time, which the caller sees to."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._index = tantivy.Index(_schema(), path=str(folder))

    def replace(self, document_ids: Sequence[str], passages: Iterable[tuple[str, str, str]]) -> None:
        """Takes out what is held of these documents and puts in (passage id, document id, text), at once."""
        writer = self._index.writer(_HEAP, _THREADS)
        for document_id in document_ids:
            writer.delete_documents_by_term("document", document_id)
        for passage_id, document_id, text in passages:
            writer.add_document(tantivy.Document(passage=passage_id, document=document_id, body=" ".join(terms(text))))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def reload(self) -> None:
        """Sees what another process has written."""
        self._index.reload()

    def search(self, text: str, *, limit: int, document_id: str | None = None) -> WordHits:
        """The best passages: tantivy's candidates, scored anew with our k1 and b."""
        wanted = list(dict.fromkeys(terms(text)))[:_QUERY_TERMS]
        query = self._query(wanted)
        if document_id is not None:
            only = tantivy.Query.const_score_query(self._term("document", document_id), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)])
        searcher = self._index.searcher()
        found = [searcher.doc(address) for _, address in searcher.search(query, max(limit, _CANDIDATES), count=False).hits]
        weights = {term: self.weight(term) for term in wanted}
        bodies = [document["body"][0].split() for document in found]
        scores = _bm25(bodies, weights)
        ranked = sorted(zip((document["passage"][0] for document in found), scores, strict=True), key=lambda pair: -pair[1])
        return WordHits(ranked[:limit], _coverage(bodies, weights))

    def weight(self, term: str) -> float:
        """Inverse document frequency: high for a term that few passages hold, highest for one that none holds."""
        searcher = self._index.searcher()
        held = searcher.doc_freq("body", term)
        return math.log(1 + (searcher.num_docs - held + 0.5) / (held + 0.5))

    def held(self, document_id: str) -> set[str]:
        """The ids of the passages of a document."""
        searcher = self._index.searcher()
        found = searcher.search(self._term("document", document_id), max(1, searcher.num_docs), count=False).hits
        return {searcher.doc(address)["passage"][0] for _, address in found}

    def count(self) -> int:
        """Passages held."""
        return int(self._index.searcher().num_docs)

    def clear(self) -> None:
        """Forgets everything."""
        writer = self._index.writer(_HEAP, _THREADS)
        writer.delete_all_documents()
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _query(self, wanted: Sequence[str]) -> tantivy.Query:
        parts = [(tantivy.Occur.Should, self._term("body", term)) for term in wanted]
        return tantivy.Query.boolean_query(parts) if parts else tantivy.Query.empty_query()

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, field, value, "freq" if field == "body" else "basic")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=True, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _bm25(bodies: Sequence[Sequence[str]], weights: dict[str, float]) -> list[float]:
    """Okapi BM25 (Robertson and Zaragoza 2009); the mean length is that of the candidates."""
    mean = sum(map(len, bodies)) / max(1, len(bodies))
    scores = []
    for body in bodies:
        counts = Counter(body)
        norm = _K1 * (1 - _B + _B * len(body) / mean)
        scores.append(sum(weight * counts[term] * (_K1 + 1) / (counts[term] + norm) for term, weight in weights.items() if term in counts))
    return scores


def _coverage(bodies: Sequence[Sequence[str]], weights: dict[str, float]) -> float:
    total = sum(weights.values())
    shares = (sum(weights[term] for term in weights.keys() & set(body)) / total for body in bodies)
    return max(shares, default=0.0)
