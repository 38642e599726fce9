"""Takes pictures of the page, to be looked at: light, dark and 390 px wide; empty, streaming, done, settings open.

    make screenshots          they land in Tests/Browser/screenshots, which git ignores
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from chat_page import answers, ask, change_settings, open_chat, wait_until_idle  # noqa: E402
from martlet_app import CHROMIUM, CHROMIUM_FLAGS, App  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

VIEWS = {"light": ("light", 1200, 850), "dark": ("dark", 1200, 850), "phone": ("light", 390, 800)}


def take(page, url, folder, name):
    def shoot(what):
        page.wait_for_timeout(400)
        page.screenshot(path=folder / f"{name}-{what}.png")

    open_chat(page, url)
    shoot("empty")
    change_settings(page, Temperature=0, Max_New_Tokens=400)
    ask(page, "What is Martlet?")
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    ask(page, "Write a long text")
    page.wait_for_timeout(2500)
    shoot("streaming")
    expect(answers(page)).to_have_count(2, timeout=60_000)
    wait_until_idle(page)
    shoot("done")
    page.click("#chat-settings-open-modal")
    shoot("settings")


def main():
    folder = HERE / "screenshots"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright, App(HERE / "Apps" / "Paced" / "app.swift") as app:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for name, (scheme, width, height) in VIEWS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            take(context.new_page(), app.url, folder, name)
            context.close()
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
