"""The page as a person uses it."""

from playwright.sync_api import expect


def open_chat(page, url):
    page.goto(url)
    expect(page.locator("#chat-settings-open-modal")).to_be_visible()
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    # The page takes no message while the chat's start runs; the settings may be there before it ends.
    wait_until_idle(page)


def ask(page, text):
    page.fill("#chat-input", text)
    # The stop button is shown a moment after a run began; the page takes no message before that run is over.
    expect(page.locator("#chat-submit")).to_be_enabled(timeout=60_000)
    page.press("#chat-input", "Enter")


def answers(page):
    return page.locator("[data-step-type=assistant_message]")


def wait_until_idle(page, timeout=60_000):
    expect(page.locator("#stop-button")).to_be_hidden(timeout=timeout)


def change_settings(page, **values):
    """Opens the settings panel, gives each setting (by id, spaces as underscores) its value, and confirms."""
    page.click("#chat-settings-open-modal")
    for name, value in values.items():
        field = page.locator(f"#setting-{name.replace('_', '-')}")
        if isinstance(value, bool):
            if (field.get_attribute("aria-checked") == "true" or field.is_checked()) != value:
                field.click()
        else:
            field.fill(str(value))
    page.click("#confirm")
    expect(page.locator("#confirm")).to_be_hidden()
