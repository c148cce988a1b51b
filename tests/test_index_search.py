"""Question -> Hits: two scores made one, and nothing is shown that the library does not have now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fakes import HashEmbedder
from hypothesis import given
from hypothesis import strategies as st

from assistant.build import Parts
from corpus.parse import parse
from corpus.transcript import SourceText
from index.ingest import Ingest
from index.search import HybridSearch, fuse
from index.vectors import VectorIndex
from index.words import WordIndex

ROOT = Path(__file__).resolve().parent.parent
TEXT = "地铁发布会\n\n主持人：请张局长介绍。\n\n局长张三：地铁3号线{month}开通。\n\n记者：票价怎么定？\n\n局长张三：起步价2元。\n"
SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 100), max_size=8)


def add(parts: Parts, name: str, text: str) -> None:
    source = SourceText(name, text, name)
    parts.library.add([(source, parse(source))])


def indexed(parts: Parts, **documents: str) -> Parts:
    for name, text in documents.items():
        add(parts, name, text)
    parts.ingest.run()
    return parts


# fuse


@given(SCORES, SCORES)
def test_every_passage_that_one_index_found_is_ranked_once(words: dict[str, float], meaning: dict[str, float]):
    ranked = fuse(words, meaning)
    assert sorted(passage for passage, _ in ranked) == sorted({*words, *meaning})
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)


@given(SCORES, SCORES, st.floats(0.1, 10), st.floats(-5, 5))
def test_scale_and_offset_of_a_score_do_not_matter(words: dict[str, float], meaning: dict[str, float], scale: float, offset: float):
    rounded = {passage: float(round(score)) for passage, score in words.items()}
    shifted = {passage: score * scale + offset for passage, score in rounded.items()}
    before, after = dict(fuse(rounded, meaning)), dict(fuse(shifted, meaning))
    assert after == pytest.approx(before, abs=1e-3)


def test_the_best_of_both_is_the_best():
    words, meaning = {"a": 9.0, "b": 5.0, "c": 1.0}, {"a": 0.9, "c": 0.5, "d": 0.1}
    assert fuse(words, meaning)[0][0] == "a"


def test_a_passage_that_one_index_did_not_find_counts_there_as_its_worst():
    scores = dict(fuse({"a": 9.0, "b": 1.0}, {"a": 0.9, "b": 0.1, "c": 0.1}))
    assert scores["c"] == pytest.approx(scores["b"])


def test_words_weigh_more_than_meaning():
    assert fuse({"a": 2.0, "b": 1.0}, {"b": 0.9, "a": 0.1})[0][0] == "a"


def test_without_trust_only_meaning_counts():
    assert fuse({"a": 2.0, "b": 1.0}, {"b": 0.9, "a": 0.1}, trust=0)[0][0] == "b"


def test_one_index_alone_keeps_its_order_and_none_gives_nothing():
    assert [p for p, _ in fuse({"a": 1.0, "b": 3.0, "c": 2.0}, {})] == ["b", "c", "a"]
    assert [p for p, _ in fuse({}, {"a": 0.1, "b": 0.3})] == ["b", "a"]
    assert fuse({"a": 5.0}, {}) == [("a", 0.0)]
    assert fuse({}, {}) == []


# hits


def test_a_hit_is_the_exact_text_of_its_place(sampled: Parts):
    hits = sampled.searcher.search("地铁3号线什么时候开通", limit=20)
    assert hits
    for hit in hits:
        assert hit.text == sampled.library.get(hit.transcript.id).text[hit.start : hit.end]
        assert hit.turn.paragraphs[0].start <= hit.start < hit.end <= hit.turn.paragraphs[-1].end
        assert hit.passage_id == f"{hit.transcript.id}@{hit.transcript.version}:{hit.start}-{hit.end}"


def test_hits_come_best_first_and_not_twice(sampled: Parts):
    hits = sampled.searcher.search("居民用水价格", limit=20)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage_id for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("地铁3号线一期全长多少，总投资多少", "云浦市轨道交通建设例行发布会-2025-03-12", "214.5亿元"),
        ("第一阶梯水价是多少", "关于调整居民用水价格的通知-2025-01-10", "2.30元"),
        ("永和燈塔何時重新開放", "雲浦市文化遺產保護記者會-2025-09-02", "2026年4月18日"),
        ("Which berths will open and what will the terminal cost?", "yunpu-harbour-briefing-2025-05-06", "4.7 billion"),
    ],
)
def test_the_passage_that_answers_a_question_is_among_the_best(sampled: Parts, question: str, document: str, words: str):
    hits = sampled.searcher.search(question, limit=5)
    assert any(hit.transcript.id == document and words in hit.text for hit in hits)


def test_reporters_questions_are_never_hits(sampled: Parts):
    for question in ("青年路围挡已经三年了，沿街商户意见很大。什么时候能还路于民？", "记者"):
        assert all(hit.turn.kind != "question" for hit in sampled.searcher.search(question, limit=50))


def test_a_search_may_be_kept_to_one_document(sampled: Parts):
    document = "关于调整居民用水价格的通知-2025-01-10"
    hits = sampled.searcher.search("地铁什么时候开通", limit=20, document_id=document)
    assert {hit.transcript.id for hit in hits} == {document}
    assert sampled.searcher.search("地铁什么时候开通", document_id="nothing") == []


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_no_more_hits_than_asked_for(sampled: Parts, limit: int):
    assert len(sampled.searcher.search("云浦市", limit=limit)) == limit


def test_an_empty_library_finds_nothing(parts: Parts):
    assert parts.searcher.search("地铁") == []


@pytest.mark.parametrize("document_id", ["a@1:0-5", "云浦 2025", "a/b:c", "x@2"])
def test_any_id_can_be_found(parts: Parts, document_id: str):
    indexed(parts, **{document_id: TEXT.format(month="九月")})
    assert {hit.transcript.id for hit in parts.searcher.search("地铁3号线开通")} == {document_id}


# the library is the truth


def test_a_withdrawn_document_is_never_found_though_the_indexes_hold_it(parts: Parts, settings):
    indexed(parts, a=TEXT.format(month="九月"))
    assert parts.searcher.search("地铁3号线开通")
    parts.library.withdraw("a")
    assert WordIndex(settings.home / "index" / "words").held("a")
    assert parts.searcher.search("地铁3号线开通") == []


def test_a_replaced_version_is_never_found_though_the_indexes_hold_it(parts: Parts):
    indexed(parts, a=TEXT.format(month="九月"))
    add(parts, "a", TEXT.format(month="十月"))
    assert parts.searcher.search("地铁3号线开通") == []
    parts.ingest.run()
    assert any("十月" in hit.text for hit in parts.searcher.search("地铁3号线开通"))
    assert not any("九月" in hit.text for hit in parts.searcher.search("地铁3号线九月开通", limit=50))


def test_a_place_that_is_not_in_the_text_is_never_a_hit(parts: Parts, settings):
    indexed(parts, a=TEXT.format(month="九月"))
    words = WordIndex(settings.home / "index" / "words")
    words.replace([], [(passage, "a", "地铁3号线开通") for passage in ("a@1:0-9999", "a@1:99999-100000", "a@1", "ghost@1:0-5", "a@7:0-5")])
    add(parts, "b", "无关\n\n市长：公园扩建。")  # the library changed, so the searcher reads the indexes again
    assert all(hit.end <= len(hit.transcript.text) and hit.transcript.id == "a" for hit in parts.searcher.search("地铁3号线开通"))


def test_what_is_added_elsewhere_is_found_without_a_restart(parts: Parts, settings):
    assert parts.searcher.search("地铁3号线") == []
    elsewhere(settings.home, "add")
    assert [hit.transcript.id for hit in parts.searcher.search("地铁3号线九月开通", limit=1)] == ["a"]


def test_a_search_goes_on_while_another_process_rebuilds(parts: Parts, settings):
    indexed(parts, a=TEXT.format(month="九月"))
    assert parts.searcher.search("地铁3号线")
    elsewhere(settings.home, "stopped rebuild")
    parts.searcher.search("地铁3号线")


OTHER_PROCESS = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from fakes import HashEmbedder
from assistant.build import open_parts
from assistant.settings import load
from corpus.parse import parse
from corpus.transcript import SourceText

class Stopped(HashEmbedder):
    def embed_passages(self, texts):
        raise KeyboardInterrupt

rebuild = sys.argv[2] != "add"
with open_parts(load({}, home=Path(sys.argv[1])), embedder=Stopped() if rebuild else HashEmbedder()) as parts:
    if rebuild:
        try:
            parts.ingest.rebuild()
        except KeyboardInterrupt:
            pass
    else:
        source = SourceText("a", "发布会\\n\\n局长张三：地铁3号线九月开通。\\n", "a")
        parts.library.add([(source, parse(source))])
        parts.ingest.run()
"""


def elsewhere(home: Path, what: str) -> None:
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, str(home), what], cwd=ROOT, check=True, timeout=60)


def test_two_searchers_over_one_library_agree(parts: Parts, settings):
    indexed(parts, a=TEXT.format(month="九月"), b=TEXT.format(month="十月"))
    vectors, words = VectorIndex(settings.home / "index" / "vectors"), WordIndex(settings.home / "index" / "words")
    other = HybridSearch(parts.library, HashEmbedder(), vectors, words)
    Ingest(parts.library, HashEmbedder(), vectors, words, lock=settings.home / "index" / "lock").run()
    assert [hit.passage_id for hit in other.search("地铁开通")] == [hit.passage_id for hit in parts.searcher.search("地铁开通")]
    vectors.close()
