"""The tutorial as a person sees it: questions, tokens, settings, stop."""

from chat_page import answers, ask, change_settings, open_chat, wait_until_idle
from playwright.sync_api import expect

# Notes each text that an element goes through.
RECORD = """selector => {
    window.seen = [];
    new MutationObserver(() => {
        const element = document.querySelector(selector);
        const text = element ? element.textContent : "";
        if (text !== window.seen.at(-1)) window.seen.push(text);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def test_tokens_arrive_one_after_another(paced, page):
    open_chat(page, paced.url)
    page.evaluate(RECORD, "[data-step-type=llm] .step-output")
    ask(page, "Tell me a story.")
    # The answer follows the whole story, which takes its time on a busy machine.
    expect(answers(page)).to_have_count(1, timeout=120_000)
    wait_until_idle(page)
    seen = [text for text in page.evaluate("window.seen") if text]
    assert len(seen) > 20, seen
    assert all(later.startswith(earlier[:-1]) for earlier, later in zip(seen, seen[1:])), seen
    assert answers(page).inner_text().strip() != ""
    assert page.problems == []


def test_the_tiny_model_knows_martlet(tutorial, page):
    open_chat(page, tutorial.url)
    change_settings(page, Temperature=0)
    ask(page, "What is Martlet?")
    expect(answers(page)).to_have_count(1)
    assert "Swift" in answers(page).inner_text()


def test_settings_change_the_next_answer_without_loading_again(tutorial, page):
    open_chat(page, tutorial.url)
    change_settings(page, Temperature=0, Max_New_Tokens=5)
    loads = tutorial.count("Model loaded")
    ask(page, "Tell me a story.")
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    short = answers(page).first.locator(".markdown").inner_text()
    change_settings(page, Max_New_Tokens=60)
    ask(page, "Tell me a story.")
    expect(answers(page)).to_have_count(2)
    wait_until_idle(page)
    long = answers(page).nth(1).locator(".markdown").inner_text()
    assert len(long) > 3 * len(short)
    assert tutorial.count("Model loaded") == loads == 1


def test_the_step_tells_how_many_tokens(tutorial, page):
    """Max New Tokens = 5 gives 5 tokens, as the generation record on the wire says."""
    generations = []

    def note(frame):
        if '"generation":{' in frame and '"outputTokenCount"' in frame:
            generations.append(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: note(str(frame))))
    open_chat(page, tutorial.url)
    change_settings(page, Max_New_Tokens=5)
    ask(page, "Tell me a story.")
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    assert any('"outputTokenCount":5' in frame for frame in generations), generations


def test_without_streaming_the_answer_comes_at_once(tutorial, page):
    open_chat(page, tutorial.url)
    change_settings(page, Streaming=False)
    page.evaluate(RECORD, "[data-step-type=llm] .step-output")
    ask(page, "What is Martlet?")
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    assert len([text for text in page.evaluate("window.seen") if text]) <= 1


def test_stop_ends_the_answer(paced, page):
    open_chat(page, paced.url)
    change_settings(page, Temperature=0, Max_New_Tokens=1024)
    ask(page, "Tell me a story.")
    output = page.locator("[data-step-type=llm] .step-output")
    expect(output).not_to_be_empty()
    page.click("#stop-button")
    wait_until_idle(page, timeout=2000)
    # The button may go a moment before the step says how it ended.
    expect(output).to_have_text("Stopped.", timeout=2000)
    page.wait_for_timeout(300)
    assert output.text_content().strip() == "Stopped."
    ask(page, "hello")
    expect(answers(page).last).not_to_have_text("Task manually stopped.")


def test_a_wrong_setting_is_told_in_the_chat(tutorial, page):
    open_chat(page, tutorial.url)
    change_settings(page, **{"Repetition_Penalty": 0})
    ask(page, "hello")
    error = page.locator("[data-step-type=assistant_message]", has_text="repetitionPenalty is 0")
    expect(error).to_be_visible()


def test_a_question_longer_than_the_context_is_told_in_the_chat(tutorial, page):
    open_chat(page, tutorial.url)
    ask(page, "why " * 3000)
    expect(page.locator("[data-step-type=assistant_message]", has_text="tokens")).to_be_visible()
    ask(page, "What is Martlet?")
    expect(answers(page)).to_have_count(2)


def test_reloading_the_page_keeps_the_chat(tutorial, page):
    open_chat(page, tutorial.url)
    ask(page, "hello")
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    text = answers(page).inner_text()
    page.reload()
    expect(answers(page)).to_have_count(1)
    assert answers(page).inner_text() == text


def test_a_new_chat_is_empty(tutorial, page):
    open_chat(page, tutorial.url)
    ask(page, "hello")
    expect(answers(page)).to_have_count(1)
    wait_until_idle(page)
    page.click("#new-chat-button")
    confirm = page.locator("dialog[open] .primary")
    if confirm.count():
        confirm.click()
    expect(answers(page)).to_have_count(0)
    expect(page.locator("#chat-settings-open-modal")).to_be_visible()


def test_two_chats_at_once_share_the_model(tutorial, browser):
    pages = [browser.new_page() for _ in range(4)]
    for page in pages:
        open_chat(page, tutorial.url)
    for page in pages:
        ask(page, "Tell me a story.")
    for page in pages:
        expect(answers(page)).to_have_count(1, timeout=60_000)
        page.close()
    assert tutorial.count("Model loaded") == 1


def test_the_readme_is_shown(tutorial, page):
    open_chat(page, tutorial.url)
    page.click("#readme-button")
    expect(page.locator("dialog[open] h1", has_text="Welcome to the tutorial")).to_be_visible()


def test_the_page_fits_a_phone(tutorial, page):
    page.set_viewport_size({"width": 390, "height": 800})
    open_chat(page, tutorial.url)
    ask(page, "Write a list.")
    expect(answers(page)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#chat-settings-open-modal")
    expect(page.locator("#confirm")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
