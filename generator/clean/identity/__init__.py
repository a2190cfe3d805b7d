"""Whose report it is: organ, region, year of the reported work, date; and the id made from them.

Evidence in this order: title, subtitle, kicker, title of the front matter; then the opening (salutation, place and
date of delivery); then the names that the text uses most. What none of them tells stays None.

The year is the year of the work that is reported, not the year in which it was reported: 2016 for a report that was
given in January 2017 about the year past.

``phrases`` is what several parts look for; ``whose`` finds the body and the region, ``dates`` the days of publication
and delivery, ``year`` the year of the work; ``ids`` makes the id.
"""

from __future__ import annotations

from generator.clean.identity import dates, whose, year
from generator.clean.identity.ids import Identity, report_id
from generator.clean.identity.phrases import OPENING
from generator.clean.mentions import fold
from generator.read.frontmatter import FrontMatter, iso_date

__all__ = ["Identity", "identify", "report_id"]


def identify(
    *,
    title: str | None,
    subtitle: str | None,
    kicker: str | None,
    byline: str | None,
    text: str,
    front_matter: FrontMatter | None,
    path_hint: str | None = None,
    context: str = "",
    signature: str = "",
    issued: str = "",
    posted: str = "",
) -> Identity:
    """The identity of one article. ``text`` is its body, paragraphs by line.

    ``path_hint`` is the path of the source, whose names are asked last but one; ``context`` is the rest of the
    file, asked last and only about the same place. ``signature`` is what signs and dates the text at its end,
    ``issued`` the date of the page that it stands on, ``posted`` that on which a website says that it published it.
    What the front matter states goes before what the text says.
    """
    matter = front_matter or FrontMatter(0, 0)
    heads = [fold(head) for head in (matter.organ, title, subtitle, kicker, matter.title, byline, signature) if head]
    body = fold(text)
    opening = body[:OPENING]
    hint = whose.hint_of(path_hint) if path_hint else ""
    finder = whose.Finder(heads, opening, body, hint, fold(context))
    organ, region = finder.organ_and_region()
    if matter.region:
        region = whose.stated_region(matter.region, finder) or region
    dated = dates.published(heads, text, front_matter)
    delivered = dates.delivered(heads, text)
    day = iso_date(issued)
    news = year.of_news(body, day) if day else None
    given = delivered or dated or iso_date(posted)
    reported = matter.year or year.reported(heads, text, finder, given, news) or news
    published = matter.published or iso_date(posted) or dated or delivered or day
    return Identity(whose.short_form(matter.organ) or organ, region, reported, published)
