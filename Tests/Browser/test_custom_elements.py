"""What an app's own scripts draw, in the message, beside the chat and on a page of its own."""

import re

import pytest
from chat_page import answers, ask, open_chat, wait_until_idle
from playwright.sync_api import expect
from served import served


@pytest.fixture(scope="module")
def elements():
    with served("Elements") as app:
        yield app


def open_on(page, app, request):
    """Opens the page, asks for something, and gives the answer."""
    open_chat(page, app.url)
    ask(page, request)
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    return answers(page).last


def test_custom_elements_change_act_speak_and_go(elements, page):
    answer = open_on(page, elements, "custom")
    expect(page.locator("#count")).to_have_text("Count: 1")
    expect(answer.locator("element-clock")).to_have_text("It is noon.")
    expect(answer.locator(".inline-custom").last.get_by_role("alert")).to_contain_text("Missing")
    page.click("#increment")
    expect(page.locator("#count")).to_have_text("Count: 2")
    page.click("#tell")
    expect(answers(page).last).to_contain_text("The count is 2.")
    page.click("#say")
    expect(answers(page).last).to_contain_text("You said: hello from the counter")
    page.click("#remove")
    expect(page.locator("#count")).to_have_count(0)


def test_a_custom_element_at_the_side_stays_what_it_became(elements, page):
    answer = open_on(page, elements, "custom side")
    count = page.locator(".side-view #count")
    expect(count).to_have_text("Count: 1")
    page.click("#increment")
    expect(count).to_have_text("Count: 2")
    page.click("#side-view-close")
    answer.locator(".element-link").click()
    expect(count).to_have_text("Count: 2")
    page.click("#increment")
    expect(count).to_have_text("Count: 3")
    page.click("#remove")
    expect(page.locator(".side-view")).to_be_hidden()
    expect(answer.locator(".element-link")).to_have_count(0)
    assert page.problems == []


def test_a_custom_element_on_its_own_page_changes_there_and_takes_its_page_along(elements, page):
    answer = open_on(page, elements, "custom page")
    count = page.locator("#element-view #count")
    answer.locator(".markdown .element-link").click()
    expect(count).to_have_text("Count: 1")
    page.click("#increment")
    expect(count).to_have_text("Count: 2")
    page.keyboard.press("Escape")
    expect(page.locator("#element-view")).to_have_count(0)
    answer.locator(".markdown .element-link").click()
    expect(count).to_have_text("Count: 2")
    page.click("#increment")
    expect(count).to_have_text("Count: 3")
    page.reload()
    expect(count).to_have_text("Count: 3")
    page.click("#remove")
    expect(page.locator("#element-view")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("/element/"))
    expect(answers(page).last.locator(".element-link")).to_have_count(0)


def test_what_a_custom_element_in_the_side_bar_became_outlives_a_reload(elements, page):
    open_on(page, elements, "custom sidebar")
    count = page.locator(".side-view #count")
    expect(count).to_have_text("Count: 1")
    page.click("#increment")
    expect(count).to_have_text("Count: 2")
    page.reload()
    expect(page.locator("#side-view-title")).to_have_text("Shelf")
    expect(count).to_have_text("Count: 2")
    page.click("#increment")
    expect(count).to_have_text("Count: 3")
    page.click("#remove")
    expect(page.locator(".side-view")).to_be_hidden()


@pytest.mark.parametrize(("button", "answer"), [("#ticket-submit", "Filed: Broken"), ("#ticket-cancel", "No ticket.")])
def test_a_custom_element_answers_a_question(elements, page, button, answer):
    page.goto(elements.url)
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    ask(page, "ticket")
    page.fill("#ticket-title", "Broken")
    page.click(button)
    expect(answers(page).last).to_contain_text(answer)
