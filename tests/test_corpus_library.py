"""The catalogue: what was added is kept, what was withdrawn is gone, and no process loses another's
work.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.library import Library, StaleError
from pressroom.corpus.library.stored import fingerprint
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.source import SourceText
from pressroom.corpus.storage.tables import HEAD
from pressroom.corpus.transcript import Transcript

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def library(tmp_path: Path, database_url: str | None) -> Iterator[Library]:
    opened = Library.open(tmp_path, database_url)
    yield opened
    opened.close()


def document(name: str, words: str = "九月开通。") -> tuple[SourceText, Transcript]:
    source = SourceText(
        name,
        f"地铁发布会\n\n2025年3月1日\n\n记者：何时开通？\n\n局长张三：{words}\n",
        f"{name}.txt",
    )
    return source, parse(source)


def test_a_document_comes_back_as_it_was_parsed(library: Library):
    source, transcript = document("a")
    assert library.add([(source, transcript)]) == [("a", "added")]
    assert library.get("a") == transcript
    assert library.get("a").text == source.text


def test_the_same_text_again_changes_nothing(library: Library):
    library.add([document("a")])
    before = (library.entries(), library.revision())
    assert library.add([document("a")]) == [("a", "unchanged")]
    assert (library.entries(), library.revision()) == before


def test_another_text_under_a_known_id_is_a_new_version(library: Library):
    library.add([document("a")])
    assert library.add([document("a", "十月开通。")]) == [("a", "new version")]
    assert library.versions(["a"]) == {"a": 2}
    assert "十月" in library.get("a").text
    assert "九月" in library.get("a", 1).text
    assert (library.get("a").version, library.get("a", 1).version) == (2, 1)


def test_a_withdrawn_document_is_kept_but_no_longer_current(library: Library):
    library.add([document("a"), document("b")])
    assert library.withdraw("a") is True
    assert library.versions(["a", "b"]) == {"b": 1}
    assert library.newest_version("a") == 1
    assert (library.is_withdrawn("a"), library.is_withdrawn("b")) == (True, False)
    assert [entry.id for entry in library.entries() if entry.withdrawn_at] == ["a"]


def test_withdrawing_twice_is_told(library: Library):
    library.add([document("a")])
    assert (library.withdraw("a"), library.withdraw("a")) == (True, False)


def test_the_same_text_does_not_bring_a_withdrawn_document_back(library: Library):
    library.add([document("a")])
    library.withdraw("a")
    assert library.add([document("a")]) == [("a", "unchanged, withdrawn")]
    assert library.is_withdrawn("a")


def test_a_corrected_text_brings_a_withdrawn_document_back(library: Library):
    library.add([document("a")])
    library.withdraw("a")
    assert library.add([document("a", "更正：十月开通。")]) == [("a", "new version")]
    assert library.versions(["a"]) == {"a": 2}


def test_an_unknown_id_is_an_error_that_says_where_ids_are_listed(library: Library):
    with pytest.raises(LibraryError, match=r"nothing: no such document; `pressroom list`"):
        library.get("nothing")
    with pytest.raises(LibraryError, match=r"nothing: no such document"):
        library.withdraw("nothing")
    library.add([document("a")])
    with pytest.raises(LibraryError, match=r"a: has no version 7"):
        library.get("a", 7)


def test_documents_are_added_all_or_none(library: Library):
    def documents() -> Iterator[tuple[SourceText, Transcript]]:
        yield document("a")
        raise LibraryError("the second one is broken")

    with pytest.raises(LibraryError, match="broken"):
        library.add(documents())
    assert library.is_empty()
    assert library.revision() == 0


def test_the_catalogue_has_the_newest_event_first(library: Library):
    library.add([document("a")])
    newer = SourceText("b", "发布会\n\n局长：好。", "b", title="后来的", date="2025-06-01")
    library.add([(newer, parse(newer))])
    assert [(entry.id, entry.title, entry.date) for entry in library.entries()] == [
        ("b", "后来的", "2025-06-01"),
        ("a", "地铁发布会", "2025-03-01"),
    ]
    assert [entry.characters for entry in library.entries()] == [
        len(newer.text),
        len(document("a")[0].text),
    ]


def test_what_is_pending_is_what_the_indexes_do_not_hold(library: Library):
    library.add([document("a"), document("b")])
    assert library.pending() == [("a", 1), ("b", 1)]
    library.mark_indexed([("a", 1), ("b", 1)])
    assert library.pending() == []
    assert all(entry.indexed for entry in library.entries())
    library.add([document("a", "十月。")])
    library.withdraw("b")
    assert library.pending() == [("a", 2), ("b", None)]
    library.mark_indexed([("a", 2), ("b", None)])
    assert library.pending() == []


def test_a_document_withdrawn_before_it_was_indexed_is_not_pending(library: Library):
    library.add([document("a")])
    library.withdraw("a")
    assert library.pending() == []


def test_a_document_that_comes_back_is_pending_again(library: Library):
    library.add([document("a")])
    library.mark_indexed([("a", 1)])
    library.withdraw("a")
    library.mark_indexed([("a", None)])
    library.add([document("a", "十月。")])
    assert library.pending() == [("a", 2)]


def test_after_forgetting_everything_is_pending(library: Library):
    library.add([document("a")])
    library.mark_indexed([("a", 1)])
    library.forget_indexed()
    assert library.pending() == [("a", 1)]


def test_the_revision_grows_with_every_change(library: Library):
    seen = [library.revision()]
    for change in (
        lambda: library.add([document("a")]),
        lambda: library.mark_indexed([("a", 1)]),
        lambda: library.add([document("a", "十月。")]),
        lambda: library.withdraw("a"),
        lambda: library.mark_indexed([("a", None)]),
    ):
        change()
        seen.append(library.revision())
    assert seen == sorted(set(seen))


def test_notes_are_kept_and_replaced(library: Library):
    assert library.get_note("embedding") is None
    library.set_note("embedding", "one")
    library.set_note("embedding", "two")
    assert library.get_note("embedding") == "two"


def test_unanswered_questions_are_listed_newest_first(library: Library):
    library.log_unanswered("第一个？", language="zh")
    library.log_unanswered("A second?", language="en")
    assert [(row.question, row.language) for row in library.unanswered()] == [
        ("A second?", "en"),
        ("第一个？", "zh"),
    ]


def test_a_character_that_is_none_does_no_harm(library: Library):
    library.log_unanswered("何时\0开放？", language="zh")
    library.set_note("k\0ey", "va\0lue")
    assert library.unanswered()[0].question.replace("\0", "") == "何时开放？"
    assert library.get_note("k\0ey")


def test_documents_without_a_date_come_last_and_names_sort_by_code_point(library: Library):
    for name, date in (("b", None), ("a-1", "2025-01-02"), ("A 2", "2025-01-02"), ("é", None)):
        source = SourceText(name, f"{name}\n\n局长：好。", name, title=name, date=date)
        library.add([(source, parse(source))])
    assert [entry.id for entry in library.entries()] == ["A 2", "a-1", "b", "é"]


def test_what_one_opening_wrote_another_reads(
    library: Library, tmp_path: Path, database_url: str | None
):
    library.add([document("a")])
    again = Library.open(tmp_path, database_url)
    assert again.get("a") == library.get("a")
    assert again.revision() == library.revision()
    again.close()


def test_what_another_opening_withdraws_is_gone_from_this_one_at_once(
    library: Library, tmp_path: Path, database_url: str | None
):
    library.add([document("a"), document("b")])
    again = Library.open(tmp_path, database_url)
    assert again.versions(["a", "b", "c"]) == {"a": 1, "b": 1}
    for name in ("a", "b"):
        before = again.revision()
        library.withdraw(name)
        assert again.revision() > before
        assert name not in again.versions(["a", "b"])
        library.mark_indexed([(name, None)])
        assert again.index_revision() == again.revision()
    library.restore("a")
    assert again.versions(["a", "b"]) == {"a": 1}
    again.close()


ADDER = """
import sys
from pathlib import Path
from pressroom.corpus.library.library import Library
from pressroom.corpus.parse.parsing import parse
from pressroom.corpus.storage.tables import HEAD
from pressroom.corpus.source import SourceText
library = Library.open(Path(sys.argv[1]), sys.argv[3] or None)
print("ready", flush=True)
sys.stdin.readline()
for number in range(25):
    for name in (f"{sys.argv[2]}-{number}", "common"):
        source = SourceText(name, f"text {number} of {sys.argv[2]}", "x")
        library.add([(source, parse(source))])
"""


def test_two_processes_that_add_at_once_lose_nothing(tmp_path: Path, database_url: str | None):
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADDER, str(tmp_path), name, database_url or ""],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    assert [process.stdout.readline() for process in adding if process.stdout] == ["ready\n"] * 2
    for process in adding:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in adding:
        process.communicate(timeout=300)
    assert [process.returncode for process in adding] == [0, 0]
    library = Library.open(tmp_path, database_url)
    wanted = {f"{name}-{number}" for name in ("one", "two") for number in range(25)}
    assert {entry.id for entry in library.entries()} == wanted | {"common"}
    assert library.versions(["common"]) == {"common": 50}
    assert library.revision() == 100
    library.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    (tmp_path / "library.sqlite").write_text("this is a letter, not a database " * 40)
    with pytest.raises(
        LibraryError, match=r"library\.sqlite: the library is damaged .*not a database.*backup"
    ):
        Library.open(tmp_path)


def test_a_file_in_the_place_of_the_data_folder_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match=r"file: cannot be the data folder .*--home"):
        Library.open(tmp_path / "file")


def test_a_library_of_a_newer_pressroom_is_refused(tmp_path: Path):
    Library.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(
        LibraryError, match=f"a library of step 9999; this Pressroom reads step {HEAD}"
    ):
        Library.open(tmp_path)


@pytest.mark.parametrize("table", ["invoices", "documents"])
def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path, table: str):
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.execute(f"CREATE TABLE {table} (number INTEGER)")
    connection.close()
    with pytest.raises(LibraryError, match="not a Pressroom library"):
        Library.open(tmp_path).close()


def test_a_library_of_the_first_schema_is_brought_up_to_date_in_its_place(tmp_path: Path):
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.executescript((ROOT / "tests/golden/library-schema-1.sql").read_text("utf-8"))
    connection.close()
    library = Library.open(tmp_path)
    source, transcript = document("a", "十月开通。")
    assert library.get("a") == replace(transcript, version=2, outside=())  # not kept then
    assert library.with_words(fingerprint(source.text)) == [("a", 2)]
    assert [(change.action, change.version, change.by) for change in library.history("a")] == [
        ("add", 1, None),
        ("replace", 2, None),
    ]
    assert library.is_withdrawn("b")
    assert library.restore("b", by="王编辑", reason="误撤")
    assert library.history("b")[-1].reason == "误撤"
    library.close()
    Library.open(tmp_path).close()  # a second opening changes nothing


def publish(
    library: Library,
    name: str,
    words: str,
    *,
    base: int | None,
    edits: str | None = None,
    reason: str | None = None,
):
    source, transcript = document(name, words)
    return library.publish(source, transcript, edits=edits, base=base, by="王编辑", reason=reason)


def test_what_is_published_says_who_and_why(library: Library):
    assert publish(library, "a", "九月。", base=None) == (1, "added")
    assert publish(library, "a", "十月。", base=1, reason="时间有误") == (2, "new version")
    assert [(c.version, c.action, c.by, c.reason) for c in library.history("a")] == [
        (1, "add", "王编辑", None),
        (2, "replace", "王编辑", "时间有误"),
    ]


def test_a_version_made_from_one_that_is_no_longer_current_is_refused(library: Library):
    library.add([document("a")])
    publish(library, "a", "十月。", base=1)
    with pytest.raises(StaleError, match=r"made from version 1, but now version 2 is current"):
        publish(library, "a", "十一月。", base=1)
    with pytest.raises(StaleError, match=r"made as a new document"):
        publish(library, "a", "十一月。", base=None)
    assert "十月" in library.get("a").text


def test_edits_alone_make_a_new_version_and_adding_the_same_file_again_leaves_them(
    library: Library,
):
    library.add([document("a")])
    assert publish(library, "a", "九月开通。", base=1, edits="[1]") == (2, "new version")
    assert publish(library, "a", "九月开通。", base=2, edits="[1]") == (2, "unchanged")
    assert library.add([document("a")]) == [("a", "unchanged")]
    assert library.edits("a", 2) == "[1]"


def test_publishing_the_text_of_a_withdrawn_document_restores_it(library: Library):
    library.add([document("a")])
    library.withdraw("a", by="王编辑", reason="待核")
    assert publish(library, "a", "九月开通。", base=1) == (1, "restored")
    assert not library.is_withdrawn("a")
    assert not library.restore("a")
    assert [change.action for change in library.history("a")] == ["add", "withdraw", "restore"]
