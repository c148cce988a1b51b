"""The API of content systems as tests call it: an application with nothing else, tokens of both
roles, and what was noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pressroom.assistant.build import Parts
from pressroom.assistant.staff.failures import Failures
from pressroom.assistant.staff.tokens import Tokens
from pressroom.assistant.web.staff_api import BASE, staff_api


@dataclass
class Programs:
    """An API over the parts; `noted` is what would stand in the audit log: (who, action, what,
    before, after, address).
    """

    parts: Parts
    noted: list[tuple[str, str, str, object, object, str | None]] = field(default_factory=list)
    failures: Failures = field(default_factory=Failures)

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.parts.library.database)
        self.words = {
            role: self.tokens.add(f"{role}-cms", role, days=30)[1]
            for role in ("editor", "publisher")
        }
        self.api = staff_api(
            self.parts.desk, self.parts.records, self.tokens, self.note, failures=self.failures
        )
        self.app = FastAPI()
        self.app.mount(BASE, self.api)

    def note(
        self,
        who: str,
        action: str,
        what: str,
        *,
        before: Any = None,
        after: Any = None,
        address: str | None = None,
    ) -> None:
        self.noted.append((who, action, what, before, after, address))

    @property
    def actions(self) -> list[str]:
        return [line[1] for line in self.noted]

    @contextmanager
    def client(self, token: str | None = "publisher") -> Iterator[TestClient]:
        """A program with the token of a role, with other words as its token, or without one
        (None).
        """
        headers = (
            {"Authorization": f"Bearer {self.words.get(token, token)}"} if token is not None else {}
        )
        with TestClient(
            self.app,
            base_url=f"http://testserver{BASE}/",
            headers=headers,
            raise_server_exceptions=False,
        ) as opened:
            yield opened
