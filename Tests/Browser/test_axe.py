"""axe-core finds nothing to object to on any screen: light, dark, 390 px wide, right-to-left, at 200 %."""

import contextlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from martlet_app import App
from screens import APP, VIEWS, walk
from tours import TOURS


# At 200 % a window of 1200 by 850 has room for half of that.
ZOOMED = {**VIEWS["light"], "viewport": {"width": 600, "height": 425}, "device_scale_factor": 2}
# What sticks out of the window and does not scroll in a frame of its own.
WIDER = """() => [...document.querySelectorAll("body *")]
    .filter((each) => !each.closest(".table-scroll, pre, .visually-hidden, .tabs, .math, .toasts, svg"))
    .filter((each) => { const box = each.getBoundingClientRect();
        return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1); })
    .map((each) => `${each.tagName}.${each.className}`).slice(0, 5)"""


@pytest.fixture(scope="module")
def screens():
    with App(APP) as app:
        yield app


@pytest.fixture(scope="module")
def served_tours():
    """Where each tour is served, as far as it is asked for."""
    with contextlib.ExitStack() as stack:
        urls = {}
        yield lambda tour: urls.get(tour) or urls.setdefault(tour, stack.enter_context(TOURS[tour][0]()).url)


# The screens differ more from tour to tour than their frame does: that is looked at in each view once.
@pytest.mark.parametrize("tour, view", [
    *(("chat", view) for view in [*VIEWS, "zoomed"]),
    *((tour, view) for tour in TOURS if tour != "chat" for view in ["light", "dark", "phone"]),
])
def test_every_screen(browser, served_tours, tour, view):
    walk_through, url = TOURS[tour][1], served_tours(tour)
    # axe puts its script into the page, which the page's own policy would not let in.
    context = browser.new_context(**VIEWS.get(view, ZOOMED), bypass_csp=True)
    page = context.new_page()
    problems = []
    for name in walk_through(page, url):
        results = Axe().run(page)
        problems += [
            f"{view}/{name}: {each['id']} ({each['impact']}): {each['help']}: "
            + "; ".join(str(node["target"]) for node in each["nodes"][:5])
            for each in results.response["violations"]
        ]
        problems += [f"{view}/{name}: {each} is wider than the window" for each in page.evaluate(WIDER)]
    context.close()
    assert problems == [], "\n".join(problems)


def test_forced_colours_and_reduced_motion(browser, screens):
    context = browser.new_context(**VIEWS["light"], forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    for name in walk(page, screens.url):
        moving = page.evaluate(
            "document.getAnimations().filter((each) => each.playState === 'running' && each.effect.getTiming().duration > 50).length")
        assert moving == 0, name
        # What is a control has an edge or a colour of its own where no background is drawn.
        bare = page.eval_on_selector_all(
            ".button:not(.quiet), .composer, .starter, .jump-button",
            """all => all.filter((each) => each.offsetParent && parseFloat(getComputedStyle(each).borderTopWidth) < 1)
                .map((each) => each.className)""")
        assert bare == [], name
    context.close()


def test_the_focus_is_always_visible(browser, screens):
    context = browser.new_context(**VIEWS["light"])
    page = context.new_page()
    for name in walk(page, screens.url):
        if name not in ("welcome", "answer", "settings"):
            continue
        for _ in range(40):
            page.keyboard.press("Tab")
            bare = page.evaluate("""() => {
                const each = document.activeElement;
                if (!each || each === document.body) return null;
                const marked = [each, ...(each.closest(".composer, .tags, label") ? [each.closest(".composer, .tags, label")] : [])];
                const shows = marked.some((one) => { const style = getComputedStyle(one);
                    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none"; });
                return shows ? null : each.outerHTML.slice(0, 120);
            }""")
            assert bare is None, f"{name}: {bare}"
    context.close()
