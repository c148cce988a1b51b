"""Library -> both indexes: nothing lost, nothing double, whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from fakes import HashEmbedder, rows
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.typing import NDArray
from pressroom.corpus.library.library import Library
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.passages import split
from pressroom.corpus.source import SourceText
from pressroom.index.ingest import Disagreement, Ingest, Progress
from pressroom.index.records import PassageRecord
from pressroom.index.search import HybridSearch
from pressroom.index.vectors.index import VectorIndex
from pressroom.index.words.index import WordIndex


class PowerCut(Exception):
    """The lights go out."""


class FailingWords(WordIndex):
    """A word index that works, but for the moments when the power is cut."""

    cuts = 0

    def replace(
        self,
        document_ids: Sequence[str],
        passages: Iterable[tuple[PassageRecord, NDArray[np.float32]]],
    ) -> None:
        if self.cuts:
            self.cuts -= 1
            raise PowerCut
        super().replace(document_ids, passages)


@dataclass
class Desk:
    """A library with its indexes, opened for one test."""

    library: Library
    vectors: VectorIndex
    words: FailingWords
    ingest: Ingest

    def add(self, name: str, words: str = "地铁九月开通。") -> None:
        source = SourceText(
            name,
            f"发布会\n\n主持人：请张局长介绍。\n\n局长张三：{words}\n\n记者：票价？\n\n局长张三："
            f"起步价2元。\n",
            name,
        )
        self.library.add([(source, parse(source))])

    def held(self) -> tuple[set[str], set[str]]:
        """The passages that each index finds for a question that all share."""
        near = HashEmbedder().embed_queries(["局长"])[0]
        by_meaning = {passage for passage, _ in self.vectors.search(near, limit=1000)}
        return by_meaning, {passage.passage for passage in self.words.search("发布会", limit=1000)}

    def expected(self) -> set[str]:
        live = [entry.id for entry in self.library.entries() if not entry.withdrawn_at]
        return {passage.id for name in live for passage in split(self.library.get(name))}

    def in_step(self) -> bool:
        return self.held() == (
            self.expected(),
            self.expected(),
        ) and self.words.count() == self.vectors.count() == len(self.expected())


@contextmanager
def opened(home: Path, embedder: HashEmbedder | None = None) -> Iterator[Desk]:
    library, vectors, words = (
        Library.open(home),
        VectorIndex(home / "vectors"),
        FailingWords(home / "words"),
    )
    yield Desk(
        library,
        vectors,
        words,
        Ingest(library, embedder or HashEmbedder(), vectors, words, lock=home / "lock"),
    )
    vectors.close()
    library.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as made:
        yield made


def test_after_a_run_both_indexes_hold_what_the_library_says(desk: Desk):
    for name in ("a", "b"):
        desk.add(name)
    assert desk.ingest.run() == 2
    assert desk.in_step()
    assert desk.ingest.differences() == []


def test_a_second_run_does_nothing(desk: Desk):
    desk.add("a")
    desk.ingest.run()
    revision, told = desk.library.revision(), []
    assert desk.ingest.run(told.append) == 0
    assert (desk.library.revision(), told) == (revision, [])


def test_an_empty_library_has_nothing_to_index(desk: Desk):
    assert desk.ingest.run() == 0
    assert desk.ingest.differences() == []


def test_a_run_tells_how_far_it_is(desk: Desk):
    for name in ("a", "b", "c"):
        desk.add(name)
    told: list[Progress] = []
    desk.ingest.run(told.append)
    assert (told[-1].documents, told[-1].of_documents, told[-1].passages) == (
        3,
        3,
        len(desk.expected()),
    )


def test_a_new_version_takes_the_place_of_the_old_one(desk: Desk):
    desk.add("a")
    desk.ingest.run()
    desk.add("a", "地铁十月开通。" * 3)
    assert desk.ingest.run() == 1
    assert desk.in_step()


def test_a_withdrawn_document_leaves_both_indexes(desk: Desk):
    desk.add("a")
    desk.add("b")
    desk.ingest.run()
    desk.library.withdraw("a")
    assert desk.ingest.run() == 1
    assert (desk.vectors.held("a"), desk.words.held("a")) == (set(), set())
    assert desk.in_step()


def test_a_run_that_stops_between_the_two_indexes_loses_and_doubles_nothing(desk: Desk):
    desk.add("a")
    desk.ingest.run()
    desk.add("a", "地铁十月开通。")
    desk.add("b")
    desk.words.cuts = 1
    with pytest.raises(PowerCut):
        desk.ingest.run()
    assert [name for name, _ in desk.library.pending()] == ["a", "b"]
    assert desk.ingest.run() == 2
    assert desk.in_step()


def test_nothing_withdrawn_or_replaced_is_found_after_a_run_that_stopped(desk: Desk):
    for name in ("a", "b"):
        desk.add(name)
    desk.ingest.run()
    desk.add("a", "地铁十月开通。")
    desk.library.withdraw("b")
    desk.words.cuts = 1
    with pytest.raises(PowerCut):
        desk.ingest.run()
    searcher = HybridSearch(desk.library, HashEmbedder(), desk.vectors, desk.words)
    assert {
        (hit.transcript.id, hit.transcript.version) for hit in searcher.search("地铁开通", limit=50)
    } <= {("a", 2)}


def test_a_stopped_run_is_taken_up_by_another_process(tmp_path: Path):
    with opened(tmp_path) as first:
        first.add("a")
        first.words.cuts = 1
        with pytest.raises(PowerCut):
            first.ingest.run()
    with opened(tmp_path) as second:
        assert second.ingest.run() == 1
        assert second.in_step()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "withdraw", "run", "cut"]),
        st.sampled_from("abc"),
        st.integers(0, 2),
    ),
    max_size=9,
)


@examples(max_examples=12, deadline=None)
@given(STEPS)
def test_whatever_happens_a_run_and_a_repair_bring_everything_in_step(
    steps: list[tuple[str, str, int]],
):
    with TemporaryDirectory() as folder, opened(Path(folder)) as desk:
        for what, name, number in steps:
            if what == "add":
                desk.add(name, f"地铁{'九十冬'[number]}月开通。")
            elif what == "withdraw" and desk.library.versions([name]):
                desk.library.withdraw(name)
            elif what == "run":
                desk.ingest.run()
            elif what == "cut" and desk.library.pending():
                desk.words.cuts = 1
                with pytest.raises(PowerCut):
                    desk.ingest.run()
        desk.ingest.run()
        assert desk.library.pending() == []
        desk.ingest.repair()
        assert desk.in_step()
        assert desk.ingest.differences() == []


def test_a_document_withdrawn_after_a_run_that_stopped_leaves_both_indexes(desk: Desk):
    desk.add("a")
    desk.words.cuts = 1
    with pytest.raises(PowerCut):
        desk.ingest.run()
    desk.library.withdraw("a")
    desk.ingest.run()
    assert desk.vectors.held("a") == set()


# made anew


def test_a_rebuild_indexes_what_is_there_now(desk: Desk):
    desk.add("a")
    desk.add("b")
    desk.ingest.run()
    desk.library.withdraw("b")
    assert desk.ingest.rebuild() == 1
    assert desk.in_step()


def test_a_rebuild_that_stops_is_finished_by_the_next_run(desk: Desk):
    desk.add("a")
    desk.ingest.run()
    desk.words.cuts = 1
    with pytest.raises(PowerCut):
        desk.ingest.rebuild()
    assert desk.ingest.run() == 1
    assert desk.in_step()


# differences and repair


@pytest.mark.parametrize("index", ["vectors", "words"])
def test_what_one_index_has_lost_is_told_and_repaired(desk: Desk, index: str):
    desk.add("a")
    desk.add("b")
    desk.ingest.run()
    if index == "vectors":
        desk.vectors.replace(["a"], [], HashEmbedder().embed_passages([]))
    else:
        desk.words.replace(["a"], [])
    [difference] = desk.ingest.differences()
    assert (difference.document_id, difference.lacking, difference.excess) == ("a", 3, 0)
    assert desk.ingest.repair() == 1
    assert desk.ingest.differences() == []
    assert desk.in_step()


def test_what_is_left_of_a_withdrawn_document_is_repaired(desk: Desk):
    desk.add("a")
    desk.ingest.run()
    desk.library.withdraw("a")
    desk.ingest.run()
    desk.words.replace(["a"], rows([("a@1:0-5", "a", "发布会")]))
    assert [difference.document_id for difference in desk.ingest.differences()] == ["a"]
    desk.ingest.repair()
    assert desk.in_step()


def test_a_repair_of_what_is_in_step_does_nothing(desk: Desk):
    desk.add("a")
    desk.ingest.run()
    assert desk.ingest.repair() == 0


def test_passages_of_another_version_are_a_difference(desk: Desk):
    desk.add("a", "地铁九月开通。")
    desk.ingest.run()
    desk.add("a", "地铁十月开通。")
    assert desk.held() != (desk.expected(), desk.expected())
    assert [difference.document_id for difference in desk.ingest.differences()] == ["a"]


def test_passages_of_a_document_that_the_library_does_not_know_are_a_difference(desk: Desk):
    desk.words.replace(["ghost"], rows([("ghost@1:0-5", "ghost", "发布会")]))
    assert desk.ingest.differences() == [Disagreement(None, lacking=0, excess=1)]
    desk.ingest.repair()
    assert desk.ingest.differences() == []
