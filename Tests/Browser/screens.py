"""A walk through every screen of the page, for the tests that look at each and for the pictures."""

import contextlib
import re

from chat_page import answers, ask, open_chat, wait_until_idle
from martlet_app import ROOT
from playwright.sync_api import expect

APP = ROOT / "Tests" / "Browser" / "Apps" / "Screens" / "app.swift"

LONG = "I have counted them every evening since May, and wrote down what I saw.\n\n" * 24

# Right-to-left comes with the language; the texts of the chat stay what they are.
VIEWS = {
    "light": {"viewport": {"width": 1200, "height": 850}, "color_scheme": "light", "locale": "en-US"},
    "dark": {"viewport": {"width": 1200, "height": 850}, "color_scheme": "dark", "locale": "en-US"},
    "phone": {"viewport": {"width": 390, "height": 800}, "color_scheme": "light", "locale": "en-US", "has_touch": True},
    "rtl": {"viewport": {"width": 1200, "height": 850}, "color_scheme": "light", "locale": "ar-SA"},
}

# Requests can be refused from outside of the page, sockets cannot.
SOCKETS = """
    window.sockets = [];
    window.WebSocket = class extends WebSocket {
        constructor(...values) {
            if (window.isCut) throw new Error("no network");
            super(...values);
            window.sockets.push(this);
        }
    };
"""


def settle(page):
    """Waits for fonts, pictures and what moves; colours in code come in idle time."""
    page.wait_for_timeout(400)


@contextlib.contextmanager
def opened(page, button):
    page.click(button)
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    yield dialog
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def walk(page, url):
    """Goes from screen to screen; gives each one's name when it is on the screen."""
    yield from before_the_first_message(page, url)
    yield from the_chat(page)
    yield from the_dialogs(page)
    yield from the_questions(page)
    yield from the_troubles(page)


def before_the_first_message(page, url):
    page.add_init_script(SOCKETS)
    open_chat(page, url)
    settle(page)
    yield "welcome"


def the_chat(page):
    page.locator(".starter").first.click()
    expect(answers(page).first).to_contain_text("Apus apus", timeout=60_000)
    wait_until_idle(page)
    page.locator(".markdown .code").first.scroll_into_view_if_needed()
    settle(page)
    yield "answer"
    page.evaluate("document.querySelector('#chat-scroll').scrollTop = 0")
    page.locator("martlet-step summary.step-summary").first.click()
    settle(page)
    yield "steps"
    page.locator(".edit-button").first.click()
    settle(page)
    yield "edit"
    page.keyboard.press("Escape")
    ask(page, "wait")
    expect(page.locator("#stop-button")).to_be_visible()
    settle(page)
    yield "running"
    page.click("#stop-button")
    wait_until_idle(page)
    ask(page, LONG)
    expect(page.locator(".fold-button").last).to_be_visible()
    wait_until_idle(page)
    page.locator(".fold-button").last.scroll_into_view_if_needed()
    settle(page)
    yield "folded"


def the_dialogs(page):
    with opened(page, "#chat-settings-open-modal"):
        settle(page)
        yield "settings"
    readme = page.locator("#readme-button")
    if readme.is_visible():
        with opened(page, "#readme-button"):
            settle(page)
            yield "readme"
    with opened(page, "#new-chat-button"):
        settle(page)
        yield "confirm"


def the_questions(page):
    ask(page, "files")
    expect(page.locator("#ask-upload-button")).to_be_visible()
    settle(page)
    yield "files"
    page.reload()
    open_chat_anew(page)
    ask(page, "choice")
    expect(page.locator(".message-actions .action", has_text=re.compile("^Yes$")).last).to_be_visible()
    settle(page)
    yield "choice"
    page.locator(".message-actions .action", has_text=re.compile("^Yes$")).last.click()
    wait_until_idle(page)


def the_troubles(page):
    ask(page, "fail")
    expect(page.locator(".message.error").last).to_be_visible()
    settle(page)
    yield "error"
    page.route("**/*", lambda route: route.abort())
    page.evaluate("window.isCut = true; window.sockets.forEach((each) => each.close())")
    expect(page.locator("#connection-state")).to_have_attribute("data-state", re.compile("reconnecting|offline"))
    settle(page)
    yield "offline"


def open_chat_anew(page):
    """A chat whose question nobody answered is left for a new one."""
    page.click("#new-chat-button")
    page.wait_for_timeout(200)
    confirm = page.locator("dialog[open] #confirm")
    if confirm.is_visible():
        confirm.click()
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    wait_until_idle(page)
