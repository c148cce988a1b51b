"""Records and vectors -> passages by word: BM25 over terms, kept by tantivy on disk with all that scores a passage."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpus.errors import LibraryError
from index.filters import Filter, day_number
from index.packing import keys, pack, unpack_keys
from index.records import Record
from index.terms import query_terms, terms

_HEAP = 64_000_000  # bytes that the writer may hold before it flushes
_THREADS = 1
_TOKENIZER = "whitespace"
_K1, _B = 0.6, 0.3  # short, even passages want little length normalisation; tantivy's own are 1.2 and 0.75
_CANDIDATES = 100
_QUERY_TERMS = 400
_LOW = 0xFFFF  # the last bits of a key
_KEYS = ("document", "speaker", "issuer", "kind")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A passage and what scores it: the keys of its terms (`packing.keys`), and `packed`, its vectors (`packing.pack`), its own first.

    `words` is its BM25 score as a share of what the question's terms weigh together, from 0 to about 1.6: it tells
    how much of the question stands there, whatever else is indexed. `document_words` is the share of the question that
    all passages found of its document hold together, from 0 to 1.
    """

    passage: str
    document: str
    keys: NDArray[np.uint32]
    packed: bytes
    words: float = 0.0
    document_words: float = 0.0


class WordIndex:
    """One folder. Any number of readers; one writer at a time, which the caller sees to."""

    def __init__(self, folder: Path | None, *, anew: bool = False) -> None:
        """Raises LibraryError for a folder of another layout, unless it is to be made `anew`: then that one is emptied.

        Without a folder it is held in memory.
        """
        if folder is None:
            self._index = tantivy.Index(_schema())
            return
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(_schema(), path=str(folder))
        except ValueError as error:
            if not anew:
                raise LibraryError(
                    f"{folder}: made by another version of Pressroom ({error}); run `pressroom check --rebuild` to index the library again"
                ) from None
            shutil.rmtree(folder)
            folder.mkdir()
            self._index = tantivy.Index(_schema(), path=str(folder))

    def replace(self, document_ids: Sequence[str], passages: Iterable[tuple[Record, NDArray[np.float32]]]) -> None:
        """Takes out what is held of these documents and puts in the records with their vectors, at once."""
        writer = self._writer()
        for document_id in document_ids:
            writer.delete_documents_by_term("document", document_id)
        for record, vectors in passages:
            writer.add_document(_document(record, vectors))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def reload(self) -> None:
        """Sees what another process has written."""
        self._index.reload()

    def search(self, text: str, *, limit: int = _CANDIDATES, where: Filter | None = None) -> list[Found]:
        """The best passages, best first: tantivy's candidates, scored anew with our k1 and b."""
        wanted = query_terms(text)[:_QUERY_TERMS]
        searcher = self._index.searcher()
        query = self._within(self._any_of(wanted), where)
        found = self._read(searcher, [address for _, address in searcher.search(query, max(limit, _CANDIDATES), count=False).hits])
        scored = _scored(found, keys(wanted), np.array([self._weight(searcher, term) for term in wanted]))
        return sorted(scored, key=lambda passage: -passage.words)[:limit]

    def fetch(self, passage_ids: Sequence[str]) -> list[Found]:
        """Those of these passages that are held, without scores."""
        if not passage_ids:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(self._one_of("passage", passage_ids), len(passage_ids), count=False).hits
        return self._read(searcher, [address for _, address in hits])

    def number(self, where: Filter) -> int:
        """How many passages the filter lets through."""
        return int(self._index.searcher().search(self._within(None, where), 1, count=True).count)

    def matching(self, where: Filter) -> list[Found]:
        """All passages that the filter lets through."""
        searcher = self._index.searcher()
        hits = searcher.search(self._within(None, where), max(1, searcher.num_docs), count=False).hits
        return self._read(searcher, [address for _, address in hits])

    def allowed(self, passage_ids: Sequence[str], where: Filter) -> list[Found]:
        """Those of these passages that the filter lets through."""
        searcher = self._index.searcher()
        query = self._within(self._one_of("passage", passage_ids), where)
        return self._read(searcher, [address for _, address in searcher.search(query, len(passage_ids), count=False).hits])

    def weight(self, term: str) -> float:
        """Inverse document frequency: high for a term that few passages hold, highest for one that none holds."""
        return self._weight(self._index.searcher(), term)

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
        writer = self._writer()
        writer.delete_all_documents()
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _writer(self) -> Any:
        writer = self._index.writer(_HEAP, _THREADS)
        # A writer killed before its commit leaves files behind, and names them by a number that the next one counts to again.
        writer.garbage_collect_files()
        return writer

    @staticmethod
    def _weight(searcher: Any, term: str) -> float:
        held = searcher.doc_freq("text", term)
        return math.log(1 + (searcher.num_docs - held + 0.5) / (held + 0.5))

    @staticmethod
    def _read(searcher: Any, addresses: Iterable[Any]) -> list[Found]:
        stored = map(searcher.doc, addresses)
        return [Found(d["passage"][0], d["document"][0], unpack_keys(d["keys"][0]), d["vectors"][0]) for d in stored]

    def _within(self, query: tantivy.Query | None, where: Filter | None) -> tantivy.Query:
        clauses = [tantivy.Query.const_score_query(clause, 0.0) for clause in self._clauses(where or Filter())]
        musts = [(tantivy.Occur.Must, clause) for clause in [*([query] if query else []), *clauses]]
        return tantivy.Query.boolean_query(musts) if musts else tantivy.Query.all_query()

    def _clauses(self, where: Filter) -> list[tantivy.Query]:
        sets = (("document", where.documents), ("speaker", where.speakers))
        clauses = [self._one_of(field, values) for field, values in sets if values]
        if where.since or where.until:
            since, until = max(1, day_number(where.since)), day_number(where.until) or None
            clauses.append(tantivy.Query.range_query(self._index.schema, "day", tantivy.FieldType.Integer, since, until))
        keys = (("speaker", where.speaker), ("issuer", where.body), ("kind", where.kind))
        return clauses + [self._term(field, value) for field, value in keys if value is not None]

    def _any_of(self, wanted: Sequence[str]) -> tantivy.Query:
        parts = [(tantivy.Occur.Should, self._term("text", term)) for term in wanted]
        return tantivy.Query.boolean_query(parts) if parts else tantivy.Query.empty_query()

    def _one_of(self, field: str, values: Sequence[str]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._index.schema, field, list(values))

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, field, value, "freq" if field == "text" else "basic")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    for key in _KEYS:
        builder.add_text_field(key, stored=key == "document", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_text_field("text", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_bytes_field("keys", stored=True)
    builder.add_bytes_field("vectors", stored=True)
    return builder.build()


def _document(record: Record, vectors: NDArray[np.float32]) -> tantivy.Document:
    found = terms(record.text)
    return tantivy.Document(
        passage=record.id,
        document=record.document,
        speaker=record.speaker,
        issuer=record.body,
        kind=record.kind,
        day=record.day,
        text=" ".join(found),
        keys=keys(found).tobytes(),
        vectors=pack(vectors),
    )


def _scored(found: Sequence[Found], wanted: NDArray[np.uint32], weights: NDArray[np.float64]) -> list[Found]:
    """Okapi BM25 (Robertson and Zaragoza 2009), as a share of all weights; the mean length is that of the candidates."""
    if not found:
        return []
    total = float(weights.sum()) or 1.0
    counts = _counts([passage.keys for passage in found], wanted)
    lengths = np.array([len(passage.keys) for passage in found])
    norms = _K1 * (1 - _B + _B * lengths / max(1.0, lengths.mean()))
    scores = (weights * counts * (_K1 + 1) / (counts + norms[:, None])).sum(axis=1) / total
    rows: dict[str, list[int]] = {}
    for row, passage in enumerate(found):
        rows.setdefault(passage.document, []).append(row)
    shares = {document: float(weights[counts[its].any(axis=0)].sum()) / total for document, its in rows.items()}
    return [
        Found(passage.passage, passage.document, passage.keys, passage.packed, score, shares[passage.document])
        for passage, score in zip(found, scores.tolist(), strict=True)
    ]


def _counts(passages: Sequence[NDArray[np.uint32]], wanted: NDArray[np.uint32]) -> NDArray[np.intp]:
    """How often [passages, wanted] each wanted key stands in each passage."""
    order = np.argsort(wanted, kind="stable")
    ends = wanted[order]
    whole = np.concatenate(passages)
    rows = np.repeat(np.arange(len(passages)), [len(passage) for passage in passages])
    likely = np.zeros(_LOW + 1, bool)
    likely[wanted & _LOW] = True
    places = np.flatnonzero(likely[whole & _LOW])  # a table by the last bits first: nearly all are done with here
    whole, rows = whole[places], rows[places]
    columns = np.minimum(np.searchsorted(ends, whole), len(ends) - 1)
    same = ends[columns] == whole
    cells = rows[same] * len(ends) + columns[same]
    sorted_counts = np.bincount(cells, minlength=len(passages) * len(ends)).reshape(len(passages), len(ends))
    return sorted_counts[:, np.argsort(order, kind="stable")]
