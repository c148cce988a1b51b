"""`pressroom staff`: accounts for the desk are made here, and nowhere else; there is no default one."""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.staff.accounts import Accounts, Member

_ROLES = ("editor", "publisher", "admin")


def add_staff_commands(command: Callable[..., argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Adds them to the commands of the parser. `common` holds the options of every command."""
    steps = command("staff", _list, "Accounts of the staff desk: add, list, password, role, disable, enable.").add_subparsers(
        dest="step", required=True, metavar="STEP"
    )

    def step(name: str, run: Callable[[argparse.Namespace, Settings], int], text: str) -> argparse.ArgumentParser:
        sub = steps.add_parser(name, parents=[common], help=text, description=text)
        sub.set_defaults(run=run)
        return sub

    step("list", _list, "List the accounts.")
    for name, run, text in (
        ("add", _add, "Make an account; its password is typed."),
        ("password", _password, "Give an account another password; its sessions end."),
        ("role", _role, "Give an account another role; its sessions end."),
        ("disable", _disable, "Nobody signs in with this account any more; its sessions end."),
        ("enable", _enable, "The account may be used again."),
    ):
        sub = step(name, run, text)
        sub.add_argument("name", metavar="NAME")
        if name == "add":
            sub.add_argument("--proxy", action="store_true", help="signed in by the reverse proxy: no password is typed, none is known")
        if name in ("add", "role"):
            sub.add_argument("--role", choices=_ROLES, required=name == "role", default="editor", help="what it may do (default: editor)")


def _add(options: argparse.Namespace, settings: Settings) -> int:
    password = secrets.token_urlsafe(32) if options.proxy else _typed()
    return _done(settings, "staff.add", _accounts(settings).add(options.name, password, options.role))


def _password(options: argparse.Namespace, settings: Settings) -> int:
    accounts = _accounts(settings)
    accounts.get(options.name)
    return _done(settings, "staff.password", accounts.change(options.name, password=_typed()))


def _role(options: argparse.Namespace, settings: Settings) -> int:
    return _done(settings, "staff.role", _accounts(settings).change(options.name, role=options.role))


def _disable(options: argparse.Namespace, settings: Settings) -> int:
    return _done(settings, "staff.disable", _accounts(settings).change(options.name, disabled=True))


def _enable(options: argparse.Namespace, settings: Settings) -> int:
    return _done(settings, "staff.enable", _accounts(settings).change(options.name, disabled=False))


def _list(_options: argparse.Namespace, settings: Settings) -> int:
    members = _accounts(settings).listed()
    for member in members:
        _said(member)
    if not members:
        print("There is no account; `pressroom staff add NAME --role admin` makes one.")
    return 0


def _typed() -> str:
    """A password typed twice, or the first line of what is piped in."""
    from corpus.errors import StaffError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise StaffError("password: the two differ; nothing was changed")
    return password


def _done(settings: Settings, action: str, member: Member) -> int:
    _note(settings, action, member.name, {"role": member.role, "disabled": member.disabled_at is not None})
    return _said(member)


def _note(settings: Settings, action: str, what: str, after: object) -> None:
    """A line in the log of what staff do."""
    from assistant.staff.audit import Audit

    Audit(_accounts(settings).database).note(f"{getpass.getuser()} (command line)", action, what, after=after)


def _said(member: Member) -> int:
    print(f"{member.name}  {member.role}" + ("  disabled" if member.disabled_at else ""))
    return 0


def _accounts(settings: Settings) -> Accounts:
    from assistant.staff.accounts import Accounts
    from corpus.library import Library

    return Accounts(Library.open(settings.home).database)
