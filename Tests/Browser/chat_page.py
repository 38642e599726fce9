"""The page as a person uses it."""

from playwright.sync_api import expect


def open_chat(page, url):
    page.goto(url)
    wait_for_chat(page)


def wait_until(page, holds, timeout=20):
    """Waits until a function gives something true, and gives it; fails after a number of seconds with what it gave."""
    for _ in range(timeout * 20):
        if found := holds():
            return found
        page.wait_for_timeout(50)
    found = holds()
    assert found, f"it still gives {found!r} after {timeout} s"
    return found


def ask(page, text):
    page.fill("#chat-input", text)
    # The stop button is shown a moment after a run began; the page takes no message before that run is over.
    expect(page.locator("#chat-submit")).to_be_enabled(timeout=60_000)
    page.press("#chat-input", "Enter")


def answers(page):
    return page.locator("[data-step-type=assistant_message]")


def ask_and_wait(page, text):
    """Sends a text, and waits until it is answered by one message; gives the answer."""
    count = answers(page).count()
    ask(page, text)
    expect(answers(page)).to_have_count(count + 1)
    wait_until_idle(page)
    return answers(page).last


def alter_settings(page, change):
    """Has a function change what the server says of the app before the page gets it."""
    def answer(route):
        response = route.fetch()
        settings = response.json()
        change(settings)
        route.fulfill(response=response, json=settings)

    page.route("**/project/settings*", answer)


def wait_until_idle(page, timeout=60_000):
    expect(page.locator("#composer")).not_to_have_attribute("data-running", "", timeout=timeout)


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


def wait_for_chat(page):
    """Until the chat is there and its start has ended: the page takes no message before."""
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    # The start begins in the breath after the greeting, and nothing tells of an app that has none.
    page.wait_for_timeout(300)
    wait_until_idle(page)
