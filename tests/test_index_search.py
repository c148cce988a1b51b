"""Question -> Hits: two scores made one, and nothing is shown that the library does not have
now.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder, rows
from hypothesis import given
from hypothesis import strategies as st
from pressroom.assistant.build import Parts
from pressroom.corpus.errors import QuestionError
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.index.filters import Filter
from pressroom.index.hit import Hit
from pressroom.index.ingest import Ingest
from pressroom.index.packing import pack
from pressroom.index.ranking.fusion import OF_ANY_MODEL, Fusion, Near, learned, meaning
from pressroom.index.search import HybridSearch, Vector
from pressroom.index.vectors.index import VectorIndex
from pressroom.index.words.index import WordIndex

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "地铁发布会\n\n主持人：请张局长介绍。\n\n局长张三：地铁3号线{month}开通。\n\n记者："
    "票价怎么定？\n\n局长张三：起步价2元。\n"
)


def add(parts: Parts, name: str, text: str) -> None:
    source = SourceText(name, text, name)
    parts.library.add([(source, parse(source))])


def indexed(parts: Parts, **documents: str) -> Parts:
    for name, text in documents.items():
        add(parts, name, text)
    parts.ingest.run()
    return parts


# scores

FUSIONS = (OF_ANY_MODEL, learned())


def near(*cosines: float) -> list[Near]:
    return [Near(cosine, (cosine,)) for cosine in cosines]


@pytest.mark.parametrize("fusion", FUSIONS)
@given(st.lists(st.tuples(st.floats(0, 1.6), st.floats(0, 1), st.floats(-1, 1)), max_size=9))
def test_every_candidate_has_a_score_and_more_of_anything_never_lowers_it(
    fusion: Fusion, rows: list[tuple[float, float, float]]
):
    words, documents, cosines = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    scores = fusion.scores(words, documents, near(*cosines))
    assert len(scores) == len(rows)
    if rows:
        more = fusion.scores([words[0] + 0.5, *words[1:]], documents, near(*cosines))
        assert more[0] > scores[0]


@given(
    st.lists(st.floats(-1, 1).map(lambda x: round(x, 3)), min_size=2, max_size=9),
    st.floats(0.1, 10),
    st.floats(-5, 5),
)
def test_scale_and_offset_of_any_models_cosines_do_not_matter(
    cosines: list[float], scale: float, offset: float
):
    nothing = [0.0] * len(cosines)
    moved = near(*(x * scale + offset for x in cosines))
    assert OF_ANY_MODEL.scores(nothing, nothing, moved) == pytest.approx(
        OF_ANY_MODEL.scores(nothing, nothing, near(*cosines)), abs=1e-6
    )


@pytest.mark.parametrize("fusion", FUSIONS)
def test_words_count_by_how_much_of_the_question_they_are(fusion: Fusion):
    found = near(0.80, 0.82, 0.70)
    assert np.argmax(fusion.scores([0.9, 0.1, 0.0], [0.9, 0.1, 0.0], found)) == 0
    assert (
        np.argmax(fusion.scores([0.03, 0.0, 0.0], [0.03, 0.0, 0.0], found)) == 1
    )  # an accident in a question of another language


@pytest.mark.parametrize("fusion", FUSIONS)
def test_the_whole_document_tells_which_of_two_passages_alike_is_meant(fusion: Fusion):
    first, second = fusion.scores([0.5, 0.5], [0.9, 0.5], near(0.8, 0.8))
    assert first > second


def test_the_best_window_and_the_passage_make_the_nearness():
    query = np.asarray([1, 0], np.float32)
    own, same, far = ([0.6, 0.8], [1, 0], [0, 1])
    several, single = meaning(
        query, [pack(np.asarray([own, far, same], np.float32)), pack(np.asarray([own], np.float32))]
    )
    assert several.passage == single.passage == pytest.approx(0.6, abs=0.01)
    assert several.windows == (pytest.approx(0, abs=0.01), pytest.approx(1, abs=0.01))
    assert single.windows == ()
    assert OF_ANY_MODEL.nearness(several) == pytest.approx(1 + 0.3, abs=0.02)
    assert OF_ANY_MODEL.nearness(single) == pytest.approx(0.9, abs=0.02)
    assert OF_ANY_MODEL.scores([], [], []) == meaning(query, []) == []


# hits


def test_a_hit_is_the_exact_text_of_its_place(sampled: Parts):
    hits = sampled.searcher.search("地铁3号线什么时候开通", limit=20)
    assert hits
    for hit in hits:
        assert hit.text == sampled.library.get(hit.transcript.id).text[hit.start : hit.end]
        assert hit.turn.paragraphs[0].start <= hit.start < hit.end <= hit.turn.paragraphs[-1].end
        assert (
            hit.passage_id == f"{hit.transcript.id}@{hit.transcript.version}:{hit.start}-{hit.end}"
        )


def test_hits_come_best_first_and_not_twice(sampled: Parts):
    hits = sampled.searcher.search("居民用水价格", limit=20)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage_id for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        (
            "地铁3号线一期全长多少，总投资多少",
            "云浦市轨道交通建设例行发布会-2025-03-12",
            "214.5亿元",
        ),
        ("第一阶梯水价是多少", "关于调整居民用水价格的通知-2025-01-10", "2.30元"),
        ("永和燈塔何時重新開放", "雲浦市文化遺產保護記者會-2025-09-02", "2026年4月18日"),
        (
            "Which berths will open and what will the terminal cost?",
            "yunpu-harbour-briefing-2025-05-06",
            "4.7 billion",
        ),
    ],
)
def test_the_passage_that_answers_a_question_is_among_the_best(
    sampled: Parts, question: str, document: str, words: str
):
    hits = sampled.searcher.search(question, limit=5)
    assert any(hit.transcript.id == document and words in hit.text for hit in hits)


def test_reporters_questions_are_never_hits(sampled: Parts):
    for question in ("青年路围挡已经三年了，沿街商户意见很大。什么时候能还路于民？", "记者"):
        assert all(
            hit.turn.kind != "question" for hit in sampled.searcher.search(question, limit=50)
        )


def test_a_search_may_be_kept_to_one_document(sampled: Parts):
    document = "关于调整居民用水价格的通知-2025-01-10"
    hits = sampled.searcher.search("地铁什么时候开通", limit=20, document_id=document)
    assert {hit.transcript.id for hit in hits} == {document}
    assert sampled.searcher.search("地铁什么时候开通", document_id="nothing") == []


def kept_to(parts: Parts, where: Filter) -> list[Hit]:
    hits = parts.searcher.search("地铁和医保的情况怎么样", limit=50, where=where)
    assert hits
    return hits


def test_filters_hold_in_both_legs(sampled: Parts):
    assert {
        hit.turn.speaker.name
        for hit in kept_to(sampled, Filter(speaker="周启明"))
        if hit.turn.speaker
    } == {"周启明"}
    assert all(hit.turn.kind == "answer" for hit in kept_to(sampled, Filter(kind="answer")))
    dated = kept_to(sampled, Filter(since="2025-03-01", until="2025-06-30"))
    assert {hit.transcript.date for hit in dated} <= {"2025-03-12", "2025-05-06", "2025-06-20"}
    assert all(
        (hit.transcript.date or "") < "2025-01-01"
        for hit in kept_to(sampled, Filter(until="2024-12-31"))
    )
    assert sampled.searcher.search("地铁", where=Filter(speaker="没有这个人")) == []


def test_a_filter_that_leaves_many_reads_the_vectors_deeper_and_finds_the_same(
    sampled: Parts, monkeypatch: pytest.MonkeyPatch
):
    where = Filter(kind="answer")
    few = kept_to(sampled, where)
    monkeypatch.setattr("pressroom.index.search._EXACT", 1)
    assert [hit.passage_id for hit in kept_to(sampled, where)] == [hit.passage_id for hit in few]


@pytest.mark.parametrize("where", [None, Filter(since="2000-01-01")])
def test_the_larger_the_library_the_deeper_the_vectors_are_read(
    sampled: Parts, monkeypatch: pytest.MonkeyPatch, where: Filter | None
):
    read: list[int] = []
    search = sampled.searcher.vectors.search

    def noted(vector: Vector, *, limit: int) -> list[tuple[str, float]]:
        read.append(limit)
        return search(vector, limit=limit)

    monkeypatch.setattr(sampled.searcher.vectors, "search", noted)
    monkeypatch.setattr("pressroom.index.search._EXACT", 1)
    sampled.searcher.search("地铁", where=where)
    usual = read.copy()
    monkeypatch.setattr("pressroom.index.search._READ_ONE_IN", 1)
    read.clear()
    sampled.searcher.search("地铁", where=where)
    everything = sampled.searcher.words.count()
    assert (
        usual[0] < everything == read[0]
    )  # of the whole library; what is in other languages is looked for after it


def test_a_day_that_is_none_is_refused_with_what_was_expected():
    with pytest.raises(
        QuestionError, match=r"since: '2024-13-01' is not a day; expected YYYY-MM-DD"
    ):
        Filter(since="2024-13-01")


def test_near_copies_are_folded_under_the_better_one_and_a_changed_figure_is_no_copy(parts: Parts):
    base = (
        "供水通知\n\n市长："
        + "全市供水管网改造分三期进行，由水务集团负责，工期为{}个月，改造期间保障居民正常用水，"
        + "各区住建部门会同街道做好宣传解释，遇有停水提前两天公告并安排送水车到小区。"
        + "改造工程先从老城区开始，由近及远，逐段施工，完工一段恢复一段。"
    )
    indexed(parts, a=base.format(18), b=base.format(18) + "特告。", c=base.format(24))
    hits = parts.searcher.search("供水管网改造工期")
    assert sorted(hit.transcript.id for hit in hits) in (["a", "c"], ["b", "c"])
    assert sum(len(hit.alike) for hit in hits) == 1


def test_of_copies_the_later_document_is_shown(parts: Parts):
    indexed(
        parts,
        **{
            "2024-10-28-046": TEXT.format(month="九月"),
            "2024-10-28-047": TEXT.format(month="九月"),
        },
    )
    hits = parts.searcher.search("地铁3号线开通")
    assert {hit.transcript.id for hit in hits} == {"2024-10-28-047"}
    assert {copy.transcript.id for hit in hits for copy in hit.alike} == {"2024-10-28-046"}


def test_a_hit_knows_its_neighbours_and_the_question_it_answers(sampled: Parts):
    hits = sampled.searcher.search("青年路围挡什么时候拆除", limit=20)
    answers = [hit for hit in hits if hit.turn.kind == "answer"]
    assert answers
    assert all(hit.asked and hit.asked.kind == "question" for hit in answers if hit.turn.answers)
    for hit in hits:
        before, after = hit.neighbours
        assert before is None or (
            before[1] <= hit.start and hit.turn.paragraphs[0].start <= before[0]
        )
        assert after is None or (hit.end <= after[0] and after[1] <= hit.turn.paragraphs[-1].end)


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
    assert not any(
        "九月" in hit.text for hit in parts.searcher.search("地铁3号线九月开通", limit=50)
    )


def test_a_place_that_is_not_in_the_text_is_never_a_hit(parts: Parts, settings):
    indexed(parts, a=TEXT.format(month="九月"))
    words = WordIndex(settings.home / "index" / "words")
    places = [
        ("a@1:0-9999", "a"),
        ("a@1:99999-100000", "a"),
        ("ghost@1:0-5", "ghost"),
        ("a@7:0-5", "a"),
    ]
    words.replace([], rows([(passage, document, "地铁3号线开通") for passage, document in places]))
    indexed(
        parts, b="无关\n\n市长：公园扩建。"
    )  # the indexes changed, so the searcher reads them again
    assert all(
        hit.end <= len(hit.transcript.text) and hit.transcript.version == 1
        for hit in parts.searcher.search("地铁3号线开通")
    )


def test_what_is_added_elsewhere_is_found_without_a_restart(parts: Parts, settings):
    assert parts.searcher.search("地铁3号线") == []
    elsewhere(settings.home, "add")
    assert [hit.transcript.id for hit in parts.searcher.search("地铁3号线九月开通", limit=1)] == [
        "a"
    ]


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
from pressroom.assistant.build import open_parts
from pressroom.assistant.settings import load
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText

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
    subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(home), what], cwd=ROOT, check=True, timeout=300
    )


def test_two_searchers_over_one_library_agree(parts: Parts, settings):
    indexed(parts, a=TEXT.format(month="九月"), b=TEXT.format(month="十月"))
    vectors, words = (
        VectorIndex(settings.home / "index" / "vectors"),
        WordIndex(settings.home / "index" / "words"),
    )
    other = HybridSearch(parts.library, HashEmbedder(), vectors, words)
    Ingest(
        parts.library, HashEmbedder(), vectors, words, lock=settings.home / "index" / "lock"
    ).run()
    assert [hit.passage_id for hit in other.search("地铁开通")] == [
        hit.passage_id for hit in parts.searcher.search("地铁开通")
    ]
    vectors.close()
