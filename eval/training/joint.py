"""Training rows and a checkpoint -> joint layers that tell which sentence answers: `python -m
pressroom.eval.training.joint --data FOLDER --start CHECKPOINT --out FOLDER`.

The encoder stays as it is, so each text is encoded once and kept. A question is read with its own
passage and some of the nearest others; of all their sentences the right one should score highest,
and none higher than `Reader.none` where nothing answers.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from pressroom.eval.training.data.batch import Batch, Cutter, cropped
from pressroom.eval.training.data.mixture import SPANS
from pressroom.eval.training.data.mixture import load as load_rows
from pressroom.eval.training.data.rows import Group, blind, contrasts, documents, long_answers
from pressroom.eval.training.measure import READ_TOKENS, load
from pressroom.eval.training.reading.choosing import belonging_loss, choosing_loss, scored
from pressroom.eval.training.reading.encoding import Encoded
from pressroom.eval.training.reading.kept import Pool
from pressroom.eval.training.reading.losses import read_pairs, reading_loss
from pressroom.eval.training.reading.model import Reader, quick
from pressroom.eval.training.reading.pairing import Pair, paired
from pressroom.eval.training.train import prepare
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.unpacking import unpack
from torch import Tensor

_SHARES = ("ours", "long", "contrasts", "blind")
_SET = ("minutes", "seed", "joint_rate", "public", *_SHARES, "belonging_weight")
_HEADS = ("side", "span", "answers", "told", "near", "none")
_CROPPED = 8  # questions of a public passage
_LOOK = 400  # steps between two looks at `dev`
_DEV = 5  # of so many questions of `dev` one is looked at

Chosen = Sequence[tuple[int, Sequence[int]]]  # questions, each with passages, by number


@dataclass(frozen=True)
class Plan:
    """How long, how fast, how much of what."""

    minutes: float = 45
    seed: int = 26
    joint_rate: float = 1.2e-4
    head_rate: float = 1e-3
    warm: float = 0.03
    fall: float = 0.5  # from this share on the rate falls
    questions: int = 20  # a step
    read: int = 3  # passages of a question
    budget: tuple[int, int] = (50, 150)  # tokens of a passage
    ours: float = 0.5  # of the steps
    long: float = 0.25  # of the steps ask for answers of whole sentences
    contrasts: float = 0.0  # of the steps ask what other sentences nearly answer
    blind: float = 0.0  # of the steps ask what was asked before the document was seen
    public: int = 60  # passages of each public set
    absent: float = 0.12  # of the questions are read without what answers them
    answer_weight: float = 0.5
    belonging_weight: float = 0.3
    average: float = 0.99


class Trainer:
    """Reader, pools with the shares of steps that ask of them, optimizer and average of weights."""

    def __init__(self, reader: Reader, pools: Sequence[tuple[float, Pool]], plan: Plan) -> None:
        self.reader, self.plan = reader, plan
        self._shares = [share for share, _ in pools]
        self._pools, self._rng = [pool for _, pool in pools], random.Random(plan.seed)
        self._left: dict[int, list[int]] = {}
        joint: list[Tensor] = []
        heads: list[Tensor] = []
        for name, parameter in reader.named_parameters():
            kind = name.split(".")[0]
            parameter.requires_grad = kind == "joint" or kind in _HEADS
            if parameter.requires_grad:
                (joint if kind == "joint" else heads).append(parameter)
        rates = {plan.joint_rate: joint, plan.head_rate: heads}
        groups = [{"params": some, "lr": r, "highest": r} for r, some in rates.items()]
        self._learning = joint + heads
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.average = {n: p.detach().clone() for n, p in reader.trained()}
        self.step = 0

    def learn(self, share: float) -> dict[str, float]:
        """One step, at this share of the plan; its losses."""
        self._set_rates(share)
        batch, encoded, pairs = self._drawn()
        sizes = [len(batch.wanted[pair.question].ids) for pair in pairs]
        with quick():
            reading = read_pairs(self.reader, batch, encoded, pairs)
        found = scored(self.reader, encoded, pairs, sizes, reading)
        sentence = choosing_loss(self.reader, batch, pairs, found)
        span, answer = reading_loss(reading, pairs, sizes)
        belongs = belonging_loss(self.reader, batch, pairs, found)
        beside = self.plan.answer_weight * answer + self.plan.belonging_weight * belongs
        self._update(sentence + span + beside)
        self.step += 1
        parts = {"sentence": sentence, "span": span, "answer": answer, "belongs": belongs}
        return {name: part.detach().item() for name, part in parts.items()}

    def save(self, path: Path) -> None:
        """As `mean` and `export` take it."""
        torch.save({"average": self.average}, path)

    def _update(self, loss: Tensor) -> None:
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimizer.step()
        keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, parameter in self.reader.trained():
                self.average[name].lerp_(parameter.detach(), 1 - keep)

    def _drawn(self) -> tuple[Batch, Encoded, list[Pair]]:
        (number,) = self._rng.choices(range(len(self._pools)), self._shares)
        pool = self._pools[number]
        chosen = [(n, self._passages(pool, n)) for n in self._next(number)]
        batch, encoded = pool.taken(chosen)
        budgets = [self._rng.randrange(*self.plan.budget) for _ in chosen]
        return batch, encoded, list(pairs_of(batch, encoded, chosen, budgets, keep=True))

    def _passages(self, pool: Pool, number: int) -> list[int]:
        """Its own, and some of the nearest others, the nearer the likelier."""
        wanted, rivals = pool.batch.wanted[number], pool.rivals[number]
        order = sorted(range(len(rivals)), key=lambda n: -(self._rng.random() ** (n + 1.0)))
        others = [rivals[n] for n in order[: self.plan.read - 1]]
        is_left_out = wanted.sentences and others and self._rng.random() < self.plan.absent
        return others if is_left_out else [wanted.at, *others]

    def _next(self, number: int) -> list[int]:
        """The next questions of a shuffled round."""
        left = self._left.setdefault(number, [])
        if len(left) < self.plan.questions:
            wanted = self._pools[number].batch.wanted
            again = [n for n, one in enumerate(wanted) if one.marks or not one.sentences]
            self._rng.shuffle(again)
            left.extend(again)
        return [left.pop() for _ in range(min(self.plan.questions, len(left)))]

    def _set_rates(self, share: float) -> None:
        now = min(1.0, share / self.plan.warm + 0.02)
        if share > self.plan.fall:
            now = max(0.03, (1 - share) / (1 - self.plan.fall))
        for group in self._optimizer.param_groups:
            group["lr"] = group["highest"] * now


def pairs_of(
    batch: Batch, encoded: Encoded, chosen: Chosen, budgets: Sequence[int], *, keep: bool
) -> Iterator[Pair]:
    """Each question with each of its passages; `keep` the sentences that answer."""
    place = {p: n for n, p in enumerate(dict.fromkeys(p for _, some in chosen for p in some))}
    for number, ((_, passages), budget) in enumerate(zip(chosen, budgets, strict=True)):
        for at in (place[passage] for passage in passages):
            start, end = encoded.first[at], encoded.first[at + 1]
            near = (encoded.sentences[start:end] @ encoded.questions[number]).tolist()
            pair = paired(batch, number, at, near, budget, keep=keep)
            if pair.sentences:
                yield pair


def looked(reader: Reader, pools: Sequence[Pool], *, read: int = 4) -> float:
    """The loss of choosing sentences over some questions of each pool."""
    total, count = 0.0, 0
    for pool in pools:
        wanted = pool.batch.wanted
        if not wanted:
            continue  # what answers was cut off
        numbers = range(0, len(wanted), _DEV)
        chosen = [(n, [wanted[n].at, *pool.rivals[n][: read - 1]]) for n in numbers]
        batch, encoded = pool.taken(chosen)
        budgets = [READ_TOKENS] * len(chosen)
        pairs = list(pairs_of(batch, encoded, chosen, budgets, keep=False))
        sizes = [len(batch.wanted[pair.question].ids) for pair in pairs]
        with torch.no_grad(), quick():
            reading = read_pairs(reader, batch, encoded, pairs)
        with torch.no_grad():
            found = scored(reader, encoded, pairs, sizes, reading)
            total += len(chosen) * float(choosing_loss(reader, batch, pairs, found))
        count += len(chosen)
    return total / count


def learned_from(folder: Path, plan: Plan) -> list[tuple[float, list[Group]]]:
    """Ours, ours with long answers, ours with others beside that look alike, some passages of each
    public set, and what was asked of documents nobody had seen; each with its share of the steps.
    """
    sources, rng = load_rows(folder), random.Random(plan.seed)
    own = [group for some in sources.own.values() for group in some]
    found = [
        (plan.ours, [*sources.documents, *sources.alone, *own]),
        (plan.long, long_answers(folder, "train")),
        (plan.contrasts, [_answered(group) for group in contrasts(folder, "train")]),
    ]
    unseen = plan.blind, blind(folder)
    left = (1 - unseen[0] - sum(share for share, _ in found)) / len(SPANS)
    for name in SPANS:
        groups = sources.public.get(name, [])
        some = rng.sample(groups, min(len(groups), plan.public))
        found.append((left, [_cropped(group, rng) for group in some]))
    return [(share, some) for share, some in [*found, unseen] if share and some]


def _answered(group: Group) -> Group:
    """Without near misses: who writes what a passage lacks asks for prices and numbers, and so much
    of that is learned that such questions are mistrusted where they are answered.
    """
    return replace(group, asked=[one for one in group.asked if one.sentences])


def _cropped(group: Group, rng: random.Random) -> Group:
    text, asked = cropped(group.texts[0], group.asked[:_CROPPED], rng)
    return Group(group.name, [text], asked)


def run(trainer: Trainer, dev: Mapping[str, Sequence[Pool]], out: Path) -> None:
    """Until the minutes are over; a line of the curve every 20 steps, `1.pt` to `4.pt` at the end
    of each quarter.
    """
    plan, reader, quarter = trainer.plan, trainer.reader, 1
    began = time.monotonic()
    total: dict[str, float] = {}
    with (out / "curve.jsonl").open("a", encoding="utf-8") as curve:
        while (spent := time.monotonic() - began) < 60 * plan.minutes:
            for name, value in trainer.learn(spent / 60 / plan.minutes).items():
                total[name] = total.get(name, 0.0) + value / 20
            if trainer.step % 20 == 0:
                line: dict[str, float] = {"step": trainer.step, "seconds": round(spent)}
                line |= {name: round(value, 4) for name, value in total.items()}
                if trainer.step % _LOOK == 0:
                    reader.eval()
                    line |= {name: round(looked(reader, some), 4) for name, some in dev.items()}
                    reader.train()
                curve.write(json.dumps(line) + "\n")
                curve.flush()
                total = {}
            if 4 * spent / 60 / plan.minutes > quarter:
                trainer.save(out / f"{quarter}.pt")
                quarter += 1
    trainer.save(out / "4.pt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name in _SET:
        default = getattr(Plan, name)
        parser.add_argument(f"--{name}", type=type(default), default=default)
    args = parser.parse_args()
    plan = Plan(**{name: getattr(args, name) for name in _SET})
    prepare(plan.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    reader, cutter = load(args.start), Cutter(Tokens(unpack(args.out / "cache")))
    dev = [Pool(reader, cutter, [group]) for group in documents(args.data, "dev")]
    dev_long = [Pool(reader, cutter, [group]) for group in long_answers(args.data, "dev")]
    near = contrasts(args.data, "dev")
    dev_contrasts = [Pool(reader, cutter, near)] if near else []
    pools = [(share, Pool(reader, cutter, some)) for share, some in learned_from(args.data, plan)]
    looked_at = {"dev": dev, "dev_long": dev_long, "dev_contrasts": dev_contrasts}
    there = {name: some for name, some in looked_at.items() if some}
    run(Trainer(reader.train(), pools, plan), there, args.out)


if __name__ == "__main__":
    main()
