"""axe-core finds nothing to object to on any screen: light, dark, 390 px wide, right-to-left, at 200 %."""

import pytest
from martlet_app import App
from screens import APP, VIEWS, walk

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

# At 200 % a window of 1200 by 850 has room for half of that.
ZOOMED = {**VIEWS["light"], "viewport": {"width": 600, "height": 425}, "device_scale_factor": 2}


@pytest.fixture(scope="module")
def screens():
    with App(APP) as app:
        yield app


@pytest.mark.parametrize("view", [*VIEWS, "zoomed"])
def test_every_screen(browser, screens, view):
    # axe puts its script into the page, which the page's own policy would not let in.
    context = browser.new_context(**VIEWS.get(view, ZOOMED), bypass_csp=True)
    page = context.new_page()
    problems = []
    names = []
    for name in walk(page, screens.url):
        names.append(name)
        results = axe.Axe().run(page)
        problems += [
            f"{view}/{name}: {each['id']} ({each['impact']}): {each['help']}: "
            + "; ".join(str(node["target"]) for node in each["nodes"][:5])
            for each in results.response["violations"]
        ]
    context.close()
    assert len(names) >= 10, names
    assert problems == [], "\n".join(problems)


@pytest.mark.parametrize("view", [*VIEWS, "zoomed"])
def test_nothing_is_wider_than_the_window(browser, screens, view):
    context = browser.new_context(**VIEWS.get(view, ZOOMED))
    page = context.new_page()
    for name in walk(page, screens.url):
        width, wider = page.evaluate(
            """() => [innerWidth, [...document.querySelectorAll("body *")]
                .filter((each) => !each.closest(".table-scroll, pre, .visually-hidden, .tabs, .math, .toasts, svg"))
                .filter((each) => { const box = each.getBoundingClientRect();
                    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1); })
                .map((each) => `${each.tagName}.${each.className}`).slice(0, 5)]""")
        assert wider == [], f"{view}/{name} at {width} px"
    context.close()


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
