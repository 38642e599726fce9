"""Chainlit's Copilot widget in a page of another origin."""

import http.server
import threading

import pytest
from bundle_page import BundlePage
from playwright.sync_api import expect

pytestmark = pytest.mark.directory("copilot", "Copilot")

HOST = b"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title></head>
<body style="margin:0"><h1>A page of someone else's</h1></body></html>"""


class HostHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(HOST)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def host():
    """A site on another port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), HostHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def widget(context, app, host):
    page = BundlePage(context.new_page(), app.url)
    page.goto(host)
    page.add_script_tag(url=app.url + "/copilot/index.js")
    return page


CHAT = "#chainlit-copilot-chat"
BUTTON = "#chainlit-copilot-button"


def mount(widget, **options):
    expect(widget.locator("#chainlit-copilot")).to_have_count(0)
    widget.evaluate("options => window.mountChainlitWidget(options)", {"chainlitServer": widget.url, **options})
    expect(widget.locator("#chainlit-copilot")).to_have_count(1)


def open_chat(widget):
    widget.click(BUTTON)
    expect(widget.locator(BUTTON)).to_have_attribute("aria-expanded", "true")
    expect(widget.locator(f"{CHAT} .step").first).to_contain_text("Hi from the Copilot!")


def thread_id(widget):
    return widget.evaluate("window.getChainlitCopilotThreadId()")


def test_the_widget_is_mounted_and_greets(widget):
    mount(widget)
    open_chat(widget)
    expect(widget.locator(f"{CHAT} .step")).to_have_count(1)


def test_the_app_calls_the_page_and_hears_it(widget):
    mount(widget)
    widget.evaluate("""() => window.addEventListener("chainlit-call-fn", event => {
        const { name, args, callback } = event.detail;
        if (name !== "test") return;
        callback("the page heard " + args.msg);
        window.sendChainlitMessage({ type: "system_message", output: "the function was called" });
    })""")
    open_chat(widget)
    widget.submit("call me")
    steps = widget.locator(f"{CHAT} .step")
    expect(steps).to_have_count(5)
    expect(widget.locator(CHAT)).to_contain_text("Function answered: the page heard call me")
    expect(widget.locator(CHAT)).to_contain_text("System message received: the function was called")


def test_the_thread_is_known_once_open(widget):
    assert thread_id(widget) is None
    mount(widget)
    open_chat(widget)
    assert thread_id(widget)


def test_clearing_begins_another_thread(widget):
    mount(widget)
    open_chat(widget)
    first = thread_id(widget)
    widget.evaluate("window.clearChainlitCopilotThreadId()")
    widget.wait_for_function("first => window.getChainlitCopilotThreadId() !== first", arg=first)
    steps = widget.locator(f"{CHAT} .step")
    expect(steps).to_have_count(1)
    expect(steps.first).to_contain_text("Hi from the Copilot!")


def test_a_thread_can_be_given(widget):
    mount(widget)
    open_chat(widget)
    given = "8a0a4c33-5c43-4a0b-9d0c-0c7a7f3f6a11"
    widget.evaluate("given => window.clearChainlitCopilotThreadId(given)", given)
    widget.wait_for_function("given => window.getChainlitCopilotThreadId() === given", arg=given)
    expect(widget.locator(f"{CHAT} .step")).to_have_count(1)
    widget.submit("hello")
    expect(widget.locator(f"{CHAT} .step")).to_have_count(2)
    widget.wait_for_function("given => window.getChainlitCopilotThreadId() === given", arg=given)
    assert widget.events("first_interaction")[-1]["thread_id"] == given


def test_a_new_chat_begins_another_thread(widget):
    mount(widget)
    open_chat(widget)
    first = thread_id(widget)
    widget.new_chat()
    widget.wait_for_function("first => window.getChainlitCopilotThreadId() !== first", arg=first)
    expect(widget.locator(f"{CHAT} .step")).to_have_count(1)


@pytest.mark.parametrize("language, text", [("en-US", "Type your message here"), ("fr-FR", "Tapez votre message")])
def test_the_language_is_the_pages_choice(widget, language, text, request):
    mount(widget, language=language)
    open_chat(widget)
    placeholder = widget.locator(f"{CHAT} #chat-input").get_attribute("placeholder")
    assert placeholder
    if request.config.getoption("--server") != "martlet" or language == "en-US":
        assert placeholder.startswith(text)
    else:
        # The words in French are ours; that they are not the English ones is what counts.
        assert not placeholder.startswith("Type")


def test_the_widget_opens_by_itself(widget):
    mount(widget, opened=True)
    expect(widget.locator(f"{CHAT} .step").first).to_contain_text("Hi from the Copilot!")


def test_the_sidebar_pushes_the_page_aside(widget):
    mount(widget, displayMode="sidebar", opened=True)
    body = widget.locator("body")
    expect(body).to_have_css("margin-right", "400px")
    expect(widget.locator(f"{CHAT} .step").first).to_contain_text("Hi from the Copilot!")
    handle = widget.get_by_test_id("sidebar-drag-handle").bounding_box()
    widget.mouse.move(handle["x"] + 1, 300)
    widget.mouse.down()
    widget.mouse.move(700, 300, steps=4)
    widget.mouse.up()
    expect(body).to_have_css("margin-right", "500px")
    assert widget.evaluate("localStorage.getItem('chainlit-copilot-sidebarWidth')") == "500"
    widget.click("#close-sidebar-button")
    expect(body).to_have_css("margin-right", "0px")
    widget.click(BUTTON)
    expect(body).to_have_css("margin-right", "500px")
    widget.evaluate("window.unmountChainlitWidget()")
    expect(body).to_have_css("margin-right", "0px")


def test_the_sidebar_becomes_a_window(widget):
    mount(widget, displayMode="sidebar", opened=True)
    expect(widget.locator("body")).to_have_css("margin-right", "400px")
    widget.click("#display-mode-button")
    widget.get_by_role("menuitemradio", name="Floating").click()
    expect(widget.locator("body")).to_have_css("margin-right", "0px")
    expect(widget.locator(CHAT)).to_be_visible()
