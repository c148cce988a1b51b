"""The reader as PyTorch sees it: multilingual-e5-small, and layers above it that read a question
and sentences together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from pressroom.index.e5.weights import DIMENSIONS, FEEDFORWARD, HEADS, LAYERS, POSITIONS, Weights
from torch import Tensor, nn
from torch.nn import functional

FROZEN, SHARED, JOINT = 4, 8, 4  # layers: never trained; below the joint ones; joint
WHOLE = 0.45  # of a passage's mean in the vector of its sentence
DROPPED = 0.1  # share of what a layer adds to its states that is left out while it learns
FEATURES = 3  # of a pair, beside its states: cosine of best sentence, of passage, of runner-up
BESIDE = 4  # of a sentence: its cosine, its passage's, how far it is behind the nearest, its marks
_HEAD = DIMENSIONS // HEADS
KIND = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32


@dataclass(frozen=True)
class Packed:
    """Texts laid end to end, no padding between: lengths, and the plan by which attention pads
    them.
    """

    lengths: list[int]
    plan: list[tuple[Tensor, Tensor, Tensor | None]]
    starts: list[int]


def pack(lengths: Sequence[int]) -> Packed:
    """The plan for texts of these lengths: those of nearly one length are attended to at once."""
    starts = np.cumsum([0, *lengths]).tolist()
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    groups: list[list[int]] = []
    for text in order:
        least = lengths[groups[-1][0]] if groups else 0
        fits = groups and lengths[text] <= 1.15 * least + 4
        if fits and len(groups[-1]) * lengths[text] < 4096:
            groups[-1].append(text)
        else:
            groups.append([text])
    return Packed(list(lengths), [_chunk(group, lengths, starts) for group in groups], starts)


def _chunk(
    group: Sequence[int], lengths: Sequence[int], starts: Sequence[int]
) -> tuple[Tensor, Tensor, Tensor | None]:
    """[texts, longest] of places in the pack; places in the padded that are real; a mask or
    None.
    """
    longest = max(lengths[text] for text in group)
    at = torch.arange(longest)
    size = torch.tensor([lengths[text] for text in group])[:, None]
    real = at[None, :] < size
    places = torch.tensor([starts[text] for text in group])[:, None] + torch.minimum(at, size - 1)
    mask = None if bool(real.all()) else real[:, None, None, :]
    return places, real.flatten().nonzero()[:, 0], mask


@cache
def _noise() -> Tensor:
    """What dropout multiplies by, long enough that each cut of it is another. Drawing numbers anew
    for each layer took a third of the time that a step takes.
    """
    kept = torch.rand(1 << 24) >= DROPPED
    return (kept / (1 - DROPPED)).to(KIND)


def _kept(x: Tensor) -> Tensor:
    start = int(torch.randint(len(_noise()) - x.numel(), ()))
    return _noise()[start : start + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One layer of BERT over packed texts."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(DIMENSIONS, 3 * DIMENSIONS)
        self.out = nn.Linear(DIMENSIONS, DIMENSIONS)
        self.norm = nn.LayerNorm(DIMENSIONS, eps=1e-12)
        self.grow = nn.Linear(DIMENSIONS, FEEDFORWARD)
        self.shrink = nn.Linear(FEEDFORWARD, DIMENSIONS)
        self.last = nn.LayerNorm(DIMENSIONS, eps=1e-12)

    def forward(self, x: Tensor, packed: Packed) -> Tensor:
        attended = self._attend(self.qkv(x), packed)
        x = self.norm(x + self._dropped(self.out(attended)))
        made: Tensor = self.last(x + self._dropped(self.shrink(functional.gelu(self.grow(x)))))
        return made

    def _dropped(self, x: Tensor) -> Tensor:
        return x * _kept(x) if self.training and x.requires_grad else x

    def _attend(self, qkv: Tensor, packed: Packed) -> Tensor:
        parts, places = [], []
        for place, real, mask in packed.plan:
            texts, longest = place.shape
            rows = qkv.index_select(0, place.flatten()).view(texts, longest, 3, HEADS, _HEAD)
            q, k, v = rows.permute(2, 0, 3, 1, 4).unbind(0)
            made = _attended(q, k, v, mask)
            made = made.transpose(1, 2).reshape(-1, DIMENSIONS)
            parts.append(made if mask is None else made.index_select(0, real))
            flat = place.flatten()
            places.append(flat if mask is None else flat.index_select(0, real))
        if len(parts) == 1 and torch.equal(places[0], torch.arange(len(qkv))):
            return parts[0]
        back = torch.cat(places).argsort()
        return torch.cat(parts).index_select(0, back)


def _attended(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Attention in three steps: on one processor twice as fast as the fused one, which works in
    float32.
    """
    scores = (q * _HEAD**-0.5) @ k.transpose(-1, -2)
    if mask is not None:
        scores = scores.masked_fill(~mask, -30000.0)
    made: Tensor = scores.softmax(-1) @ v
    return made


class Reader(nn.Module):
    """Encoder and reading layers; the vocabulary table is no parameter."""

    words: Tensor
    positions: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("words", torch.zeros(0, DIMENSIONS), persistent=False)
        self.register_buffer("positions", torch.zeros(POSITIONS, DIMENSIONS), persistent=False)
        self.first = nn.LayerNorm(DIMENSIONS, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.joint = nn.ModuleList(Layer() for _ in range(JOINT))
        self.side = nn.Parameter(torch.zeros(2, DIMENSIONS))
        self.span = nn.Linear(2 * DIMENSIONS, 2)
        self.answers = nn.Sequential(
            nn.Linear(3 * DIMENSIONS + FEATURES, 128), nn.GELU(), nn.Linear(128, 1)
        )
        self.scale = nn.Parameter(torch.tensor(3.7))
        self.told = nn.Sequential(
            nn.Linear(2 * DIMENSIONS + BESIDE, 128), nn.GELU(), nn.Linear(128, 1)
        )
        # Beside `told`: logarithm of what a cosine counts, and the score of there being no answer.
        self.near = nn.Parameter(torch.tensor(3.4))
        self.none = nn.Parameter(torch.tensor(0.0))

    def embedded(self, ids: Tensor, packed: Packed) -> Tensor:
        at = torch.cat([torch.arange(length) for length in packed.lengths])
        made: Tensor = self.first(self.words[ids].float() + self.positions[at])
        return made

    def lower(self, ids: Tensor, packed: Packed) -> Tensor:
        """The states under the joint layers."""
        with torch.no_grad():
            x = self.embedded(ids, packed).to(KIND)
            for layer in self.layers[:FROZEN]:
                x = layer(x, packed)
        for layer in self.layers[FROZEN:SHARED]:
            x = layer(x, packed)
        return x

    def upper(self, x: Tensor, packed: Packed) -> Tensor:
        """The last states of the encoder from those of `lower`."""
        for layer in self.layers[SHARED:]:
            x = layer(x, packed)
        return x

    def read(self, x: Tensor, packed: Packed) -> Tensor:
        """The last states of pairs of a question and sentences, from their lower states."""
        for layer in self.joint:
            x = layer(x, packed)
        return x

    def trained(self) -> list[tuple[str, nn.Parameter]]:
        """Names and parameters that training changes."""
        frozen = (*(f"layers.{number}." for number in range(FROZEN)), "first.")
        return [(n, p) for n, p in self.named_parameters() if not n.startswith(frozen)]


def quick() -> torch.autocast:
    """Matrices in bfloat16, where the processor multiplies them; without that it would be slow."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.bfloat16 == KIND)


def means(x: Tensor, segment: Tensor, count: int) -> Tensor:
    """[count, 384] float32: the mean of the rows of each segment; rows of segment -1 are in
    none.
    """
    keep = segment >= 0
    rows, number = x.float()[keep], segment[keep]
    total = torch.zeros(count, x.shape[1]).index_add(0, number, rows)
    size = torch.zeros(count).index_add(0, number, torch.ones(len(rows)))
    return total / size.clamp(min=1)[:, None]


def started(weights: Weights) -> Reader:
    """A reader that is the embedded e5, its joint layers copies of e5's last ones."""
    reader = Reader()
    words = weights.matrix("emb.word", columns=DIMENSIONS)
    reader.words = torch.from_numpy(words).bfloat16()
    kinds = weights.vector("emb.type")[:DIMENSIONS]
    places = weights.vector("emb.pos").reshape(POSITIONS, DIMENSIONS) + kinds
    reader.positions = torch.from_numpy(np.array(places, np.float32))
    _set(reader.first, weights.vector("emb.ln.w"), weights.vector("emb.ln.b"))
    numbers = [*range(LAYERS), *range(LAYERS - JOINT, LAYERS)]
    for number, layer in zip(numbers, [*reader.layers, *reader.joint], strict=True):
        if isinstance(layer, Layer):
            _fill(layer, weights, f"l{number}.")
    with torch.no_grad():
        reader.side.normal_(std=0.02)
        reader.span.weight.normal_(std=0.01)
        reader.span.bias.zero_()
        for parameter in reader.told[2].parameters():
            parameter.zero_()  # at first the cosines alone choose
    return reader


def _fill(layer: Layer, weights: Weights, prefix: str) -> None:
    def matrix(name: str, columns: int = DIMENSIONS) -> np.ndarray:
        return weights.matrix(prefix + name + ".w", columns=columns)

    def vector(name: str) -> np.ndarray:
        return weights.vector(prefix + name)

    biases = np.concatenate([vector(part + ".b") for part in "qkv"])
    _set(layer.qkv, np.concatenate([matrix(part) for part in "qkv"]), biases)
    _set(layer.out, matrix("ao"), vector("ao.b"))
    _set(layer.norm, vector("aln.w"), vector("aln.b"))
    _set(layer.grow, matrix("fi"), vector("fi.b"))
    _set(layer.shrink, matrix("fo", FEEDFORWARD), vector("fo.b"))
    _set(layer.last, vector("oln.w"), vector("oln.b"))


def _set(part: nn.Linear | nn.LayerNorm, weight: np.ndarray, bias: np.ndarray) -> None:
    with torch.no_grad():
        part.weight.copy_(torch.from_numpy(np.array(weight, np.float32)))
        part.bias.copy_(torch.from_numpy(np.array(bias, np.float32)))
