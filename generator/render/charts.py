"""Charts: figures laid out for inline SVG (templates/pages/charts.j2), across in percent of the width, down in pixels.

A chart says no more than its figures: counts and amounts begin at zero, a cut axis is told, and what is defined
otherwise is not drawn beside the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from markupsafe import Markup

NONE = Markup("")
RATES = ("%", "‰")
ROW = 76  # pixels of a row of dots, a row of bars and a panel of lines
BAR = 56
PANEL = 112
TOP, BOTTOM = 46, 86  # of the band in a panel
BINS = 12
HIGH = 120  # pixels of the tallest column
CLOSE = Decimal(9)  # percent of the width within which two labels would touch
STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))


@dataclass(frozen=True)
class Value:
    """A figure of a body for a year, ``shown`` as its report writes it."""

    name: str
    year: str
    value: Decimal
    shown: str


@dataclass(frozen=True)
class Tick:
    """A place on an axis."""

    at: Markup
    label: str


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high``; ``cut``: it does not begin at zero."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def cut(self) -> bool:
        """Whether zero is not on it."""
        return self.low > 0 or self.high < 0

    @property
    def start(self) -> str:
        """Its first value, as a reader writes it."""
        return plain(self.low)

    def share(self, value: Decimal) -> Decimal:
        """How far along it a value lies, in percent."""
        return (value - self.low) * 100 / (self.high - self.low)

    def at(self, value: Decimal) -> Markup:
        """The same for an attribute."""
        return percent(self.share(value))

    @property
    def ticks(self) -> list[Tick]:
        """Its places, both ends included."""
        count = int((self.high - self.low) / self.step)
        return [Tick(self.at(v), plain(v)) for v in (self.low + self.step * n for n in range(count + 1))]


@dataclass(frozen=True)
class Dot:
    """A figure of a row of dots; ``label`` is empty where it would touch the other one."""

    x: Markup
    label: str
    now: bool


@dataclass(frozen=True)
class Row:
    """A body in a chart; ``width`` of its bar; ``y`` in pixels from the top."""

    y: int
    value: Value
    dots: tuple[Dot, ...] = ()
    width: Markup = NONE


@dataclass(frozen=True)
class Point:
    """A figure of a line; ``above``: its label stands above it, "" has none."""

    x: Markup
    y: int
    label: str
    above: bool
    joined: bool
    """The figure before is not further away than a year or two; otherwise the line between is broken."""


@dataclass(frozen=True)
class Panel:
    """The years of one body."""

    y: int
    name: str
    points: tuple[Point, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Column:
    """Figures of a stretch of an axis."""

    x: Markup
    width: Markup
    y: int
    height: int
    count: int


@dataclass(frozen=True)
class Chart:
    """One chart; what it holds goes by ``kind``. ``values`` are all its figures, the best or largest first.

    ``of`` are the figures that there are, where it shows only some; ``level`` the kind of region it is limited to.
    """

    kind: Literal["dots", "bars", "lines", "spread"]
    height: int
    values: tuple[Value, ...]
    axis: Axis
    rows: tuple[Row, ...] = ()
    panels: tuple[Panel, ...] = ()
    columns: tuple[Column, ...] = ()
    years: tuple[Tick, ...] = ()
    median: Value | None = None
    median_at: Markup = NONE
    own: bool = False
    """Each panel has a scale of its own, from zero."""
    year: bool = False
    """All figures are of one year."""
    unit: str = ""
    of: int = 0
    level: str = ""
    part: str = ""
    """What all figures are of, where that is not the whole."""

    @property
    def earlier(self) -> bool:
        """Whether a year before stands beside the last one."""
        return any(len(row.dots) > 1 for row in self.rows)


def dots(latest: Sequence[tuple[Value, Value | None]], unit: str, *, year: bool = False) -> Chart:
    """Shares and rates: a row for each body, its last year and, hollow, the year before.

    ``year``: all are of one year.
    """
    axis = rate_axis([v.value for pair in latest for v in pair if v], unit)
    rows = []
    for n, (now, before) in enumerate(latest):
        some = [Dot(axis.at(now.value), now.shown, now=True)]
        if before:
            close = abs(axis.share(now.value) - axis.share(before.value)) < CLOSE
            some.insert(0, Dot(axis.at(before.value), "" if close else before.shown, now=False))
        rows.append(Row(n * ROW, now, tuple(some)))
    return Chart("dots", len(rows) * ROW + 24, tuple(now for now, _ in latest), axis, tuple(rows), unit=unit, year=year)


def bars(values: Sequence[Value], unit: str, *, of: int = 0, level: str = "") -> Chart:
    """Counts and amounts, from zero."""
    most = max(v.value for v in values)
    axis = Axis(Decimal(0), most or Decimal(1), most or Decimal(1))
    rows = tuple(Row(n * BAR, v, width=axis.at(v.value)) for n, v in enumerate(values))
    return Chart("bars", len(rows) * BAR, tuple(values), axis, rows, unit=unit, of=of, level=level, year=of > 0)


def lines(series: Sequence[Sequence[Value]], unit: str, *, of: int = 0) -> Chart:
    """A panel for each body; rates share a scale, amounts have each their own, from zero."""
    every = [v for values in series for v in values]
    own = unit not in RATES
    shared = rate_axis([v.value for v in every], unit)
    years = sorted({int(v.year) for v in every})
    across = Axis(Decimal(years[0]), Decimal(years[-1]), Decimal(1))
    panels = []
    for n, values in enumerate(series):
        largest = max(v.value for v in values)
        scale = Axis(Decimal(0), largest or Decimal(1), Decimal(1)) if own else shared
        panels.append(Panel(n * PANEL, values[0].name, tuple(_points(values, scale, across)), tuple(values)))
    told = _thinned(years, 8)
    ticks = tuple(Tick(across.at(Decimal(year)), str(year)) for year in told)
    return Chart(
        "lines", len(panels) * PANEL + 24, tuple(every), shared, panels=tuple(panels), years=ticks, own=own,
        unit=unit, of=of,
    )  # fmt: skip


def _points(values: Sequence[Value], scale: Axis, across: Axis) -> Iterable[Point]:
    """Labels at both ends, at the highest and at the lowest figure."""
    ends = {values[0].year, values[-1].year}
    extremes = (max(values, key=lambda v: v.value), min(values, key=lambda v: v.value))
    labelled: list[Decimal] = []
    wanted = [v for v in values if v.year in ends] + [v for v in extremes if v.year not in ends]
    shown = set()
    for v in wanted:
        x = across.share(Decimal(v.year))
        if all(abs(x - other) >= 2 * CLOSE for other in labelled):
            labelled.append(x)
            shown.add(v.year)
    for n, v in enumerate(values):
        y = BOTTOM - int(scale.share(v.value) * (BOTTOM - TOP) / 100)
        beside = values[n - 1].value if n else values[min(1, len(values) - 1)].value
        joined = n > 0 and int(v.year) - int(values[n - 1].year) <= 2
        yield Point(across.at(Decimal(v.year)), y, v.shown if v.year in shown else "", v.value >= beside, joined)


def spread(values: Sequence[Value], unit: str) -> Chart:
    """How many bodies lie where: columns of equal stretches of the axis, and the median."""
    ordered = sorted(values, key=lambda v: (v.value, v.name))
    # Single figures far away would press all others into one column: the axis ends with the stretch of the 2nd
    # and the 98th hundredth, and what lies beyond is counted in the columns at its ends.
    cut = len(ordered) // 50
    axis = rate_axis([v.value for v in ordered[cut : len(ordered) - cut]], unit)
    while (axis.high - axis.low) / axis.step < BINS / 2:
        axis = Axis(axis.low, axis.high, axis.step / 2)
    count = int((axis.high - axis.low) / axis.step)
    counts = [0] * count
    for v in ordered:
        counts[min(count - 1, max(0, int((v.value - axis.low) / axis.step)))] += 1
    width = Decimal(100) / count
    columns = []
    for n, some in enumerate(counts):
        height = round(HIGH * some / max(counts))
        columns.append(Column(percent(width * n), percent(width * Decimal("0.94")), 24 + HIGH - height, height, some))
    median = ordered[(len(ordered) - 1) // 2]
    at = axis.at(min(max(median.value, axis.low), axis.high))
    return Chart(
        "spread", HIGH + 52, tuple(reversed(ordered)), axis, columns=tuple(columns), median=median, median_at=at,
        unit=unit, of=len(ordered),
    )  # fmt: skip


def rate_axis(values: Sequence[Decimal], unit: str) -> Axis:
    """An axis that holds the values and ends at round places; shares are never drawn on less than ten points."""
    low, high = min(values), max(values)
    if unit == "%" and low >= 40 and high <= 100:
        start = min((low / 10).to_integral_value(ROUND_FLOOR) * 10, Decimal(90))
        return Axis(start, Decimal(100), Decimal(10) if start < 90 else Decimal(2))
    span = (high - low) or abs(high) or Decimal(1)
    raw = span / 4
    size = Decimal(1).scaleb(raw.adjusted())
    step = next(size * s for s in STEPS if size * s >= raw)
    first = (low / step).to_integral_value(ROUND_FLOOR) * step
    last = (high / step).to_integral_value(ROUND_CEILING) * step
    return Axis(first, last if last > first else first + step, step)


def _thinned(years: Sequence[int], most: int) -> list[int]:
    """Both ends and, where there is room, those between, at equal distances."""
    if len(years) <= most:
        return list(years)
    each = -(-(len(years) - 1) // (most - 1))
    inner = [y for n, y in enumerate(years[:-1]) if n % each == 0 and len(years) - 1 - n >= each]
    return [*inner, years[-1]]


def plain(value: Decimal) -> str:
    """A number without an exponent or noughts behind, its minus a real one."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−") if text not in ("-0", "") else "0"


def percent(value: Decimal) -> Markup:
    """A length for an attribute, to a hundredth."""
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return Markup(f"{'0' if text in ('', '-0') else text}%")
