"""Language -> how the interface speaks it: its texts, and numbers, days, lists and counted things
in its forms (CLDR, by babel).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from pressroom.assistant.languages.texts import counted, languages, texts

if TYPE_CHECKING:
    from pressroom.corpus.library.library import Change

# English is written as most of the world does: 5 March 2024, and a, b and c.
_LOCALES = {"zh": "zh_Hans", "zh-Hant": "zh_Hant", "en": "en_001"}
_WITHOUT_SPACES = ("zh", "zh-Hant", "ja")


@dataclass(frozen=True, slots=True)
class Tongue:
    """`code` is the name of a file of texts; `t` are its texts."""

    code: str
    t: Mapping[str, str]
    locale: Locale

    @property
    def tag(self) -> str:
        """BCP 47, for HTML."""
        return str(self._plain).replace("_", "-")

    @property
    def direction(self) -> str:
        return self.t["direction"]

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return "" if self.code in _WITHOUT_SPACES else " "

    @property
    def name(self) -> str:
        """Its name in itself, as readers look for it."""
        name = self._plain.get_display_name() or self.code
        return name[:1].upper() + name[1:]

    @property
    def _plain(self) -> Locale:
        """Without the part of the world."""
        return Locale(self.locale.language, script=self.locale.script)

    def number(self, value: int) -> str:
        return str(format_decimal(value, locale=self.locale))

    def day(self, written: str | None) -> str:
        """2025-06-20 -> 2025年6月20日, 20 June 2025 …; what is no ISO day stays as it is."""
        return _day(written or "", str(self.locale))

    def correction(self, change: Change) -> str:
        """What was corrected, when and why, for readers."""
        return self.t["corrected"].format(
            date=self.day(change.at[:10]), version=change.version, reason=change.reason or ""
        )

    def year(self, written: str) -> str:
        """2025 -> 2025年, 2025 …"""
        return str(format_skeleton("y", date(int(written), 1, 1), locale=self.locale))

    def month(self, written: str) -> str:
        """2025-06 -> June 2025."""
        return str(
            format_skeleton("yMMMM", date.fromisoformat(f"{written[:7]}-01"), locale=self.locale)
        )

    def count(self, key: str, value: int, **values: object) -> str:
        """`1 document`, `2 documents`: the form that the language has for this number, with other
        values filled in.
        """
        forms = counted(self.code)[key]
        form = forms.get(self.locale.plural_form(value)) or forms["other"]
        return form.format(n=self.number(value), **values)

    def list(self, words: Iterable[str]) -> str:
        """`a, b and c`."""
        return str(format_list(list(words), locale=self.locale))

    def say(self, key: str, **values: object) -> str:
        return self.t[key].format(**values)


@cache
def tongue(language: str) -> Tongue:
    """That of a language for which there are texts; English for another."""
    code = next(
        (name for name in (language, language.split("-")[0], "en") if name in languages()), "en"
    )
    return Tongue(code, texts(code), Locale.parse(_LOCALES.get(code, code)))


@cache
def tongues() -> tuple[Tongue, ...]:
    """All, in the order of their names' first letters as the files have them."""
    return tuple(tongue(code) for code in languages())


@cache
def _day(written: str, locale: str) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return str(format_date(day, "long", locale=locale))
