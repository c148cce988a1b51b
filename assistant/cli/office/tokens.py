"""`pressroom token add`, `list` and `revoke`: which programs may use the HTTP API, on the command
line.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from pressroom.assistant.cli.shared import AsJson, Home, group, note, opened_library, print_json

if TYPE_CHECKING:
    from pressroom.assistant.staff.tokens import Token

_DAYS = 90

commands = group(
    "API tokens, with which a content system adds and publishes documents by itself: add, list, "
    "revoke."
)


@commands.command()
def add(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="of the program that gets it, as the audit log shows it"
        ),
    ],
    role: Annotated[
        Literal["editor", "publisher"],
        typer.Option(help="an editor makes drafts, a publisher publishes too", show_default=False),
    ],
    days: Annotated[int, typer.Option(help="until it expires")] = _DAYS,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Make a token; it is printed once and kept nowhere."""
    from pressroom.assistant.staff.tokens import Tokens

    with opened_library(home) as library:
        token, words = Tokens(library.database).add(name, role, days=days)
        made = {"role": token.role, "expires": token.expires_at}
        note(library, "token.add", token.name, after=made)
    if as_json:
        print_json({**asdict(token), "token": words})
        return
    print(words)
    once = "It is shown this once; keep it where the program reads it."
    print(f"{token.name}: {token.role}, valid until {token.expires_at}. {once}")


@commands.command("list")
def listed(home: Home = None, as_json: AsJson = False) -> None:
    """List the tokens: role, state, when each was used last."""
    from pressroom.assistant.staff.tokens import Tokens

    with opened_library(home) as library:
        tokens = Tokens(library.database).listed()
    if as_json:
        print_json({"tokens": [{**asdict(token), "state": token.state()} for token in tokens]})
        return
    for token in tokens:
        print(_line(token))
    if not tokens:
        print("There is no token; `pressroom token add NAME --role editor` makes one.")


@commands.command()
def revoke(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Revoke the token of that name, at once."""
    from pressroom.assistant.staff.tokens import Tokens

    with opened_library(home) as library:
        count = Tokens(library.database).revoke(name)
        note(library, "token.revoke", name)
    if as_json:
        print_json({"name": name, "revoked": count})
    else:
        print(f"{name}: revoked; whoever uses it is refused from now on")


def _line(token: Token) -> str:
    used = f"used {token.used_at}" if token.used_at else "never used"
    ended = f"revoked {token.revoked_at}" if token.revoked_at else "expired"
    until = f"until {token.expires_at}" if token.state() == "valid" else ended
    return f"{token.name:20}  {token.role:9}  {until}  {used}"
