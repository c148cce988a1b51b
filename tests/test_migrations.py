"""Data folders of older Pressrooms come through whole, and today's tables are those of the
steps.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fakes import HashEmbedder
from old_texts import BRIDGE, PARK, PASSWORD, POOL, ROAD
from postgresql import new_database
from pressroom.assistant.build import Parts, open_parts
from pressroom.assistant.settings import load
from pressroom.assistant.staff.accounts import Accounts
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.tokens import Tokens
from pressroom.corpus.errors import LibraryError
from pressroom.corpus.library.library import Library
from pressroom.corpus.storage import tables
from pressroom.corpus.storage.migrating import copies, migrate, prepare

GOLDEN = Path(__file__).resolve().parent / "golden"
OLD = ("0829a50", "51dfb31")


def folder_of(commit: str, home: Path) -> Path:
    """The data folder as that commit left it, without the indexes, which can be made again."""
    home.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(home / "library.sqlite") as connection:
        connection.executescript((GOLDEN / f"folder-{commit}.sql").read_text("utf-8"))
    connection.close()
    return home


def rows_in(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Table -> its rows, but for what says which Pressroom made it."""
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {name: rows_of(connection, name) for (name,) in names.fetchall()}
    connection.close()
    return found


def rows_of(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    cursor = connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    rows = [tuple(sorted(zip(names, row, strict=True))) for row in cursor]
    return [row for row in rows if ("key", "schema") not in row]


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return folder_of(request.param, tmp_path / "home")


@pytest.fixture
def opened(old: Path) -> Iterator[Parts]:
    with open_parts(load({}, home=old), embedder=HashEmbedder()) as parts:
        yield parts


def test_every_row_of_an_older_folder_is_still_there(old: Path):
    before = rows_in(old / "library.sqlite")
    Library.open(old).close()
    after = rows_in(old / "library.sqlite")
    for table, rows in before.items():
        kept = [set(row) for row in after[table]]
        assert len(kept) == len(rows), table
        assert all(any(set(row) <= other for other in kept) for row in rows), table


def test_an_older_folder_works_as_it_did(opened: Parts):
    library = opened.library
    assert library.get("pool").text == POOL.replace("20元", "30元")
    assert library.get("pool", 1).text == POOL
    assert library.is_withdrawn("bridge")
    assert [change.action for change in library.history("pool")] == ["add", "replace"]
    assert [row.question for row in library.unanswered()] == ["动物园几点关门？"]
    (cited,) = opened.records.citing("pool")
    assert "30元" in cited.content["citations"][0]["text"]
    assert [opinion.comment for opinion in opened.feedback.of(cited.id)] == ["去年的票价"]
    opened.ingest.repair()
    assert "30元" in opened.assistant.ask("泳池门票多少钱？").text


def test_what_an_older_desk_held_is_there(tmp_path: Path):
    home = folder_of("51dfb31", tmp_path)
    with open_parts(load({}, home=home), embedder=HashEmbedder()) as parts:
        database = parts.library.database
        assert parts.library.get("park").text == PARK
        assert parts.library.history("road")[-1].reason == "待核"
        (draft,) = parts.desk.drafts.listed()
        assert parts.desk.drafts.transcript(draft).turns[-1].speaker.name == "周亭"
        accounts = Accounts(database)
        assert [member.name for member in accounts.listed()] == ["li", "wang"]
        assert accounts.session(accounts.sign_in("wang", PASSWORD)).member.role == "admin"
        assert [token.name for token in Tokens(database).listed()] == ["cms"]
        (line,) = Audit(database).lines(action="document.withdraw")
        assert (line.who, line.what, line.after) == ("wang", "road", '"待核"')
        waiting = [job for job in parts.desk.jobs.listed() if job.name == "later.txt"]
        assert parts.desk.jobs.payload(waiting[0].number) == ROAD.encode()
        assert len(parts.desk.worklist.listed()) == 3
        assert parts.library.is_withdrawn("bridge")
        assert parts.library.get("bridge").text == BRIDGE


def test_an_older_file_is_copied_before_it_is_changed(old: Path):
    file = old / "library.sqlite"
    before = rows_in(file)
    Library.open(old).close()
    (copy,) = copies(file)
    assert rows_in(copy) == before
    Library.open(old).close()  # a second opening finds nothing to do
    assert copies(file) == [copy]


def test_where_there_is_no_room_for_a_copy_nothing_is_changed(old: Path):
    file = old / "library.sqlite"
    before = rows_in(file)
    (old / f"library-before-{tables.HEAD}.sqlite").mkdir()
    with pytest.raises(LibraryError, match="cannot be copied before it is brought up to date"):
        Library.open(old)
    assert rows_in(file) == before


def test_a_new_folder_has_the_tables_that_the_steps_make(old: Path, tmp_path: Path):
    Library.open(old).close()
    Library.open(tmp_path / "new").close()
    made = [columns_in(home / "library.sqlite") for home in (old, tmp_path / "new")]
    assert made[0] == made[1]
    assert differences(sa.create_engine(f"sqlite:///{old / 'library.sqlite'}")) == []


def test_a_server_gets_the_same_tables_by_the_steps_and_at_once(postgresql: str):
    """The steps are for SQLite files above all; a server that is brought up later takes them
    too.
    """
    stepped, made = new_database(postgresql), new_database(postgresql)
    engine = sa.create_engine(stepped)
    with engine.begin() as connection:
        tables.metadata.tables["meta"].create(connection)
        connection.execute(sa.insert(tables.meta).values(key="schema", value="1"))
        migrate(connection)
    engine.dispose()
    Library(made).close()
    assert differences(sa.create_engine(stepped)) == differences(sa.create_engine(made)) == []


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_a_line_of_the_log_cannot_be_changed(change: str, tmp_path: Path, database_url: str | None):
    library = Library.open(tmp_path, database_url)
    Audit(library.database).note("wang", "sign-in", "")
    with (
        pytest.raises(sa.exc.DBAPIError, match="only added to"),
        library.database.writing() as connection,
    ):
        connection.exec_driver_sql(change)
    assert [line.who for line in Audit(library.database).lines()] == ["wang"]
    library.close()


def columns_in(file: Path) -> dict[str, set[tuple[str, bool]]]:
    """Table, index or trigger -> its columns, and whether each must be given."""
    engine = sa.create_engine(f"sqlite:///{file}")
    inspector = sa.inspect(engine)
    found = {
        table: {(column["name"], column["nullable"]) for column in inspector.get_columns(table)}
        for table in inspector.get_table_names()
    }
    with engine.connect() as connection:
        others = connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type != 'table' AND sql IS NOT NULL")
        )
        found |= {name: set() for name in others.scalars()}
    engine.dispose()
    return found


def differences(engine: sa.Engine) -> list[object]:
    """What Alembic would change so that a database has the tables of today's MetaData."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, tables.metadata)
    engine.dispose()
    return found


def test_the_last_step_is_the_one_that_today_s_tables_are_of():
    config = Config()
    config.set_main_option("script_location", "pressroom.corpus.storage:migrations")
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [tables.HEAD]
    assert [step.revision for step in script.walk_revisions()] == [
        "0004",
        "0003",
        "0002",
        "0001",
    ]


def test_an_older_pressroom_refuses_what_this_one_has_brought_up_to_date(old: Path):
    Library.open(old).close()
    with sqlite3.connect(old / "library.sqlite") as connection:
        (number,) = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    connection.close()
    assert int(number) > 2  # up to which they read


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "PRESSROOM_DATABASE_URL: is no address; expected postgresql"),
        ("mysql+pymysql://x@h/d", "PRESSROOM_DATABASE_URL: "),
        ("postgresql+psycopg://x:secret@127.0.0.1:1/d", "see that the server runs"),
    ],
)
def test_an_address_that_leads_to_no_database_is_told_without_its_password(url: str, said: str):
    with pytest.raises(LibraryError, match=re.escape(said)) as told:
        Library(url)
    assert "secret" not in str(told.value)


def test_what_is_up_to_date_is_not_written_to(tmp_path: Path):
    Library.open(tmp_path).close()
    file = tmp_path / "library.sqlite"
    engine = sa.create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    prepare(engine)
    engine.dispose()
