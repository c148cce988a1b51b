"""N -> how fast and how large: indexing, disk, memory, latency by stage, against what one would use
instead, in the same run.
"""

from __future__ import annotations

import json
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pressroom.assistant.answer import Assistant
from pressroom.assistant.build import open_embedder, open_parts
from pressroom.assistant.settings import Settings
from pressroom.eval.performance.crowd import Built, build
from pressroom.eval.performance.drawing import REAL, neighbourhood
from pressroom.eval.performance.fp32 import load_fp32
from pressroom.eval.performance.recall import Vectors, recall
from pressroom.eval.performance.serving import serving
from pressroom.eval.performance.timing import median, seconds_of, spread
from pressroom.eval.questions.cases import read_cases
from pressroom.eval.reports.plots import Bar, bars
from pressroom.eval.runs.machine import disk, memory, processor
from pressroom.eval.systems.baselines import open_baselines
from pressroom.index.filters import Filter
from pressroom.index.huge_pages import use_huge_pages
from pressroom.index.search import HybridSearch

_TEXTS = 96  # texts that both engines embed for the comparison
_TIMES = 5
_QUERY_TIMES = 25  # of each of two: milliseconds vary more than seconds
_ASKED = 200
_SERVED = 150
_STOCK_DOCUMENTS = 60


def bench(
    settings: Settings,
    *,
    passages: int,
    embedded: int,
    docs: Sequence[Path],
    keep: Path | None,
    out: Path | None,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Everything measured, as JSON; written to `out` with a plot beside it, if that is given. The
    data folder is a temporary one, or `keep`: what is made stays there, and is measured again the
    next time.
    """
    embedder = open_embedder(settings, progress=say)
    use_huge_pages()  # as the server does, which indexes too
    questions = [case.question for case in read_cases()][:_ASKED]
    with (
        _folder(keep) as folder,
        open_parts(replace(settings, home=folder, database_url=None), embedder=embedder) as parts,
    ):
        before = memory()
        indexes = (parts.library, embedder, parts.ingest.vectors, parts.ingest.words)
        built = Built.load(folder)
        if built is None:
            built = build(passages, embedded=embedded, docs=docs, parts=indexes, say=say)
            built.save(folder)
        say(f"measuring {built.passages:,} passages")
        figures = {
            "machine": f"{platform.machine()}, {processor()}",
            "passages": built.passages,
            "vectors": "embedded"
            if built.embedded >= built.passages
            else f"{built.embedded:,} embedded, the others drawn",
            "neighbours": {
                "cosines": neighbourhood(built.vectors),
                "cosines_of_real_passages": REAL,
            },
            "indexing": _indexing(built),
            "disk": {"bytes_a_passage": round(disk(folder) / built.passages)},
            "engine": _engine(embedder, _texts(parts.library)),
            "queries": _queries(parts.searcher, parts.assistant, questions),
            "vector_index": recall(parts.searcher, built, embedder.embed_queries(questions)),
            "stock_recipe": _stock(parts.library, embedder, questions, settings.home / "bench"),
        }
        figures["memory"] = {"resident_mb": round(memory()), "before_indexing_mb": round(before)}
        figures["serving"] = serving(folder, questions[:_SERVED])
    if out:
        _write(figures, out)
    return figures


def _folder(keep: Path | None) -> AbstractContextManager[Path]:
    if keep is None:
        return _temporary()
    keep.mkdir(parents=True, exist_ok=True)
    return nullcontext(keep)


@contextmanager
def _temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _indexing(built: Built) -> dict[str, float]:
    """Empty for passages that an earlier run has made."""
    if not built.seconds["embedding"]:
        return {}
    seconds = {f"{part}_s": round(value, 2) for part, value in built.seconds.items()}
    return {
        **seconds,
        "embedded_passages_a_second": round(built.embedded / built.seconds["embedding"], 1),
    }


def _engine(embedder: Any, texts: Sequence[str]) -> dict[str, float]:
    """The built-in engine against sentence-transformers in float32 on the same texts, in turn;
    medians.
    """
    baseline = load_fp32()
    some = texts[:_TEXTS]
    tokens = sum(
        len(ids) for ids in baseline.tokenizer([f"passage: {text}" for text in some])["input_ids"]
    )
    ours: list[float] = []
    theirs: list[float] = []
    query: list[float] = []
    their_query: list[float] = []
    exact: Vectors = np.asarray(
        baseline.encode(some, prompt_name="passage", show_progress_bar=False)
    )
    cosine = (embedder.embed_passages(some) * exact).sum(axis=1)
    for _ in range(_TIMES):
        ours.append(seconds_of(embedder.embed_passages, some))
        theirs.append(
            seconds_of(baseline.encode, some, prompt_name="passage", show_progress_bar=False)
        )
    for _ in range(_QUERY_TIMES):
        for text in ("2025年医保参保率是多少？", "地铁3号线什么时候开通，票价怎么定？"):
            query.append(seconds_of(embedder.embed_queries, [text]))
            their_query.append(
                seconds_of(baseline.encode, [text], prompt_name="query", show_progress_bar=False)
            )
    return {
        "tokens_a_second": round(tokens / median(ours)),
        "fp32_tokens_a_second": round(tokens / median(theirs)),
        "ratio": round(median(theirs) / median(ours), 2),
        "query_ms": round(median(query) * 1000, 2),
        "fp32_query_ms": round(median(their_query) * 1000, 2),
        "query_ratio": round(median(their_query) / median(query), 2),
        "cosine_min": round(float(cosine.min()), 4),
        "cosine_mean": round(float(cosine.mean()), 4),
    }


def _queries(
    searcher: HybridSearch, assistant: Assistant, questions: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Milliseconds a question: each stage alone, the whole at 1 and at 8 at once, with filters that
    leave little and much, and the built-in answer.
    """
    for question in questions[:10]:
        searcher.search(question)
    use_huge_pages()
    asked = [searcher.embedder.embed_queries([question])[0] for question in questions]
    filters = {
        "one kind of turn": Filter(kind="answer"),
        "one year": Filter(since="2024-01-01", until="2024-12-31"),
        "one speaker": Filter(speaker="张一明"),
    }
    by = {
        "embedding": [
            seconds_of(searcher.embedder.embed_queries, [question]) for question in questions
        ],
        "words": [seconds_of(searcher.words.search, question) for question in questions],
        "vectors": [
            seconds_of(searcher.vectors.search, vector, limit=searcher.depth()) for vector in asked
        ],
        "search": [seconds_of(searcher.search, question) for question in questions],
    }
    for name, where in filters.items():
        by[f"search, {name}"] = [
            seconds_of(searcher.search, question, where=where) for question in questions
        ]
    by["answer"] = [seconds_of(assistant.look_up, question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        by["search, 8 at once"] = list(
            pool.map(
                lambda question: seconds_of(searcher.search, question), [*questions, *questions]
            )
        )
    return {stage: spread(times) for stage, times in by.items()}


def _stock(library: Any, embedder: Any, questions: Sequence[str], folder: Path) -> dict[str, float]:
    """LangChain's stock recipe on the same model, over the first documents."""
    some = {entry.id: library.get(entry.id).text for entry in library.entries()[:_STOCK_DOCUMENTS]}
    began = time.perf_counter()
    with open_baselines(["langchain"], some, embedder, keep=folder) as [recipe]:
        seconds = time.perf_counter() - began
        times = [seconds_of(recipe.search, question, 10) for question in questions]
    characters = sum(map(len, some.values()))
    return {
        "documents": len(some),
        "characters_a_second": round(characters / seconds),
        **spread(times),
    }


def _texts(library: Any) -> list[str]:
    from pressroom.index.records import records

    found: list[str] = []
    for entry in library.entries():
        found += [record.text for record in records(library.get(entry.id))]
        if len(found) >= _TEXTS:
            break
    return found


def _write(figures: dict[str, Any], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")
    slowest = max(stage["p95"] for stage in figures["queries"].values()) or 1.0
    rows = [
        Bar(
            f"{stage}: p95 {times['p95']:.1f} ms",
            times["p95"] / slowest,
            note=f"p50 {times['p50']} ms, p99 {times['p99']} ms",
        )
        for stage, times in figures["queries"].items()
    ]
    title = f"Milliseconds a question, {figures['passages']:,} passages (1 = {slowest:.0f} ms)"
    (out / "bench.svg").write_text(bars(rows, title=title), "utf-8")
