"""Reports in lists."""

from dataclasses import replace

from markupsafe import Markup

from generator.model import Report
from generator.render.lists import Item, told_apart


def item(name: str, organ: str | None, year: int | None) -> Item:
    report = Report(
        id=name,
        source="a.txt",
        order=1,
        title=None,
        subtitle=None,
        kicker=None,
        byline=None,
        authors=(),
        organ=organ,
        region=None,
        year=year,
        complete=True,
        sections=(),
        captions=(),
        gaps=(),
    )
    return Item(report, Markup("a.html"), name, 0, (), (), (), (), ())


def test_reports_of_one_body_and_year_are_told_apart_by_their_titles() -> None:
    items = told_apart(
        [
            item("履职有声", "青溪区人大常委会", 2024),
            item("代表有为", "青溪区人大常委会", 2024),
            item("再谱新篇", "青溪区人大常委会", 2025),
            item("无主之文", None, None),
        ]
    )
    assert [i.short for i in items] == [
        "青溪区人大常委会，2024《履职有声》",
        "青溪区人大常委会，2024《代表有为》",
        "青溪区人大常委会，2025",
        "无主之文",
    ]
    assert replace(items[0], alike=False).short == "青溪区人大常委会，2024"
