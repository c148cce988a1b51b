"""What is kept of a passage in the index by word, and the queries that ask for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tantivy
from numpy.typing import NDArray
from pressroom.index.filters import Filter, day_number
from pressroom.index.packing import keys, pack
from pressroom.index.records import PassageRecord
from pressroom.index.terms import terms

_TOKENIZER = "whitespace"
_KEYS = ("document", "speaker", "issuer", "kind")


def passage_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    for key in _KEYS:
        builder.add_text_field(
            key, stored=key == "document", tokenizer_name="raw", index_option="basic"
        )
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_text_field("text", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_bytes_field("keys", stored=True)
    builder.add_bytes_field("vectors", stored=True)
    return builder.build()


def document(record: PassageRecord, vectors: NDArray[np.float32]) -> tantivy.Document:
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


def within(
    schema: tantivy.Schema, query: tantivy.Query | None, where: Filter | None
) -> tantivy.Query:
    clauses = [
        tantivy.Query.const_score_query(clause, 0.0)
        for clause in _clauses(schema, where or Filter())
    ]
    musts = [(tantivy.Occur.Must, clause) for clause in [*([query] if query else []), *clauses]]
    return tantivy.Query.boolean_query(musts) if musts else tantivy.Query.all_query()


def _clauses(schema: tantivy.Schema, where: Filter) -> list[tantivy.Query]:
    sets = (("document", where.documents), ("speaker", where.speakers))
    clauses = [one_of(schema, field, values) for field, values in sets if values]
    if where.since or where.until:
        since, until = max(1, day_number(where.since)), day_number(where.until) or None
        clauses.append(
            tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, since, until)
        )
    keys = (("speaker", where.speaker), ("issuer", where.body), ("kind", where.kind))
    return clauses + [term(schema, field, value) for field, value in keys if value is not None]


def any_of(schema: tantivy.Schema, wanted: Sequence[str]) -> tantivy.Query:
    parts = [(tantivy.Occur.Should, term(schema, "text", word)) for word in wanted]
    return tantivy.Query.boolean_query(parts) if parts else tantivy.Query.empty_query()


def one_of(schema: tantivy.Schema, field: str, values: Sequence[str]) -> tantivy.Query:
    return tantivy.Query.term_set_query(schema, field, list(values))


def term(schema: tantivy.Schema, field: str, value: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema, field, value, "freq" if field == "text" else "basic")
