"""Training rows -> checkpoints of the reader, with a curve: `python -m
pressroom.eval.training.train --data FOLDER --out FOLDER`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pressroom.eval.training.data.mixture import Mixture, Sources, load
from pressroom.eval.training.export import shipped
from pressroom.eval.training.reading.encoding import encode
from pressroom.eval.training.reading.losses import ranking, read_pairs, reading_loss
from pressroom.eval.training.reading.model import JOINT, Reader, quick, started
from pressroom.eval.training.reading.pairing import choose_pairs
from pressroom.index.e5.tokens import Tokens
from pressroom.index.e5.unpacking import unpack
from pressroom.index.e5.weights import DIMENSIONS, LAYERS, find_weights, read_weights
from torch import Tensor

# What of a plan the command line sets.
_SET = ("tokens", "seed", "encoder_rate", "joint_rate", "span_weight", "pairs")
_ENCODER = "layers."


@dataclass(frozen=True)
class Plan:
    """How long, how fast, how much of what."""

    tokens: int = 10_000_000  # of a whole encoder, read and learned from
    seed: int = 26
    encoder_rate: float = 1e-4  # 0: only the joint layers learn
    joint_rate: float = 2.5e-4
    head_rate: float = 1e-3
    warm: float = 0.02
    fall: float = 0.65  # from this share on the rate falls
    queue: int = 3000
    pairs: int = 56
    negative: float = 0.5
    passage_weight: float = 0.3
    span_weight: float = 1.0
    answer_weight: float = 1.0
    average: float = 0.99
    save_seconds: float = 240


class Trainer:
    """Reader, optimizer, average of weights and queue; goes on where a checkpoint stopped."""

    def __init__(self, reader: Reader, sources: Sources, tokens: Tokens, plan: Plan) -> None:
        self.reader, self.plan = reader, plan
        self.mixture = Mixture(sources, tokens, seed=plan.seed)
        self.optimizer = torch.optim.AdamW(_rates(reader, plan), weight_decay=0.01, fused=True)
        self.average = {n: p.detach().clone() for n, p in reader.trained()}
        self.queue = (torch.zeros(0, DIMENSIONS), torch.zeros(0, DIMENSIONS))
        self.step, self.done = 0, 0.0
        for name, parameter in reader.named_parameters():
            is_still = name.startswith(_ENCODER) and plan.encoder_rate == 0
            parameter.requires_grad = name in self.average and not is_still

    def learn(self) -> dict[str, float]:
        """One step; its losses."""
        batch = self.mixture.batch()
        self._set_rates()
        with quick():
            encoded = encode(self.reader, batch)
            with torch.autocast("cpu", enabled=False):
                by_sentence, by_passage = ranking(self.reader, batch, encoded, self.queue)
            pairs = choose_pairs(
                batch, encoded, self.mixture.rng, most=self.plan.pairs, negative=self.plan.negative
            )
            sizes = [len(batch.wanted[pair.question].ids) for pair in pairs]
            if pairs:
                reading = read_pairs(self.reader, batch, encoded, pairs)
                span, answer = reading_loss(reading, pairs, sizes)
            else:
                span = answer = torch.zeros(())
        plan = self.plan
        loss = by_sentence + plan.passage_weight * by_passage
        loss = loss + plan.span_weight * span + plan.answer_weight * answer
        self._update(loss)
        self._remember(encoded.sentences, encoded.passages)
        joint = sum(sizes) + sum(len(pair.tokens) for pair in pairs)
        self.done += batch.tokens + joint * JOINT / LAYERS
        self.step += 1
        parts = {"sentence": by_sentence, "passage": by_passage, "span": span, "answer": answer}
        return {name: part.detach().item() for name, part in parts.items()}

    def _update(self, loss: Tensor) -> None:
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        learning = [p for _, p in self.reader.trained() if p.requires_grad]
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        self.optimizer.step()
        keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            names = [n for n, _ in self.reader.trained()]
            now = [p.detach() for _, p in self.reader.trained()]
            torch._foreach_lerp_([self.average[n] for n in names], now, 1 - keep)

    def _remember(self, sentences: Tensor, passages: Tensor) -> None:
        most = self.plan.queue
        self.queue = (
            torch.cat([sentences.detach(), self.queue[0]])[:most],
            torch.cat([passages.detach(), self.queue[1]])[: most // 5],
        )

    def _set_rates(self) -> None:
        share = self.done / self.plan.tokens
        now = min(1.0, share / self.plan.warm + 0.02)
        if share > self.plan.fall:
            now = max(0.03, (1 - share) / (1 - self.plan.fall))
        for group in self.optimizer.param_groups:
            group["lr"] = group["highest"] * now

    def save(self, path: Path) -> None:
        state: dict[str, Any] = {
            "trained": {n: p.detach() for n, p in self.reader.trained()},
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "done": self.done,
            "random": self.mixture.rng.getstate(),
            "noise": torch.get_rng_state(),
        }
        torch.save(state, path.with_suffix(".part"))
        os.replace(path.with_suffix(".part"), path)

    def take(self, weights: Mapping[str, Tensor]) -> None:
        """Starts from these weights, as far as they are named; the others stay as they are."""
        own = dict(self.reader.trained())
        with torch.no_grad():
            for name, value in weights.items():
                own[name].copy_(value)
                self.average[name].copy_(value)

    def resume(self, path: Path, *, weights_only: bool = False) -> None:
        """All of a checkpoint; `weights_only`: a new run that starts from its averaged weights."""
        state = torch.load(path, weights_only=False)
        known = state["average" if weights_only else "trained"]
        own = dict(self.reader.trained())
        with torch.no_grad():
            for name, value in known.items():
                own[name].copy_(value)
                self.average[name].copy_(state["average"][name])
        if not weights_only:
            rates = [group["highest"] for group in self.optimizer.param_groups]
            self.optimizer.load_state_dict(state["optimizer"])
            for group, rate in zip(self.optimizer.param_groups, rates, strict=True):
                group["highest"] = rate
            self.step, self.done = state["step"], state["done"]
            self.mixture.rng.setstate(state["random"])
            torch.set_rng_state(state["noise"])


def _rates(reader: Reader, plan: Plan) -> list[dict[str, Any]]:
    kinds: dict[str, list[Any]] = {"layers": [], "joint": [], "head": []}
    for name, parameter in reader.trained():
        kind = name.split(".")[0]
        kinds[kind if kind in kinds else "head"].append(parameter)
    rates = {"layers": plan.encoder_rate, "joint": plan.joint_rate, "head": plan.head_rate}
    return [{"params": kinds[kind], "lr": rate, "highest": rate} for kind, rate in rates.items()]


def run(trainer: Trainer, out: Path, *, minutes: float) -> None:
    """Until the plan's tokens are done, or the minutes over; a line of the curve every 20 steps."""
    began = saved = time.monotonic()
    start = trainer.done
    total: dict[str, float] = {}
    with (out / "curve.jsonl").open("a", encoding="utf-8") as curve:
        while trainer.done < trainer.plan.tokens and time.monotonic() - began < 60 * minutes:
            for name, value in trainer.learn().items():
                total[name] = total.get(name, 0) + value / 20
            now = time.monotonic()
            if trainer.step % 20 == 0:
                speed = (trainer.done - start) / (now - began)
                line: dict[str, float] = {
                    "step": trainer.step,
                    "tokens": int(trainer.done),
                    "a_second": int(speed),
                }
                line |= {name: round(value, 4) for name, value in total.items()}
                line["scale"] = round(trainer.reader.scale.detach().exp().item(), 1)
                curve.write(json.dumps(line) + "\n")
                curve.flush()
                total = {}
            if now - saved > trainer.plan.save_seconds:
                trainer.save(out / "last.pt")
                saved = now
    trainer.save(out / "last.pt")


def prepare(seed: int) -> None:
    """One thread, numbers too small to matter taken for 0 (three times as fast), the seed set."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    random.seed(seed)
    torch.manual_seed(seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument(
        "--start", type=Path, help="a checkpoint, or a folder of exported weights, to go on from"
    )
    for name in _SET:
        default = getattr(Plan, name)
        parser.add_argument(f"--{name}", type=type(default), default=default)
    args = parser.parse_args()
    prepare(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    plan = Plan(**{name: getattr(args, name) for name in _SET})
    tokens = Tokens(unpack(args.out / "cache"))
    trainer = Trainer(started(read_weights(find_weights())), load(args.data), tokens, plan)
    last = args.out / "last.pt"
    if last.is_file():
        trainer.resume(last)
    elif args.start and args.start.is_dir():
        trainer.take(shipped(args.start))
    elif args.start:
        trainer.resume(args.start, weights_only=True)
    run(trainer, args.out, minutes=args.minutes)


if __name__ == "__main__":
    main()
