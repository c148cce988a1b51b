"""Both indexes alone: what is put in is found, what is replaced is gone, and another process's writes are seen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.normalise import fold
from corpus.numerals import numbers
from index.terms import located_terms, terms
from index.vectors import VectorIndex
from index.words import WordIndex

ROOT = Path(__file__).resolve().parent.parent
METRO = [("metro@1:0-9", "metro", "地铁3号线九月开通"), ("metro@1:9-20", "metro", "票价起步2元，全网最高9元")]
WATER = [("water@1:0-9", "water", "居民水价三月一日调整"), ("water@1:9-20", "water", "低保家庭每月免收6立方米")]


@pytest.fixture
def words(tmp_path: Path) -> WordIndex:
    return WordIndex(tmp_path / "words")


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[VectorIndex]:
    index = VectorIndex(tmp_path / "vectors")
    yield index
    index.close()


def put(vectors: VectorIndex, rows: list[tuple[str, str, str]], *, documents: list[str] | None = None) -> None:
    ids = documents if documents is not None else sorted({document for _, document, _ in rows})
    vectors.replace(ids, [(passage, document) for passage, document, _ in rows], HashEmbedder().embed_passages([text for *_, text in rows]))


def near(text: str) -> NDArray[np.float32]:
    return HashEmbedder().embed_queries([text])[0]


# terms


def test_dense_scripts_are_cut_into_bigrams_and_others_into_words():
    assert terms("地铁3号线 Line 3") == ["地铁", "3", "号线", "line", "3"]


def test_figures_stay_whole():
    assert terms("98.98%，1,480米，2024-05-06") == ["98.98%", "1,480", "1480", "米", "2024-05-06"]


def test_traditional_and_simplified_text_have_the_same_terms():
    assert terms("雲浦市政府網站") == terms("云浦市政府网站")


@examples(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_every_term_is_the_folded_text_of_its_place_or_the_value_of_a_number_there(text: str):
    values = {(number.canonical, number.start, number.end) for number in numbers(text)}
    assert all(fold(text)[start:end] == term or (term, start, end) in values for term, start, end in located_terms(text))


# words


def test_a_passage_is_found_by_its_words_best_first(words: WordIndex):
    words.replace(["metro", "water"], METRO + WATER)
    ranked = words.search("地铁什么时候开通", limit=10).ranked
    assert ranked[0][0] == "metro@1:0-9"
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    assert all(score > 0 for _, score in ranked)


def test_a_traditional_question_finds_a_simplified_passage(words: WordIndex):
    words.replace(["metro"], METRO)
    assert [passage for passage, _ in words.search("地鐵開通", limit=1).ranked] == ["metro@1:0-9"]


def test_a_passage_that_shares_no_word_is_not_found(words: WordIndex):
    words.replace(["metro"], METRO)
    assert words.search("养老金", limit=5).ranked == []
    assert words.search("？！", limit=5).ranked == []
    assert words.search("", limit=5).ranked == []


def test_coverage_is_the_share_of_the_question_that_one_passage_holds(words: WordIndex):
    words.replace(["metro", "water"], METRO + WATER)
    assert words.search("地铁", limit=5).coverage == pytest.approx(1)
    assert 0 < words.search("地铁养老金", limit=5).coverage < 1
    assert words.search("养老金", limit=5).coverage == 0


def test_words_can_be_searched_in_one_document(words: WordIndex):
    words.replace(["metro", "water"], METRO + WATER)
    assert {passage for passage, _ in words.search("2元 三月 立方米", limit=9, document_id="water").ranked} <= {p for p, *_ in WATER}
    assert words.search("地铁", limit=9, document_id="water").ranked == []
    assert words.search("地铁", limit=9, document_id="nothing").ranked == []


def test_a_limit_is_kept(words: WordIndex):
    words.replace(["many"], [(f"many@1:{n}-{n + 1}", "many", f"地铁 第{n}段") for n in range(150)])
    assert len(words.search("地铁", limit=7).ranked) == 7
    assert len(words.search("地铁", limit=120).ranked) == 120


def test_replacing_words_twice_is_replacing_once(words: WordIndex):
    for _ in range(2):
        words.replace(["metro"], METRO)
    assert (words.count(), len(words.held("metro"))) == (2, 2)
    assert len(words.search("地铁", limit=9).ranked) == 1


def test_replacing_words_takes_the_old_passages_out_and_leaves_other_documents(words: WordIndex):
    words.replace(["metro", "water"], METRO + WATER)
    words.replace(["metro"], [("metro@2:0-5", "metro", "轻轨十月试运行")])
    assert (words.count(), len(words.held("metro")), len(words.held("water"))) == (3, 1, 2)
    assert words.search("地铁", limit=9).ranked == []
    assert [passage for passage, _ in words.search("轻轨", limit=9).ranked] == ["metro@2:0-5"]


def test_replacing_words_with_nothing_removes_a_document(words: WordIndex):
    words.replace(["metro", "water"], METRO + WATER)
    words.replace(["metro"], [])
    assert (len(words.held("metro")), words.count()) == (0, 2)


def test_a_rare_term_weighs_more_than_a_common_one(words: WordIndex):
    words.replace(["many"], [(f"many@1:{n}-{n + 1}", "many", "云浦 " + ("地铁" if n == 0 else "公交")) for n in range(20)])
    assert words.weight("养老") > words.weight("地铁") > words.weight("公交") > words.weight("云浦") > 0


def test_words_of_another_opening_are_seen_after_a_reload(words: WordIndex, tmp_path: Path):
    WordIndex(tmp_path / "words").replace(["metro"], METRO)
    words.reload()
    assert words.count() == 2
    assert words.search("地铁", limit=1).ranked[0][0] == "metro@1:0-9"


def test_cleared_words_are_gone_for_good_and_the_index_still_works(words: WordIndex, tmp_path: Path):
    words.replace(["metro"], METRO)
    words.clear()
    assert (words.count(), WordIndex(tmp_path / "words").count()) == (0, 0)
    words.replace(["water"], WATER)
    assert words.count() == 2


# vectors


def test_a_passage_is_found_by_its_vector_with_its_cosine(vectors: VectorIndex):
    put(vectors, METRO + WATER)
    found = vectors.search(near("地铁3号线九月开通"), limit=4)
    assert found[0] == ("metro@1:0-9", pytest.approx(1, abs=1e-3))
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len(found) == 4


def test_more_may_be_asked_for_than_there_is(vectors: VectorIndex):
    assert vectors.search(near("地铁"), limit=10) == []
    put(vectors, METRO)
    assert len(vectors.search(near("地铁"), limit=10)) == 2


def test_vectors_can_be_searched_in_one_document(vectors: VectorIndex):
    put(vectors, METRO + WATER)
    assert {passage for passage, _ in vectors.search(near("地铁"), limit=9, document_id="water")} == {p for p, *_ in WATER}
    assert vectors.search(near("地铁"), limit=9, document_id="nothing") == []


def test_replacing_vectors_twice_is_replacing_once(vectors: VectorIndex):
    for _ in range(2):
        put(vectors, METRO)
    assert (vectors.count(), len(vectors.held("metro")), len(vectors.held("water"))) == (2, 2, 0)


def test_replacing_vectors_takes_the_old_passages_out_and_leaves_other_documents(vectors: VectorIndex):
    put(vectors, METRO + WATER)
    put(vectors, [("metro@2:0-5", "metro", "轻轨十月试运行")])
    assert (vectors.count(), len(vectors.held("metro")), len(vectors.held("water"))) == (3, 1, 2)
    assert {passage for passage, _ in vectors.search(near("地铁"), limit=9)} == {"metro@2:0-5", *(p for p, *_ in WATER)}


def test_replacing_vectors_with_nothing_removes_a_document(vectors: VectorIndex):
    put(vectors, METRO + WATER)
    put(vectors, [], documents=["metro"])
    assert (len(vectors.held("metro")), vectors.count()) == (0, 2)


def test_many_documents_are_replaced_at_once(vectors: VectorIndex):
    rows = [(f"d{n}@1:0-1", f"d{n}", f"第{n}段") for n in range(1100)]
    for _ in range(2):
        put(vectors, rows)
    assert vectors.count() == 1100


def test_cleared_vectors_are_gone_and_the_index_still_works(vectors: VectorIndex):
    put(vectors, METRO)
    vectors.clear()
    assert vectors.count() == 0
    put(vectors, WATER)
    assert vectors.count() == 2


OTHER_PROCESS = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from fakes import HashEmbedder
from index.vectors import VectorIndex
index = VectorIndex(Path(sys.argv[1]))
if sys.argv[2] == "add":
    index.replace(["water"], [("water@1:0-9", "water")], HashEmbedder().embed_passages(["居民水价三月一日调整"]))
else:
    index.clear()
index.close()
"""


def elsewhere(folder: Path, what: str) -> None:
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, str(folder), what], cwd=ROOT, check=True, timeout=60)


def test_vectors_of_another_process_are_seen_after_a_reload(vectors: VectorIndex, tmp_path: Path):
    put(vectors, METRO)
    elsewhere(tmp_path / "vectors", "add")
    vectors.reload()
    assert vectors.count() == 3
    assert vectors.search(near("居民水价三月一日调整"), limit=1)[0][0] == "water@1:0-9"


def test_vectors_cleared_by_another_process_are_gone_after_a_reload(vectors: VectorIndex, tmp_path: Path):
    put(vectors, METRO)
    elsewhere(tmp_path / "vectors", "clear")
    vectors.reload()
    assert vectors.search(near("地铁"), limit=9) == []
