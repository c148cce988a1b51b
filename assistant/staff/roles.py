"""What somebody may do: an editor prepares, a publisher makes public and takes back, an admin sees
to accounts and reads the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pressroom.corpus.errors import StaffError

Role = Literal["editor", "publisher", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

# How histories and the log name what is done without an account: from the command line, by whom,
# and by the folder that is watched.
BY_COMMAND = " (command line)"
BY_FOLDER = "watched folder"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in. `via` says how: `password`, `proxy` or `token`."""

    name: str
    role: Role
    via: str = "password"

    def may(self, role: Role) -> bool:
        """Whether what needs this role is allowed to them: each role may what those before it
        may.
        """
        return ROLES.index(self.role) >= ROLES.index(role)


def role_of(written: str) -> Role:
    """Raises StaffError for a word that is no role."""
    for role in ROLES:
        if role == written:
            return role
    raise StaffError(f"{written!r}: no such role; expected {', '.join(ROLES)}", key="role_unknown")
