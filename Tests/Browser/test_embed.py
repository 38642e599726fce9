"""The chat in a page of another origin: inline, and behind a button that floats over the page."""

import functools
import http.server
import threading

import pytest
from martlet_app import App
from playwright.sync_api import expect

SOURCE = """import Martlet

let app = ChatApp()
app.onChatStart { chat in try await chat.send("Hello") }
app.onMessage { message, chat in
    if message.content == "tell" { try await chat.postToWindow("from the app") }
    try await chat.send("You said \\(message.content)")
}
app.onWindowMessage { message, chat in try await chat.send("The page says \\(message.stringValue ?? "")") }
try await app.run()
"""
PAGE = """<!doctype html><html lang="en"><head><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>A shop</h1><input id="search" autofocus>
<script>
window.heard = [];
for (const name of ["martlet-open", "martlet-close", "martlet-message", "martlet-ready"])
    document.addEventListener(name, (event) => heard.push([name, event.detail ?? null]));
</script>
%s
<script src="%s/embed.js"></script></body></html>"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the one page; localhost and 127.0.0.1 are different sites."""

    def __init__(self, html, *arguments):
        self.html = html
        super().__init__(*arguments)

    def do_GET(self):
        body = self.html.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Shop:
    """A page of another site that holds the given HTML."""

    def __init__(self, server, markup):
        handler = functools.partial(Handler, PAGE % (markup, server.rstrip("/")))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://localhost:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def start(folder, origins):
    (folder / "app.swift").write_text(SOURCE)
    variables = {"MARTLET_APP_ROOT": str(folder), **({"MARTLET_ALLOWED_ORIGINS": origins} if origins else {})}
    return App(folder / "app.swift", environment=variables)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with start(tmp_path_factory.mktemp("embed"), "*") as app:
        yield app


def frame(page):
    return page.frame_locator("iframe")


def answer(page, text):
    return frame(page).locator("[data-step-type=assistant_message]", has_text=text)


def heard(page, name):
    return [detail for kind, detail in page.evaluate("heard") if kind == name]


def test_a_chat_inside_of_another_page(app, page):
    with Shop(app.url, '<martlet-chat theme="dark"></martlet-chat>') as shop:
        page.goto(shop.url)
        expect(answer(page, "Hello")).to_be_visible()
        expect(frame(page).locator("html")).to_have_attribute("data-theme", "dark")
        # It does not take the focus from the page around it.
        expect(page.locator("#search")).to_be_focused()
        frame(page).locator("#chat-input").fill("hi")
        frame(page).locator("#chat-input").press("Enter")
        expect(answer(page, "You said hi")).to_be_visible()
        page.evaluate("document.querySelector('martlet-chat').setAttribute('theme', 'light')")
        expect(frame(page).locator("html")).to_have_attribute("data-theme", "light")


def test_page_and_app_talk(app, page):
    with Shop(app.url, "<martlet-chat></martlet-chat>") as shop:
        page.goto(shop.url)
        expect(answer(page, "Hello")).to_be_visible()
        page.evaluate("document.querySelector('martlet-chat').send('cart is empty')")
        expect(answer(page, "The page says cart is empty")).to_be_visible()
        frame(page).locator("#chat-input").fill("tell")
        frame(page).locator("#chat-input").press("Enter")
        page.wait_for_function("() => heard.some(([name]) => name === 'martlet-message')")
        assert heard(page, "martlet-message") == ["from the app"]
        # What is not the frame's is no message of the app.
        page.evaluate("postMessage({ martlet: 'close' }, '*'); postMessage('forged', '*')")
        page.wait_for_timeout(200)
        assert heard(page, "martlet-message") == ["from the app"] and heard(page, "martlet-close") == []


def test_the_launcher_opens_and_closes_with_the_keyboard(app, page):
    with Shop(app.url, '<martlet-launcher position="bottom-left"></martlet-launcher>') as shop:
        page.goto(shop.url)
        button = page.get_by_role("button", name="Open chat")
        expect(button).to_have_attribute("aria-expanded", "false")
        assert page.locator("iframe").count() == 0
        box = button.bounding_box()
        assert box["x"] < 100 and box["width"] >= 44 and box["height"] >= 44
        button.focus()
        page.keyboard.press("Enter")
        expect(answer(page, "Hello")).to_be_visible()
        expect(frame(page).locator("#chat-input")).to_be_focused()
        expect(page.get_by_role("dialog", name="Chat with")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(button).to_be_focused()
        # Opened again, it is the same chat.
        page.keyboard.press("Enter")
        expect(answer(page, "Hello")).to_have_count(1)
        page.get_by_role("dialog").get_by_role("button", name="Close chat").click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert len(heard(page, "martlet-open")) == 2 and len(heard(page, "martlet-close")) == 2


def test_an_open_launcher_leaves_the_focus_where_it_is(app, page):
    with Shop(app.url, "<martlet-launcher open></martlet-launcher>") as shop:
        page.goto(shop.url)
        expect(answer(page, "Hello")).to_be_visible()
        expect(page.locator("#search")).to_be_focused()
        page.evaluate("document.querySelector('martlet-launcher').open = false")
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_on_a_phone_it_fills_the_screen(app, page):
    page.set_viewport_size({"width": 390, "height": 800})
    with Shop(app.url, "<martlet-launcher></martlet-launcher>") as shop:
        page.goto(shop.url)
        page.get_by_role("button", name="Open chat").click()
        expect(answer(page, "Hello")).to_be_visible()
        box = page.get_by_role("dialog").bounding_box()
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 800)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Close chat").first.click()
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_page_that_is_not_named_shows_nothing(tmp_path, page):
    with start(tmp_path, None) as app, Shop(app.url, "<martlet-chat></martlet-chat>") as shop:
        page.goto(shop.url)
        page.wait_for_timeout(1500)
        expect(frame(page).locator("#chat-input")).to_have_count(0)


def test_a_named_page_does(tmp_path, page):
    with Shop("", "") as other:
        port = other.server.server_port
    with start(tmp_path, f"http://localhost:{port}") as app:
        handler = functools.partial(Handler, PAGE % ("<martlet-chat></martlet-chat>", app.url.rstrip("/")))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://localhost:{port}/")
        expect(answer(page, "Hello")).to_be_visible()
        server.shutdown()
        server.server_close()
