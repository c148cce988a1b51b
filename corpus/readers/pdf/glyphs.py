"""A page of a PDF -> its characters as they are drawn, with size, place and turn."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

SMALL = 0.8  # times the usual height: smaller characters, raised, are marks or parts of units


class Glyph:
    """One character as placed on the page."""

    __slots__ = ("angle", "char", "height", "left", "right", "y")

    def __init__(
        self, char: str, left: float, right: float, y: float, height: float, angle: int = 0
    ) -> None:
        self.char, self.left, self.right, self.y, self.height = char, left, right, y, height
        self.angle = angle


def glyphs_of(page: Any) -> Iterator[Glyph]:
    """All characters but line ends. Spaces have the place of the character before them."""
    from pypdfium2 import raw

    text = page.get_textpage()
    degrees = page.get_rotation()
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last: Glyph | None = None
    for at in range(raw.FPDFText_CountChars(text.raw)):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        if code in (0, 10, 13):
            continue
        char = chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
        if char.isspace():
            if last is not None and last.char != " ":
                last = Glyph(" ", last.right, last.right, last.y, last.height, last.angle)
                yield last
            continue
        raw.FPDFText_GetLooseCharBox(text.raw, at, box)
        raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
        turn = round(math.degrees(raw.FPDFText_GetCharAngle(text.raw, at)) / 45) * 45 % 360
        place = _turned(degrees, box, x.value, y.value)
        last = Glyph("-" if code in (2, 0xFFFE) else char, *place, turn)
        yield last
    text.close()


def _turned(degrees: int, box: Any, x: float, y: float) -> tuple[float, float, float, float]:
    """Left, right, base line and height of a character, as the page is shown."""
    if degrees == 90:
        return box.bottom, box.top, -x, abs(box.right - box.left)
    if degrees == 180:
        return -box.right, -box.left, -y, abs(box.top - box.bottom)
    if degrees == 270:
        return -box.top, -box.bottom, x, abs(box.right - box.left)
    return box.left, box.right, y, abs(box.top - box.bottom)


def continues(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.height, glyph.height, 1.0)
    small = min(last.height, glyph.height) < SMALL * size
    close = abs(glyph.y - last.y) < (0.6 if small else 0.4) * size
    return close and -0.5 * size < glyph.left - last.right < 1.3 * size
