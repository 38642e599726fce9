"""How the page comes: few requests, no other origin, a strict policy, installable, and there without a network."""

import re
import time
import urllib.request

import pytest
from martlet_app import App
from playwright.sync_api import expect

SOURCE = """import Martlet

let app = ChatApp()
app.onChatStart { chat in try await chat.send("Hello") }
app.onMessage { message, chat in try await chat.send("You said \\(message.content)") }
try await app.run()
"""


def start(folder, *flags, configuration=""):
    (folder / "app.swift").write_text(SOURCE)
    (folder / ".martlet").mkdir(exist_ok=True)
    (folder / ".martlet" / "config.toml").write_text(configuration)
    return App(folder / "app.swift", *flags, environment={"MARTLET_APP_ROOT": str(folder)})


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with start(tmp_path_factory.mktemp("delivery")) as app:
        yield app


def until(page, expression, seconds=15):
    """Waits without an evaluation in the page, which its policy forbids."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(100)


def greeting(page):
    return page.locator("[data-step-type=assistant_message]", has_text="Hello")


def test_the_first_page_is_few_requests_of_one_origin(app, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(app.url)
    expect(greeting(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    paths = sorted({re.sub(r"^\w+://[^/]+", "", url).split("?")[0] for url in asked})
    assert len(asked) <= 10, asked
    host = app.url.split("://")[1].rstrip("/")
    assert all(host in url for url in asked), asked
    assert sum(path.endswith(".js") for path in paths) == 1, paths
    assert sum(path.endswith(".css") for path in paths) == 1, paths
    assert page.problems == []


def test_the_policy_stops_what_the_page_does_not_do(app, page):
    page.goto(app.url)
    expect(greeting(page)).to_be_visible()
    # Playwright's own frames may evaluate texts; what runs from a timer is the page's alone.
    blocked = page.evaluate("""() => new Promise((resolve) => setTimeout(() => {
        const results = {};
        const attempt = (name, run) => { try { run(); results[name] = false; } catch { results[name] = true; } };
        attempt("markup", () => { document.createElement("div").innerHTML = "<b>x</b>"; });
        attempt("policy", () => { trustedTypes.createPolicy("other", { createHTML: (html) => html }); });
        attempt("eval", () => { (0, eval)("1"); });
        attempt("worker", () => { new Worker("/assets/app.js"); });
        window.ran = false;
        const script = document.createElement("script");
        attempt("inline", () => { script.textContent = "window.ran = true"; document.head.append(script); });
        resolve({ ...results, ran: window.ran });
    }))""")
    assert blocked["markup"] and blocked["policy"] and blocked["eval"] and blocked["worker"]
    assert not blocked["ran"]


def test_a_module_that_is_loaded_later_shares_the_page_s_instances(app, page):
    page.goto(app.url)
    expect(greeting(page)).to_be_visible()
    same = page.evaluate("""async () => {
        const joined = await import(document.querySelector("script[type=module]").src);
        const later = await import("/assets/helpers/strings.js");
        return joined["assets/helpers/strings.js"].string === later.string;
    }""")
    assert same


def test_the_worker_keeps_the_page_for_times_without_a_network(tmp_path, page):
    with start(tmp_path) as app:
        page.goto(app.url)
        expect(greeting(page)).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        until(page, "async () => (await caches.keys()).length === 1")
        until(
            page, "async () => (await (await caches.open((await caches.keys())[0])).keys()).length >= 3")
        kept = page.evaluate(
            "async () => (await (await caches.open((await caches.keys())[0])).keys()).map(({ url }) => url)")
        assert not any(part in url for url in kept for part in ("/ws/", "/project/", "/auth/", "/public/")), kept
        url = app.url
    # The server is gone: the page opens all the same, and says that it has no connection.
    page.goto(url)
    expect(page.locator("#chat-input")).to_be_visible()
    expect(page.locator("#connection-state")).not_to_have_attribute("data-state", "connected")


def test_an_app_under_a_root_path_is_installed_there(tmp_path, page):
    with start(tmp_path, "--root-path", "/chat") as app:
        page.goto(app.url + "/")
        expect(greeting(page)).to_be_visible()
        scope = page.evaluate("async () => (await navigator.serviceWorker.ready).scope")
        assert scope.endswith("/chat/")
        manifest = page.evaluate(
            "async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()")
        assert manifest["scope"] == "/chat/" and manifest["icons"][0]["src"] == "/chat/favicon"
        assert page.problems == []


def test_the_author_s_style_and_script_are_kept(tmp_path, page):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "mine.css").write_text("#app-name { letter-spacing: 7px; }")
    (tmp_path / "public" / "mine.js").write_text(
        "const note = document.createElement('p'); note.id = 'mine'; note.innerHTML = '<b>mine</b>';"
        "document.body.append(note);")
    configuration = '[UI]\ncustom_css = "/public/mine.css"\ncustom_js = "/public/mine.js"\n'
    with start(tmp_path, configuration=configuration) as app:
        page.goto(app.url)
        expect(page.locator("#mine b")).to_have_text("mine")
        expect(page.locator("#app-name")).to_have_css("letter-spacing", "7px")


def test_assets_are_kept_for_ever_and_compressed(app):
    html = urllib.request.urlopen(app.url).read().decode()
    for path in re.findall(r'(?:src|href)="(/assets/v-[^"#]+\.(?:js|css))"', html):
        request = urllib.request.Request(app.url.rstrip("/") + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["ETag"].startswith('"')
