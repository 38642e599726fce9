"""Messages that wait: for a connection, for the chat's beginning, and over a reload. Each is sent once."""

import re

from chat_page import answers, ask, open_chat, wait_until, wait_until_idle
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


# What a person was at when the line was cut


def reconnect(page, line):
    line.cut()
    expect(page.locator("#connection-state")).not_to_have_attribute("data-state", "connected")
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    # The chat is told anew after that.
    page.wait_for_timeout(500)


def test_what_is_being_edited_outlives_a_lost_connection(app, page):
    line = Line(page)
    open_chat(page, app.url)
    ask(page, "hullo")
    last_answer(page, "Text hullo")
    wait_until_idle(page)
    page.locator("[data-step-type=user_message]").hover()
    page.get_by_role("button", name="Edit").click()
    page.fill(".edit-input", "hello, wor")
    reconnect(page, line)
    expect(page.locator(".edit-input")).to_have_value("hello, wor")
    expect(page.locator(".edit-input")).to_be_focused()
    page.keyboard.type("ld")
    page.keyboard.press("Enter")
    last_answer(page, "Text hello, world")


def test_settings_that_were_not_confirmed_outlive_a_lost_connection(app, page):
    line = Line(page)
    open_chat(page, app.url)
    page.click("#chat-settings-open-modal")
    page.fill("#setting-Warmth-number", "1.5")
    reconnect(page, line)
    expect(page.locator("#setting-Warmth-number")).to_have_value("1.5")
    line.cut()
    expect(page.locator("#connection-state")).not_to_have_attribute("data-state", "connected")
    page.click("#confirm")
    expect(page.locator(".toast", has_text="You are offline")).to_be_visible()
    expect(page.locator("#confirm")).to_be_visible()
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    page.click("#confirm")
    expect(page.locator("#confirm")).to_be_hidden()
    wait_until(page, lambda: [values["Warmth"] for values in line.events("chat_settings_change")] == [1.5])


def test_a_run_that_was_stopped_without_a_connection_stops(echo, page):
    line = Line(page)
    open_chat(page, echo.url)
    ask(page, "slow")
    expect(page.locator("#stop-button")).to_be_visible()
    line.cut()
    expect(page.locator("#connection-state")).not_to_have_attribute("data-state", "connected")
    page.keyboard.press("Escape")
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    # The page may be idle before it has sent it.
    wait_until(page, lambda: line.events("stop"))
    wait_until_idle(page, timeout=5000)
    assert line.events("stop") == [None]
