"""Settings -> whose pages these are: name, emblem, colour, how the office is reached, and its own
pages, privacy and imprint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup
from pressroom.assistant.languages.tongue import Tongue
from pressroom.assistant.say.office import Contact, contacts_in, ways_in
from pressroom.assistant.settings import Settings
from pressroom.corpus.errors import ReadError, SettingsError
from pressroom.corpus.readers.plain.text import decoded_text

_PICTURES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".ico": "image/x-icon",
}
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE, _BLACK = "#ffffff", "#000000"


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page that the office wrote: `url` is where it is, `html` its words if we show it."""

    name: str
    url: str
    html: Markup | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What is set of it; without anything the pages are Pressroom's own."""

    name: str | None = None
    emblem: Path | None = None
    color: str | None = None
    ways: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[OwnPage, ...] = ()

    def texts(self, words: Tongue) -> Mapping[str, str]:
        """Those of a language, with the office's name for what this is."""
        return {**words.t, "title": self.name} if self.name else words.t

    def contacts(self, words: Tongue) -> tuple[Contact, ...]:
        return contacts_in(self.ways, words)

    @property
    def emblem_type(self) -> str:
        return _PICTURES[self.emblem.suffix.lower()] if self.emblem else ""

    @property
    def style(self) -> str:
        """The colour, and that of words upon it which stands out more."""
        on = max((_WHITE, _BLACK), key=lambda other: _contrast(self.color or _BLACK, other))
        colors = f"--brand: {self.color}; --action: {self.color}; --on-brand: {on};"
        return f":root {{ {colors} }}\n" if self.color else ""


def site_of(settings: Settings) -> Site:
    """Raises SettingsError for what cannot be shown."""
    if settings.color and not _COLOR.fullmatch(settings.color):
        raise SettingsError(f"PRESSROOM_COLOR: {settings.color!r}: expected a colour as #12436d")
    own = {"privacy": settings.privacy, "imprint": settings.imprint}
    return Site(
        settings.name,
        _emblem(settings.emblem) if settings.emblem else None,
        settings.color,
        ways_in(settings),
        tuple(_page(name, place) for name, place in own.items() if place),
    )


def _emblem(path: Path) -> Path:
    if path.suffix.lower() not in _PICTURES or not path.is_file():
        kinds = ", ".join(_PICTURES)
        raise SettingsError(f"PRESSROOM_EMBLEM: {path}: expected a picture that is there ({kinds})")
    return path


def _page(name: str, place: str) -> OwnPage:
    """An address, or a text or Markdown file."""
    if _ADDRESS.fullmatch(place):
        return OwnPage(name, place)
    try:
        words = decoded_text(Path(place).expanduser().read_bytes(), origin=place).text
    except (OSError, ReadError) as error:
        raise SettingsError(
            f"PRESSROOM_{name.upper()}: {place}: cannot be read ({error}); expected the address of "
            "a page, https://…, or a text or Markdown file"
        ) from None
    html = MarkdownIt("commonmark", {"html": False}).render(words)
    return OwnPage(name, f"/{name}", Markup(html))  # HTML in the file has become text


def _contrast(one: str, other: str) -> float:
    """As WCAG has it, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
