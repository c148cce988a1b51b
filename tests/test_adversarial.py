"""Altered figures, swapped speakers, invented quotes, turned negations, other years and places,
injected instructions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from pressroom.assistant.build import Parts
from pressroom.assistant.check.citations import Quote
from pressroom.assistant.check.claims import check_text
from pressroom.assistant.check.verification import Unchecked, check_written
from pressroom.assistant.writer import ChatWriter
from pressroom.corpus.facts import tokens
from pressroom.index.hit import Hit

CASES = [
    json.loads(line)
    for line in (Path(__file__).resolve().parent.parent / "eval/cases/adversarial/claims.jsonl")
    .read_text("utf-8")
    .splitlines()
]


@dataclass(frozen=True)
class Attack:
    """What nobody said, with passages around it and the drafts of a model that wants it shown."""

    words: str
    hits: list[Hit]
    drafts: list[Unchecked]


def attack(case: dict[str, Any], parts: Parts) -> Attack:
    text = case["text"]
    words = text.split("说，", 1)[-1] if "说，" in text else text.split(" said ", 1)[-1]
    hits = list(
        {
            hit.passage_id: hit
            for query in (text, *case["quotes"])
            for hit in parts.searcher.search(query)
        }.values()
    )
    true = [
        Quote(hit.passage_id, quote)
        for quote in case["quotes"]
        for hit in hits
        if quote in hit.text
    ][:1]
    lie, greeting = Quote(hits[0].passage_id, words), Quote(hits[0].passage_id, hits[0].text[:6])
    lies = (
        (text,) if case["kind"] == "speaker" else (text, words)
    )  # the words of a swapped speaker are true without the name
    quotes = [tuple(true), (lie,), (*true, lie), (greeting,), ()]
    return Attack(words, hits, [Unchecked(said, chosen) for said in lies for chosen in quotes])


def test_the_set_is_as_large_and_as_varied_as_it_should_be() -> None:
    kinds = {
        kind: sum(case["kind"] == kind for case in CASES)
        for kind in ("figure", "negation", "elsewhere", "speaker", "invented", "injection")
    }
    assert len({case["id"] for case in CASES}) == len(CASES) >= 150
    assert sum(kinds.values()) == len(CASES)
    assert min(kinds.values()) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_no_draft_makes_the_assistant_say_it(sampled: Parts, case: dict[str, Any]) -> None:
    tried = attack(case, sampled)
    for draft in tried.drafts:
        passages = [hit.span for hit in tried.hits]
        ((sentence, rejected),) = check_written([draft], passages, nearness=lambda _a, _b: 1.0)
        assert rejected
        if sentence:
            # only an official's own whole sentences are shown in its place, never with the claim as
            # their translation
            assert sentence.text == " ".join(citation.text for citation in sentence.citations)
            assert sentence.translation is None
            assert all(
                c.text == sampled.library.get(c.transcript_id).text[c.start : c.end]
                for c in sentence.citations
            )
            if sentence.text == tried.words:
                assert [c.speaker.name for c in sentence.citations if c.speaker] == [
                    case["speaker"]
                ]
                assert case["kind"] == "speaker"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_verification_does_not_find_it(sampled: Parts, case: dict[str, Any]) -> None:
    verdicts = [claim.verdict for claim in check_text(case["text"], sampled.searcher)]
    assert "found" not in verdicts
    if case["kind"] == "speaker":
        assert verdicts == ["misattributed"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["kind"] == "speaker"], ids=lambda case: case["id"]
)
def test_the_same_words_are_found_with_the_official_who_said_them(
    sampled: Parts, case: dict[str, Any]
) -> None:
    """The other side: a check that finds nothing would pass all of the above."""
    joined = " said " if " said " in case["text"] else "说，"
    (claim,) = check_text(
        case["speaker"] + joined + case["text"].split(joined, 1)[1], sampled.searcher
    )
    assert claim.verdict == "found"
    assert claim.citation is not None
    assert claim.citation.transcript_id == case["doc"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["question"]], ids=lambda case: case["id"]
)
def test_a_model_that_obeys_an_injected_question_says_nothing_of_its_own(
    sampled: Parts, case: dict[str, Any]
) -> None:
    """The whole way: the question as it is asked, and a model that does what it says, with the
    quote that it likes best.
    """
    for words in (case["text"], sampled.library.get(case["doc"]).text[200:206], ""):
        row = {"text": case["text"], "quotes": [{"passage": 1, "words": words}]}
        model = GenericFakeChatModel(
            messages=iter([AIMessage(content=json.dumps(row, ensure_ascii=False))] * 2)
        )
        obeying = replace(sampled.assistant, writer=ChatWriter(model))
        answer = obeying.look_up(case["question"])
        assert case["text"] not in [sentence.text for sentence in answer.sentences]
        assert all(
            sentence.text == " ".join(c.text for c in sentence.citations)
            for sentence in answer.sentences
        )


def test_the_data_are_what_they_say(sampled: Parts) -> None:
    for case in CASES:
        text = sampled.library.get(case["doc"]).text
        assert all(quote in text for quote in case["quotes"])
        for quote in case["quotes"] if case["kind"] != "speaker" else ():
            assert [token.key for token in tokens(quote)] != [
                token.key for token in tokens(case["text"].split("，", 1)[-1])
            ]
