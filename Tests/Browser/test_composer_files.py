"""Files that go with a message: chosen, dropped, pasted, taken back, and those that are not taken."""

import json
import re

from chat_page import ask
from composer_app import PICTURE, TEXT, app, chat, last_answer  # noqa: F401
from playwright.sync_api import expect

PROGRAM = {"name": "run.bin", "mimeType": "application/x-thing", "buffer": b"01"}
LARGE = {"name": "large.txt", "mimeType": "text/plain", "buffer": b"a" * (1024 * 1024 + 1)}


def test_files_are_attached_and_sent(chat):
    expect(chat.locator("#upload-button")).to_have_attribute("title", re.compile(r"At most 2 files, each up to 1\sMB"))
    chat.set_input_files("#upload-button-input", [TEXT, PICTURE])
    uploads = chat.locator(".composer .upload")
    expect(uploads).to_have_count(2)
    expect(chat.locator(".composer .upload[data-state=done]")).to_have_count(2)
    expect(uploads.nth(1).locator("img")).to_be_visible()
    ask(chat, "read these")
    last_answer(chat, "files story.txt,dot.svg")
    expect(uploads).to_have_count(0)
    assert chat.problems == []


def test_files_that_are_not_taken_are_told_in_words(chat):
    chat.set_input_files("#upload-button-input", [PROGRAM, LARGE, TEXT, TEXT, TEXT])
    toasts = chat.locator(".toast")
    expect(toasts.filter(has_text="Files such as run.bin are not taken here.")).to_be_visible()
    expect(toasts.filter(has_text="large.txt is larger than 1")).to_be_visible()
    expect(toasts.filter(has_text="story.txt is one too many: 2 at most.")).to_be_visible()
    expect(chat.locator(".composer .upload")).to_have_count(2)


def test_a_file_is_taken_back_with_the_keyboard(chat):
    chat.set_input_files("#upload-button-input", TEXT)
    expect(chat.locator(".composer .upload[data-state=done]")).to_be_visible()
    chat.get_by_role("button", name="Remove file: story.txt").focus()
    chat.keyboard.press("Enter")
    expect(chat.locator(".composer .upload")).to_have_count(0)
    ask(chat, "nothing")
    last_answer(chat, "files .")


def test_an_upload_is_stopped(chat):
    chat.route("**/project/file?*", lambda route: None)
    chat.set_input_files("#upload-button-input", TEXT)
    expect(chat.locator(".upload progress")).to_be_visible()
    expect(chat.locator("#chat-submit")).to_be_disabled()
    chat.get_by_role("button", name="Stop upload: story.txt").click()
    expect(chat.locator(".composer .upload")).to_have_count(0)


def test_a_failed_upload_says_why(chat):
    chat.route("**/project/file?*", lambda route: route.fulfill(
        status=400, content_type="application/json", body=json.dumps({"detail": "File type not allowed"})))
    chat.set_input_files("#upload-button-input", TEXT)
    expect(chat.locator(".upload[data-state=failed]")).to_contain_text("Upload failed: File type not allowed")


DROP = """([name, kind]) => {
    const data = new DataTransfer();
    data.items.add(new File(["Once."], name, { type: "text/plain" }));
    const target = document.querySelector("#chat-column");
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
    target.dispatchEvent(event);
}"""


def test_files_are_dropped_anywhere(chat):
    chat.evaluate(DROP, ["a.txt", "dragover"])
    expect(chat.locator("martlet-drop-zone")).to_be_visible()
    chat.evaluate(DROP, ["a.txt", "drop"])
    expect(chat.locator("martlet-drop-zone")).to_be_hidden()
    expect(chat.locator(".composer .upload")).to_contain_text("a.txt")


def test_files_are_pasted(chat):
    chat.evaluate(DROP, ["b.txt", "paste"])
    expect(chat.locator(".composer .upload")).to_contain_text("b.txt")
