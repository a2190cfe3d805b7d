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


@dataclass(frozen=True)
class Part:
    """A page of the timeline: a decade, or a year of one that has more events than a page holds."""

    first: int
    last: int
    years: tuple[Year, ...]

    @property
    def url(self) -> Markup:
        """Its page, relative to the top of the site; it does not depend on what other years hold."""
        return Markup(f"browse/events-{self.last}.html" if self.alone else f"browse/events-{self.first}s.html")

    @property
    def alone(self) -> bool:
        """Whether it is one year of a decade."""
        return self.first == self.last

    @property
    def name(self) -> str:
        """2021年, or the years of a decade that have events: 1994至1998年."""
        first, last = self.years[-1].year, self.years[0].year
        return say("year", last) if first == last else say("years", first, last)


def parts(years: Iterable[Year], most: int) -> tuple[Part, ...]:
    """Pages of about ``most`` events, the newest first."""
    decades: dict[int, list[Year]] = {}
    for year in years:
        decades.setdefault(year.year // 10 * 10, []).append(year)
    found: list[Part] = []
    for decade, some in decades.items():
        if sum(year.count for year in some) <= most:
            found.append(Part(decade, decade + 9, tuple(some)))
        else:
            found.extend(Part(year.year, year.year, (year,)) for year in some)
    return tuple(found)


def latest(years: Iterable[Year], enough: int, most: int) -> tuple[Year, ...]:
    """The newest years, as many as have ``enough`` events together and no more than ``most``; one at least."""
    found: list[Year] = []
    count = 0
    for year in years:
        if found and (count >= enough or count + year.count > most):
            break
        found.append(year)
        count += year.count
    return tuple(found)


def day(date: str) -> str:
    """5月22日, 5月, or nothing where only the year is known."""
    if len(date) == 10:
        return say("day", int(date[5:7]), int(date[8:]))
    return say("month", int(date[5:7])) if len(date) == 7 else ""
