"""Messages, streams, steps and stopping, on Chainlit's own page."""

import re

import pytest
from playwright.sync_api import expect

directory = pytest.mark.directory


@directory("on_chat_start", "OnChatStart")
def test_the_app_greets(page):
    page.expect_steps(1)
    expect(page.step(0)).to_contain_text("Hello!")
    expect(page.step(0).locator("code")).to_contain_text('print("hello")')
    assert page.problems == []


@directory("streaming", "Streaming")
def test_tokens_and_whole_texts_stream(page):
    text = "the quick brown fox"
    expect(page.step(0)).to_contain_text("the quick")
    expect(page.step(0)).to_contain_text(text)
    page.expect_steps(2)
    expect(page.step(1)).to_contain_text(text)
    page.expect_steps(3)
    expect(page.step(2)).to_contain_text(text)
    assert all(page.step(place).inner_text().count("quick") == 1 for place in range(3))
    tokens = page.events("stream_token")
    assert [token["token"] for token in tokens if not token["isSequence"]][:3] == ["quick ", "brown ", "fox"]


@pytest.mark.parametrize("kind", [pytest.param("async", marks=directory("step", "Steps")),
                                  pytest.param("sync", marks=directory("step", "Steps"))])
def test_tools_nest(page, kind):
    page.submit(kind)
    expect(page.locator("[id='step-tool1']")).to_be_visible()
    expect(page.get_by_text("Done.")).to_be_visible()
    page.locator("[id='step-tool1']").click()
    expect(page.locator("[id='step-tool2']")).to_be_visible()
    page.locator("[id='step-tool2']").click()
    expect(page.locator("[id='step-tool3']")).to_be_visible()
    page.locator("[id='step-tool3']").click()
    expect(page.get_by_text("Response from tool3.")).to_be_visible()
    inner = page.locator(".step", has=page.locator("[id='step-tool3']"))
    # The user's message, three tools, the tool's message and the last one.
    page.expect_steps(6)
    expect(inner).to_have_count(3)


@directory("step_icon", "StepIcon")
def test_steps_show_their_icons(page):
    page.submit("go")
    expect(page.get_by_text("Done.")).to_be_visible()
    page.expect_steps(5)
    for name in ("search", "mail"):
        step = page.locator(".step", has=page.locator(f"[id='step-{name}']"))
        expect(step.locator(f"svg.lucide-{name}")).to_have_count(1)
        expect(step.locator("img")).to_have_count(0)
    plain = page.locator(".step", has=page.locator("[id='step-plain']"))
    expect(plain.locator("img")).to_have_count(1)


@pytest.mark.parametrize("kind", [pytest.param("async", marks=directory("stop_task", "StopTask")),
                                  pytest.param("thread", marks=directory("stop_task", "StopTask"))])
def test_stop_ends_the_run(page, kind):
    page.submit(kind)
    expect(page.get_by_text("Message 1")).to_be_visible()
    page.click("#stop-button")
    expect(page.locator("#stop-button")).to_have_count(0)
    page.expect_steps(3)
    expect(page.step(2)).to_contain_text("Task manually stopped.")
    page.wait_for_timeout(1700)
    page.expect_steps(3)
    expect(page.get_by_text("Message 2")).to_have_count(0)


@directory("blinking_cursor", "BlinkingCursor")
def test_the_cursor_blinks_while_nothing_is_shown(page):
    cursor = page.locator(".loading-cursor")
    page.submit("tool")
    page.expect_steps(2)
    expect(page.step(1)).to_have_attribute("data-step-type", "tool")
    expect(cursor).to_have_count(0)
    expect(page.get_by_text("Here is the answer.")).to_have_count(1)
    page.expect_steps(3)
    page.submit("hello")
    expect(cursor).to_have_count(1, timeout=1000)
    page.expect_steps(5)
    expect(page.step(4)).to_contain_text("Here is the answer.")
    expect(cursor).to_have_count(0)


@directory("chat_context", "ChatContext")
def test_the_context_grows(page):
    page.submit("one")
    page.expect_steps(2)
    expect(page.step(1)).to_contain_text("The context has 1 messages.")
    page.submit("two")
    page.expect_steps(4)
    expect(page.step(3)).to_contain_text("The context has 3 messages.")


@directory("context", "Context")
def test_the_chat_is_reached_from_everywhere(page):
    page.expect_steps(3)
    for place, text in enumerate(("from a nested task", "after a thread's work", "from a group")):
        expect(page.step(place)).to_contain_text(text)


@directory("error_handling", "ErrorHandling")
def test_an_error_at_the_start_is_shown(page):
    page.expect_steps(1)
    expect(page.step(0)).to_contain_text("This app fails at once")


@directory("starters", "Starters")
def test_a_starter_sends_its_message(page):
    expect(page.locator("#starter-test-one")).to_be_visible()
    expect(page.locator("#starter-test-two img")).to_have_attribute("src", re.compile("/public/star.svg$"))
    expect(page.locator("#starter-test-three")).to_be_visible()
    page.click("#starter-test-one")
    page.expect_steps(2)
    expect(page.step(0)).to_contain_text("Running test one.")
    expect(page.step(1)).to_contain_text("Running test one.")


@directory("llama_index_cb", "Retrieval")
def test_a_retrieval_shows_its_sources(page):
    page.expect_steps(3)
    page.locator("[id='step-retrieve']").click()
    link = page.locator(".step", has=page.locator("[id='step-retrieve']")).locator(".element-link")
    expect(link).to_have_text("Source 0")
    expect(page.locator("[id='step-llm']")).to_be_visible()
