"""The app of the composer's tests, and a page that is open on it."""

import pytest
from chat_page import answers, open_chat
from playwright.sync_api import expect
from served import served

TEXT = {"name": "story.txt", "mimeType": "text/plain", "buffer": b"Once upon a time."}
PICTURE = {"name": "dot.svg", "mimeType": "image/svg+xml",
           "buffer": b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><rect width='4' height='4' fill='teal'/></svg>"}


@pytest.fixture(scope="module")
def app():
    with served("Composer") as app:
        yield app


@pytest.fixture
def chat(app, page):
    open_chat(page, app.url)
    expect(page.locator("#command-button")).to_be_visible()
    page.focus("#chat-input")
    return page


def last_answer(page, text):
    expect(answers(page).last).to_contain_text(text)
