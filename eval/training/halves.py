"""What is of `dev` -> six question sets to try the reader on: `python -m
pressroom.eval.training.halves --data FOLDER --out FOLDER`.

Two hold one half each of gov_documents, one holds all of it and asks for whole sentences, one holds
the passages that we asked about ourselves, one those of which other sentences nearly answer, one
those of public sets, asked in the words of the text. Beside the questions about its own documents
each set asks some about those of another, or about passages left out: they have nothing to do with
what it holds, as most of what citizens ask that is not there. All but that of contrasts are what
the reader is calibrated on: how its near misses are asked tells too often that they are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressroom.eval.training.data.rows import (
    WORDED,
    Asked,
    Group,
    Row,
    contrasts,
    long_answers,
    own,
    read,
    spans,
)

_ABSENT = 4  # of so many questions about the other half one is asked
_OWN, _CONTRASTS = 3, 2  # of so many of our own questions about a passage
_LEFT_OUT = 6  # of so many passages of public sets one is not there
_WORDED = 3  # questions about each of them

Set = tuple[dict[str, str], list[dict[str, Any]]]  # texts by name, and cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    documents = [r for r in read(args.data / "gov_documents.jsonl.gz") if r["split"] == "dev"]
    asked = read(args.data / "gov_everyday.jsonl.gz")
    halves = documents[::2], documents[1::2]
    for number, half in enumerate(halves):
        write(args.out / f"half-{number + 1}", *_half(half, documents, asked))
    write(args.out / "long", *_long(args.data, documents))
    elsewhere = [row for row in asked if row.get("doc") in {one["doc"] for one in halves[0]}]
    ours = [group for some in own(args.data, "dev").values() for group in some]
    near = contrasts(args.data, "dev")
    write(args.out / "own", *_own(ours, elsewhere, every=_OWN))
    write(args.out / "contrasts", *_own(near, elsewhere, every=_CONTRASTS))
    write(args.out / "worded", *_worded(args.data))


def _half(half: Sequence[Row], documents: Sequence[Row], asked: Sequence[Row]) -> Set:
    names, others = ({one["doc"] for one in part} for part in (half, documents))
    cases = [_case(row) for row in asked if row.get("doc") in names]
    absent = [row for row in asked if row.get("doc") in others - names][::_ABSENT]
    texts = {document["doc"]: _transcript(document) for document in half}
    return texts, cases + [_absent(row) for row in absent]


def _long(data: Path, documents: Sequence[Row]) -> Set:
    texts, cases = {document["doc"]: _transcript(document) for document in documents}, []
    for number, group in enumerate(long_answers(data, "dev")):
        name = group.name if group.name in texts else f"{number:04}"
        texts.setdefault(name, _own_transcript(group))
        cases += [_own_case(name, group, one) for one in group.asked]
    return texts, cases


def _own(groups: Sequence[Group], elsewhere: Sequence[Row], *, every: int) -> Set:
    named = _named(groups)
    cases = [
        _own_case(doc, group, one) for doc, group in named.items() for one in group.asked[::every]
    ]
    texts = {doc: _own_transcript(group) for doc, group in named.items()}
    return texts, cases + [_absent(row) for row in elsewhere][::_ABSENT]


def _worded(data: Path) -> Set:
    named = _named([group for name in WORDED for group in spans(data, name, split="dev")])
    left_out = set(list(named)[::_LEFT_OUT])
    cases = [
        _own_case(doc, group, replace(one, answers=() if doc in left_out else one.answers))
        for doc, group in named.items()
        for one in group.asked[:_WORDED]
    ]
    return {doc: _own_transcript(g) for doc, g in named.items() if doc not in left_out}, cases


def _named(groups: Sequence[Group]) -> dict[str, Group]:
    return {f"{number:04}": group for number, group in enumerate(groups)}


def write(folder: Path, documents: Mapping[str, str], cases: Sequence[dict[str, Any]]) -> None:
    """A set as `pressroom eval --set` takes it; `documents` are texts by name."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / "documents" / f"{name}.txt").write_text(text, "utf-8")
    lines = (json.dumps(case, ensure_ascii=False) for case in cases)
    (folder / "dev.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{folder}: {len(documents)} documents, {len(cases)} questions")


def _transcript(document: Row) -> str:
    """Title, date, and each passage under its speaker's name."""
    parts = [document["title"], document.get("date") or ""]
    for passage in document["passages"]:
        name = (passage.get("speaker") or "").split("（")[0].split(" ")[-1]
        parts.append(f"{name}：{passage['text']}" if name else passage["text"])
    return "\n\n".join(part for part in parts if part)


def _own_transcript(group: Group) -> str:
    """Title and date of its header where there are, and the passage under its speaker's name."""
    text = group.texts[0]
    *head, name = text.header.split("\n") if text.speaker else [*text.header.split("\n"), ""]
    words = f"{name}：{text.text}" if name else text.text
    return "\n\n".join(part for part in (*head, words) if part)


def _own_case(doc: str, group: Group, one: Asked) -> dict[str, Any]:
    case: dict[str, Any] = {"id": one.id, "lang": one.lang, "question": one.question, "doc": doc}
    if one.history:
        case["history"] = list(one.history)
    if not one.answers:
        return case | {"unanswerable": True}
    words = [group.texts[one.at].text[start:end] for start, end in one.answers]
    return case | {"answers": words, "brief": words[0]}


def _case(row: Row) -> dict[str, Any]:
    case = {name: row[name] for name in ("id", "lang", "question", "doc")}
    if row.get("history"):
        case["history"] = row["history"]
    if row["answers"]:
        return case | {"answers": [row["answers"][0]["text"]], "brief": row["answers"][0]["text"]}
    return case | {"unanswerable": True}


def _absent(row: Row) -> dict[str, Any]:
    case = {name: row[name] for name in ("id", "lang")} | {"unanswerable": True}
    return case | {"question": row.get("standalone") or row["question"]}


if __name__ == "__main__":
    main()
