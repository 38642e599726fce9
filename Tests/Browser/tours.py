"""Tours through the page's screens: each is an app, and a walk from screen to screen of it."""

import contextlib
import pathlib
import re
import shutil
import tempfile

from chat_page import answers, ask, ask_and_wait, open_chat, wait_for_chat, wait_until_idle
from composer_app import PICTURE, TEXT
from fake_people import earlier, People, message
from martlet_app import ROOT, App
from playwright.sync_api import expect
from screens import APP, settle, walk
from served import APPS, served


@contextlib.contextmanager
def elements_app():
    """The app on a copy of its folder, where its own files and its scripts lie."""
    with tempfile.TemporaryDirectory(prefix="martlet-elements-") as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(APPS / "Elements" / "public", folder / "public")
        shutil.copytree(ROOT / "Tests" / "Compatibility" / "Files", folder / "files")
        with App(APPS / "Elements" / "app.swift", environment={"MARTLET_APP_ROOT": str(folder)}, folder=folder) as app:
            yield app


def elements(page, url):
    open_chat(page, url)
    images = ask_and_wait(page, "images")
    settle(page)
    yield "images"
    images.locator(".inline-image button").first.click()
    expect(page.locator("dialog[open] img")).to_be_visible()
    settle(page)
    yield "lightbox"
    page.keyboard.press("Escape")
    for request in ["media", "files", "table", "custom"]:
        ask_and_wait(page, request)
        settle(page)
        yield request
    charts = ask_and_wait(page, "charts").locator(".inline-plotly")
    for number, name in enumerate(["bars", "lines", "pie", "histogram", "heatmap", "box-plot", "no-chart"]):
        charts.nth(number).scroll_into_view_if_needed()
        expect(charts.nth(number).locator("svg.chart-drawing, p.attachment-state:not([role])").first).to_be_visible()
        if name in ("bars", "pie", "heatmap", "no-chart"):
            settle(page)
            yield name
    side = ask_and_wait(page, "side")
    if page.locator(".side-view").is_hidden():
        side.locator(".element-link").first.click()
    expect(page.locator(".side-view")).to_be_visible()
    settle(page)
    yield "side"
    page.click("#side-view-close")
    ask_and_wait(page, "page").locator(".markdown .element-link").click()
    expect(page.locator("#element-view")).to_be_visible()
    settle(page)
    yield "element-page"
    page.keyboard.press("Escape")
    ask(page, "ticket")
    expect(page.locator("#ticket-title")).to_be_visible()
    settle(page)
    yield "ask-element"


def people(page, url):
    known = People(page, user=None, threads=earlier(), steps=[message("a1", "In the air.")],
                   authentication={"oauthProviders": ["github", "google"], "default_theme": "system"}, userEnv=["SERVICE_KEY"])
    page.goto(f"{url}/login?error=oauthAccountNotLinked")
    expect(page.get_by_role("alert")).to_be_visible()
    settle(page)
    yield "sign-in"
    page.fill("#sign-in-name", "ada@example.com")
    page.fill("#sign-in-password", "secret")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] input")).to_be_visible()
    settle(page)
    yield "keys"
    page.keyboard.type("very secret")
    page.keyboard.press("Enter")
    wait_for_chat(page)
    known.settings["userEnv"] = []
    ask(page, "hello")
    expect(answers(page).last).to_contain_text("hello")
    wait_until_idle(page)
    is_narrow = page.locator("martlet-threads").is_hidden()
    if is_narrow:
        page.click("#threads-button")
    expect(page.locator(".thread").first).to_be_visible()
    settle(page)
    yield "threads"
    page.locator(".thread-options").nth(1).click()
    expect(page.get_by_role("menu")).to_be_visible()
    settle(page)
    yield "thread-menu"
    yield from thread_dialogs(page)
    if is_narrow:
        page.keyboard.press("Escape")
    yield from menu_dialogs(page)
    answers(page).last.locator(".thumb-up").click()
    expect(page.locator("#feedback-text")).to_be_visible()
    settle(page)
    yield "feedback"
    page.keyboard.press("Escape")
    known.settings["threadResumable"] = False
    page.goto(f"{url}/share/t3")
    expect(page.locator("#read-only-note")).to_be_visible()
    settle(page)
    yield "read-only"


def thread_dialogs(page):
    """Their menu is open."""
    for place, (name, part) in enumerate([("rename", "#thread-name"), ("share", "#share"), ("delete", "#confirm")]):
        if place:
            page.locator(".thread-options").nth(1).click()
        page.get_by_role("menuitem").nth(place).click()
        expect(page.locator("dialog[open]").locator(part)).to_be_visible()
        settle(page)
        yield name
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]").locator(part)).to_have_count(0)


def menu_dialogs(page):
    page.click("#user-menu-button")
    expect(page.get_by_role("menu")).to_be_visible()
    settle(page)
    yield "menu"
    items = page.get_by_role("menuitem")
    count = items.count()
    page.keyboard.press("Escape")
    for place in range(count):
        page.click("#user-menu-button")
        symbol = items.nth(place).locator("use").get_attribute("href").split("#")[1].removeprefix("icon-")
        name = {"keyboard": "shortcuts", "globe": "language", "info": "about"}.get(symbol)
        if not name:
            page.keyboard.press("Escape")
            continue
        items.nth(place).click()
        expect(page.locator("dialog[open]")).to_be_visible()
        settle(page)
        yield name
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


def composer(page, url):
    page.context.grant_permissions(["microphone"])
    open_chat(page, url)
    expect(page.locator("#command-button")).to_be_visible()
    settle(page)
    yield "starters"
    page.focus("#chat-input")
    page.keyboard.type("/")
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()
    settle(page)
    yield "commands"
    page.keyboard.press("Enter")
    for button, name in [("#command-button", "tools"), ("#mode-model", "modes")]:
        page.click(button)
        expect(page.locator("[role=menuitemradio]").first).to_be_visible()
        settle(page)
        yield name
        page.keyboard.press("Escape")
    page.set_input_files("#upload-button-input", [TEXT, PICTURE])
    expect(page.locator(".composer .upload")).to_have_count(2)
    settle(page)
    yield "uploads"
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["x"], "x.txt", { type: "text/plain" }));
        document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
    }""")
    expect(page.locator("martlet-drop-zone")).to_be_visible()
    settle(page)
    yield "drop"
    page.evaluate("document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true }))")
    expect(page.locator("martlet-drop-zone")).to_be_hidden()
    page.click("#voice-button")
    expect(page.get_by_role("meter")).to_be_visible()
    settle(page)
    yield "voice"
    page.click("#voice-button")


def profiles(page, url):
    page.goto(url)
    page.click("#chat-profiles")
    expect(page.locator("#chat-profiles-menu")).to_be_visible()
    settle(page)
    yield "profiles"


MCP = """
[features.mcp]
enabled = true
[features.mcp.user_servers]
enabled = true
[[features.mcp.servers]]
name = "field guide"
type = "streamable-http"
url = "http://127.0.0.1:1/mcp"
"""


def tool_servers(page, url):
    open_chat(page, url)
    page.click("#mcp-button")
    expect(page.locator(".tool-server")).to_be_visible()
    page.locator(".mcp-add summary").click()
    settle(page)
    yield "tool-servers"


def activity(page, url):
    open_chat(page, url)
    line = page.locator("martlet-activity .activity-text")
    ask(page, "wait read endless")
    expect(line).to_contain_text(re.compile("[23٢٣]|Second|Third|الثا"))
    yield "queue"
    expect(line).to_contain_text(re.compile("512|1,024|٥١٢|١٬٠٢٤"))
    yield "prompt-progress"
    expect(answers(page).last).to_contain_text("word40")
    yield "speed"
    page.click("#stop-button")
    wait_until_idle(page)
    ask(page, "limit cut")
    detail = answers(page).last.locator("martlet-generation summary")
    expect(detail).to_be_visible()
    wait_until_idle(page)
    detail.click()
    settle(page)
    yield "generation"
    page.fill("#chat-input", "word " * 40)
    expect(page.locator("martlet-context .context-warning")).not_to_be_empty()
    settle(page)
    yield "context-warning"


# What serves a tour, and the walk.
TOURS = {
    "chat": (lambda: App(APP), walk),
    "elements": (elements_app, elements),
    "people": (lambda: App(ROOT / "Tests" / "Compatibility" / "Apps" / "Echo" / "app.swift"), people),
    "composer": (lambda: served("Composer"), composer),
    "profiles": (lambda: served("../../Compatibility/Apps/ChatProfiles"), profiles),
    "tool-servers": (lambda: served("ToolServers", MCP), tool_servers),
    "activity": (lambda: App(APPS / "Activity" / "app.swift"), activity),
}
