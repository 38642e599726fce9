"""The questions an app asks, with the keyboard alone, and the buttons under its messages."""

import re

import pytest
from chat_page import answers, ask, wait_until, wait_until_idle
from line import Line
from playwright.sync_api import expect
from served import served

TEXT = {"name": "story.txt", "mimeType": "text/plain", "buffer": b"Once upon a time."}
OTHER = {"name": "other.txt", "mimeType": "text/plain", "buffer": b"The end."}
PICTURE = {"name": "dot.png", "mimeType": "image/png", "buffer": b"\x89PNG"}

DROP = """name => {
    const data = new DataTransfer();
    data.items.add(new File(["Once."], name, { type: "text/plain" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def app():
    with served("Asks") as app:
        yield app


def asked(page, kind):
    return page.locator(f"martlet-ask[data-kind={kind}]")


def give_name(page, app):
    page.goto(app.url)
    expect(asked(page, "text")).to_be_visible()
    expect(answers(page).first.locator("em")).to_have_text("your")
    ask(page, "Ada")
    expect(answers(page).filter(has_text="Hello Ada.")).to_be_visible()
    expect(asked(page, "file")).to_be_visible()


def give_files(page, app):
    give_name(page, app)
    page.set_input_files("#ask-file-input", [TEXT, OTHER])
    expect(answers(page).filter(has_text="Files story.txt,other.txt.")).to_be_visible()
    expect(asked(page, "action")).to_be_visible()


def choose(page, app):
    give_files(page, app)
    page.focus("#ask-show-choices")
    page.keyboard.press("Enter")
    expect(page.locator("#tea-action")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answers(page).filter(has_text="You had tea.")).to_be_visible()
    expect(asked(page, "element")).to_be_visible()


def test_a_text_is_written_in_the_composer(app, page):
    page.goto(app.url)
    expect(asked(page, "text")).to_contain_text("Your answer is awaited")
    expect(asked(page, "text")).to_contain_text(re.compile(r"(1:00|0:5\d) left"))
    give_name(page, app)


def test_the_time_that_is_left_goes_on_over_a_lost_connection(app, page):
    line = Line(page)
    page.goto(app.url)
    clock = page.locator(".ask-clock")
    expect(clock).to_contain_text(re.compile(r"0:5\d left"))
    page.wait_for_timeout(3000)
    line.cut()
    expect(page.locator("martlet-ask")).to_be_hidden()
    page.fill("#chat-input", "Grace")
    # An answer cannot wait: it stays in the box until the question is there again.
    page.press("#chat-input", "Enter")
    expect(page.locator("#chat-input")).to_have_value("Grace")
    line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(clock).to_contain_text(re.compile(r"0:5[0-7] left"))
    page.press("#chat-input", "Enter")
    expect(answers(page).filter(has_text="Hello Grace.")).to_be_visible()


def test_files_are_chosen_and_wrong_ones_told(app, page):
    give_name(page, app)
    expect(page.locator("#ask-upload-button")).to_contain_text(re.compile(r"At most 2 files, each up to 1\sMB"))
    page.set_input_files("#ask-file-input", PICTURE)
    expect(page.locator(".ask-error")).to_have_text("Files such as dot.png are not taken here.")
    page.set_input_files("#ask-file-input", [TEXT, OTHER])
    expect(answers(page).filter(has_text="Files story.txt,other.txt.")).to_be_visible()
    expect(page.locator("#ask-upload-button")).to_have_count(0)


def test_files_are_dropped_for_the_question(app, page):
    give_name(page, app)
    page.evaluate(DROP, "dropped.txt")
    expect(answers(page).filter(has_text="Files dropped.txt.")).to_be_visible()
    expect(page.locator(".composer .upload")).to_have_count(0)


def test_a_choice_is_made_with_the_keyboard(app, page):
    choose(page, app)
    expect(page.locator("[data-step-type=assistant_message]", has_text="Selected:")).to_contain_text("Tea")
    expect(page.locator("#coffee-action")).to_have_count(0)


def test_an_element_is_cancelled_and_time_runs_out(app, page):
    choose(page, app)
    page.focus("#ask-cancel")
    page.keyboard.press("Enter")
    expect(answers(page).filter(has_text="It is not filed.")).to_be_visible()
    expect(answers(page).filter(has_text="You were not.")).to_be_visible()
    expect(page.locator("martlet-ask")).to_be_hidden()


def test_a_button_shows_that_it_is_at_work(app, page):
    choose(page, app)
    page.click("#ask-cancel")
    expect(answers(page).filter(has_text="You were not.")).to_be_visible()
    wait_until_idle(page)
    ask(page, "a button, please")
    button = page.locator("#slow-action")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button.locator(".spinner")).to_be_visible()
    expect(button).to_be_focused()
    expect(answers(page).filter(has_text="Done slowly.")).to_be_visible()
    expect(button).to_have_attribute("aria-busy", "false")


def test_collapsed_actions_lie_in_a_menu(app, page):
    line = Line(page)
    page.goto(app.url)
    expect(asked(page, "text")).to_be_visible()
    question = page.locator("[data-step-type=assistant_message]").last.get_attribute("id").removeprefix("step-")
    for number in (1, 2):
        line.say("action", {"id": f"folded-{number}", "name": f"n{number}", "label": f"Folded {number}", "payload": {},
                            "forId": question, "collapsed": True, "icon": "search"})
    page.get_by_role("button", name="More actions").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem")).to_have_text(["Folded 1", "Folded 2"])


def test_a_function_of_the_page_is_called_and_answers(app, page):
    line = Line(page)
    page.goto(app.url)
    expect(asked(page, "text")).to_be_visible()
    page.evaluate("""() => addEventListener("chainlit-call-fn", ({ detail }) => {
        detail.callback(`${detail.name} ${detail.args.a}`);
    })""")
    line.say("call_fn", {"name": "sum", "args": {"a": 1}}, acknowledgement=77)
    wait_until(page, lambda: '4377["sum 1"]' in line.sent)
