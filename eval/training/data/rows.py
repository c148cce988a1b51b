"""Files of rows -> groups of texts and the questions about them: what a step of training is made
of.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressroom.corpus.sentences import sentences

Row = Mapping[str, Any]
Span = tuple[int, int]
OWN = Path(__file__).parent.with_name("questions.jsonl.gz")
LONG = Path(__file__).parent.with_name("long_answers.jsonl.gz")
CONTRASTS = Path(__file__).parent.with_name("contrasts.jsonl.gz")
BLIND = Path(__file__).parent.with_name("blind.jsonl.gz")
WHO_SAID = Path(__file__).parent.with_name("who_said.jsonl.gz")
_DEV = 8
# Public sets of which one passage in eight is of `dev`: asked in the words of the text.
WORDED = ("cmrc2018_dev", "drcd_dev", "antiterror_zh", "domainrag_zh")
_PAIR = 690  # characters of an answer given in paragraphs


@dataclass(frozen=True)
class Text:
    """A passage and what is known of it: title, date, speaker."""

    text: str
    header: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Asked:
    """A question about `texts[at]` of its group. No `sentences`: that text does not answer it.

    `answers` are the shortest words; without them the whole of `sentences` answers. `also` are
    further texts of the same answer.
    """

    question: str
    at: int
    sentences: tuple[Span, ...]
    answers: tuple[Span, ...] = ()
    history: tuple[str, ...] = ()
    standalone: str = ""
    lang: str = ""
    id: str = ""
    also: tuple[int, ...] = ()


@dataclass
class Group:
    """Texts that belong together (a document), or just came together, and what is asked about
    them.
    """

    name: str
    texts: list[Text]
    asked: list[Asked] = field(default_factory=list)


def read(path: Path) -> list[Row]:
    """The rows of a `.jsonl.gz`."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def documents(folder: Path, split: str) -> list[Group]:
    """gov_documents of one split, each with its questions."""
    held = {group.name: (group, numbers) for group, numbers in _documents(folder, split)}
    for row in read(folder / "gov_everyday.jsonl.gz"):
        if row.get("doc") in held:
            group, numbers = held[row["doc"]]
            group.asked.append(_everyday(row, numbers[row["n"]]))
    return [group for group, _ in held.values()]


def _documents(folder: Path, split: str) -> list[tuple[Group, dict[int, int]]]:
    """Without questions; of each passage its place by its number."""
    found = []
    for row in read(folder / "gov_documents.jsonl.gz"):
        if row["split"] == split:
            texts = [
                Text(p["text"], _header(row, p.get("speaker")), p.get("speaker") or "")
                for p in row["passages"]
            ]
            numbers = {p["n"]: place for place, p in enumerate(row["passages"])}
            found.append((Group(row["doc"], texts), numbers))
    return found


def long_answers(folder: Path, split: str, path: Path = LONG) -> list[Group]:
    """Our questions whose answers are whole sentences or several: rules, measures, reasons. Those
    about gov_documents of one split, a group a document, and those about passages of public sets.
    """
    asked: dict[str, list[Row]] = defaultdict(list)
    for row in read(path):
        asked[row.get("doc", "")].append(row)
    found = []
    for group, numbers in _documents(folder, split):
        for row in asked.get(group.name, ()):
            at, spans = numbers[row["n"]], tuple((a, b) for a, b in row["answers"])
            one = Asked(row["question"], at, spans, spans, lang=row["lang"], id=row["id"])
            group.asked.append(one)
        if group.asked:
            found.append(group)
    return found + [group for some in _own(folder, split, asked[""]).values() for group in some]


def blind(folder: Path, path: Path = BLIND) -> list[Group]:
    """Our questions about gov_documents of `train` by who had not seen them: what these do not
    answer is asked as what they do is. A group a document.

    The answers of a row are passages by number, each with where in it the words stand; the first is
    the best. `near` is the passage that comes nearest, where none answers.
    """
    asked: dict[str, list[Row]] = defaultdict(list)
    for row in read(path):
        asked[row["doc"]].append(row)
    found = []
    for group, numbers in _documents(folder, "train"):
        group.asked += [_blind(row, group.texts, numbers) for row in asked[group.name]]
        if group.asked:
            found.append(group)
    return found


def _blind(row: Row, texts: Sequence[Text], numbers: Mapping[int, int]) -> Asked:
    places = [(numbers[n], start, end) for n, start, end in row["answers"]]
    at = places[0][0] if places else numbers[row["near"]]
    words = tuple((start, end) for place, start, end in places if place == at)
    held = _holding(texts[at].text, words)
    also = tuple({place: None for place, *_ in places if place != at})
    history = tuple(row.get("history") or ())
    return Asked(row["question"], at, held, words, history, "", row["lang"], row["id"], also)


def _holding(text: str, words: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences in which words stand."""
    return tuple((a, b) for a, b in sentences(text) if any(a < e and s < b for s, e in words))


def alone(folder: Path, split: str) -> list[Group]:
    """Passages of gov_everyday that belong to no document, each a group with its questions."""
    groups: dict[str, Group] = {}
    for row in read(folder / "gov_everyday.jsonl.gz"):
        if row["split"] == split and not row.get("doc"):
            text = Text(row["passage"], _header(row, row.get("speaker")))
            group = groups.setdefault(row["passage"], Group(row["id"], [text]))
            group.asked.append(_everyday(row, 0))
    return list(groups.values())


def own(folder: Path, split: str, path: Path = OWN) -> dict[str, list[Group]]:
    """Our questions over passages of public sets, by set, a group a passage; one passage in eight
    is of `dev`.

    A row names the passage by `source` (`set/id`) and where in it the text begins and ends; its
    answers are offsets into that text. Rows of a set that neither the folder nor `corpora` beside
    it holds are left out.
    """
    return _own(folder, split, read(path))


def contrasts(folder: Path, split: str, path: Path = CONTRASTS) -> list[Group]:
    """Our questions over passages in which other sentences look as if they answered, and those that
    a passage only nearly answers: a group a passage.
    """
    return [group for some in own(folder, split, path).values() for group in some]


def _own(folder: Path, split: str, rows: Iterable[Row]) -> dict[str, list[Group]]:
    asked: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        name, _, number = row["source"].partition("/")
        if (split == "dev") == is_held(row["source"]):
            asked.setdefault(name, {}).setdefault(number, []).append(row)
    found = {}
    for name, of in asked.items():
        places = (folder, folder.parent / "corpora")
        file = next((f for p in places if (f := p / f"{name}.jsonl.gz").is_file()), None)
        if file:
            held = [row for row in read(file) if row["id"] in of]
            found[name] = [_own_group(name, row, of[row["id"]]) for row in held]
    return found


def _own_group(name: str, passage: Row, rows: Sequence[Row]) -> Group:
    start, end = rows[0]["start"], rows[0]["end"]
    whole = passage["text"] if "text" in passage else "\n".join(passage["passages"])
    speaker = passage.get("speaker") or ""
    text = Text(whole[start:end], _header(passage, speaker), speaker)
    group = Group(name, [text])
    for row in rows:
        answers = tuple((a, b) for a, b in row["answers"])
        held = _holding(text.text, answers)
        history, standalone = tuple(row.get("history") or ()), row.get("standalone") or ""
        asked = (row["question"], 0, held, answers, history, standalone, row["lang"], row["id"])
        group.asked.append(Asked(*asked))
    return group


def spans(
    folder: Path, name: str, *, odd: frozenset[str] = frozenset(), split: str = "train"
) -> list[Group]:
    """A public set of spans, a group a passage; passages that ask a question of `odd` are left
    out.
    """
    rows = read(folder / f"{name}.jsonl.gz")
    measured = {row["passage"] for row in rows if question_id(row) in odd}
    groups: dict[str, Group] = {}
    for row in rows:
        held = name in WORDED and is_held(row["passage"])
        if row["passage"] in measured or held != (split == "dev"):
            continue
        text = Text(row["passage"], row.get("title") or "")
        group = groups.setdefault(row["passage"], Group(name, [text]))
        found = tuple((a["start"], a["start"] + len(a["text"])) for a in row["answers"])
        group.asked.append(Asked(row["question"], 0, found, found, lang=row["lang"], id=row["id"]))
    return list(groups.values())


def pairs(folder: Path, name: str) -> list[Group]:
    """A public set of questions and the paragraphs of their answers, a group a question."""
    groups = []
    for row in read(folder / f"{name}.jsonl.gz"):
        passage = "\n".join(row["passages"])[:_PAIR]
        header = _header(row, row.get("speaker"))
        whole = ((0, len(passage)),)
        asked = Asked(row["question"][-300:], 0, whole, lang=row["lang"], id=row["id"])
        groups.append(Group(name, [Text(passage, header)], [asked]))
    return groups


def odd_questions(folder: Path) -> frozenset[str]:
    """Numbers of the XQuAD questions whose Chinese paragraph has an odd sha256: measured, never
    trained on.
    """
    rows = read(folder / "xquad.jsonl.gz")
    return frozenset(
        question_id(row) for row in rows if row["lang"] == "zh" and is_odd(row["passage"])
    )


def is_odd(passage: str) -> bool:
    return _digits(passage) % 2 == 1


def is_held(name: str) -> bool:
    """Whether what has this name is of `dev`."""
    return _digits(name) % _DEV == 0


def _digits(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def question_id(row: Row) -> str:
    return str(row["id"]).rsplit("-", 1)[-1]


def merged(groups: Iterable[Group], name: str) -> Group:
    """Groups of one or more texts -> one group."""
    made = Group(name, [])
    for group in groups:
        base = len(made.texts)
        made.texts += group.texts
        made.asked += [_moved(one, base) for one in group.asked]
    return made


def by_language(asked: Sequence[Asked]) -> dict[str, list[Asked]]:
    found = defaultdict(list)
    for one in asked:
        found[one.lang].append(one)
    return dict(found)


def _moved(one: Asked, base: int) -> Asked:
    from dataclasses import replace

    return replace(one, at=one.at + base, also=tuple(place + base for place in one.also))


def _everyday(row: Row, at: int) -> Asked:
    return Asked(
        row["question"],
        at,
        tuple((s["start"], s["start"] + len(s["text"])) for s in row["sentences"]),
        tuple((a["start"], a["start"] + len(a["text"])) for a in row["answers"]),
        tuple(row.get("history") or ()),
        row.get("standalone") or "",
        row["lang"],
        row["id"],
    )


def _header(row: Row, speaker: str | None) -> str:
    """As `corpus.passages` writes it: title, date, speaker."""
    lines = [(row.get("title") or "")[:80], row.get("date") or "", speaker or ""]
    return "\n".join(line for line in lines if line)
