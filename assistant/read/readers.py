"""A name -> the reader of that name: the one place where readers are known by name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pressroom.assistant.read.guard.guarded import GuardedReader
from pressroom.assistant.read.reader import Reader
from pressroom.corpus.errors import SettingsError
from pressroom.index.embedding.meaning import Meaning

if TYPE_CHECKING:
    from pressroom.index.e5.reading import ReadingEngine


log = logging.getLogger(__name__)

_NO_WEIGHTS = "its weights are missing, or PRESSROOM_EMBEDDING_MODEL is not `builtin`"


@dataclass(frozen=True, slots=True)
class Means:
    """What a reader may read by. `weight` is the inverse document frequency of a term, `meaning`
    tells how near words are in meaning, `threads` how many a model may take (None: all).
    """

    weight: Callable[[str], float]
    meaning: Meaning
    threads: int | None = None
    engine: ReadingEngine | None = None


def open_reader(name: str, means: Means) -> Reader:
    """The reader of that name. Raises SettingsError that names those there are."""
    must_be_known(name)
    return GuardedReader(READERS[name](means), means.meaning)


def must_be_known(name: str) -> None:
    """Raises SettingsError that names the readers there are, if this is none."""
    if name not in READERS:
        names = ", ".join(sorted(READERS))
        raise SettingsError(f"reader {name!r}: no such reader; expected one of {names}")


def must_have_weights(name: str, engine: object | None) -> None:
    """Raises SettingsError where this reader would read by the rules: in a measurement its name
    would stand over theirs.
    """
    if name == "trained" and engine is None:
        raise SettingsError(f"reader 'trained': {_NO_WEIGHTS}; the rules would read instead")


def _rules(means: Means) -> Reader:
    from pressroom.assistant.read.rules.reader import RuleReader

    return RuleReader(means.weight, means.meaning)


def _trained(means: Means) -> Reader:
    from pressroom.assistant.read.trained.breadth import Breadth
    from pressroom.assistant.read.trained.calibration import Calibration
    from pressroom.assistant.read.trained.reader import TrainedReader

    if means.engine is None:
        log.info("reader 'trained': %s; the rules read instead", _NO_WEIGHTS)
        return _rules(means)
    return TrainedReader(means.engine, Calibration.read(), Breadth.read(), weight=means.weight)


READERS: Mapping[str, Callable[[Means], Reader]] = {"rules": _rules, "trained": _trained}
