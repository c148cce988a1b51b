"""The trainer of the reader, on rows written here: it learns, its weights are shipped and served."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from pressroom.assistant.read.trained.breadth import Breadth
from pressroom.assistant.structure.asking import WhoSaid
from pressroom.corpus.sentences import sentences
from pressroom.eval.training import asking, fitting, joint
from pressroom.eval.training.breadth import fitted, written
from pressroom.eval.training.data.alike import Alike
from pressroom.eval.training.data.batch import Batch, Cutter, by_sentence
from pressroom.eval.training.data.mixture import load
from pressroom.eval.training.data.rows import (
    BLIND,
    CONTRASTS,
    LONG,
    OWN,
    WHO_SAID,
    Group,
    Text,
    blind,
    documents,
    is_odd,
    long_answers,
    own,
    read,
)
from pressroom.eval.training.export import export, shipped
from pressroom.eval.training.mean import E5, Shares, mean, weights_of
from pressroom.eval.training.measure import examine
from pressroom.eval.training.reading.choosing import Scored, belonging_loss, is_right, scored
from pressroom.eval.training.reading.encoding import encode
from pressroom.eval.training.reading.figures import auc, figures
from pressroom.eval.training.reading.kept import Pool
from pressroom.eval.training.reading.losses import read_pairs
from pressroom.eval.training.reading.model import Reader, quick, started
from pressroom.eval.training.reading.pairing import paired
from pressroom.eval.training.train import Plan, Trainer, prepare, run
from pressroom.index.e5.cut import cut_passage
from pressroom.index.e5.onnx import INT8_MAX
from pressroom.index.e5.reading import ReadingEngine
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.trained import unpack_trained
from pressroom.index.e5.unpacking import unpack
from pressroom.index.e5.weights import find_weights, read_weights

_THINGS = ("公交卡", "图书证", "护照", "养犬证", "居住证", "停车证", "健康证", "驾驶证")
_SPLITS = ("train", "dev")
_OFFICES = ("东城", "西郊", "南湖", "北山", "河口")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 200 questions about what offices told, a quarter of them near misses."""
    folder = tmp_path_factory.mktemp("rows")
    rows = [row for office in _OFFICES for row in _rows(office)]
    _write(folder / "gov_everyday.jsonl.gz", rows)
    _write(folder / "gov_documents.jsonl.gz", [_document(office) for office in _OFFICES])
    return folder


@pytest.fixture(scope="module")
def tokens(model_cache: Path) -> Tokens:
    return Tokens(unpack(model_cache))


@pytest.fixture(scope="module")
def begun() -> Reader:
    """The model that training begins with, unpacked once. Do not change it."""
    return started(read_weights(find_weights()))


@pytest.fixture
def reader(begun: Reader) -> Reader:
    return deepcopy(begun)


@pytest.fixture(scope="module")
def trained(
    data: Path, tokens: Tokens, begun: Reader, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with the checkpoint and the curve of a short run."""
    threads = torch.get_num_threads()
    prepare(26)
    plan = Plan(tokens=30_000, encoder_rate=2e-4, warm=0.001, fall=1.0, pairs=10, queue=100)
    trainer = Trainer(deepcopy(begun), load(data), tokens, plan)
    out = tmp_path_factory.mktemp("run")
    losses = [trainer.learn() for _ in range(12)]
    (out / "losses.json").write_text(json.dumps(losses), "utf-8")
    run(trainer, out, minutes=0)
    torch.set_flush_denormal(False)  # other tests of this process count with such numbers
    torch.set_num_threads(threads)
    return out


def test_the_loss_falls_on_two_hundred_rows(trained: Path) -> None:
    losses = json.loads((trained / "losses.json").read_text("utf-8"))
    for part in ("sentence", "span"):
        first, last = (np.mean([row[part] for row in some]) for some in (losses[:3], losses[-3:]))
        assert last < 0.95 * first, part


def test_a_run_goes_on_where_its_checkpoint_stopped(
    trained: Path, data: Path, tokens: Tokens, reader: Reader
) -> None:
    trainer = Trainer(reader, load(data), tokens, Plan())
    trainer.resume(trained / "last.pt")
    assert trainer.step == 12
    assert trainer.done > 0


def test_what_is_shipped_gives_the_vectors_that_were_trained(
    trained: Path, data: Path, tokens: Tokens, reader: Reader, tmp_path: Path
) -> None:
    learned = weights_of(str(trained / "last.pt"))
    paths = export(learned, tmp_path / "layers")
    assert sum(path.stat().st_size for path in paths) < 25e6
    engine = ReadingEngine(unpack_trained(tmp_path / "cache", tmp_path / "layers"), tokens)
    own = dict(reader.eval().named_parameters())
    with torch.no_grad():
        for name, value in learned.items():
            own[name].copy_(value)
    group, batch = documents(data, "train")[0], Batch()
    Cutter(tokens).add(batch, group)
    with torch.no_grad(), quick():
        expected = encode(reader, batch).sentences.numpy()
    text = group.texts[0]
    served = engine.passage(text.header, text.text, list(sentences(text.text))).vectors[1:]
    assert (served * expected[: len(served)]).sum(axis=1).min() > 0.97


@pytest.mark.long  # half a minute, for reading a model four times
def test_a_run_goes_on_from_what_was_shipped(
    trained: Path, data: Path, tokens: Tokens, reader: Reader, tmp_path: Path
) -> None:
    learned = weights_of(str(trained / "last.pt"))
    export(learned, tmp_path)
    trainer = Trainer(reader, load(data), tokens, Plan())
    trainer.take(shipped(tmp_path))
    own = dict(trainer.reader.trained())
    missing = {name for name in own if name not in shipped(tmp_path)}
    assert missing == {"scale"}
    for name in own.keys() - missing:
        step = learned[name].abs().max().item() / INT8_MAX
        assert (own[name] - learned[name]).abs().max().item() <= 0.51 * step, name


@pytest.fixture(scope="module")
def chosen(data: Path, tokens: Tokens, begun: Reader) -> tuple[Reader, Pool, list[float]]:
    """A reader whose joint layers learned to choose sentences, for a few steps; what it learned
    from; its losses.
    """
    threads = torch.get_num_threads()
    prepare(26)
    plan = joint.Plan(questions=12, warm=0.001, fall=1.0)
    reader, cutter = deepcopy(begun).eval(), Cutter(tokens)
    learned = joint.learned_from(data, plan)
    pools = [(share, Pool(reader, cutter, some)) for share, some in learned]
    trainer = joint.Trainer(reader.train(), pools, plan)
    losses = [trainer.learn(0.5)["sentence"] for _ in range(14)]
    torch.set_flush_denormal(False)
    torch.set_num_threads(threads)
    return reader.eval(), pools[0][1], losses


def test_joint_layers_learn_which_sentence_answers(
    chosen: tuple[Reader, Pool, list[float]],
) -> None:
    losses = chosen[2]
    assert np.mean(losses[-3:]) < 0.95 * np.mean(losses[:3])


def test_a_passage_does_not_rival_itself(chosen: tuple[Reader, Pool, list[float]]) -> None:
    pool = chosen[1]
    for wanted, rivals in zip(pool.batch.wanted, pool.rivals, strict=True):
        assert rivals
        assert wanted.at not in rivals


def test_what_is_served_scores_sentences_as_it_was_trained(
    chosen: tuple[Reader, Pool, list[float]], data: Path, tokens: Tokens, tmp_path: Path
) -> None:
    reader = chosen[0]
    export({name: p.detach() for name, p in reader.trained()}, tmp_path / "layers")
    engine = ReadingEngine(unpack_trained(tmp_path / "cache", tmp_path / "layers"), tokens)
    group, batch = documents(data, "train")[0], Batch()
    Cutter(tokens).add(batch, group)
    with torch.no_grad(), quick():
        encoded = encode(reader, batch)
        near = encoded.sentences[: encoded.first[1]] @ encoded.questions[0]
        pair = paired(batch, 0, 0, near.tolist(), 192)
        reading = read_pairs(reader, batch, encoded, [pair])
    with torch.no_grad():
        found = scored(reader, encoded, [pair], [len(batch.wanted[0].ids)], reading).scores
        expected = (found - reader.none).numpy()
    text, asked = group.texts[0], engine.ask(group.asked[0].question)
    read = engine.passage(text.header, text.text, list(sentences(text.text)))
    cosines = read.vectors @ asked.vector
    sizes = [stop - start for start, stop in pair.sentences]
    kept = [(size, float(cosines[1 + n])) for size, n in zip(sizes, pair.numbers, strict=True)]
    told = engine.read(
        asked,
        read.states[0][pair.tokens],
        header=pair.first,
        sentences=kept,
        cosines=(max(cosines[1:]), max(cosines[1:]), cosines[0]),
    ).told
    assert np.corrcoef(told, expected)[0, 1] > 0.9
    assert np.abs(np.array(told) - expected).max() < 1.0


def test_the_mean_keeps_of_e5_what_only_the_encoder_has(trained: Path) -> None:
    last = str(trained / "last.pt")
    learned, untrained = weights_of(last), weights_of(E5)
    made = mean([(Shares.read("1"), last), (Shares.read("3/1"), E5)])
    lower, upper, head = "layers.7.out.weight", "layers.8.out.weight", "span.weight"
    assert torch.allclose(made[lower], (learned[lower] + 3 * untrained[lower]) / 4)
    assert torch.allclose(made[upper], (learned[upper] + untrained[upper]) / 2)
    assert torch.equal(made[head], learned[head])
    assert made.keys() == learned.keys()


def test_texts_come_with_those_most_like_them() -> None:
    texts = {
        "fare": "地铁3号线起步价两元，最高票价七元。",
        "fares": "公交与地铁的起步价和最高票价均有优惠。",
        "copy": "地铁3号线起步价两元，最高票价七元。。",
        "flood": "水库昨夜开始泄洪，下游村民已经转移。",
    }
    groups = {name: Group(name, [Text(text)]) for name, text in texts.items()}
    alike = Alike(list(groups.values()))
    assert [group.name for group in alike.to(groups["fare"], 2)] == ["fares", "flood"]


def test_dropout_is_for_learning_alone(data: Path, tokens: Tokens, reader: Reader) -> None:
    batch = Batch()
    Cutter(tokens).add(batch, documents(data, "train")[0])
    with torch.no_grad(), quick():
        still = [encode(reader.eval(), batch).sentences for _ in range(2)]
    assert torch.equal(*still)
    with quick():
        learning = [encode(reader.train(), batch).sentences.detach() for _ in range(2)]
    assert not torch.equal(*learning)


def test_some_words_of_a_question_are_forgotten_and_never_all(tokens: Tokens) -> None:
    whole = Cutter(tokens).question("请问办理公交卡要带什么证件？")
    cut = Cutter(tokens, forgotten=0.5, rng=random.Random(1)).question(
        "请问办理公交卡要带什么证件？"
    )
    assert len(cut) < len(whole)
    assert (cut[0], cut[-1]) == (whole[0], whole[-1])
    assert len(Cutter(tokens, forgotten=1.0).question("费用？")) > 2


def test_our_questions_name_passages_of_public_sets(tmp_path: Path) -> None:
    told = ["第一句。", "窗口在一楼，周末也开。"]
    rows = [
        {"id": f"q{n}", "source": f"told/{n}", "start": 0, "end": 16, "lang": "zh"}
        | {"question": "窗口在哪？", "answers": [[8, 10]] if n % 2 else [], "kind": "place"}
        for n in range(40)
    ]
    _write(tmp_path / "questions.jsonl.gz", rows)
    passages = [{"id": str(n), "passages": told, "speaker": "李岚"} for n in range(40)]
    _write(tmp_path / "told.jsonl.gz", passages)
    parts = [own(tmp_path, split, tmp_path / "questions.jsonl.gz")["told"] for split in _SPLITS]
    assert sum(map(len, parts)) == 40
    assert 0 < len(parts[1]) < len(parts[0])
    for group in parts[0] + parts[1]:
        (one,), text = group.asked, group.texts[0]
        assert text.speaker == "李岚"
        held = [text.text[slice(*span)] for span in one.sentences]
        assert held == (["窗口在一楼，周末也开。"] if one.answers else [])
    assert own(tmp_path / "elsewhere", "train", tmp_path / "questions.jsonl.gz") == {}


def test_the_questions_that_are_shipped_are_whole() -> None:
    rows = read(OWN)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        size = row["end"] - row["start"]
        assert all(0 <= start < end <= size for start, end in row["answers"]), row["id"]
        assert row["answers"] or row["miss"], row["id"]
        assert row["style"] != "follow-up" or (row["history"] and row["standalone"]), row["id"]


def test_the_contrasts_that_are_shipped_answer_or_say_what_is_missing() -> None:
    rows = read(CONTRASTS)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        size = row["end"] - row["start"]
        assert all(0 <= start < end <= size for start, end in row["answers"]), row["id"]
        assert bool(row["answers"]) != bool(row.get("miss")), row["id"]


def test_who_said_it_is_asked_by_half_of_the_questions_that_are_shipped_for_it() -> None:
    rows = read(WHO_SAID)
    assert len({row["question"] for row in rows}) == len(rows)
    assert 0.45 < sum(row["who"] for row in rows) / len(rows) < 0.55
    held = [len(some) for some in asking.ours("dev")]
    assert 0.08 * len(rows) < sum(held) < 0.17 * len(rows)


def test_a_model_of_who_said_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = asking.rows(*(np.array(some) for some in ([[1.0, 0.1]], [[0.2, 1.0]], [[0.0, 0.9]])))
    chance = fitting.fitted(rows)
    path = tmp_path / "asking.toml"
    path.write_text(asking.written(chance.weights, chance.offset, asking.least([-2.0, -1.0])))
    read_back = WhoSaid.read(lambda texts: np.array([[1.0, 0.0] for _ in texts]), path)
    assert read_back("?")
    assert read_back.of("?") == pytest.approx(chance.weights[0] + chance.offset, abs=1e-3)


def test_the_long_answers_that_are_shipped_name_a_run_of_characters() -> None:
    rows = read(LONG)
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(start < end for row in rows for start, end in row["answers"])


def test_the_blind_questions_that_are_shipped_are_answered_somewhere_or_near_something() -> None:
    rows = read(BLIND)
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["answers"] or "near" in row for row in rows)


def test_what_answers_a_blind_question_too_is_no_rival(
    data: Path, tokens: Tokens, reader: Reader, tmp_path: Path
) -> None:
    first = documents(data, "train")[0]
    row = {"lang": "zh", "doc": first.name, "question": "要交多少钱？"}
    rows = [
        row | {"id": "blind-0", "answers": [[1, 0, 4], [2, 0, 4]]},
        row | {"id": "blind-1", "answers": [], "near": 2},
    ]
    _write(tmp_path / "blind.jsonl.gz", rows)
    groups = blind(data, tmp_path / "blind.jsonl.gz")
    answered, open_one = groups[0].asked
    assert (answered.at, answered.also, len(answered.sentences)) == (1, (2,), 1)
    assert (open_one.at, open_one.sentences) == (2, ())
    pool = Pool(reader, Cutter(tokens), groups)
    assert set(pool.rivals[0]).isdisjoint({1, 2})


def test_an_answer_of_several_sentences_is_marked_in_each(
    data: Path, tokens: Tokens, tmp_path: Path
) -> None:
    first = documents(data, "train")[0]
    text = first.texts[0].text
    (_, stop), (start, end) = list(sentences(text))[:2]
    row = {"id": "long-0", "lang": "zh", "doc": first.name, "n": 1}
    asked = row | {"question": "办证有哪些规定？", "answers": [[2, end - 1]]}
    _write(tmp_path / "long.jsonl.gz", [asked])
    (group,) = long_answers(data, "train", tmp_path / "long.jsonl.gz")
    batch = Batch()
    Cutter(tokens).add(batch, group)
    (wanted,) = batch.wanted
    assert wanted.sentences == (0, 1)
    assert by_sentence(text, (2, end - 1)) == [(2, stop), (start, end - 1)]
    assert len(wanted.marks) == 2


def test_sentences_that_belong_to_an_answer_are_all_told(
    chosen: tuple[Reader, Pool, list[float]],
) -> None:
    reader, pool, _ = chosen
    number = next(n for n, one in enumerate(pool.batch.wanted) if one.sentences)
    batch, encoded = pool.taken([(number, [pool.batch.wanted[number].at])])
    (pair,) = joint.pairs_of(
        batch, encoded, [(number, [pool.batch.wanted[number].at])], [192], keep=True
    )
    right = torch.tensor(is_right(batch, pair))
    at = torch.zeros(len(right), dtype=torch.long)
    told, mistaken = (
        belonging_loss(reader, batch, [pair], Scored(at, reader.none + sign * (8.0 * right - 4.0)))
        for sign in (1, -1)
    )
    assert told < 0.2 < mistaken


def test_the_figures_say_how_many_were_asked(data: Path, tokens: Tokens, reader: Reader) -> None:
    group = documents(data, "train")[0]
    found = figures(examine(reader.eval(), Cutter(tokens), group, others=1))
    assert found["answered"] + found["missed"] == len(group.asked)
    assert 0 <= found["first"] <= 1


def test_each_token_knows_its_characters(tokens: Tokens) -> None:
    text = "  费用为５０元，工作日９：００起办理。Ｔel: 12345 ﬁne。"
    cut = cut_passage(tokens, "题目", text, list(sentences(text)))
    covered = {place for start, end in cut.spans if start >= 0 for place in range(start, end)}
    assert covered >= {place for place, char in enumerate(text) if not char.isspace()}
    assert all(
        a <= b for a, b in zip(_starts(cut.spans), list(_starts(cut.spans))[1:], strict=False)
    )


def test_the_length_that_is_asked_for_is_learned(tmp_path: Path) -> None:
    vectors = np.random.default_rng(3).normal(size=(400, 384)).astype(np.float32)
    learned = fitted(vectors, 2 + vectors[:, 0])
    (tmp_path / "breadth.toml").write_text(written(learned), "utf-8")
    read = Breadth.read(tmp_path / "breadth.toml")
    assert np.corrcoef([read.of(one) for one in vectors], vectors[:, 0])[0, 1] > 0.98


def test_auc_is_the_chance_that_a_right_one_scores_above_a_wrong_one() -> None:
    assert auc([3, 2, 1], [True, True, False]) == 1
    assert auc([1, 1], [True, False]) == 0.5


def test_half_of_the_paragraphs_are_kept_for_measuring() -> None:
    assert {is_odd(str(number)) for number in range(20)} == {True, False}


def _starts(spans: list[tuple[int, int]]) -> list[int]:
    return [start for start, end in spans if end > start >= 0]


def _passage(office: str, thing: str) -> str:
    fee = 5 + 7 * _THINGS.index(thing) + _OFFICES.index(office)
    return (
        f"{office}办事处说明，{thing}每周{'一二三四五'[fee % 5]}上午受理。"
        f"办理{thing}收取工本费{fee}元，残疾人免收。领取时带身份证原件。"
    )


def _document(office: str) -> dict[str, Any]:
    passages = [
        {"n": n, "speaker": None, "text": _passage(office, thing)}
        for n, thing in enumerate(_THINGS)
    ]
    return {"doc": office, "title": f"{office}通告", "split": "train", "passages": passages}


def _rows(office: str) -> Iterator[dict[str, Any]]:
    for n, thing in enumerate(_THINGS):
        passage = _passage(office, thing)
        parts = [passage[start:end] for start, end in sentences(passage)]
        fee = parts[1].split("工本费")[1].split("，")[0]
        asked = [
            (f"弄个{thing}要花多少钱", fee, parts[1]),
            (f"{thing}哪天能去办", parts[0].split(thing)[1].rstrip("受理。"), parts[0]),
            (f"取{thing}要拿啥", "身份证原件", parts[2]),
            (f"谁办{thing}不要钱", "残疾人", parts[1]),
            (f"{thing}丢了去哪里补", None, None),
        ]
        for place, (question, answer, sentence) in enumerate(asked):
            found = [{"text": answer, "start": passage.index(answer)}] if answer else []
            told = [{"text": sentence, "start": passage.index(sentence)}] if sentence else []
            yield {
                "id": f"{office}-{n}-{place}",
                "lang": "zh",
                "question": question,
                "passage": passage,
                "title": f"{office}通告",
                "doc": office,
                "n": n,
                "answers": found,
                "sentences": told,
                "split": "train",
            }


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
