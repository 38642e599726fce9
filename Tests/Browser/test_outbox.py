"""Messages that wait: for a connection, for the chat's beginning, and over a reload. Each is sent once."""

import re

from chat_page import answers, ask, open_chat, wait_until_idle
from composer_app import app, last_answer  # noqa: F401
from line import Line
from playwright.sync_api import expect
from served import served


def test_a_message_without_a_connection_waits_and_is_sent_once(app, page):
    line = Line(page)
    open_chat(page, app.url)
    ask(page, "before")
    last_answer(page, "Text before")
    wait_until_idle(page)
    line.cut()
    expect(page.locator("#connection-state")).not_to_have_attribute("data-state", "connected")
    ask(page, "first in the dark")
    ask(page, "second in the dark")
    waiting = page.locator(".message.waiting")
    expect(waiting).to_have_count(2)
    expect(waiting.first).to_contain_text("Waiting to be sent")
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(waiting).to_have_count(0)
    last_answer(page, "Text second in the dark")
    page.wait_for_timeout(1000)
    expect(page.locator("[data-step-type=user_message]")).to_have_count(3)
    expect(answers(page)).to_have_count(3)
    texts = [event["message"]["output"] for event in line.events("client_message")]
    assert texts == ["before", "first in the dark", "second in the dark"]


def test_a_message_that_the_cut_swallowed_is_sent_again(app, page):
    line = Line(page)
    open_chat(page, app.url)
    # It leaves the page and never comes to the server.
    line.is_cut = True
    ask(page, "swallowed")
    expect(page.locator("[data-step-type=user_message]")).to_have_count(1)
    line.cut()
    line.mend()
    last_answer(page, "Text swallowed")
    expect(page.locator("[data-step-type=user_message]")).to_have_count(1)
    identifiers = {event["message"]["id"] for event in line.events("client_message")}
    assert len(identifiers) == 1


def test_a_waiting_message_outlives_a_reload(app, page):
    line = Line(page)
    open_chat(page, app.url)
    line.cut()
    ask(page, "after the reload")
    expect(page.locator(".message.waiting")).to_have_count(1)
    line.mend()
    page.reload()
    last_answer(page, "Text after the reload")
    expect(page.locator("[data-step-type=user_message]")).to_have_count(1)


def test_a_message_waits_for_the_chat_to_begin(page):
    with served("SlowStart") as slow:
        page.goto(slow.url)
        expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
        ask(page, "early bird")
        expect(page.locator(".message.waiting")).to_contain_text("early bird")
        expect(answers(page)).to_have_text([re.compile("Ready"), re.compile("Heard early bird")])
        expect(page.locator(".message.waiting")).to_have_count(0)
