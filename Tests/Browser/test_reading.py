"""Reading in other ways than by looking at a screen: spoken, printed, calm, in fixed colours, from right to left."""

import re

import pytest
from chat_page import answers, ask, open_chat, wait_until_idle
from line import Line
from playwright.sync_api import expect
from served import served

RECORD = """() => {
    window.spoken = [];
    new MutationObserver((changes) => {
        for (const { addedNodes } of changes) for (const node of addedNodes) window.spoken.push(node.textContent);
    }).observe(document.querySelector("#announcer"), { childList: true });
}"""


@pytest.fixture(scope="module")
def telling():
    """An app that has texts to listen to."""
    with served("Elements") as app:
        yield app


def spoken(page):
    return " ".join(page.evaluate("window.spoken"))


def settle(page):
    """Until nothing more has been spoken for a while."""
    heard = None
    while heard != (heard := spoken(page)):
        page.wait_for_timeout(1500)


def test_an_answer_is_spoken_once(echo, page):
    open_chat(page, echo.url)
    expect(page.locator("#announcer")).to_contain_text("Welcome.")
    page.evaluate(RECORD)
    ask(page, "Swifts sleep in the air. Do they? Yes!")
    expect(answers(page)).to_have_count(2)
    page.wait_for_function("() => window.spoken.length > 0")
    settle(page)
    assert spoken(page) == "Swifts sleep in the air. Do they? Yes!"
    assert page.locator("#announcer").get_attribute("aria-live") == "polite"


def test_sentences_are_spoken_while_the_answer_is_written(paced, page):
    open_chat(page, paced.url)
    page.evaluate(RECORD)
    ask(page, "Tell me a story.")
    expect(answers(page)).to_have_count(1, timeout=120_000)
    wait_until_idle(page)
    settle(page)
    shown = re.sub(r"\s+", " ", answers(page).locator(".markdown").inner_text()).strip()
    heard = spoken(page)
    assert heard.replace(" ", "") == shown.replace(" ", ""), (heard, shown)


def test_code_is_named_and_all_around_it_is_read(echo, page):
    open_chat(page, echo.url)
    expect(page.locator("#announcer")).to_contain_text("Welcome.")
    page.evaluate(RECORD)
    ask(page, "- Run this:\n  ```sh\n  ls\n  ```\n- Then rest.\n\n```sh\npwd\n```")
    expect(answers(page)).to_have_count(2)
    page.wait_for_function("() => window.spoken.length > 0")
    settle(page)
    assert spoken(page) == "Run this: Code block Then rest. Code block"


@pytest.mark.parametrize("request_text", ["think", "think aloud"])
def test_a_message_that_only_said_to_wait_is_spoken_when_it_says_more(telling, page, request_text):
    open_chat(page, telling.url)
    page.evaluate(RECORD)
    ask(page, request_text)
    expect(answers(page).last).to_contain_text("It is short.")
    wait_until_idle(page)
    settle(page)
    assert spoken(page) == "Thinking… The answer. It is short."


def test_a_lost_connection_has_nothing_spoken_twice(telling, page):
    line = Line(page)
    open_chat(page, telling.url)
    page.evaluate(RECORD)
    ask(page, "sentences")
    page.wait_for_function("() => window.spoken.length > 1")
    line.cut()
    expect(page.locator("#connection-state")).not_to_have_attribute("data-state", "connected")
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(answers(page).last).to_contain_text("Sentence 30.")
    wait_until_idle(page)
    settle(page)
    assert spoken(page) == " ".join(f"Sentence {number}." for number in range(1, 31))


def test_what_was_said_before_a_reload_is_not_spoken_again(echo, page):
    open_chat(page, echo.url)
    ask(page, "hello")
    expect(answers(page)).to_have_count(2)
    wait_until_idle(page)
    page.reload()
    expect(answers(page)).to_have_count(2)
    page.wait_for_timeout(1500)
    assert page.locator("#announcer").inner_text().strip() == ""


def test_paper_shows_the_conversation_alone(echo, page):
    open_chat(page, echo.url)
    ask(page, "hello")
    expect(answers(page)).to_have_count(2)
    page.emulate_media(media="print")
    expect(answers(page).last).to_be_visible()
    for hidden in [".chat-footer", ".header-actions", ".message-tools >> nth=0"]:
        expect(page.locator(hidden)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.chat-scroll')).overflowY") == "visible"


def test_nothing_moves_for_those_who_asked_for_calm(echo, page):
    page.emulate_media(reduced_motion="reduce")
    open_chat(page, echo.url)
    page.click("#chat-settings-open-modal")
    expect(page.locator("dialog[open]")).to_be_visible()
    duration = page.evaluate("parseFloat(getComputedStyle(document.querySelector('dialog[open]')).animationDuration)")
    assert duration < 0.01


def test_fixed_colours_keep_what_matters_apart(echo, page):
    page.emulate_media(forced_colors="active")
    open_chat(page, echo.url)
    ask(page, "hello")
    expect(answers(page)).to_have_count(2)
    bubble = page.locator("[data-step-type=user_message] .message-body > .markdown")
    assert bubble.evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"


def test_a_page_from_right_to_left_mirrors_and_fits(echo, page):
    page.add_init_script("localStorage.setItem('martlet-language', JSON.stringify('ar-SA'))")
    for width in (1100, 390):
        page.set_viewport_size({"width": width, "height": 800})
        open_chat(page, echo.url)
        assert page.evaluate("document.documentElement.dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        brand = page.locator(".header-brand").bounding_box()
        menu = page.locator("#user-menu-button").bounding_box()
        assert brand["x"] > menu["x"]
        page.click("#user-menu-button")
        box = page.get_by_role("menu").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        page.keyboard.press("Escape")
