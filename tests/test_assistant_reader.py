"""The seam for the reader: whoever reads decides on refusing, on the sentences and on the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fakes import HashEmbedder
from pressroom.assistant.ask.question import Question
from pressroom.assistant.build import Parts
from pressroom.assistant.read.reader import NOTHING, Pick, Verdict
from pressroom.assistant.read.readers import open_reader
from pressroom.assistant.settings import load
from pressroom.corpus.errors import SettingsError
from pressroom.corpus.sentences import trimmed
from pressroom.corpus.transcript import Span
from pressroom.eval.questions.sets import load_set, narrowed
from pressroom.eval.runs.run import evaluate
from pressroom.index.hit import Hit

ASKED = "居民医保参保率是多少"


@dataclass(frozen=True, slots=True)
class FirstSentence:
    """A reader that knows nothing: it picks the first sentence of the first hit."""

    likely: float
    is_shown: bool

    def read(self, question: Question, hits: Sequence[Hit]) -> Verdict:
        if not hits:
            return NOTHING
        hit = hits[0]
        document = hit.transcript
        start, end = trimmed(document.text, *document.sentences(hit.start, hit.end)[0])
        span = Span(document, hit.turn, start, end)
        brief = Span(document, hit.turn, start, start + 4)
        return Verdict((Pick(span, self.likely, brief),), self.likely, self.is_shown)


def test_what_the_reader_picks_is_shown_with_its_shortest_words(sampled: Parts) -> None:
    answer = replace(sampled.assistant, reader=FirstSentence(0.9, is_shown=True)).look_up(ASKED)
    first = answer.hits[0]
    assert first.text.startswith(answer.text)
    assert answer.confidence == 0.9
    assert answer.brief == answer.text[:4]


def test_what_the_reader_refuses_is_not_shown(sampled: Parts) -> None:
    answer = replace(sampled.assistant, reader=FirstSentence(0.1, is_shown=False)).look_up(ASKED)
    assert answer.status == "not_found"
    assert answer.sentences == ()
    assert answer.confidence == 0.1


def test_what_was_refused_is_told_before_it_is_decided(sampled: Parts) -> None:
    weighed = replace(sampled.assistant, reader=FirstSentence(0.1, is_shown=False)).weigh(ASKED)
    assert weighed.verdict.picks
    assert not weighed.verdict.shown


def test_the_shortest_words_of_the_rules_stand_in_a_pick(sampled: Parts) -> None:
    verdict = sampled.assistant.weigh(ASKED).verdict
    assert verdict.best
    assert verdict.best.brief
    assert verdict.best.span.start <= verdict.best.brief.start
    assert verdict.best.brief.end <= verdict.best.span.end


def test_an_unknown_reader_is_refused_with_those_there_are(sampled: Parts) -> None:
    with pytest.raises(SettingsError, match=r"'oracle': no such reader; expected one of .*rules"):
        open_reader("oracle", sampled.means)


def test_two_readers_are_tried_in_one_run(tmp_path: Path) -> None:
    few = narrowed(load_set("samples"), limit=5)
    home = load({}, home=tmp_path)
    run = evaluate([few], home, readers=["rules", "rules"], embedder=HashEmbedder(), gated=False)
    ours, beside = run.sets[0].systems
    assert (ours.name, beside.name) == ("pressroom", "reader-rules")
    assert [r.status for r in ours.results] == [r.status for r in beside.results]


def test_an_unknown_reader_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such reader"):
        evaluate([load_set("samples")], load({}, home=tmp_path / "new"), readers=["oracle"])
    assert not (tmp_path / "new").exists()


def test_a_reader_without_its_weights_is_not_measured_under_its_name(tmp_path: Path) -> None:
    few, home = narrowed(load_set("samples"), limit=1), load({}, home=tmp_path)
    with pytest.raises(SettingsError, match=r"weights are missing.*the rules would read instead"):
        evaluate([few], home, readers=["rules", "trained"], embedder=HashEmbedder())
