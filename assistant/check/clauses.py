"""The clauses of official sentences and the words of a drafted one -> those that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pressroom.corpus.facts import tokens
from pressroom.corpus.sentences import whole_clauses
from pressroom.corpus.transcript import Span

_SMALLEST = 2  # tokens of a subject that is taken over from an earlier clause


@dataclass(frozen=True, slots=True)
class Clause:
    """`text[start:end]` of the document of a ground, by the ground's number; `place` is its own in
    the ground, `keys` are its tokens.
    """

    ground: int
    place: int
    start: int
    end: int
    keys: tuple[str, ...]


def clauses_of(number: int, ground: Span) -> tuple[Clause, ...]:
    """Those of a whole sentence that say something; members of a series (、) stay together."""
    text, day = ground.transcript.text, ground.transcript.date
    found = [
        (start, end, tuple(t.key for t in tokens(text[start:end], day=day)))
        for start, end in whole_clauses(text, ground.start, ground.end)
    ]
    return tuple(
        Clause(number, place, start, end, keys)
        for place, (start, end, keys) in enumerate(found)
        if keys
    )


def pieces_of(keys: tuple[str, ...], parts: Sequence[Clause]) -> list[Clause] | None:
    """The clauses of which the keys are made, in order; a subject may be the beginning of an
    earlier clause of its sentence.
    """
    return _Making(keys, parts).rest(0, None, owed=False)


@dataclass(frozen=True, slots=True)
class _Making:
    """The keys of a sentence, in search of the clauses that they are made of. `dead` are the states
    from which no way leads on.
    """

    keys: tuple[str, ...]
    parts: Sequence[Clause]
    dead: set[tuple[int, int, int, bool]] = field(default_factory=set)

    def rest(self, at: int, last: Clause | None, *, owed: bool) -> list[Clause] | None:
        """The clauses of the keys from `at` on, after `last`; `owed`: a subject was said, whose
        clause must follow.
        """
        if at == len(self.keys):
            return None if owed else []
        state = (at, last.ground if last else -1, last.place if last else -1, owed)
        if state not in self.dead:
            for part, size, owes in self._steps(at, last, owed=owed):
                rest = self.rest(at + size, part, owed=owes)
                if rest is not None:
                    return [part, *rest]
            self.dead.add(state)
        return None

    def _steps(
        self, at: int, last: Clause | None, *, owed: bool
    ) -> Iterator[tuple[Clause, int, bool]]:
        """What may stand at `at`: a clause, how many keys are its, whether it owes the rest."""
        for part in self.parts:
            if not _may_follow(part, last, owed=owed):
                continue
            size = _common(self.keys[at:], part.keys)
            if size == len(part.keys):
                yield part, size, False
            longest = 0 if owed else min(size, len(part.keys) - 1)
            for less in range(longest, _SMALLEST - 1, -1):
                yield part, less, True


def _may_follow(part: Clause, last: Clause | None, *, owed: bool) -> bool:
    """Later in the same sentence, or in another one if nothing is owed."""
    if last is None or part.ground != last.ground:
        return not owed
    return part.place > last.place


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    size = 0
    while size < len(a) and size < len(b) and a[size] == b[size]:
        size += 1
    return size
