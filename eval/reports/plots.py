"""Figures -> SVG as text: bars with intervals, lines, differences. Colours and fonts are the
page's; a hover gives the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LABEL, _WIDE, _ROW, _VALUE = 185, 370, 22, 65  # pixels
_SIDE = 300  # of a square plot
_PAD = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """A share from 0 to 1 with its interval, if it has one; `series` picks the colour, `gap` begins
    a group.
    """

    label: str
    value: float | None
    interval: tuple[float, float] | None = None
    series: int = 0
    gap: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Points (x, y), joined in order; `dots` draws them too."""

    label: str
    points: Sequence[tuple[float, float]]
    series: int = 0
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A difference and its 95 % interval; `better` is +1 where more is better."""

    label: str
    value: float
    low: float
    high: float
    is_sure: bool
    better: int


def bars(rows: Sequence[Bar], *, title: str) -> str:
    """Horizontal bars on a scale from 0 to 1."""
    parts, y = [], 18.0
    for tick in range(0, 11, 2):
        x = _LABEL + _WIDE * tick / 10
        parts.append(_tick(x, f"{tick / 10:g}"))
    for row in rows:
        y += 10 if row.gap else 0
        parts.append(_bar(row, y))
        y += _ROW
    return _svg("".join(parts), _LABEL + _WIDE + _VALUE, y + 4, title)


def _bar(row: Bar, y: float) -> str:
    label = f'<text class="label" x="{_LABEL - 8}" y="{y + 14}">{escape(row.label)}</text>'
    if row.value is None:
        return f'{label}<text class="value" x="{_LABEL + 6}" y="{y + 14}">no question counts</text>'
    width = _WIDE * row.value
    text, whisker = f"{row.value:.3f}", ""
    if row.interval:
        low, high = (_LABEL + _WIDE * bound for bound in row.interval)
        text += f" [{row.interval[0]:.3f}, {row.interval[1]:.3f}]"
        whisker = (
            f'<line class="whisker" x1="{low:.1f}" x2="{high:.1f}" y1="{y + 10}" y2="{y + 10}"/>'
        )
    bar = (
        f'<rect class="s{row.series}" x="{_LABEL}" y="{y + 3}" width="{width:.1f}" height="14" '
        f'rx="2"/>'
    )
    hover = f"<title>{escape(row.label)}: {text} {escape(row.note)}</title>"
    return (
        f'<g>{hover}{label}{bar}{whisker}<text class="value" x="{_LABEL + _WIDE + 8}" '
        f'y="{y + 14}">{row.value:.3f}</text></g>'
    )


def _tick(x: float, text: str) -> str:
    return (
        f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="14" y2="100%"/><text class="tick" '
        f'x="{x:.1f}" y="10">{text}</text>'
    )


def lines(
    series: Sequence[Line],
    *,
    title: str,
    x: str,
    y: str,
    x_range: tuple[float, float] = (0, 1),
    diagonal: bool = False,
) -> str:
    """Lines in a square; y from 0 to 1."""
    low, high = x_range
    left, top = _PAD, 8

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + _SIDE * (point[0] - low) / ((high - low) or 1), top + _SIDE * (1 - point[1])

    parts = [_axes(low, high, x, y)]
    if diagonal:
        parts.append(
            f'<line class="diagonal" x1="{left}" y1="{top + _SIDE}" x2="{left + _SIDE}" '
            f'y2="{top}"/>'
        )
    for each in series:
        places = [at(point) for point in each.points]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in places)
        parts.append(
            f'<polyline class="line l{each.series}" '
            f'points="{path}"><title>{escape(each.label)}</title></polyline>'
        )
        if each.dots:
            parts += [
                _dot(place, point, each) for place, point in zip(places, each.points, strict=True)
            ]
    legend = "".join(_key(line, 8 + 18 * at) for at, line in enumerate(series))
    return _svg("".join(parts) + legend, left + _SIDE + 170, top + _SIDE + 40, title)


def _dot(place: tuple[float, float], point: tuple[float, float], line: Line) -> str:
    hover = f"<title>{escape(line.label)}: {point[0]:.3f}, {point[1]:.3f}</title>"
    return (
        f'<circle class="s{line.series}" cx="{place[0]:.1f}" cy="{place[1]:.1f}" '
        f'r="4">{hover}</circle>'
    )


def _key(line: Line, y: float) -> str:
    x = _PAD + _SIDE + 12
    box = f'<rect class="s{line.series}" x="{x}" y="{y}" width="12" height="12" rx="2"/>'
    return f'{box}<text class="key" x="{x + 18}" y="{y + 10}">{escape(line.label)}</text>'


def _axes(low: float, high: float, x: str, y: str) -> str:
    parts = [f'<rect class="frame" x="{_PAD}" y="8" width="{_SIDE}" height="{_SIDE}"/>']
    for tick in range(5):
        share = tick / 4
        across, down = _PAD + _SIDE * share, 8 + _SIDE * (1 - share)
        parts.append(f'<line class="grid" x1="{across}" x2="{across}" y1="8" y2="{8 + _SIDE}"/>')
        parts.append(
            f'<line class="grid" x1="{_PAD}" x2="{_PAD + _SIDE}" y1="{down}" y2="{down}"/>'
        )
        parts.append(
            f'<text class="tick" x="{across}" '
            f'y="{_SIDE + 22}">{low + (high - low) * share:.4g}</text>'
        )
        parts.append(f'<text class="tick end" x="{_PAD - 6}" y="{down + 4}">{share:g}</text>')
    parts.append(f'<text class="tick" x="{_PAD + _SIDE / 2}" y="{_SIDE + 38}">{escape(x)}</text>')
    parts.append(
        f'<text class="tick" transform="translate(10 {8 + _SIDE / 2}) '
        f'rotate(-90)">{escape(y)}</text>'
    )
    return "".join(parts)


def changes(rows: Sequence[Change], *, title: str) -> str:
    """Differences as dots with intervals around a zero line."""
    reach = max([0.02, *(max(abs(row.low), abs(row.high)) for row in rows)]) * 1.05
    middle, scale = _LABEL + _WIDE / 2, _WIDE / 2 / reach
    parts = [f'<line class="zero" x1="{middle}" x2="{middle}" y1="14" y2="100%"/>']
    for share in (-1, -0.5, 0.5, 1):
        x = middle + _WIDE / 2 * share
        parts.append(_tick(x, f"{reach * share:+.2g}"))
    for at, row in enumerate(rows):
        y = 18 + at * _ROW
        kind = ("good" if row.value * row.better > 0 else "bad") if row.is_sure else "unsure"
        low, high, value = (middle + scale * bound for bound in (row.low, row.high, row.value))
        hover = (
            f"<title>{escape(row.label)}: {row.value:+.3f} [{row.low:+.3f}, "
            f"{row.high:+.3f}]</title>"
        )
        parts.append(
            f'<g>{hover}<text class="label" x="{_LABEL - 8}" '
            f'y="{y + 14}">{escape(row.label)}</text>'
            f'<line class="whisker {kind}" x1="{low:.1f}" x2="{high:.1f}" y1="{y + 10}" '
            f'y2="{y + 10}"/>'
            f'<circle class="{kind}" cx="{value:.1f}" cy="{y + 10}" r="5"/>'
            f'<text class="value" x="{_LABEL + _WIDE + 8}" y="{y + 14}">{row.value:+.3f}</text></g>'
        )
    return _svg("".join(parts), _LABEL + _WIDE + _VALUE, 22 + len(rows) * _ROW, title)


def _svg(body: str, width: float, height: float, title: str) -> str:
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return f'<svg {size} role="img" aria-label="{escape(title)}">{body}</svg>'
