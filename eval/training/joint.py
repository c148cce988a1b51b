"""Training rows -> joint layers that tell which sentence answers: `python -m
pressroom.eval.training.joint --data FOLDER --start CHECKPOINT --out FOLDER`.

The encoder stays as it is, so each text is encoded once and kept. Each question is read with its
own passage and the nearest others; of all their sentences the right one should score highest, and
no sentence higher than `none` where nothing answers.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from pressroom.eval.training import mixture
from pressroom.eval.training.batch import Batch, Cutter
from pressroom.eval.training.choosing import scored, told
from pressroom.eval.training.kept import Pool, pool
from pressroom.eval.training.losses import Encoded, Pair, paired, read_pairs, reading_loss
from pressroom.eval.training.measure import load
from pressroom.eval.training.model import Reader, quick
from pressroom.eval.training.rows import Group, documents
from pressroom.eval.training.train import prepare
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.unpacking import unpack
from torch import Tensor
from torch.nn import functional

READ = 3  # passages of a question


@dataclass(frozen=True)
class Plan:
    """How long, how fast, how much of what."""

    minutes: float = 45
    seed: int = 26
    joint_rate: float = 1.2e-4
    head_rate: float = 1e-3
    warm: float = 0.03
    fall: float = 0.5
    questions: int = 20
    ours: float = 0.75  # of the steps
    public: int = 200  # passages of each public set
    absent: float = 0.12  # of the questions are read without what answers them
    answer_weight: float = 0.5
    average: float = 0.99


class Trainer:
    """Reader, pools, optimizer and average of weights."""

    def __init__(self, reader: Reader, pools: Sequence[Pool], plan: Plan) -> None:
        self.reader, self.pools, self.plan = reader, pools, plan
        self.rng = random.Random(plan.seed)
        joint, heads = [], []
        for name, parameter in reader.named_parameters():
            kind = name.split(".")[0]
            parameter.requires_grad = kind in ("joint", "side", "span", "answers", "told", "near", "none")
            if parameter.requires_grad:
                (joint if kind == "joint" else heads).append(parameter)
        groups = [
            {"params": some, "lr": rate, "highest": rate}
            for some, rate in ((joint, plan.joint_rate), (heads, plan.head_rate))
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.learning = joint + heads
        self.average = {n: p.detach().clone() for n, p in reader.trained()}
        self.left: dict[int, list[int]] = {}
        self.step = 0

    def learn(self, share: float) -> dict[str, float]:
        """One step, at this share of the plan; its losses."""
        self._set_rates(share)
        batch, encoded, pairs = self._drawn()
        sizes = [len(batch.wanted[pair.question].ids) for pair in pairs]
        with quick():
            reading = read_pairs(self.reader, batch, encoded, pairs)
            with torch.autocast("cpu", enabled=False):
                added, near = told(self.reader, encoded, pairs, sizes, reading)
                sentence = chosen_loss(self.reader, batch, pairs, scored(self.reader, added, near))
                span, answer = reading_loss(reading, pairs, sizes)
        loss = sentence + span + self.plan.answer_weight * answer
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.learning, 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, parameter in self.reader.trained():
                self.average[name].lerp_(parameter.detach(), 1 - keep)
        return {"sentence": sentence.item(), "span": span.item(), "answer": answer.item()}

    def _drawn(self) -> tuple[Batch, Encoded, list[Pair]]:
        ours = len(self.pools) == 1 or self.rng.random() < self.plan.ours
        number = 0 if ours else self.rng.randrange(1, len(self.pools))
        some = self.pools[number]
        chosen = []
        for n in self._next(number):
            wanted = some.batch.wanted[n]
            rivals = nearest_first(some.rivals[n], READ - 1, self.rng)
            own = [] if wanted.sentences and self.rng.random() < self.plan.absent else [wanted.at]
            chosen.append((n, [*own, *rivals]))
        batch, encoded = some.taken(chosen)
        return batch, encoded, list(pairs_of(batch, encoded, some, chosen, self.rng))

    def _next(self, number: int) -> list[int]:
        left = self.left.setdefault(number, [])
        if len(left) < self.plan.questions:
            again = [
                n for n, w in enumerate(self.pools[number].batch.wanted) if w.marks or not w.sentences
            ]
            self.rng.shuffle(again)
            left.extend(again)
        return [left.pop() for _ in range(min(self.plan.questions, len(left)))]

    def _set_rates(self, share: float) -> None:
        now = min(1.0, share / self.plan.warm + 0.02)
        if share > self.plan.fall:
            now = max(0.03, (1 - share) / (1 - self.plan.fall))
        for group in self.optimizer.param_groups:
            group["lr"] = group["highest"] * now

    def save(self, path: Path) -> None:
        torch.save({"average": self.average}, path)


def nearest_first(rivals: Sequence[int], count: int, rng: random.Random) -> list[int]:
    """Some of the nearest, the nearer the likelier."""
    keys = sorted(range(len(rivals)), key=lambda n: -(rng.random() ** (n + 1.0)))
    return [rivals[n] for n in keys[:count]]


def pairs_of(
    batch: Batch, encoded: Encoded, some: Pool, chosen: Sequence[tuple[int, Sequence[int]]], rng: random.Random | None
) -> list[Pair]:
    """Each question with each of its passages."""
    place = {}
    for _, passages in chosen:
        for passage in passages:
            place.setdefault(passage, len(place))
    made = []
    for number, (_, passages) in enumerate(chosen):
        budget = rng.randrange(50, 150) if rng else 192
        for passage in passages:
            at = place[passage]
            start, end = encoded.first[at], encoded.first[at + 1]
            near = (encoded.sentences[start:end] @ encoded.questions[number]).tolist()
            pair = paired(batch, number, at, near, budget, keep=rng is not None)
            if pair.sentences:
                made.append(pair)
    return made


def right_sentences(batch: Batch, pairs: Sequence[Pair]) -> tuple[list[int], list[bool]]:
    """Of the sentences of all pairs: the question, and whether it answers."""
    of, right = [], []
    for pair in pairs:
        wanted = batch.wanted[pair.question]
        for number in pair.numbers:
            of.append(pair.question)
            right.append(pair.passage == wanted.at and number in wanted.sentences)
    return of, right


def chosen_loss(reader: Reader, batch: Batch, pairs: Sequence[Pair], scores: Tensor) -> Tensor:
    """Mean of -log of the share that the right sentences have, `none` where there are none."""
    of, right = right_sentences(batch, pairs)
    rows = len(batch.wanted)
    at, is_right = torch.tensor(of), torch.tensor(right)
    place = torch.zeros(len(of), dtype=torch.long)
    seen = [0] * rows
    for n, question in enumerate(of):
        place[n] = seen[question]
        seen[question] += 1
    table = torch.full((rows, max(seen) + 1), -1e4).index_put((at, place + 1), scores)
    table = torch.cat([reader.none.expand(rows, 1), table[:, 1:]], 1)
    good = torch.zeros(table.shape, dtype=torch.bool)
    good[at, place + 1] = is_right
    good[:, 0] = ~good[:, 1:].any(1)
    kept = torch.tensor([count > 0 for count in seen])
    best = table.masked_fill(~good, -1e4).logsumexp(-1)
    return (table.logsumexp(-1) - best)[kept].mean()


def examined(reader: Reader, pools: Sequence[Pool], every: int) -> dict[str, float]:
    """Figures on questions of documents: right sentence first, by nearness and by both; marked
    words right; answered told from near misses.
    """
    from pressroom.eval.training.figures import auc

    by_near = by_both = marks = asked = 0
    odds, able = [], []
    for some in pools:
        numbers = list(range(0, len(some.batch.wanted), every))
        for begin in range(0, len(numbers), 24):
            chosen = []
            for n in numbers[begin : begin + 24]:
                w = some.batch.wanted[n]
                order = some.order(n)[:READ]
                chosen.append((n, order))
            batch, encoded = some.taken(chosen)
            pairs = pairs_of(batch, encoded, some, chosen, None)
            sizes = [len(batch.wanted[pair.question].ids) for pair in pairs]
            with torch.no_grad(), quick():
                reading = read_pairs(reader, batch, encoded, pairs)
                added, near = told(reader, encoded, pairs, sizes, reading)
            scores = scored(reader, added.float(), near)
            of, right = right_sentences(batch, pairs)
            places = [(p, s) for p, pair in enumerate(pairs) for s in range(len(pair.numbers))]
            at = torch.tensor(of)
            for q in range(len(chosen)):
                own = (at == q).nonzero()[:, 0]
                if not len(own):
                    continue
                w = batch.wanted[q]
                total = scores[own]
                odds.append(float(total.logsumexp(0)))
                able.append(bool(w.sentences))
                if not w.sentences:
                    continue
                asked += 1
                by_near += right[int(own[near[own].argmax()])]
                best = int(own[total.argmax()])
                by_both += right[best]
                p, s = places[best]
                pair, size = pairs[p], sizes[p]
                first, stop = pair.sentences[s]
                start, end = (x[p, size + first : size + stop].float().log_softmax(-1) for x in (reading.start, reading.end))
                table = (start[:, None] + end[None]).masked_fill(torch.ones(stop - first, stop - first).tril(-1).bool(), -1e9)
                i, j = divmod(int(table.argmax()), stop - first)
                cut = batch.passages[pair.passage]
                a, b = cut.spans[pair.tokens[first + i]][0], cut.spans[pair.tokens[first + j]][1]
                if pair.passage == w.at:
                    gold = [(cut.spans[x][0], cut.spans[y][1]) for x, y in w.marks]
                    marks += any(a <= x and y <= b and b - a <= 2 * (y - x) for x, y in gold)
    return {
        "near": round(by_near / asked, 3),
        "both": round(by_both / asked, 3),
        "marks": round(marks / asked, 3),
        "auc": round(auc(odds, able), 3),
        "asked": asked,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name in ("minutes", "seed", "joint_rate", "public"):
        default = getattr(Plan, name)
        parser.add_argument(f"--{name}", type=type(default), default=default)
    args = parser.parse_args()
    plan = Plan(minutes=args.minutes, seed=args.seed, joint_rate=args.joint_rate, public=args.public)
    prepare(plan.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    reader = load(args.start)
    cutter = Cutter(Tokens(unpack(args.out / "cache")))
    began = time.monotonic()
    dev = [pool(reader, cutter, [group]) for group in documents(args.data, "dev")]
    print("dev", time.monotonic() - began, examined(reader, dev, 5), time.monotonic() - began, flush=True)
    sources = mixture.load(args.data)
    ours = [*sources.documents, *sources.alone, *(g for some in sources.own.values() for g in some)]
    pools = [pool(reader, cutter, ours)]
    print("ours", len(pools[0].batch.passages), len(pools[0].batch.wanted), time.monotonic() - began, flush=True)
    rng = random.Random(plan.seed)
    for name in mixture.SPANS:
        groups = sources.public.get(name, [])
        some = [crop(g, rng) for g in rng.sample(groups, min(len(groups), plan.public))] if plan.public else []
        if some:
            pools.append(pool(reader, cutter, some))
    print("public", len(pools), time.monotonic() - began, flush=True)
    trainer = Trainer(reader, pools, plan)
    began = time.monotonic()
    total: dict[str, float] = {}
    saved = began
    with (args.out / "curve.jsonl").open("a") as curve:
        while (spent := time.monotonic() - began) < 60 * plan.minutes:
            reader.train()
            for name, value in trainer.learn(spent / 60 / plan.minutes).items():
                total[name] = total.get(name, 0.0) + value / 20
            if trainer.step % 20 == 0:
                line = {"step": trainer.step, "seconds": round(spent)} | {n: round(v, 4) for n, v in total.items()}
                line |= {"near": reader.near.item(), "none": reader.none.item()}
                if trainer.step % 400 == 0:
                    reader.eval()
                    line |= {f"dev_{n}": v for n, v in examined(reader, dev, 5).items()}
                curve.write(json.dumps(line) + "\n")
                curve.flush()
                total = {}
            if time.monotonic() - saved > 240:
                trainer.save(args.out / "last.pt")
                saved = time.monotonic()
    trainer.save(args.out / "last.pt")
    final = load(args.out / "last.pt")
    print("end", examined(final, dev, 1), flush=True)


def crop(group: Group, rng: random.Random) -> Group:
    from pressroom.eval.training.batch import cropped

    text, asked = cropped(group.texts[0], group.asked[:8], rng)
    return Group(group.name, [text], asked)


if __name__ == "__main__":
    main()
