"""Dated events of all reports, by year and month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from generator.model import Corpus, Event
from generator.render.labels import say
from generator.render.lists import Item, Use
from generator.render.places import Place


@dataclass(frozen=True)
class Happening:
    """An event; several reports may tell it in the same words."""

    date: str
    text: str
    uses: tuple[Use, ...]

    @property
    def year(self) -> int:
        """The year."""
        return int(self.date[:4])

    @property
    def day(self) -> str:
        """The date below its month: 22日, 5月 or nothing more than the year."""
        return day(self.date)


@dataclass(frozen=True)
class Month:
    """Events of a month, first to last; ``name`` is empty for those of which only the year is known."""

    name: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Year:
    """Events of a year."""

    year: int
    months: tuple[Month, ...]

    @property
    def id(self) -> Markup:
        """Its anchor."""
        return Markup(f"y-{self.year}")

    @property
    def count(self) -> int:
        """Events of the year."""
        return sum(len(month.happenings) for month in self.months)


def happenings(corpus: Corpus, items: Mapping[str, Item], where: Mapping[str, Place]) -> tuple[Happening, ...]:
    """Every event in the order of dates; a date that is no date is left out."""
    found: dict[tuple[str, str], list[Event]] = {}
    for report in corpus.reports:
        for event in corpus.extracted[report.id].events if report.id in corpus.extracted else ():
            if event.date[:4].isdigit() and len(event.date) in (4, 7, 10):
                found.setdefault((event.date, event.text), []).append(event)
    told = []
    for (date, text), events in sorted(found.items(), key=lambda each: (each[0][0], each[1][0].report)):
        places: dict[str, list[Place]] = {}
        for e in events:
            places.setdefault(e.report, []).extend([where[e.paragraph]] if e.paragraph in where else [])
        told.append(Happening(date, text, tuple(Use(items[report], tuple(here)) for report, here in places.items())))
    return tuple(told)


def by_year(told: Iterable[Happening]) -> tuple[Year, ...]:
    """The newest year first, within it January first and what has no month last."""
    years: dict[int, dict[str, list[Happening]]] = {}
    for happening in told:
        years.setdefault(happening.year, {}).setdefault(happening.date[5:7], []).append(happening)
    return tuple(
        Year(
            year,
            tuple(
                Month(say("month", int(month)) if month else "", tuple(some))
                for month, some in sorted(months.items(), key=lambda m: m[0] or "99")
            ),
        )
        for year, months in sorted(years.items(), reverse=True)
    )


def day(date: str) -> str:
    """5月22日, 5月, or nothing where only the year is known."""
    if len(date) == 10:
        return say("day", int(date[5:7]), int(date[8:]))
    return say("month", int(date[5:7])) if len(date) == 7 else ""
