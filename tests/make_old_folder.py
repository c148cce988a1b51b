"""A checkout of an older Pressroom -> the SQL of a data folder that it made, for test_migrations.

git worktree add /tmp/old 51dfb31
PYTHONPATH=/tmp/old:/tmp/old/tests python tests/make_old_folder.py > tests/golden/folder-51dfb31.sql

It runs the old code, so its imports are that code's; 0829a50 had no desk yet.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path

from fakes import HashEmbedder
from old_texts import BRIDGE, LAKE, PARK, PASSWORD, POOL, ROAD

from assistant.build import Parts, open_parts
from assistant.settings import load
from corpus.parse import parse
from corpus.transcript import SourceText


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with open_parts(load({}, home=home), embedder=HashEmbedder()) as parts:
            fill_library(parts)
            if hasattr(parts, "desk"):
                fill_desk(parts)
        with sqlite3.connect(home / "library.sqlite") as connection:
            sys.stdout.writelines(f"{line}\n" for line in connection.iterdump())
        connection.close()


def fill_library(parts: Parts) -> None:
    """Three documents, one corrected and one withdrawn; answers, an opinion, one without answer."""
    for name, text in (("pool", POOL), ("road", ROAD), ("bridge", BRIDGE)):
        add(parts, name, text)
    add(parts, "pool", POOL.replace("20元", "30元"))
    parts.ingest.run()
    for question in ("泳池门票多少钱？", "环城路的工期多长？", "动物园几点关门？"):
        answer = parts.assistant.ask(question)
        if answer.id and answer.status != "not_found":
            parts.feedback.give(answer.id, False, "outdated", "去年的票价")
    parts.library.withdraw("bridge")
    parts.ingest.run()


def add(parts: Parts, name: str, text: str) -> None:
    source = SourceText(name, text, f"{name}.txt")
    parts.library.add([(source, parse(source))])


def fill_desk(parts: Parts) -> None:
    """A published draft, one with an edit, accounts, a token, a log, jobs and the work list."""
    from corpus.edits import SetSpeaker

    from assistant.staff.accounts import Accounts
    from assistant.staff.audit import Audit
    from assistant.staff.tokens import Tokens

    accounts = Accounts(parts.library.database)
    accounts.add("wang", PASSWORD, "admin")
    accounts.add("li", PASSWORD, "editor")
    accounts.sign_in("wang", PASSWORD)
    Tokens(parts.library.database).add("cms", "publisher", days=900)
    (first,) = parts.desk.intake.take(PARK.encode(), name="park.txt", by="li")
    draft = parts.desk.drafts.get(first.draft_id)
    parts.desk.publisher.publish(draft.id, revision=draft.revision, by="wang", reason=None)
    parts.desk.publisher.withdraw("road", by="wang", reason="待核")
    Audit(parts.library.database).note("wang", "document.withdraw", "road", after="待核")
    (second,) = parts.desk.intake.take(LAKE.encode(), name="lake.txt", by="li")
    renamed = SetSpeaker("周婷", "局长", "周亭", "局长")
    parts.desk.drafts.edit(second.draft_id, renamed, revision=1, by="li")
    parts.desk.jobs.add("read", "later.txt", by="li", payload=ROAD.encode())
    parts.desk.worklist.collect()
    parts.desk.retention.daily()


if __name__ == "__main__":
    main()
