"""Questions and buttons, on Chainlit's own page."""

import pytest
from playwright.sync_api import expect

directory = pytest.mark.directory
TEXT = {"name": "story.txt", "mimeType": "text/plain", "buffer": b"Once upon a time."}
SWIFTLESS = {"name": "hello.cpp", "mimeType": "text/x-c++src", "buffer": b"int main() {}\n"}
PYTHON = {"name": "hello.py", "mimeType": "text/x-python", "buffer": b"print('hello')\n"}


@directory("action", "Actions")
def test_buttons_call_the_app(page):
    page.expect_steps(2)
    page.click("#first-action")
    page.expect_steps(3)
    expect(page.step(2)).to_contain_text("Thanks for choosing the first.")
    expect(page.step(1)).to_contain_text("First")
    page.click("#test-action")
    page.expect_steps(4)
    expect(page.locator("#test-action")).to_be_visible()
    page.click("#removable-action")
    expect(page.locator("#removable-action")).to_have_count(0)
    page.click("#multiple-one")
    expect(page.locator("#multiple-one")).to_have_count(0)
    page.expect_steps(5)
    expect(page.step(4)).to_contain_text("Removed multiple-one.")
    page.click("#multiple-two")
    expect(page.locator("#multiple-two")).to_have_count(0)
    page.expect_steps(6)
    expect(page.step(5)).to_contain_text("Removed multiple-two.")
    page.click("#all-actions-removed")
    for name in ("#all-actions-removed", "#label-action", "#test-action"):
        expect(page.locator(name)).to_have_count(0)
    expect(page.get_by_text("All buttons are gone.")).to_be_visible()


@directory("ask_custom_element", "AskElement")
def test_a_form_of_the_app_answers(page):
    page.expect_steps(1)
    submit = page.locator("#ticket-submit")
    expect(submit).to_be_disabled()
    page.fill("#ticket-title", "Broken kettle")
    page.fill("#ticket-details", "It does not boil.")
    page.fill("#ticket-due", "2027-01-31")
    page.select_option("#ticket-level", "High")
    expect(submit).to_be_enabled()
    submit.click()
    page.expect_steps(2)
    expect(page.step(1)).to_contain_text("Ticket Broken kettle of level High is filed.")
    expect(page.locator("#ticket")).to_have_count(0)
    expect(page.step(0)).to_contain_text("Thanks for submitting")


@directory("ask_file", "AskFile")
def test_files_answer_and_wrong_ones_are_refused(page):
    upload = page.locator("#ask-upload-button")
    expect(upload).to_be_visible()
    page.set_input_files("#ask-button-input", TEXT)
    expect(page.get_by_text("Text story.txt has 17 characters.")).to_be_visible()
    page.expect_steps(3)
    expect(upload).to_be_visible()
    page.set_input_files("#ask-button-input", SWIFTLESS)
    page.wait_for_timeout(500)
    page.expect_steps(3)
    page.set_input_files("#ask-button-input", PYTHON)
    page.expect_steps(4)
    expect(page.step(3)).to_contain_text("Program hello.py has 15 characters.")
    expect(upload).to_have_count(0)


@directory("ask_multiple_files", "AskFiles")
def test_two_files_answer_in_order(page):
    expect(page.locator("#ask-upload-button")).to_be_visible()
    page.set_input_files("#ask-button-input", [TEXT, PYTHON])
    page.expect_steps(2)
    expect(page.step(1)).to_contain_text("2 files uploaded: story.txt,hello.py")
    expect(page.locator("#ask-upload-button")).to_have_count(0)


@directory("ask_user", "AskUser")
def test_a_text_answers(page):
    page.expect_steps(1)
    page.submit("Jeeves")
    page.expect_steps(3)
    expect(page.step(2)).to_contain_text("Your name is Jeeves.")
