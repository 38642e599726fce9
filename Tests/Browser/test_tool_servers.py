"""The MCP servers of a chat: those that the app names, and those that a person adds."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from chat_page import answers, ask, open_chat, wait_until_idle
from martlet_app import ROOT
from playwright.sync_api import expect
from served import served

SERVER = ROOT / "Tests" / "MartletMCPTests" / "sdk_server.py"


@pytest.fixture(scope="module")
def web_server():
    """A server of its own, which a person may name; its port."""
    process = subprocess.Popen([sys.executable, SERVER, "http"], stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def app(web_server):
    configuration = f"""
[features.mcp]
enabled = true

[features.mcp.user_servers]
enabled = true
allowed_urls = ["http://127.0.0.1:{web_server}"]

[[features.mcp.servers]]
name = "numbers"
type = "stdio"
command = "{sys.executable} {SERVER} stdio"

[[features.mcp.servers]]
name = "broken"
type = "stdio"
command = "{sys.executable} -c pass"
"""
    with served("ToolServers", configuration) as app:
        yield app


@contextmanager
def connected_again(page):
    """What begins a chat anew: it goes on once the chat's server has been connected there too."""
    with page.expect_response(lambda answer: answer.url.endswith("/mcp") and answer.request.method == "POST"):
        yield
    expect(page.locator("#mcp-button")).to_have_accessible_name("Tool servers: 1")


def sum_of(page):
    ask(page, "add")
    expect(answers(page).last).to_contain_text("The sum is 5.")
    wait_until_idle(page)


def test_a_server_of_the_app_is_connected_with_the_keyboard_alone(app, page):
    open_chat(page, app.url)
    ask(page, "add")
    expect(answers(page).last).to_contain_text("No server.")
    wait_until_idle(page)
    page.focus("#mcp-button")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Tool servers")
    expect(dialog.locator(".tool-server")).to_have_count(2)
    dialog.get_by_role("button", name="Connect: numbers").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Disconnect: numbers")).to_be_focused()
    expect(dialog).to_contain_text("Tools: add, fail")
    page.keyboard.press("Escape")
    expect(page.locator("#mcp-button")).to_have_accessible_name("Tool servers: 1")
    sum_of(page)
    # A new chat has it too, and so has the page when it is loaded again.
    page.click("#new-chat-button")
    with connected_again(page):
        page.locator("dialog[open] #confirm").click()
    expect(answers(page)).to_have_count(0)
    sum_of(page)
    with connected_again(page):
        page.reload()
    sum_of(page)
    page.click("#mcp-button")
    dialog.get_by_role("button", name="Disconnect: numbers").click()
    expect(dialog.get_by_role("button", name="Connect: numbers")).to_be_visible()
    page.keyboard.press("Escape")
    ask(page, "add")
    expect(answers(page).last).to_contain_text("No server.")


def test_a_server_that_cannot_be_connected_is_told(app, page):
    open_chat(page, app.url)
    page.click("#mcp-button")
    page.get_by_role("button", name="Connect: broken").click()
    expect(page.locator(".toast.error")).to_contain_text("broken: Could not connect to the MCP server.")
    expect(page.get_by_role("button", name="Connect: broken")).to_be_visible()


def test_a_person_adds_a_server(app, web_server, page):
    open_chat(page, app.url)
    page.click("#mcp-button")
    page.locator(".mcp-add summary").click()
    page.fill("#mcp-name", "mine")
    page.fill("#mcp-url", "http://127.0.0.1:1/mcp")
    page.fill("#mcp-headers", "no header")
    page.locator(".mcp-form button[type=submit]").click()
    assert page.locator("#mcp-headers").evaluate("field => field.validationMessage") == "Write each header as Name: value."
    page.fill("#mcp-headers", "X-Key: very secret")
    page.locator(".mcp-form button[type=submit]").click()
    expect(page.locator(".toast.error")).to_contain_text("mine:")
    expect(page.locator(".tool-server")).to_have_count(2)
    page.fill("#mcp-url", f"http://127.0.0.1:{web_server}/mcp")
    page.locator(".mcp-form button[type=submit]").click()
    expect(page.get_by_role("button", name="Disconnect: mine")).to_be_visible()
    assert "secret" not in page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    page.keyboard.press("Escape")
    sum_of(page)


def test_an_app_without_servers_has_no_button(echo, page):
    open_chat(page, echo.url)
    expect(page.locator("martlet-tool-servers")).to_be_hidden()
