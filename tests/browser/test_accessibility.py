"""Everybody can read the site: axe-core on every kind of page, the keyboard, small screens, large type, less motion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESK, PHONE, Visit, served
from markup import showcase
from playwright.sync_api import expect

STANDARD = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What depends on colours (slow, so only one of each kind of text is looked at), and on the width of the screen.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SIZES = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
REFLOW = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %


def each(visit: Visit, pages: list[Path], **options: Any) -> Iterator[tuple[str, Any]]:
    """Every kind of page, with everything on it unfolded; the search shows results."""
    page = None
    for path in pages:
        url = path.as_uri() + ("?q=建议" if path.name == "search.html" else "")
        if page is None:
            page = visit(url, **options)
        else:
            page.goto(url)
        if path.name == "search.html":
            expect(page.locator(".gb-hit").first).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        yield f"{path.parent.name}/{path.name}", page


KINDS = """() => {
  const seen = new Set(), name = (node) => node.tagName + "." + node.className;
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const key = [node, node.parentElement, node.parentElement.parentElement].map(name).join();
    if (own && !seen.has(key)) { seen.add(key); node.dataset.kind = ""; }
  }
}"""


def axe(page: Any, rules: dict[str, Any]) -> list[str]:
    """What axe-core finds wrong on a page. It need not fetch styles a second time (preload)."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    if rules is COLOURS:
        page.evaluate(KINDS)
        answer = Axe().run(page, context={"include": ["[data-kind]"]}, options=options).response
        assert answer["passes"]
    else:
        if rules is STANDARD:
            options["rules"] = {"color-contrast": {"enabled": False}}
        answer = Axe().run(page, options=options).response
    return [
        f"{problem['id']}: {problem['help']}: {node['html'][:160]}"
        for problem in answer["violations"]
        for node in problem["nodes"]
    ]


@pytest.mark.parametrize(
    ("scheme", "screen", "rules"),
    [("light", DESK, [STANDARD, COLOURS]), ("dark", DESK, [COLOURS]), ("light", PHONE, [SIZES])],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_nothing(
    visit: Visit, site: Path, small: Path, scheme: str, screen: dict[str, int], rules: list[dict[str, Any]]
) -> None:
    pages = each(visit, showcase(site, small), color_scheme=scheme, viewport=screen)
    assert [f"{name}: {problem}" for name, page in pages for some in rules for problem in axe(page, some)] == []


def test_axe_finds_what_is_wrong(visit: Visit, small: Path) -> None:
    """The check itself works, under our Content-Security-Policy."""
    page = visit((small / "about.html").as_uri(), viewport=DESK)
    page.evaluate("document.querySelector('h1').outerHTML = '<h4></h4><p>看不清的字</p><img src=\"assets/seal.svg\">'")
    page.evaluate("document.querySelector('article p').style.color = '#ddd'")
    assert {"image-alt", "empty-heading"} <= {problem.split(":")[0] for problem in axe(page, STANDARD)}
    assert {problem.split(":")[0] for problem in axe(page, COLOURS)} == {"color-contrast"}


FOCUS = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  if (node === document.body) return null;
  const box = node.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  return {
    order: [...document.querySelectorAll("*")].indexOf(node),
    name: [node.tagName, node.className, node.getAttribute("aria-label") || node.textContent.slice(0, 20)].join(" "),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: Boolean(top) && (node.contains(top) || top.contains(node)),
  };
}"""


REPORT = "reports/qingxi-zhengxie-2024.html"


@pytest.mark.parametrize("name", ["index.html", REPORT, "reports/index.html"])
def test_the_keyboard_reaches_everything_in_order(visit: Visit, small: Path, name: str) -> None:
    page = visit((small / name).as_uri(), viewport=DESK)
    places = []
    for _ in range(80):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUS)
        if place is None:
            break
        assert place["ring"], f"nothing shows that this has the focus: {place['name']}"
        assert place["seen"], f"has the focus, but is covered or out of sight: {place['name']}"
        places.append(place)
    assert len(places) > 10
    orders = [place["order"] for place in places]
    assert orders == sorted(set(orders))


def test_the_first_key_leads_to_the_text(visit: Visit, small: Path) -> None:
    page = visit((small / REPORT).as_uri(), viewport=DESK)
    page.keyboard.press("Tab")
    skip = page.locator(".gb-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('content').contains(document.activeElement)")


def test_buttons_work_from_the_keyboard(visit: Visit, small: Path) -> None:
    page = visit((small / REPORT).as_uri(), viewport=DESK, color_scheme="light")
    page.locator("[data-gb=size]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-gb=size]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(page.locator("[data-gb=size]")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Tab")
    expect(page.locator("[data-gb=theme]")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_tables_sort_from_the_keyboard(visit: Visit, small: Path) -> None:
    page = visit((small / REPORT).as_uri(), viewport=DESK)
    head = page.locator("#content table[data-sort] th[data-key].n").first
    rows = "[...th.closest('table').tBodies[0].rows]"
    cells = f"(th) => {rows}.map((row) => parseFloat(row.children[th.cellIndex].dataset.v))"
    head.locator("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    values = head.evaluate(cells)
    assert len(values) > 2
    assert values == sorted(values)
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert head.evaluate(cells) == sorted(values, reverse=True)
    expect(head.locator("button")).to_be_focused()


WIDER = """(wide) => {
  const root = document.documentElement, over = () => root.scrollWidth - root.clientWidth, found = [over()];
  root.dataset.size = "large";
  found.push(over());
  delete root.dataset.size;
  const style = document.createElement("style");
  style.textContent = wide;
  document.head.append(style);
  found.push(over());
  style.remove();
  return found;
}"""
BAR = "(bar => [getComputedStyle(bar).position, bar.offsetHeight])(document.querySelector('.gb-bar'))"
WIDE = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"


def test_pages_reflow_at_400_percent(visit: Visit, site: Path, small: Path) -> None:
    """320 px wide (WCAG 1.4.10), in large type and with wide letters (1.4.12), too; the head leaves room to read."""
    found = []
    for name, page in each(visit, showcase(site, small), viewport=REFLOW, bypass_csp=True):
        over = page.evaluate(WIDER, WIDE)
        if over != [0, 0, 0]:
            found.append(f"{name} is wider than 320 px: {over} px in normal type, large type, wide letters")
        if name.endswith("/404.html"):
            continue  # stands alone, without the head of the other pages
        position, height = page.evaluate(BAR)
        if position == "sticky" and height > REFLOW["height"] / 3:
            found.append(f"{name}: the head takes {height} px of the screen, and stays")
    assert found == []


SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((e) => { sum += e.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("name", ["index.html", REPORT, "indicators/index.html"])
def test_nothing_jumps_on_a_phone(visit: Visit, small: Path, name: str) -> None:
    """Scripts that come late change nothing that is already drawn: the contents are folded before."""
    page = visit("about:blank", viewport=PHONE)

    def later(route: Any) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    with served(small) as base:
        page.route("**/gongbao.js", later)
        page.goto(base + name)
        assert page.evaluate(SHIFT) < 0.02
        contents = page.locator(".gb-toc details")
        assert contents.count() == (name == REPORT)
        if contents.count():
            expect(contents.first).not_to_have_attribute("open", "")
            contents.first.locator("summary").click()
            expect(contents.first.locator("a").last).to_be_visible()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_moves_for_those_who_asked_for_less_motion(visit: Visit, small: Path, motion: str) -> None:
    page = visit((small / REPORT).as_uri(), viewport=DESK, reduced_motion=motion)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((node) => {
          const style = getComputedStyle(node);
          const lasts = [style.transitionDuration, style.animationDuration].join().split(",").some(parseFloat);
          return lasts || style.scrollBehavior === "smooth";
        }).length"""
    )
    assert bool(moving) == (motion == "no-preference")
