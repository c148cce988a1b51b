"""API tokens: shown once, kept as a hash, for a role and a time, revoked at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pressroom.assistant.cli.main import main
from pressroom.assistant.staff.audit import Audit
from pressroom.assistant.staff.tokens import TokenError, Tokens
from pressroom.corpus.errors import StaffError
from pressroom.corpus.library.library import Library
from pressroom.corpus.storage import tables


@pytest.fixture
def library(tmp_path: Path, database_url: str | None) -> Iterator[Library]:
    opened = Library.open(tmp_path / "home", database_url)
    yield opened
    opened.close()


@pytest.fixture
def tokens(library: Library) -> Tokens:
    return Tokens(library.database)


def test_a_token_lets_its_program_in_and_says_when(tokens: Tokens) -> None:
    made, words = tokens.add("cms", "editor", days=30)
    assert words.startswith("pressroom_")
    found = tokens.check(words)
    assert (found.name, found.role, found.state()) == ("cms", "editor", "valid")
    assert found.person.may("editor")
    assert not found.person.may("publisher")
    assert datetime.fromisoformat(found.expires_at) - datetime.fromisoformat(
        found.made_at
    ) == timedelta(days=30)
    assert (made.used_at, tokens.listed()[0].used_at is not None) == (None, True)


def test_the_database_holds_nothing_that_lets_anybody_in(tokens: Tokens, library: Library) -> None:
    _, words = tokens.add("cms", "editor", days=30)
    secret = words.split("_", 2)[2]
    with library.database.reading() as connection:
        held = str(tuple(connection.execute(sa.select(tables.tokens)).one()))
    assert len(secret) > 40
    assert "cms" in held
    assert secret not in held


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        "x",
        "pressroom_",
        "pressroom_0123456789ab_" + "A" * 43,
        "Bearer",
        "пароль",
        "\ud800",
    ],
)
def test_what_is_no_token_of_ours_lets_nobody_in(tokens: Tokens, wrong: str | None) -> None:
    tokens.add("cms", "editor", days=30)
    with pytest.raises(TokenError, match="expected"):
        tokens.check(wrong)


def test_a_token_with_one_character_changed_is_unknown(tokens: Tokens) -> None:
    _, words = tokens.add("cms", "editor", days=30)
    for at in (12, 25, len(words) - 1):
        forged = words[:at] + ("a" if words[at] != "a" else "b") + words[at + 1 :]
        with pytest.raises(TokenError, match="token: unknown"):
            tokens.check(forged)


def test_a_revoked_and_an_expired_token_say_so(tokens: Tokens, library: Library) -> None:
    _, words = tokens.add("cms", "editor", days=30)
    assert tokens.revoke("cms") == 1
    with pytest.raises(TokenError, match="token: revoked"):
        tokens.check(words)
    _, words = tokens.add(
        "cms", "editor", days=30
    )  # the name is free again, as a token is replaced by another
    with library.database.writing() as connection:
        connection.execute(
            sa.update(tables.tokens).values(
                expires_at=(datetime.now(UTC) - timedelta(seconds=1)).isoformat()
            )
        )
    with pytest.raises(TokenError, match="token: expired"):
        tokens.check(words)
    with pytest.raises(StaffError, match="no valid token of that name"):
        tokens.revoke("cms")


@pytest.mark.parametrize(
    ("name", "role", "days", "says"),
    [
        ("", "editor", 1, "cannot be a name"),
        ("a b", "editor", 1, "cannot be a name"),
        ("../x", "editor", 1, "cannot be a name"),
        ("x", "king", 1, "no such role; expected editor, publisher, admin"),
        ("x", "editor", 0, "expected 1 to 1000"),
        ("x", "editor", 1001, "expected 1 to 1000"),
    ],
)
def test_a_token_that_cannot_be_is_not_made(
    tokens: Tokens, name: str, role: str, days: int, says: str
) -> None:
    with pytest.raises(StaffError, match=says):
        tokens.add(name, role, days=days)
    assert tokens.listed() == []


def test_two_valid_tokens_never_have_one_name(tokens: Tokens) -> None:
    tokens.add("cms", "editor", days=30)
    with pytest.raises(StaffError, match="has a valid token; choose another name"):
        tokens.add("cms", "publisher", days=30)


def test_the_command_line_makes_lists_and_revokes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path)]
    assert main(["token", "list", *home]) == 0
    assert "There is no token" in capsys.readouterr().out
    assert main(["token", "add", "cms", "--role", "publisher", "--days", "90", *home]) == 0
    words, said = capsys.readouterr().out.splitlines()
    assert said.startswith("cms: publisher, valid until ")
    assert Tokens(Library.open(tmp_path).database).check(words).role == "publisher"
    assert main(["token", "add", "cms", "--role", "editor", *home]) == 2
    assert "has a valid token" in capsys.readouterr().err
    assert main(["token", "list", *home, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["tokens"]
    assert (row["name"], row["state"], words in str(row)) == ("cms", "valid", False)
    assert main(["token", "revoke", "cms", *home]) == 0
    capsys.readouterr()
    assert main(["token", "list", *home]) == 0
    assert "revoked 2" in capsys.readouterr().out
    assert main(["token", "revoke", "cms", *home]) == 2
    assert main(["token", "add", "x", "--role", "admin", *home]) == 2
    lines = Audit(Library.open(tmp_path).database).lines()
    assert [(line.action, line.what) for line in reversed(lines)] == [
        ("token.add", "cms"),
        ("token.revoke", "cms"),
    ]
    assert words not in str(lines)
