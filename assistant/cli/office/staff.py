"""`pressroom staff`: accounts for the desk are made here, and nowhere else; there is no default
one.
"""

from __future__ import annotations

import getpass
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pressroom.assistant.cli.shared import Home, group, note, opened_library
from pressroom.assistant.staff.roles import Role

if TYPE_CHECKING:
    from pressroom.assistant.staff.accounts import Accounts, Member

commands = group("Accounts of the staff desk: add, list, password, role, disable, enable.")

Name = Annotated[str, typer.Argument(metavar="NAME")]


@commands.command("list")
def listed(home: Home = None) -> None:
    """List the accounts."""
    from pressroom.assistant.staff.accounts import Accounts

    with opened_library(home) as library:
        members = Accounts(library.database).listed()
    for member in members:
        _say(member)
    if not members:
        print("There is no account; `pressroom staff add NAME --role admin` makes one.")


@commands.command()
def add(
    name: Name,
    proxy: Annotated[
        bool,
        typer.Option(
            "--proxy",
            help="signed in by the reverse proxy: no password is typed, none is known",
        ),
    ] = False,
    role: Annotated[Role, typer.Option(help="what it may do")] = "editor",
    home: Home = None,
) -> None:
    """Make an account; its password is typed."""
    password = secrets.token_urlsafe(32) if proxy else _typed()
    _change(home, "staff.add", lambda accounts: accounts.add(name, password, role))


@commands.command()
def password(name: Name, home: Home = None) -> None:
    """Give an account another password; its sessions end."""

    def change(accounts: Accounts) -> Member:
        accounts.get(name)
        return accounts.change(name, password=_typed())

    _change(home, "staff.password", change)


@commands.command()
def role(
    name: Name,
    role: Annotated[Role, typer.Option(help="what it may do", show_default=False)],
    home: Home = None,
) -> None:
    """Give an account another role; its sessions end."""
    _change(home, "staff.role", lambda accounts: accounts.change(name, role=role))


@commands.command()
def disable(name: Name, home: Home = None) -> None:
    """Nobody signs in with this account any more; its sessions end."""
    _change(home, "staff.disable", lambda accounts: accounts.change(name, disabled=True))


@commands.command()
def enable(name: Name, home: Home = None) -> None:
    """The account may be used again."""
    _change(home, "staff.enable", lambda accounts: accounts.change(name, disabled=False))


def _change(home: Path | None, action: str, change: Callable[[Accounts], Member]) -> None:
    """Does it, notes it in the log, and says what the account is now."""
    from pressroom.assistant.staff.accounts import Accounts

    with opened_library(home) as library:
        member = change(Accounts(library.database))
        state = {"role": member.role, "disabled": member.disabled_at is not None}
        note(library, action, member.name, after=state)
    _say(member)


def _typed() -> str:
    """A password typed twice, or the first line of what is piped in."""
    from pressroom.corpus.errors import StaffError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise StaffError("password: the two differ; nothing was changed")
    return password


def _say(member: Member) -> None:
    print(f"{member.name}  {member.role}" + ("  disabled" if member.disabled_at else ""))
