"""`pressroom token add`, `list` and `revoke`: which programs may use the HTTP API, on the command line."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.staff.tokens import Token
    from corpus.library import Library

_DAYS = 90


def add_commands(command: Callable[..., argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    """Adds them to the commands of the parser. `common` holds the options of every command."""
    token = command("token", _list, "API tokens, with which a content system adds and publishes documents by itself: add, list, revoke.")
    steps = token.add_subparsers(dest="step", required=True, metavar="STEP")

    def step(name: str, run: Callable[[argparse.Namespace, Settings], int], text: str) -> argparse.ArgumentParser:
        sub = steps.add_parser(name, parents=[common], help=text, description=text)
        sub.set_defaults(run=run)
        sub.add_argument("--json", action="store_true", help="print JSON")
        return sub

    add = step("add", _add, "Make a token; it is printed once and kept nowhere.")
    add.add_argument("name", metavar="NAME", help="of the program that gets it, as the audit log shows it")
    add.add_argument("--role", required=True, choices=("editor", "publisher"), help="an editor makes drafts, a publisher publishes too")
    add.add_argument("--days", type=int, default=_DAYS, help=f"until it expires (default {_DAYS})")
    step("list", _list, "List the tokens: role, state, when each was used last.")
    step("revoke", _revoke, "Revoke the token of that name, at once.").add_argument("name", metavar="NAME")


def _add(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.staff.tokens import Tokens

    library = _library(settings)
    token, words = Tokens(library.database).add(options.name, options.role, days=options.days)
    _note(library, "token.add", token.name, {"role": token.role, "expires": token.expires_at})
    if options.json:
        _print_json({**asdict(token), "token": words})
    else:
        print(words)
        print(f"{token.name}: {token.role}, valid until {token.expires_at}. It is shown this once; keep it where the program reads it.")
    return 0


def _list(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.staff.tokens import Tokens

    tokens = Tokens(_library(settings).database).listed()
    if options.json:
        _print_json({"tokens": [{**asdict(token), "state": token.state()} for token in tokens]})
        return 0
    for token in tokens:
        print(_line(token))
    if not tokens:
        print("There is no token; `pressroom token add NAME --role editor` makes one.")
    return 0


def _revoke(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.staff.tokens import Tokens

    library = _library(settings)
    count = Tokens(library.database).revoke(options.name)
    _note(library, "token.revoke", options.name, None)
    if options.json:
        _print_json({"name": options.name, "revoked": count})
    else:
        print(f"{options.name}: revoked; whoever uses it is refused from now on")
    return 0


def _line(token: Token) -> str:
    used = f"used {token.used_at}" if token.used_at else "never used"
    until = f"until {token.expires_at}" if token.state() == "valid" else f"revoked {token.revoked_at}" if token.revoked_at else "expired"
    return f"{token.name:20}  {token.role:9}  {until}  {used}"


def _note(library: Library, action: str, name: str, after: object) -> None:
    from assistant.staff.audit import Audit

    Audit(library.database).note(f"{getpass.getuser()} (command line)", action, name, after=after)


def _library(settings: Settings) -> Library:
    from corpus.library import Library

    return Library.open(settings.home)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
