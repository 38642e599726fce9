"""People: signing in, keys, feedback, languages, the keyboard."""

import re

from chat_page import answers, ask, open_chat, wait_for_chat, wait_until_idle
from fake_people import earlier, People, sent_frames
from playwright.sync_api import expect


def open_menu(page):
    page.click("#user-menu-button")
    return page.get_by_role("menu")


def in_menu(page, name):
    open_menu(page).get_by_role("menuitem", name=name).click()


def test_without_accounts_nothing_of_them_shows(echo, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_chat(page, echo.url)
    ask(page, "hello")
    expect(answers(page)).to_have_count(2)
    expect(page.locator("#threads-button")).to_be_hidden()
    expect(page.locator("martlet-threads")).to_be_hidden()
    expect(page.locator(".thumb-up")).to_have_count(0)
    expect(open_menu(page).get_by_role("menuitem", name="Sign out")).to_have_count(0)
    assert not any("/project/thread" in url or "/auth/config" in url for url in asked), asked
    assert page.url.rstrip("/") == echo.url.rstrip("/")


# Signing in and out


def test_a_password_signs_in_with_the_keyboard_alone(echo, page):
    people = People(page, user=None)
    page.goto(echo.url)
    expect(page.get_by_role("heading", name="Sign in to continue")).to_be_visible()
    expect(page.locator("#sign-in-name")).to_be_focused()
    expect(page.locator(".header")).to_be_hidden()
    page.keyboard.type("ada@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Those details do not match. Check them and try again.")
    page.fill("#sign-in-password", "secret")
    page.keyboard.press("Enter")
    wait_for_chat(page)
    expect(page.locator("martlet-sign-in")).to_be_hidden()
    expect(page.locator("#user-menu-button")).to_have_attribute("aria-label", "Menu: Ada")
    assert len(people.asked("POST", "/login")) == 2


def test_an_empty_field_is_said_before_anything_is_sent(echo, page):
    people = People(page, user=None)
    page.goto(echo.url)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("Enter your email")
    expect(page.locator("#sign-in-name")).to_have_attribute("aria-invalid", "true")
    assert people.asked("POST", "/login") == []


def test_providers_have_buttons_and_their_errors_words(echo, page):
    People(page, user=None, authentication={"passwordAuth": False, "oauthProviders": ["github", "azure-ad"]})
    page.goto(f"{echo.url}/login?error=oauthAccountNotLinked")
    expect(page.get_by_role("alert")).to_have_text(
        "This email already has an account. Sign in the way you did the first time.")
    expect(page.get_by_role("link", name="Sign in with GitHub")).to_have_attribute("href", "/auth/oauth/github")
    expect(page.get_by_role("link", name="Sign in with Azure AD")).to_have_attribute("href", "/auth/oauth/azure-ad")
    expect(page.locator("#sign-in-name")).to_have_count(0)
    page.goto(f"{echo.url}/login?error=<img src=x onerror=alert(1)>")
    expect(page.get_by_role("alert")).to_have_text("Sign-in did not work")


def test_a_header_signs_in_by_itself(echo, page):
    people = People(page, user=None, authentication={"passwordAuth": False, "headerAuth": True})
    page.goto(f"{echo.url}/login")
    wait_for_chat(page)
    assert len(people.asked("POST", "/auth/header")) == 1
    assert page.url.rstrip("/") == echo.url.rstrip("/")


def test_signing_out_leads_to_the_sign_in_page_and_forgets_the_draft(echo, page):
    people = People(page)
    open_chat(page, echo.url)
    page.fill("#chat-input", "a thought of mine")
    in_menu(page, "Sign out")
    expect(page.get_by_role("heading", name="Sign in to continue")).to_be_visible()
    assert page.url.endswith("/login")
    assert len(people.asked("POST", "/logout")) == 1
    assert "thought" not in page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")


# Keys, feedback, answering again


def test_keys_are_asked_for_sent_and_never_stored(echo, page):
    frames = sent_frames(page)
    People(page, userEnv=["SERVICE_KEY"], maskUserEnv=True)
    page.goto(echo.url)
    field = page.get_by_label("SERVICE_KEY")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("type", "password")
    page.keyboard.type("very secret")
    page.keyboard.press("Enter")
    wait_for_chat(page)
    assert any("very secret" in frame for frame in frames), frames
    assert "very secret" not in page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    page.reload()
    expect(page.get_by_label("SERVICE_KEY")).to_have_value("")


def test_thumbs_and_a_comment(echo, page):
    people = People(page)
    open_chat(page, echo.url)
    ask(page, "hello")
    last = answers(page).last
    last.get_by_role("button", name="Good answer").click()
    page.fill("#feedback-text", "Just right.")
    page.click("#submit-feedback")
    expect(last.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".toast", has_text="Feedback saved")).to_be_visible()
    first, second = (body["feedback"] for body in people.asked("PUT", "/feedback"))
    assert first["value"] == 1 and "id" not in first and first["forId"] == second["forId"]
    assert (second["id"], second["comment"]) == ("f1", "Just right.")
    last.get_by_role("button", name="Good answer").click()
    expect(last.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "false")
    assert people.asked("DELETE", "/feedback") == [{"feedbackId": "f1"}]


def test_feedback_that_could_not_be_saved_is_taken_back(echo, page):
    People(page)
    page.route("**/feedback", lambda route: route.fulfill(status=500, json={"detail": "The disk is full"}))
    open_chat(page, echo.url)
    ask(page, "hello")
    last = answers(page).last
    last.get_by_role("button", name="Poor answer").click()
    page.keyboard.press("Escape")
    expect(page.locator(".toast.error")).to_have_text(re.compile("The disk is full"))
    expect(last.get_by_role("button", name="Poor answer")).to_have_attribute("aria-pressed", "false")


def test_the_last_answer_can_be_made_again_and_earlier_ones_cannot(echo, page):
    frames = sent_frames(page)
    open_chat(page, echo.url)
    for text in ["one", "two"]:
        ask(page, text)
        expect(answers(page).last).to_have_text(re.compile(text))
        wait_until_idle(page)
    expect(page.get_by_role("button", name="Answer again")).to_have_count(1)
    page.get_by_role("button", name="Answer again").click()
    wait_until_idle(page)
    expect(answers(page).last).to_have_text(re.compile("two"))
    expect(answers(page)).to_have_count(3)
    assert any('"edit_message"' in frame and '"two"' in frame for frame in frames)


def test_one_s_own_message_is_edited(echo, page):
    open_chat(page, echo.url)
    ask(page, "hullo")
    expect(answers(page).last).to_have_text(re.compile("hullo"))
    wait_until_idle(page)
    page.locator("[data-step-type=user_message]").hover()
    page.get_by_role("button", name="Edit").click()
    page.fill(".edit-input", "hello")
    page.keyboard.press("Enter")
    expect(answers(page).last).to_have_text(re.compile("hello"))


# Language, shortcuts, links


def test_another_language_is_chosen_and_kept(echo, page):
    open_chat(page, echo.url)
    in_menu(page, "Language")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("#new-chat-button")).to_have_text(re.compile("Neuer Chat"))
    assert page.evaluate("document.documentElement.lang") == "de-DE"
    page.reload()
    expect(page.locator("#new-chat-button")).to_have_text(re.compile("Neuer Chat"))
    assert len(page.evaluate("localStorage['martlet-language']")) > 0


def test_the_keyboard_does_what_its_list_says(echo, page):
    People(page, threads=earlier())
    open_chat(page, echo.url)
    page.locator("#chat-input").blur()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_contain_text("New chat")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#chat-input")).to_be_focused()
    expect(page.locator("#chat-input")).to_have_value("")
    page.keyboard.type("what? a/b")
    expect(page.locator("#chat-input")).to_have_value("what? a/b")
    page.keyboard.press("Control+Shift+S")
    expect(page.locator("martlet-threads")).to_be_hidden()
    page.keyboard.press("Control+,")
    expect(page.get_by_role("dialog", name="Chat settings")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+O")
    wait_for_chat(page)


def test_single_signs_can_be_switched_off(echo, page):
    open_chat(page, echo.url)
    in_menu(page, "Keyboard shortcuts")
    page.get_by_label("Shortcuts of a single sign").uncheck()
    page.keyboard.press("Escape")
    page.locator("#user-menu-button").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_have_count(0)
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_stopping_by_the_keyboard_and_not_by_the_shortcut_that_is_like_it(echo, page):
    open_chat(page, echo.url)
    ask(page, "slow")
    expect(page.locator("#stop-button")).to_be_visible()
    page.keyboard.press("Shift+Escape")
    page.wait_for_timeout(500)
    expect(page.locator("#stop-button")).to_be_visible()
    page.keyboard.press("Escape")
    wait_until_idle(page, timeout=5000)


def test_header_links_lead_where_they_say_and_nowhere_else(echo, page):
    People(page, ui={"header_links": [
        {"name": "book", "display_name": "Handbook", "icon_url": "/favicon", "url": "https://example.com/book"},
        {"name": "bad", "display_name": "Bad", "icon_url": "/favicon", "url": "javascript:alert(1)"},
    ]})
    open_chat(page, echo.url)
    link = page.get_by_role("link", name="Handbook")
    expect(link).to_have_attribute("href", "https://example.com/book")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_role("link", name="Bad")).to_have_count(0)


def test_about_names_the_app_and_martlet(echo, page):
    open_chat(page, echo.url)
    in_menu(page, "About")
    expect(page.get_by_role("dialog", name="About")).to_contain_text("Made with Martlet")
