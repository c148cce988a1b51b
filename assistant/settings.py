"""Environment and options -> Settings: the only reader of the environment."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from corpus.errors import SettingsError

PREFIX = "PRESSROOM_"
_CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, as PRESSROOM_<NAME> in the environment. Folders are made when they are first needed."""

    home: Path = Path()
    """Data folder: library, indexes, unpacked model."""
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
    """Address of a Chroma server, `http://host:8000`, for several web processes over one library; by default Chroma runs inside."""
    chroma_token: str | None = None
    """Sent to that server, or to the proxy that guards it."""
    chat_model: str | None = None
    """Optional, as LangChain's init_chat_model takes it: `openai:gpt-5-mini`, `ollama:qwen3` …"""
    chat_base_url: str | None = None
    """Address of an OpenAI-compatible server."""
    chat_api_key: str | None = None
    """Key for that server; the provider's own variable works too."""
    fetch_from: str | None = None
    """Hosts from which staff may add documents by address: `www.example.gov, *.example.org`, or `*` for every public one; else none."""
    watch_folder: Path | None = None
    """A folder whose files become drafts on the staff desk; they stay where they are."""
    staff_header: str | None = None
    """Where a reverse proxy signs staff in: the header in which it names them, as `X-Forwarded-User`; the desk's own is closed then."""
    staff_secret: str | None = None
    """What that proxy sends as `X-Pressroom-Secret`, so that nobody else can name anybody; at least 32 characters."""
    timezone: str | None = None
    """Of the press office, as `Asia/Shanghai`: in which the staff desk shows and takes times; by default the machine's."""
    retention_days: int = 400
    """Questions, answers and opinions are deleted after so many days; 0 keeps them for ever. By default a year and a month, so that
    a month can be compared with the same of the year before."""
    host: str = "127.0.0.1"
    port: int = 7860


def load(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Settings from the environment; `overrides` that are not None win. Raises SettingsError for an unknown name or a bad value."""
    environment = os.environ if environment is None else environment
    kinds = {field.name: field.type for field in fields(Settings)}
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if variable.startswith(PREFIX):
            name = variable.removeprefix(PREFIX).lower()
            if name not in kinds:
                raise SettingsError(_unknown(variable, kinds))
            if text.strip() or name.endswith("prompt"):
                values[name] = _value(variable, text, str(kinds[name]))
    settings = Settings(**{**values, **{k: v for k, v in overrides.items() if v is not None}})
    home = settings.home if settings.home != Path() else _default_home(environment)
    return replace(settings, home=home.expanduser())


def _value(variable: str, text: str, kind: str) -> Any:
    if kind.startswith("int"):
        try:
            number = int(text)
        except ValueError:
            number = -1
        least = 0 if variable.endswith("RETENTION_DAYS") else 1
        if number < least or (variable.endswith("PORT") and number > 65535):
            raise SettingsError(
                f"{variable}: {text!r} cannot be; expected a whole number from {least}" + (" to 65535" if variable.endswith("PORT") else "")
            )
        return number
    return Path(text).expanduser() if kind.startswith("Path") else text


def _unknown(variable: str, kinds: Mapping[str, object]) -> str:
    known = [PREFIX + name.upper() for name in kinds]
    near = difflib.get_close_matches(variable, known, n=1, cutoff=0.5)
    return f"{variable}: no such setting; " + (f"did you mean {near[0]}?" if near else f"expected one of {', '.join(known)}")


def _default_home(environment: Mapping[str, str]) -> Path:
    """`data/` of a checkout; elsewhere the place where the system keeps programs' data."""
    if (_CHECKOUT / "pyproject.toml").exists():
        return _CHECKOUT / "data"
    return Path(environment.get("XDG_DATA_HOME") or "~/.local/share") / "pressroom"
