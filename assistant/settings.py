"""Environment and options -> Settings: the only reader of the environment."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from pressroom.corpus.errors import SettingsError

PREFIX = "PRESSROOM_"
_CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, as PRESSROOM_<NAME> in the environment. Folders are made when they are first
    needed.
    """

    home: Path = Path()
    """Data folder: library, indexes, unpacked model."""
    database_url: str | None = None
    """A PostgreSQL server instead of a file in the data folder:
    `postgresql+psycopg://pressroom@db/pressroom`. Indexes stay in the data folder, so one database
    belongs to one data folder.
    """
    embedding_model: str = "builtin"
    """`builtin`, or any name or folder that SentenceTransformer takes."""
    query_prompt: str | None = None
    """What goes before a question when it is embedded; by default what the model itself says."""
    passage_prompt: str | None = None
    """The same for passages."""
    device: str | None = None
    """`cpu`, `cuda` …, for models other than the built-in one."""
    threads: int | None = None
    """Threads for embedding; by default all cores."""
    chroma_url: str | None = None
    """Address of a Chroma server, `http://host:8000`, for several web processes over one library;
    by default Chroma runs inside.
    """
    chroma_token: str | None = None
    """Sent to that server, or to the proxy that guards it."""
    reader: str = "trained"
    """Who reads the passages found: `trained`, or `rules` alone (docs/reader.md)."""
    chat_model: str | None = None
    """Optional, as LangChain's init_chat_model takes it: `openai:gpt-5-mini`, `ollama:qwen3` …"""
    chat_base_url: str | None = None
    """Address of an OpenAI-compatible server."""
    chat_api_key: str | None = None
    """Key for that server; the provider's own variable works too."""
    chat_seconds: int = 20
    """Within which the chat model has to have answered a question, else the built-in answer is
    shown.
    """
    chat_first_seconds: int = 8
    """Within which its first words have to come."""
    fetch_from: str | None = None
    """Hosts from which staff may add documents by address: `www.example.gov, *.example.org`, or `*`
    for every public one; else none.
    """
    watch_folder: Path | None = None
    """A folder whose files become drafts on the staff desk; they stay where they are."""
    staff_header: str | None = None
    """Where a reverse proxy signs staff in: the header in which it names them, as
    `X-Forwarded-User`; the desk's own is closed then.
    """
    staff_secret: str | None = None
    """What that proxy sends as `X-Pressroom-Secret`, so that nobody else can name anybody; at least
    32 characters.
    """
    timezone: str | None = None
    """Of the press office, as `Asia/Shanghai`: in which the staff desk shows and takes times; by
    default the machine's.
    """
    retention_days: int = 400
    """Questions, answers and opinions are deleted after so many days; 0 keeps them for ever. By
    default a year and a month, so that a month can be compared with the same of the year before.
    """
    office_phone: str | None = None
    """How citizens reach the press office itself, said where a question is refused; so are:"""
    office_email: str | None = None
    """its e-mail address,"""
    office_url: str | None = None
    """and its page, as `https://www.example.gov/ask`."""
    ask_office: bool = False
    """Whether citizens may send a question that nothing answered to the office's work list: `yes`
    or `no`.
    """
    name: str | None = None
    """What the pages are called, in place of Pressroom."""
    emblem: Path | None = None
    """A picture before that name, and of the browser's tab: SVG, PNG, WebP, JPEG or ICO."""
    color: str | None = None
    """Of the head of the pages and of buttons, as `#12436d`; words upon it are white or black."""
    privacy: str | None = None
    """The page that says how personal data is kept: its address, or a text or Markdown file."""
    imprint: str | None = None
    """The page that says who is responsible, likewise."""
    questions_at_once: int = 8
    """Questions answered at a time by one process; others wait in line, clients in turn."""
    questions_waiting: int = 100
    """Questions that may wait in line; one more is told when to ask again (429, Retry-After)."""
    questions_of_client: int = 10
    """Questions of one address that may be in line and in work altogether."""
    base_url: str | None = None
    """What citizens type before every path, where a proxy stands before:
    `https://www.example.gov/press`, or `/press`; by default nothing.
    """
    host: str = "127.0.0.1"
    port: int = 7860


def load(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Settings from the environment; `overrides` that are not None win. Raises SettingsError for an
    unknown name or a bad value.
    """
    environment = os.environ if environment is None else environment
    values = _values(environment)
    settings = Settings(**{**values, **{k: v for k, v in overrides.items() if v is not None}})
    home = settings.home if settings.home != Path() else _default_home(environment)
    return replace(settings, home=home.expanduser())


def changed(settings: Settings, texts: Mapping[str, str]) -> Settings:
    """The settings with some changed, by name and as the environment would word them."""
    named = {PREFIX + name.upper(): text for name, text in texts.items()}
    return replace(settings, **_values(named))


def _values(environment: Mapping[str, str]) -> dict[str, Any]:
    kinds = {field.name: field.type for field in fields(Settings)}
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if variable.startswith(PREFIX):
            name = variable.removeprefix(PREFIX).lower()
            if name not in kinds:
                raise SettingsError(_unknown(variable, kinds))
            if text.strip() or name.endswith("prompt"):
                values[name] = _value(variable, text, str(kinds[name]))
    return values


def _value(variable: str, text: str, kind: str) -> Any:
    if kind.startswith("int"):
        try:
            number = int(text)
        except ValueError:
            number = -1
        least = 0 if variable.endswith("RETENTION_DAYS") else 1
        if number < least or (variable.endswith("PORT") and number > 65535):
            raise SettingsError(
                f"{variable}: {text!r} cannot be; expected a whole number from {least}"
                + (" to 65535" if variable.endswith("PORT") else "")
            )
        return number
    if kind.startswith("bool"):
        return _yes_or_no(variable, text)
    return Path(text).expanduser() if kind.startswith("Path") else text


def _yes_or_no(variable: str, text: str) -> bool:
    if text.strip().lower() not in ("yes", "no"):
        raise SettingsError(f"{variable}: {text!r} cannot be; expected yes or no")
    return text.strip().lower() == "yes"


def _unknown(variable: str, kinds: Mapping[str, object]) -> str:
    known = [PREFIX + name.upper() for name in kinds]
    near = difflib.get_close_matches(variable, known, n=1, cutoff=0.5)
    return f"{variable}: no such setting; " + (
        f"did you mean {near[0]}?" if near else f"expected one of {', '.join(known)}"
    )


def _default_home(environment: Mapping[str, str]) -> Path:
    """`data/` of a checkout; elsewhere the place where the system keeps programs' data."""
    if (_CHECKOUT / "pyproject.toml").exists():
        return _CHECKOUT / "data"
    return Path(environment.get("XDG_DATA_HOME") or "~/.local/share") / "pressroom"
