"""Both indexes alone: what is put in is found, what is replaced is gone, and another process's
writes are seen.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import tantivy
from fakes import HashEmbedder, rows
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.typing import NDArray
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.normalise import fold
from pressroom.corpus.numerals import numbers
from pressroom.index.filters import Filter
from pressroom.index.packing import HAS_DIGIT, cosines, count, keys, pack, unpack_keys
from pressroom.index.terms import located_terms, query_terms, terms
from pressroom.index.vectors.index import VectorIndex
from pressroom.index.words.index import WordIndex
from pressroom.index.words.scoring import FoundPassage, _counts

ROOT = Path(__file__).resolve().parent.parent
METRO = [
    ("metro@1:0-9", "metro", "地铁3号线九月开通"),
    ("metro@1:9-20", "metro", "票价起步2元，全网最高9元"),
]
WATER = [
    ("water@1:0-9", "water", "居民水价三月一日调整"),
    ("water@1:9-20", "water", "低保家庭每月免收6立方米"),
]


@pytest.fixture
def words(tmp_path: Path) -> WordIndex:
    return WordIndex(tmp_path / "words")


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[VectorIndex]:
    index = VectorIndex(tmp_path / "vectors")
    yield index
    index.close()


def put(
    vectors: VectorIndex, rows: list[tuple[str, str, str]], *, documents: list[str] | None = None
) -> None:
    ids = documents if documents is not None else sorted({document for _, document, _ in rows})
    vectors.replace(
        ids,
        [(passage, document) for passage, document, _ in rows],
        HashEmbedder().embed_passages([text for *_, text in rows]),
    )


def names(found: Sequence[FoundPassage]) -> list[str]:
    return [passage.passage for passage in found]


def near(text: str) -> NDArray[np.float32]:
    return HashEmbedder().embed_queries([text])[0]


# terms


def test_dense_scripts_are_cut_into_bigrams_and_others_into_words():
    assert terms("地铁3号线 Line 3") == ["地铁", "3", "号线", "line", "3"]


def test_figures_stay_whole():
    assert terms("98.98%，1,480米，2024-05-06") == [
        "98.98%",
        "1,480",
        "1480",
        "米",
        "2024-05-06",
        "day:2024-05-06",
    ]


def test_days_document_numbers_and_titles_are_terms_of_their_own():
    assert {"day:2024-06-18", "[2020]12号", "《城市 供水条例》".replace(" ", "")} <= set(
        terms("2024年6月18日，国发〔2020〕12号《城市 供水条例》")
    )
    assert "day:2024-06-18" in terms("2024-06-18")
    assert "[2020]12号" in terms("國發〔２０２０〕12號")


def test_latin_words_lose_accents_and_the_plurals_s_but_nothing_else():
    assert terms("Épidémies berths glass bus 3s") == ["epidemie", "berth", "glass", "bus", "3", "s"]


def test_function_words_are_looked_up_only_where_nothing_else_is_there():
    assert query_terms("What is the cost of the terminal?") == ["cost", "terminal"]
    assert query_terms("what is it") == ["what", "is", "it"]


def test_traditional_and_simplified_text_have_the_same_terms():
    assert terms("雲浦市政府網站") == terms("云浦市政府网站")


@examples(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_every_term_is_the_folded_text_of_its_place_or_the_value_of_a_number_there(text: str):
    values = {(number.canonical, number.start, number.end) for number in numbers(text)}
    assert all(
        fold(text)[start:end] == term or (term, start, end) in values
        for term, start, end in located_terms(text)
    )


# what scores a passage


@examples(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=12), min_size=1, max_size=5),
    st.sets(st.sampled_from("甲乙丙庚"), min_size=1),
)
def test_terms_are_counted_by_their_keys_as_by_themselves(
    passages: list[list[str]], asked: set[str]
):
    wanted = sorted(asked)
    counted = _counts([keys(passage) for passage in passages], keys(wanted))
    assert counted.tolist() == [[passage.count(term) for term in wanted] for passage in passages]


def test_a_key_tells_whether_its_term_holds_a_digit():
    assert [int(key) & HAS_DIGIT for key in keys(["水价", "3", "day:2024-06-18", "《条例》"])] == [
        0,
        1,
        1,
        0,
    ]
    assert unpack_keys(keys(["水价", "3"]).tobytes()).tolist() == keys(["水价", "3"]).tolist()


# words


def test_a_passage_is_found_by_its_words_best_first(words: WordIndex):
    words.replace(["metro", "water"], rows(METRO + WATER))
    found = words.search("地铁什么时候开通", limit=10)
    assert found[0].passage == "metro@1:0-9"
    assert [passage.words for passage in found] == sorted(
        (passage.words for passage in found), reverse=True
    )
    assert all(passage.words > 0 for passage in found)


def test_a_traditional_question_finds_a_simplified_passage(words: WordIndex):
    words.replace(["metro"], rows(METRO))
    assert names(words.search("地鐵開通", limit=1)) == ["metro@1:0-9"]


def test_a_passage_that_shares_no_word_is_not_found(words: WordIndex):
    words.replace(["metro"], rows(METRO))
    assert words.search("养老金", limit=5) == []
    assert words.search("？！", limit=5) == []
    assert words.search("", limit=5) == []


def test_what_a_writer_killed_before_its_commit_left_does_not_stop_the_next(tmp_path: Path):
    folder = tmp_path / "words"
    WordIndex(folder).replace(["metro", "water"], rows(METRO + WATER))
    committed = (folder / "meta.json").read_bytes()
    WordIndex(folder).replace(["metro"], [])
    (folder / "meta.json").write_bytes(
        committed
    )  # the commit ends with this file: the deletions of the killed one are there, without it
    assert list(folder.glob("*.del"))
    again = WordIndex(folder)
    assert again.count() == 4
    again.replace(["metro"], [])
    assert (again.held("metro"), again.count()) == (set(), 2)


def test_the_score_is_the_share_of_the_question_that_a_passage_holds(words: WordIndex):
    words.replace(["metro", "water"], rows(METRO + WATER))
    whole, half, none = words.search("地铁"), words.search("地铁养老金"), words.search("养老金")
    assert 0 < half[0].words < whole[0].words < 1.6
    assert whole[0].document_words == pytest.approx(1)
    assert none == []


def test_what_a_document_holds_in_several_passages_is_told_together(words: WordIndex):
    words.replace(["metro", "water"], rows(METRO + WATER))
    found = words.search("地铁票价")
    assert {passage.passage for passage in found} == {"metro@1:0-9", "metro@1:9-20"}
    assert len({passage.document_words for passage in found}) == 1
    assert (
        found[0].document_words
        > max(passage.words for passage in words.search("地铁票价", limit=1)) / 1.6
    )


FILTERED = [
    (Filter(documents=("metro",)), {"metro@1:0-9"}),
    (Filter(documents=("metro", "water")), {"metro@1:0-9", "water@1:0-9"}),
    (Filter(documents=("nothing",)), set()),
    (Filter(since="2025-02-01"), {"water@1:0-9"}),
    (Filter(until="2025-01-31"), {"metro@1:0-9"}),
    (Filter(since="2025-01-01", until="2025-03-01"), {"metro@1:0-9", "water@1:0-9"}),
    (Filter(speaker="李四"), {"water@1:0-9"}),
    (Filter(body="市水务局", kind="statement"), {"water@1:0-9"}),
    (Filter(kind="answer"), {"metro@1:0-9"}),
    (Filter(kind="answer", speaker="李四"), set()),
]


def name_of(value: object) -> str:
    """The same in every process, which the order of a set is not."""
    return str(sorted(value) if isinstance(value, set) else value)[:60]


@pytest.mark.parametrize(("where", "expected"), FILTERED, ids=name_of)
def test_a_filter_holds_in_every_reading(words: WordIndex, where: Filter, expected: set[str]):
    words.replace(
        ["metro"], rows(METRO[:1], day=20250101, speaker="张三", body="市交通局", kind="answer")
    )
    words.replace(
        ["water"], rows(WATER[:1], day=20250301, speaker="李四", body="市水务局", kind="statement")
    )
    words.replace(
        ["undated"],
        rows(
            [("undated@1:0-2", "undated", "地铁")], day=0, speaker="王五", body="", kind="narration"
        ),
    )
    everything = ["metro@1:0-9", "water@1:0-9", "undated@1:0-2"]
    assert set(names(words.matching(where))) == expected
    assert set(names(words.allowed(everything, where))) == expected
    assert set(names(words.search("地铁 居民水价", where=where))) == expected
    assert words.number(where) == len(expected)


def test_passages_are_fetched_by_their_ids(words: WordIndex):
    words.replace(["metro", "water"], rows(METRO + WATER))
    assert set(names(words.fetch(["water@1:0-9", "metro@1:9-20", "ghost@1:0-1"]))) == {
        "water@1:0-9",
        "metro@1:9-20",
    }
    assert words.fetch([]) == []


def test_a_folder_of_another_layout_says_what_to_do_and_is_made_anew_only_if_that_is_asked_for(
    tmp_path: Path,
):
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("something", stored=True)
    (tmp_path / "words").mkdir()
    tantivy.Index(builder.build(), path=str(tmp_path / "words"))
    with pytest.raises(LibraryError, match=r"another version of Pressroom .*check --rebuild"):
        WordIndex(tmp_path / "words")
    assert WordIndex(tmp_path / "words", anew=True).count() == 0
    assert WordIndex(tmp_path / "words").count() == 0


def test_a_limit_is_kept(words: WordIndex):
    words.replace(
        ["many"], rows([(f"many@1:{n}-{n + 1}", "many", f"地铁 第{n}段") for n in range(150)])
    )
    assert len(words.search("地铁", limit=7)) == 7
    assert len(words.search("地铁", limit=120)) == 120


def test_replacing_words_twice_is_replacing_once(words: WordIndex):
    for _ in range(2):
        words.replace(["metro"], rows(METRO))
    assert (words.count(), len(words.held("metro"))) == (2, 2)
    assert len(words.search("地铁", limit=9)) == 1


def test_replacing_words_takes_the_old_passages_out_and_leaves_other_documents(words: WordIndex):
    words.replace(["metro", "water"], rows(METRO + WATER))
    words.replace(["metro"], rows([("metro@2:0-5", "metro", "轻轨十月试运行")]))
    assert (words.count(), len(words.held("metro")), len(words.held("water"))) == (3, 1, 2)
    assert words.search("地铁", limit=9) == []
    assert names(words.search("轻轨", limit=9)) == ["metro@2:0-5"]


def test_replacing_words_with_nothing_removes_a_document(words: WordIndex):
    words.replace(["metro", "water"], rows(METRO + WATER))
    words.replace(["metro"], [])
    assert (len(words.held("metro")), words.count()) == (0, 2)


def test_a_rare_term_weighs_more_than_a_common_one(words: WordIndex):
    words.replace(
        ["many"],
        rows(
            [
                (f"many@1:{n}-{n + 1}", "many", "云浦 " + ("地铁" if n == 0 else "公交"))
                for n in range(20)
            ]
        ),
    )
    assert (
        words.weight("养老")
        > words.weight("地铁")
        > words.weight("公交")
        > words.weight("云浦")
        > 0
    )


def test_words_of_another_opening_are_seen_after_a_reload(words: WordIndex, tmp_path: Path):
    WordIndex(tmp_path / "words").replace(["metro"], rows(METRO))
    words.reload()
    assert words.count() == 2
    assert words.search("地铁", limit=1)[0].passage == "metro@1:0-9"


def test_cleared_words_are_gone_for_good_and_the_index_still_works(
    words: WordIndex, tmp_path: Path
):
    words.replace(["metro"], rows(METRO))
    words.clear()
    assert (words.count(), WordIndex(tmp_path / "words").count()) == (0, 0)
    words.replace(["water"], rows(WATER))
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


def test_replacing_vectors_twice_is_replacing_once(vectors: VectorIndex):
    for _ in range(2):
        put(vectors, METRO)
    assert (vectors.count(), len(vectors.held("metro")), len(vectors.held("water"))) == (2, 2, 0)


def test_replacing_vectors_takes_the_old_passages_out_and_leaves_other_documents(
    vectors: VectorIndex,
):
    put(vectors, METRO + WATER)
    put(vectors, [("metro@2:0-5", "metro", "轻轨十月试运行")])
    assert (vectors.count(), len(vectors.held("metro")), len(vectors.held("water"))) == (3, 1, 2)
    assert {passage for passage, _ in vectors.search(near("地铁"), limit=9)} == {
        "metro@2:0-5",
        *(p for p, *_ in WATER),
    }


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
from fakes import HashEmbedder, rows
from pressroom.index.vectors.index import VectorIndex
index = VectorIndex(Path(sys.argv[1]))
if sys.argv[2] == "add":
    index.replace(["water"], [("water@1:0-9", "water")], HashEmbedder().embed_passages(["居民水价三月一日调整"]))
else:
    index.clear()
index.close()
"""


def elsewhere(folder: Path, what: str) -> None:
    subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(folder), what], cwd=ROOT, check=True, timeout=300
    )


def test_vectors_of_another_process_are_seen_after_a_reload(vectors: VectorIndex, tmp_path: Path):
    put(vectors, METRO)
    elsewhere(tmp_path / "vectors", "add")
    vectors.catch_up(1)
    assert vectors.count() == 3
    assert vectors.search(near("居民水价三月一日调整"), limit=1)[0][0] == "water@1:0-9"


def test_vectors_cleared_by_another_process_are_gone_after_a_reload(
    vectors: VectorIndex, tmp_path: Path
):
    put(vectors, METRO)
    elsewhere(tmp_path / "vectors", "clear")
    vectors.catch_up(1)
    assert vectors.search(near("地铁"), limit=9) == []


def test_packed_vectors_keep_their_products():
    made = HashEmbedder().embed_passages(["地铁3号线", "居民水价", "票价起步2元"])
    packed, query = pack(made), near("地铁票价")
    assert count(packed, 256) == 3
    assert cosines(packed, query) == pytest.approx(made @ query, abs=0.01)
    assert cosines(b"", query).tolist() == []


def test_searches_go_on_with_what_is_open_until_the_new_one_is(
    vectors: VectorIndex, tmp_path: Path
):
    put(vectors, METRO)
    with vectors._borrowed() as before:
        elsewhere(tmp_path / "vectors", "add")
        vectors.catch_up(7)
        assert vectors.seen == 7
        query = near("地铁3号线九月开通")[None, :]
        assert before.collection.query(query_embeddings=query, n_results=1)["ids"] == [
            ["metro@1:0-9"]
        ]  # still usable
        assert vectors.count() == 3
    vectors.catch_up(7)
    assert vectors.count() == 3
