"""What the page tells of a model's work: the queue, the prompt, the speed, why an answer ended, and the context."""

import re
import time

import pytest
from chat_page import answers, ask, open_chat, wait_until_idle
from martlet_app import ROOT, App
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def telling():
    """A model that does what the message says."""
    with App(ROOT / "Tests" / "Browser" / "Apps" / "Activity" / "app.swift") as app:
        yield app


def line(page):
    return page.locator("martlet-activity .activity-text")


def detail(page):
    return answers(page).last.locator("martlet-generation")


def test_places_in_the_queue_are_told_and_spoken(telling, page):
    open_chat(page, telling.url)
    ask(page, "wait")
    expect(line(page)).to_have_text("Number 4 in the queue")
    spoken = page.locator("martlet-activity [role=status]")
    for place in ["Third", "Second", "First"]:
        expect(line(page)).to_have_text(f"{place} in the queue")
        expect(spoken).to_have_text(f"{place} in the queue")
    wait_until_idle(page)
    expect(line(page)).to_be_hidden()
    assert page.problems == []


@pytest.mark.parametrize("how", ["", "chain "])
def test_the_prompt_is_read_and_then_the_speed_is_told(telling, page, how):
    open_chat(page, telling.url)
    ask(page, f"{how}read")
    expect(line(page)).to_have_text("Reading your prompt: 512 of 2,048 tokens")
    expect(line(page)).to_have_text("Reading your prompt: 1,024 of 2,048 tokens")
    expect(line(page)).to_have_text(re.compile(r"^\d+(\.\d)? tokens/s$"))
    wait_until_idle(page)
    expect(line(page)).to_be_hidden()


def test_a_page_that_is_opened_meanwhile_tells_it_too(telling, page):
    open_chat(page, telling.url)
    ask(page, "wait endless")
    expect(line(page)).to_have_text("Third in the queue")
    page.reload()
    expect(line(page)).to_have_text(re.compile("in the queue$"))
    expect(line(page)).to_have_text(re.compile("tokens/s$"))
    page.click("#stop-button")
    wait_until_idle(page)


@pytest.mark.parametrize("message, reason", [
    ("limit", "stopped at the limit of 60 new tokens"),
    ("full", "the context is full"),
    ("late", "stopped at the time limit"),
    ("cut", "3 older messages left out · 1,500 older tokens forgotten"),
    ("chain cut", "3 older messages left out · 1,500 older tokens forgotten"),
    ("chain limit", "stopped at the limit of 60 new tokens"),
])
def test_an_answer_says_why_it_is_short(telling, page, message, reason):
    open_chat(page, telling.url)
    ask(page, message)
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    summary = detail(page).locator("summary")
    expect(summary).to_contain_text("60 tokens")
    expect(summary).to_contain_text(re.compile(r"\d tokens/s"))
    expect(summary).to_contain_text(reason)


@pytest.mark.parametrize("message, reason", [
    ("hello", "the model ended its answer"),
    ("###", "the stop text “###” came"),
])
def test_the_details_unfold_with_the_keyboard(telling, page, message, reason):
    open_chat(page, telling.url)
    ask(page, message)
    wait_until_idle(page)
    expect(detail(page).locator("summary")).not_to_contain_text(reason)
    detail(page).locator("summary").focus()
    page.keyboard.press("Enter")
    rows = detail(page).locator("dl")
    expect(rows).to_be_visible()
    for text in ["Prompt", "1 tokens", "Time to first token", "Speed", "Duration", "Why it ended", reason]:
        expect(rows).to_contain_text(text)


def test_the_details_tell_where_the_time_went(telling, page):
    open_chat(page, telling.url)
    ask(page, "cut")
    wait_until_idle(page)
    detail(page).locator("summary").click()
    rows = detail(page).locator("dl")
    for word, value in [
        ("Waited for its turn", "1.3 s"), ("Reading the prompt", "0.5 s"),
        ("Between two tokens", "25 ms, 95 of 100 within 40 ms"), ("Guessed tokens", "31 of 40 right"),
        ("Gave its place up", "2 ×"), ("Seed", "7"),
    ]:
        expect(rows).to_contain_text(word + value)
    assert page.problems == []


def test_a_stopped_answer_says_that_the_person_stopped_it(telling, page):
    open_chat(page, telling.url)
    ask(page, "endless")
    expect(answers(page).first).to_contain_text("word5")
    page.click("#stop-button")
    wait_until_idle(page)
    expect(page.locator("martlet-generation summary", has_text="you stopped it")).to_be_visible()


def test_a_failed_answer_says_that_it_failed(telling, page):
    open_chat(page, telling.url)
    ask(page, "fail")
    wait_until_idle(page)
    expect(page.locator("martlet-generation summary", has_text="error")).to_be_visible()
    expect(page.locator(".message.error", has_text="The model tripped")).to_be_visible()


def test_the_gauge_counts_the_draft_and_warns_before_it_is_sent(telling, page):
    open_chat(page, telling.url)
    gauge = page.locator("martlet-context")
    expect(gauge.locator(".context-text")).to_contain_text("1 of 32 tokens")
    page.fill("#chat-input", "one two three")
    expect(gauge.locator(".context-text")).to_contain_text("4 of 32 tokens")
    expect(gauge.locator(".context-warning")).to_be_empty()
    page.fill("#chat-input", "word " * 40)
    expect(gauge.locator(".context-text")).to_contain_text("41 of 32 tokens")
    expect(gauge.locator(".context-warning")).to_contain_text("will not fit")
    page.fill("#chat-input", "short")
    expect(gauge.locator(".context-warning")).to_be_empty()
    page.press("#chat-input", "Enter")
    expect(gauge.locator(".context-text")).to_contain_text("1 of 32 tokens")
    assert page.problems == []


def test_activities_are_few(telling, page):
    """At most some five a second, however fast the tokens come."""
    frames = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    open_chat(page, telling.url)
    start = time.monotonic()
    ask(page, "hello")
    expect(page.locator("martlet-generation summary", has_text="tokens")).to_be_visible()
    told = sum('"activity"' in frame for frame in frames)
    # 60 tokens, 25 ms each, take at least a second and a half.
    assert 3 <= told <= 2 + 5 * (time.monotonic() - start), told
