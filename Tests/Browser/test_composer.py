"""The composer: commands, modes, starters, profiles, writing, favourites, voice, and the settings beside it."""

import json

from chat_page import alter_settings, answers, ask, open_chat, wait_until, wait_until_idle
from composer_app import PICTURE, TEXT, app, chat, last_answer  # noqa: F401
from line import Line
from playwright.sync_api import expect
from served import served


def options(page):
    return page.locator("[role=listbox] [role=option]")


# Commands


def test_a_command_is_picked_with_the_keyboard_alone(chat):
    box = chat.locator("#chat-input")
    chat.keyboard.type("/")
    expect(options(chat)).to_have_count(4)
    expect(box).to_have_attribute("aria-haspopup", "listbox")
    expect(box).to_have_attribute("aria-controls", "command-menu")
    expect(box).to_have_attribute("aria-activedescendant", "command-option-0")
    chat.keyboard.press("ArrowUp")
    expect(options(chat).last).to_have_attribute("aria-selected", "true")
    chat.keyboard.press("ArrowDown")
    chat.keyboard.press("ArrowDown")
    chat.keyboard.press("ArrowDown")
    chat.keyboard.press("Enter")
    expect(box).to_have_value("")
    expect(box).not_to_have_attribute("aria-haspopup", "listbox")
    expect(chat.locator("#command-Canvas")).to_be_visible()
    chat.keyboard.type("draw")
    chat.keyboard.press("Enter")
    last_answer(chat, "Text draw, command Canvas")
    expect(chat.locator("[data-step-type=user_message] .command-span")).to_have_text("Canvas")
    expect(chat.locator("#command-Canvas")).to_have_count(0)


def test_the_menu_is_filtered_and_closed(chat):
    chat.keyboard.type("/s")
    expect(options(chat).first).to_contain_text("Search")
    expect(options(chat)).to_have_count(3)
    chat.keyboard.type("tick")
    expect(options(chat)).to_have_count(1)
    chat.keyboard.press("Escape")
    expect(options(chat)).to_have_count(0)
    expect(chat.locator("#chat-input")).to_have_value("/stick")
    chat.keyboard.press("Backspace")
    expect(options(chat)).to_have_count(1)
    chat.keyboard.type(" no")
    expect(options(chat)).to_have_count(0)


def test_backspace_in_the_empty_box_takes_the_command_back(chat):
    chat.keyboard.type("/pic")
    chat.keyboard.press("Tab")
    expect(chat.locator("#command-Picture")).to_be_visible()
    chat.keyboard.press("Backspace")
    expect(chat.locator("#command-Picture")).to_have_count(0)


def test_a_command_alone_is_a_message_and_a_persistent_one_stays(chat):
    chat.keyboard.type("/sticky")
    chat.keyboard.press("Enter")
    chat.keyboard.press("Enter")
    last_answer(chat, "Text , command Sticky")
    wait_until_idle(chat)
    ask(chat, "again")
    last_answer(chat, "Text again, command Sticky")


def test_a_button_command_is_pressed_and_released(chat):
    button = chat.locator("#command-Search")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    ask(chat, "swifts")
    last_answer(chat, "command Search")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_the_tools_are_a_menu(chat):
    chat.focus("#command-button")
    chat.keyboard.press("Enter")
    items = chat.locator("#command-popover [role=menuitemradio]")
    expect(items).to_have_count(3)
    expect(items.first).to_be_focused()
    chat.keyboard.press("c")
    expect(items.nth(1)).to_be_focused()
    chat.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(chat.locator("#command-button")).to_be_focused()
    chat.click("#command-button")
    chat.click("#command-button")
    expect(items).to_have_count(0)
    chat.click("#command-button")
    items.nth(1).click()
    expect(chat.locator("#command-Canvas")).to_be_visible()
    expect(chat.locator("#chat-input")).to_be_focused()


# Modes and starters


def test_a_mode_goes_with_every_message(chat):
    ask(chat, "one")
    last_answer(chat, "model large")
    wait_until_idle(chat)
    chat.focus("#mode-model")
    chat.keyboard.press("Enter")
    expect(chat.locator("[role=menuitemradio][aria-checked=true]")).to_be_focused()
    chat.keyboard.press("ArrowUp")
    chat.keyboard.press("Enter")
    expect(chat.locator("#mode-model")).to_contain_text("Small")
    expect(chat.locator("#mode-model")).to_be_focused()
    ask(chat, "two")
    last_answer(chat, "model small")


def test_starters_lie_in_their_categories(chat):
    expect(chat.locator(".starter-group h2")).to_have_text(["Begin", "Go on"])
    chat.click("#starter-look-it-up")
    last_answer(chat, "Text From a starter., command Search, model large")
    expect(chat.locator("martlet-welcome")).to_be_hidden()


def test_profiles_are_described_and_changed_after_a_question(page):
    with served("../../Compatibility/Apps/ChatProfiles") as app:
        page.goto(app.url)
        picker = page.locator("#chat-profiles")
        expect(picker).to_contain_text("Swift 5")
        page.click("#starter-say-hello")
        last_answer(page, "Profile Swift 5 heard")
        wait_until_idle(page)
        picker.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#chat-profiles-menu")).to_contain_text("The one now. See the site.")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator("dialog[open] .button", has_text="Cancel").click()
        expect(picker).to_contain_text("Swift 5")
        picker.click()
        page.locator("[data-profile='Swift 6']").click()
        page.click("dialog[open] #confirm")
        expect(picker).to_contain_text("Swift 6")
        expect(answers(page)).to_have_count(0)
        expect(page.locator("#starter-ask-away")).to_be_visible()
        page.reload()
        expect(picker).to_contain_text("Swift 6")


# Writing


def test_what_is_written_is_kept_over_a_reload(chat):
    chat.keyboard.type("half a thought")
    chat.reload()
    expect(chat.locator("#chat-input")).to_have_value("half a thought")


def test_enter_of_an_input_method_sends_nothing(chat):
    chat.keyboard.type("日本")
    chat.evaluate("""() => document.querySelector("#chat-input").dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))""")
    expect(chat.locator("#chat-input")).to_have_value("日本")
    chat.keyboard.press("Shift+Enter")
    expect(chat.locator("#chat-input")).to_have_value("日本\n")
    chat.keyboard.press("Enter")
    last_answer(chat, "Text 日本")


def test_earlier_messages_are_recalled(chat):
    ask(chat, "one")
    wait_until_idle(chat)
    chat.keyboard.type("half")
    chat.keyboard.press("Home")
    chat.keyboard.press("ArrowUp")
    expect(chat.locator("#chat-input")).to_have_value("one")


def test_the_box_grows(chat):
    before = chat.locator("#chat-input").bounding_box()["height"]
    chat.fill("#chat-input", "\n".join("abcdefgh"))
    assert chat.locator("#chat-input").bounding_box()["height"] > 2 * before


# Favourites, whose server side needs accounts


def test_favourites_are_marked_and_inserted(app, page):
    def with_favourites(settings):
        settings["features"]["favorites"] = True
        settings["dataPersistence"] = True
        settings["user"] = {"identifier": "ada", "metadata": {}}

    alter_settings(page, with_favourites)
    line = Line(page)
    open_chat(page, app.url)
    page.click("#favorites-button")
    expect(page.locator("#favorites-menu")).to_contain_text("No favorites yet")
    page.keyboard.press("Escape")
    ask(page, "say it again")
    last_answer(page, "Text say it again")
    wait_until_idle(page)
    page.get_by_role("button", name="Add to favorites").click()
    message = wait_until(page, lambda: line.events("message_favorite"))[0]["message"]
    assert (message["output"], message["metadata"]["favorite"]) == ("say it again", True)
    line.say("update_message", {"id": message["id"], "metadata": message["metadata"]})
    line.say("set_favorites", [message])
    expect(page.get_by_role("button", name="Remove from favorites")).to_be_visible()
    page.focus("#favorites-button")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-input")).to_have_value("say it again")
    expect(page.locator("#chat-input")).to_be_focused()


# Voice


def test_a_person_speaks_and_is_heard(app, browser):
    context = browser.new_context(permissions=["microphone"])
    page = context.new_page()
    line = Line(page)
    open_chat(page, app.url)
    button = page.locator("#voice-button")
    expect(button).to_have_accessible_name("Speak")
    page.locator("#chat-scroll").focus()
    page.keyboard.press("p")
    expect(button).to_have_accessible_name("Stop listening")
    expect(page.get_by_role("meter", name="Microphone level")).to_be_visible()
    page.wait_for_timeout(1500)
    pieces = [frame for frame in line.sent if isinstance(frame, bytes)]
    assert pieces and all(len(piece) == 8192 for piece in pieces), [len(piece) for piece in pieces]
    heads = [json.loads(frame[4:])[1] for frame in line.sent if str(frame).startswith("451-[\"audio_chunk\"")]
    assert [head["isStart"] for head in heads] == [True] + [False] * (len(heads) - 1)
    assert all(head["mimeType"] == "pcm16" for head in heads)
    page.keyboard.press("p")
    expect(button).to_have_accessible_name("Speak")
    last_answer(page, "You have spoken.")
    context.close()


def test_a_refused_microphone_is_told(app, page):
    page.add_init_script(
        "if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia ="
        " () => Promise.reject(new DOMException('no', 'NotAllowedError'))")
    open_chat(page, app.url)
    page.click("#voice-button")
    expect(page.locator(".toast", has_text="The microphone cannot be used.")).to_be_visible()
    expect(page.locator("#voice-button")).to_have_accessible_name("Speak")


# Settings beside the chat


def test_settings_stand_beside_the_chat(page):
    with served("Composer", "[UI]\nchat_settings_location = \"sidebar\"\ndefault_chat_settings_open = true\n") as app:
        page.goto(app.url)
        sheet = page.locator("dialog.settings")
        expect(sheet).to_be_visible()
        ask(page, "still in use")
        last_answer(page, "Text still in use")
        page.fill("#setting-Warmth-number", "1")
        page.click("#confirm")
        expect(sheet).to_be_visible()
        page.focus("#setting-Warmth-number")
        page.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        page.click("#chat-settings-open-modal")
        expect(sheet).to_be_visible()
        page.click("#chat-settings-open-modal")
        expect(sheet).to_be_hidden()


def test_the_composer_fits_a_phone(app, page):
    page.set_viewport_size({"width": 390, "height": 800})
    open_chat(page, app.url)
    page.click("#command-button")
    page.locator("#command-popover [role=menuitemradio]").first.click()
    page.set_input_files("#upload-button-input", [TEXT, PICTURE])
    expect(page.locator(".composer .upload")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
