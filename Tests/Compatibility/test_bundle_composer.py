"""Settings, profiles and commands, on Chainlit's own page."""

import pytest
from playwright.sync_api import expect

directory = pytest.mark.directory
commands = directory("command", "Commands")


def slide(page, id, key, times):
    thumb = page.locator(f"#{id} [role=slider]")
    thumb.focus()
    for _ in range(times):
        thumb.press(key)


def slider_value(page, id):
    return float(page.locator(f"#{id} [role=slider]").get_attribute("aria-valuenow"))


@directory("chat_settings", "ChatSettings")
def test_settings_are_changed_kept_and_left(page):
    page.click("#chat-settings-open-modal")
    expect(page.locator("#chat-settings")).to_be_visible()
    page.click("#Model")
    page.get_by_role("option", name="large").click()
    slide(page, "Temperature", "ArrowLeft", 6)
    slide(page, "Steps", "ArrowLeft", 14)
    slide(page, "Scale", "ArrowRight", 1)
    assert slider_value(page, "Temperature") == pytest.approx(0.4)
    assert slider_value(page, "Steps") == 36
    assert slider_value(page, "Scale") == pytest.approx(7.6)
    page.click("#confirm")
    page.expect_steps(1)
    expect(page.step(0)).to_contain_text("Settings updated!")
    expect(page.locator("#chat-settings")).to_have_count(0)
    page.click("#chat-settings-open-modal")
    expect(page.locator("#Model")).to_contain_text("large")
    assert slider_value(page, "Temperature") == pytest.approx(0.4)
    assert (slider_value(page, "Width"), slider_value(page, "Height")) == (512, 256)
    expect(page.locator("#Streaming")).to_have_attribute("aria-checked", "true")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#chat-settings")).to_have_count(0)
    assert page.events("chat_settings_change", "client")[-1]["Model"] == "large"


@directory("chat_profiles", "ChatProfiles")
def test_profiles_have_starters_and_are_switched(page):
    profiles = page.locator("#chat-profiles")
    expect(profiles).to_contain_text("Swift 5")
    page.click("#starter-say-hello")
    page.expect_steps(2)
    expect(page.step(1)).to_contain_text("Profile Swift 5 heard: Hello from five.")
    profiles.click()
    for name in ("Swift 5", "Swift 6", "Swift 7"):
        expect(page.locator(f"[data-test='select-item:{name}']")).to_be_visible()
    page.locator("[data-test='select-item:Swift 6']").click()
    page.click("#confirm")
    expect(profiles).to_contain_text("Swift 6")
    page.expect_steps(0)
    page.click("#starter-ask-away")
    page.expect_steps(2)
    expect(page.step(1)).to_contain_text("Profile Swift 6 heard: Hello from six.")
    page.new_chat()
    page.expect_steps(0)
    expect(page.locator("#starter-ask-away")).to_be_visible()


@directory("chat_profiles", "ChatProfiles")
def test_a_profile_is_described_with_a_link(page):
    page.click("#chat-profiles")
    page.locator("[data-test='select-item:Swift 6']").hover()
    card = page.locator("#chat-profile-description")
    link = card.locator("a[href='https://example.com/swift6']")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("target", "_blank")
    link.hover()
    expect(link).to_be_visible()


def composer(page):
    expect(page.locator("#command-button")).to_be_visible()
    return page.locator("#chat-input")


def items(page):
    return page.locator(".command-item")


def pick(page, prefix):
    composer(page).press_sequentially(f"/{prefix}")
    expect(items(page).first).to_be_visible()
    page.keyboard.press("Enter")


def send(page, text, answer, count):
    page.submit(text)
    page.expect_steps(count)
    expect(page.step(count - 1)).to_contain_text(f"Command: {answer}")


@commands
def test_slash_opens_the_menu(page):
    composer(page).press_sequentially("/")
    expect(items(page)).to_have_count(5)


@commands
def test_the_menu_is_filtered(page):
    composer(page).press_sequentially("/st")
    expect(items(page)).to_have_count(2)
    expect(items(page).first).to_contain_text("Sticky")


@commands
def test_a_command_is_picked_and_sent(page):
    pick(page, "canvas")
    expect(page.locator("#command-Canvas")).to_be_visible()
    send(page, "hello", "Canvas", 2)
    expect(page.step(0).locator(".command-span")).to_have_text("Canvas")


@commands
def test_escape_closes_the_menu(page):
    composer(page).press_sequentially("/")
    expect(items(page)).to_have_count(5)
    page.keyboard.press("Escape")
    expect(items(page)).to_have_count(0)


@commands
def test_the_menu_is_walked_by_keys(page):
    composer(page).press_sequentially("/")
    expect(items(page)).to_have_count(5)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#command-Canvas")).to_be_visible()


@commands
def test_the_menu_is_clicked(page):
    composer(page).press_sequentially("/")
    items(page).filter(has_text="Write together").hover()
    items(page).filter(has_text="Write together").click()
    expect(page.locator("#command-Canvas")).to_be_visible()
    expect(page.locator("#chat-input")).to_have_value("")


@commands
def test_button_commands_have_buttons(page):
    composer(page)
    for name in ("Search", "StickyButton"):
        expect(page.locator(f"#command-{name}")).to_be_visible()
    for name in ("Picture", "Canvas", "Sticky"):
        expect(page.locator(f"#command-{name}")).to_have_count(0)


@commands
def test_the_tools_hold_the_others(page):
    composer(page)
    page.click("#command-button")
    popover = page.locator("#command-popover")
    for name in ("Picture", "Canvas", "Sticky"):
        expect(popover.get_by_text(name, exact=True)).to_be_visible()
    expect(popover.get_by_text("Search", exact=True)).to_have_count(0)
    popover.get_by_text("Canvas", exact=True).click()
    expect(page.locator("#command-Canvas")).to_be_visible()


@commands
def test_a_button_command_is_sent_once(page):
    composer(page)
    page.click("#command-Search")
    send(page, "first", "Search", 2)
    expect(page.step(0).locator(".command-span")).to_have_text("Search")
    send(page, "second", "None", 4)
    expect(page.step(2).locator(".command-span")).to_have_count(0)


@commands
def test_a_command_is_taken_back(page):
    composer(page)
    page.click("#command-Search")
    page.click("#command-Search")
    send(page, "hello", "None", 2)


@commands
def test_a_picked_command_is_taken_back(page):
    pick(page, "canvas")
    page.click("#command-Canvas")
    expect(page.locator("#command-Canvas")).to_have_count(0)
    send(page, "hello", "None", 2)


@commands
def test_a_sticky_command_stays(page):
    pick(page, "sticky")
    expect(page.locator("#command-Sticky")).to_be_visible()
    send(page, "first", "Sticky", 2)
    send(page, "second", "Sticky", 4)


@commands
def test_a_sticky_button_stays(page):
    composer(page)
    page.click("#command-StickyButton")
    send(page, "first", "StickyButton", 2)
    send(page, "second", "StickyButton", 4)
    page.click("#command-StickyButton")
    send(page, "third", "None", 6)


@commands
def test_commands_are_taken_away(page):
    pick(page, "picture")
    send(page, "hello", "Picture", 2)
    expect(page.locator("#command-button")).to_have_count(0)
    expect(page.locator("#command-Search")).to_have_count(0)
    page.locator("#chat-input").press_sequentially("/")
    expect(items(page)).to_have_count(0)


@commands
def test_no_match_shows_no_menu(page):
    composer(page).press_sequentially("/nothing")
    expect(items(page)).to_have_count(0)
    expect(page.locator("#chat-input")).to_have_value("/nothing")
