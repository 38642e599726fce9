"""Takes a picture of every screen: light, dark, 390 px wide, right-to-left.

    make screenshots

The single pictures land in Tests/Browser/screenshots, which git ignores; one sheet for each of the four, and the picture
that the README opens with, in Documentation/screenshots.
"""

import base64
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from martlet_app import CHROMIUM, CHROMIUM_FLAGS, ROOT  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402
from screens import VIEWS, settle, walk  # noqa: E402
from tours import TOURS  # noqa: E402

PICTURES = HERE / "screenshots"
SHEETS = ROOT / "Documentation" / "screenshots"
SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 16px; background: #d9dbe0; font: 600 15px system-ui, sans-serif; color: #222; }}
main {{ display: grid; grid-template-columns: repeat({columns}, 1fr); gap: 16px; }}
figure {{ margin: 0; }} figcaption {{ padding-bottom: 4px; }}
img {{ display: block; width: 100%; border-radius: 6px; box-shadow: 0 1px 4px #0003; }}
</style><main>{figures}</main>"""


def take(browser, view, tour, walk_through, url):
    """The pictures of one tour in one view, by screen."""
    context = browser.new_context(**VIEWS[view])
    page = context.new_page()
    taken = {}
    for name in walk_through(page, url):
        taken[name] = PICTURES / f"{view}-{tour}-{name}.png"
        page.screenshot(path=taken[name])
    context.close()
    return taken


def lay_out(browser, view, taken):
    """Puts the pictures of one view on one sheet."""
    columns = 8 if view == "phone" else 4
    figures = "".join(
        f'<figure><figcaption>{name}</figcaption><img src="data:image/png;base64,'
        f'{base64.b64encode(path.read_bytes()).decode()}"></figure>' for name, path in taken.items())
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.set_content(SHEET.format(columns=columns, figures=figures))
    page.screenshot(path=SHEETS / f"{view}.png", full_page=True)
    page.close()


def take_first(browser, url):
    """The picture that the README opens with."""
    page = browser.new_page(viewport={"width": 1000, "height": 820}, color_scheme="light", locale="en-US")
    for name in walk(page, url):
        if name == "answer":
            page.locator(".toast button").last.click()
            page.mouse.move(0, 0)
            page.locator("martlet-task-list summary").click()
            page.evaluate("document.querySelector('#chat-scroll').scrollTop = 110")
            settle(page)
            page.screenshot(path=SHEETS / "chat.png")
            break
    page.close()


def main():
    expect.set_options(timeout=20_000)
    PICTURES.mkdir(exist_ok=True)
    SHEETS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*CHROMIUM_FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"])
        taken = {view: {} for view in VIEWS}
        for tour, (serve, walk_through) in TOURS.items():
            with serve() as app:
                for view in VIEWS:
                    taken[view] |= take(browser, view, tour, walk_through, app.url)
                if tour == "chat":
                    take_first(browser, app.url)
        for view, pictures in taken.items():
            lay_out(browser, view, pictures)
        browser.close()
    for path in sorted(SHEETS.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
