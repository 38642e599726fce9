"""Earlier chats: the list, what is done with one, the addresses they are found at, and those that can only be read."""

import json
import re

import pytest
from chat_page import answers, ask, open_chat, wait_for_chat, wait_until_idle
from fake_people import earlier, People, message, sent_frames, thread, wait_for_frame
from playwright.sync_api import expect

def names(page):
    return page.locator(".thread-link").all_inner_texts()


def test_earlier_chats_are_grouped_by_time(echo, page):
    People(page, threads=earlier())
    open_chat(page, echo.url)
    expect(page.locator(".thread-group").first).to_have_text("Today")
    assert page.locator(".thread-group").all_inner_texts()[:4] == ["Today", "Yesterday", "Last 7 days", "Last 30 days"]
    assert names(page) == ["Swifts", "Martins", "Swallows", "Terns", "Albatross"]


def test_the_list_grows_as_it_is_scrolled_and_is_searched_after_a_pause(echo, page):
    people = People(page, threads=[thread(f"t{number}", f"Chat {number}", number) for number in range(60)])
    open_chat(page, echo.url)
    expect(page.locator(".thread")).to_have_count(35)
    page.locator(".threads > button").scroll_into_view_if_needed()
    expect(page.locator(".thread")).to_have_count(60)
    before = len(people.asked("POST", "/project/threads"))
    page.locator("#thread-search").press_sequentially("chat 59", delay=20)
    expect(page.locator(".thread")).to_have_count(1)
    searches = people.asked("POST", "/project/threads")[before:]
    assert [each["filter"]["search"] for each in searches] == ["chat 59"], searches
    page.fill("#thread-search", "nothing like it")
    expect(page.locator(".thread-status")).to_have_text("No chats found")


def test_a_chat_is_renamed_shared_and_deleted(echo, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    people = People(page, threads=earlier())
    open_chat(page, echo.url)
    options = page.get_by_role("button", name="Options for Swifts")
    options.focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Rename").click()
    page.fill("#thread-name", "Fast birds")
    page.keyboard.press("Enter")
    expect(page.locator(".thread-link", has_text="Fast birds")).to_be_visible()
    assert people.asked("PUT", "/project/thread") == [{"threadId": "t1", "name": "Fast birds"}]

    page.get_by_role("button", name="Options for Fast birds").click()
    page.get_by_role("menuitem", name="Share").click()
    page.click("#share")
    expect(page.locator("#share-link")).to_have_value(re.compile(r"/share/t1$"))
    page.locator(".share-link .copy-button").click()
    page.click("#stop-sharing")
    expect(page.locator("#share-link")).to_be_hidden()
    assert people.asked("PUT", "/project/thread/share") == [
        {"threadId": "t1", "isShared": True}, {"threadId": "t1", "isShared": False}]
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Options for Fast birds").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator("dialog[open]")).to_contain_text("nothing can be brought back")
    page.click("#confirm")
    expect(page.locator(".thread-link", has_text="Fast birds")).to_have_count(0)
    assert people.asked("DELETE", "/project/thread") == [{"threadId": "t1"}]


def test_the_first_message_gives_a_chat_its_place_in_the_list_and_its_address(echo, page):
    People(page, threads=earlier())
    open_chat(page, echo.url)
    ask(page, "Do swifts land?")
    expect(page.locator(".thread.current")).to_contain_text("Do swifts land?")
    assert "/thread/" in page.url
    address = page.url
    wait_until_idle(page)
    page.reload()
    expect(answers(page).last).to_have_text(re.compile("Do swifts land"))
    assert page.url == address


def test_threads_are_opened_and_left_by_the_browsers_buttons(echo, page):
    frames = sent_frames(page)
    People(page, threads=earlier())
    open_chat(page, echo.url)
    page.locator(".thread-link", has_text="Martins").click()
    wait_for_chat(page)
    assert page.url.endswith("/thread/t2")
    expect(page.locator(".thread.current")).to_have_text("Martins")
    wait_for_frame(page, frames, '"threadId":"t2"')
    page.go_back()
    expect(page.locator(".thread.current")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".thread.current")).to_have_text("Martins")
    wait_for_chat(page)


def test_a_deep_link_resumes_its_thread(echo, page):
    kept = {**earlier()[2], "steps": [message("u1", "Where do they sleep?", "user_message"), message("a1", "In the air.")]}
    frames = sent_frames(page)
    People(page, threads=earlier())

    def relay(socket):
        server = socket.connect_to_server()
        socket.on_message(lambda text: server.send(text))

        def forward(text):
            socket.send(text)
            if isinstance(text, str) and text.startswith('42["hello"'):
                socket.send("42" + json.dumps(["resume_thread", kept]))

        server.on_message(forward)

    page.route_web_socket(re.compile("/ws/socket.io/"), relay)
    page.goto(f"{echo.url}/thread/t3")
    expect(answers(page).first).to_have_text(re.compile("In the air"))
    expect(page.locator(".thread.current")).to_have_text("Swallows")
    assert page.url.endswith("/thread/t3")
    assert frames == [] or any('"threadId":"t3"' in frame for frame in frames)


@pytest.mark.parametrize("path", ["thread/t3", "share/t3"])
def test_what_cannot_be_continued_can_be_read(echo, page, path):
    frames = sent_frames(page)
    People(page, threads=earlier(), threadResumable=False, steps=[message("a1", "In the air.")])
    page.goto(f"{echo.url}/{path}")
    expect(answers(page)).to_have_text(re.compile("In the air"))
    expect(page.locator("#read-only-note")).to_be_visible()
    expect(page.locator("#chat-input")).to_be_hidden()
    assert frames == []
    page.click("#new-chat-button")
    confirm = page.locator("dialog[open] #confirm")
    confirm.click()
    wait_for_chat(page)
    expect(page.locator("#chat-input")).to_be_visible()
    assert page.url.rstrip("/") == echo.url.rstrip("/")


def test_a_thread_that_is_not_there_is_told(echo, page):
    People(page, threads=[], threadResumable=False)
    page.goto(f"{echo.url}/share/none")
    expect(page.locator(".toast.error")).to_have_text(re.compile("Thread not found"))


def test_the_list_is_closed_and_stays_so(echo, page):
    People(page, threads=earlier())
    open_chat(page, echo.url)
    expect(page.locator("#threads-button")).to_have_attribute("aria-expanded", "true")
    page.click("#threads-button")
    expect(page.locator("martlet-threads")).to_be_hidden()
    page.reload()
    wait_for_chat(page)
    expect(page.locator("martlet-threads")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#thread-search")).to_be_focused()


def test_on_a_phone_the_list_is_a_drawer(echo, page):
    page.set_viewport_size({"width": 390, "height": 800})
    People(page, threads=earlier())
    open_chat(page, echo.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#threads-button")
    drawer = page.get_by_role("dialog", name="Earlier chats")
    expect(drawer.locator(".thread")).to_have_count(5)
    # The menu must be usable although everything beside the drawer is inert.
    drawer.get_by_role("button", name="Options for Terns").click()
    page.get_by_role("menuitem", name="Rename").click()
    expect(page.locator("#thread-name")).to_be_focused()
    page.keyboard.press("Escape")
    drawer.locator(".thread-link", has_text="Terns").click()
    expect(drawer).to_have_count(0)
    assert page.url.endswith("/thread/t4")
