"""Hostile texts, through the real server into a real browser: no script of theirs runs, and nothing leaves the origin."""

import urllib.parse

import pytest
from chat_page import alter_settings, answers, ask, open_chat, wait_until_idle
from hostile_texts import COUNT, FILE, MESSAGES, NAMES, translation
from martlet_app import ROOT, App
from playwright.sync_api import expect

# Kept from the first moment on: what the policy had to stop, and whether `pwned` was ever set.
WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
        window.violations.push(`${violatedDirective} ${blockedURI} ${sample}`));
    Object.defineProperty(window, "pwned", { get: () => undefined, set: () => { window.wasPwned = true; } });
"""

# What rendered Markdown may consist of; everything in it that is no such thing is told.
STRANGERS = """() => {
    const names = new Set(("P H1 H2 H3 H4 H5 H6 UL OL LI PRE CODE A IMG EM STRONG DEL BR HR TABLE THEAD TBODY TR TH TD INPUT "
        + "SPAN BLOCKQUOTE DIV SUP BUTTON").split(" "));
    const schemes = new Set(["http:", "https:", "mailto:", "tel:", "sms:", "xmpp:", "irc:", "ircs:", "ftp:", "ftps:"]);
    const found = [];
    for (const each of document.querySelectorAll(".markdown *")) {
        const isIcon = each.closest("svg.icon") !== null && ["svg", "use"].includes(each.localName);
        if (!names.has(each.tagName) && !isIcon) found.push(each.outerHTML.slice(0, 200));
        for (const { name } of each.attributes) {
            if (/^(on|style$|srcdoc|formaction|action|ping|is$|xlink)/.test(name)) found.push(`${each.tagName} ${name}`);
        }
        if (each.hasAttribute("href") && each.localName === "a" && !schemes.has(each.protocol)) found.push(each.href);
        if (each.localName === "img" && new URL(each.src).origin !== location.origin) found.push(each.src);
        if (each.id && !/^(step-|readme-|fold-)/.test(each.id)) found.push(`id ${each.id}`);
    }
    for (const id of ["chat-input", "chat-scroll", "transcript", "announcer"]) {
        if (document.querySelectorAll(`#${id}`).length !== 1) found.push(`not one #${id}`);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def hostile():
    with App(ROOT / "Tests" / "Browser" / "Apps" / "Hostile" / "app.swift", environment={"HOSTILE_TEXTS": str(FILE)}) as app:
        yield app


@pytest.fixture
def watched(browser, hostile):
    """A page that takes note of whatever a hostile text could bring about."""
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.dialogs, page.requests, page.windows, page.notes = [], [], [], []
    page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: page.notes.append(message.text) if "Content Security" in message.text else None)
    context.on("request", lambda request: page.requests.append(request.url))
    context.on("page", lambda window: page.windows.append(window.url) if window is not page else None)
    yield page
    context.close()


def check(page, url):
    page.wait_for_timeout(500)
    origin = urllib.parse.urlsplit(url).netloc
    outside = [each for each in page.requests
               if urllib.parse.urlsplit(each).scheme in ("http", "https", "ws", "wss", "ftp")
               and urllib.parse.urlsplit(each).netloc != origin]
    if page.notes:
        print("Content-Security-Policy reports:", *page.notes, sep="\n  ")
    assert page.evaluate("window.wasPwned") is None
    assert page.dialogs == [] and page.windows == [] and outside == []
    assert [each for each in page.evaluate("window.violations") if each.startswith("script-src")] == []
    assert page.evaluate(STRANGERS) == []
    assert page.url.startswith(url.rstrip("/")), "the page was led elsewhere"
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")


def test_there_are_enough():
    assert COUNT >= 200 and len(MESSAGES) >= 150 and len(NAMES) >= 20


@pytest.mark.parametrize("order", ["messages", "streams"])
def test_messages_of_an_app(hostile, watched, order):
    open_chat(watched, hostile.url)
    ask(watched, order)
    expect(answers(watched).last).to_contain_text("That was all.", timeout=180_000)
    wait_until_idle(watched)
    # Blocks are coloured and formulas set when they come near the screen.
    for position in range(0, 101, 4):
        watched.evaluate("part => { const all = document.querySelector('#chat-scroll'); all.scrollTop = all.scrollHeight * part }",
                         position / 100)
        watched.wait_for_timeout(60)
    assert answers(watched).count() >= len(MESSAGES)
    check(watched, hostile.url)


def test_messages_that_come_back_after_a_reload(hostile, watched):
    open_chat(watched, hostile.url)
    ask(watched, "messages")
    expect(answers(watched).last).to_contain_text("That was all.", timeout=180_000)
    watched.reload()
    expect(answers(watched).last).to_contain_text("That was all.", timeout=60_000)
    check(watched, hostile.url)


def test_messages_of_a_person(hostile, watched):
    open_chat(watched, hostile.url)
    texts = [text.replace("\0", "") for text in MESSAGES]
    # Several in one message, which saves time and lets one spoil the next.
    for start in range(0, len(texts), 6):
        before = answers(watched).count()
        ask(watched, "\n\n".join(texts[start:start + 6]))
        expect(answers(watched)).to_have_count(before + 1, timeout=60_000)
        wait_until_idle(watched)
    check(watched, hostile.url)


def test_a_remote_image_is_fetched_once_it_is_asked_for_and_not_before(hostile, watched):
    open_chat(watched, hostile.url)
    ask(watched, "look ![a cat](https://evil.example/cat.png)")
    expect(answers(watched)).to_have_count(1)
    assert not any("evil.example" in each for each in watched.requests)
    with watched.expect_request("https://evil.example/cat.png"):
        watched.locator(".image-button").click()


def test_names(hostile, watched):
    open_chat(watched, hostile.url)
    ask(watched, "names")
    expect(answers(watched).last).to_contain_text("That was all.", timeout=180_000)
    wait_until_idle(watched)
    bad = watched.eval_on_selector_all(
        "a[href], area[href], iframe, object, embed, form[action]",
        """all => all.filter(each => !each.closest("martlet-composer"))
            .filter(each => !/^(https?|mailto|blob):/.test(each.href ?? each.src ?? each.data ?? each.action))
            .map(each => each.outerHTML.slice(0, 200))""")
    assert bad == []
    check(watched, hostile.url)


def test_profiles_and_starters(hostile, watched):
    open_chat(watched, hostile.url)
    for name in NAMES[:6]:
        expect(watched.locator("body")).to_contain_text(name)
    check(watched, hostile.url)


@pytest.mark.parametrize("name", NAMES[:8])
def test_translations(hostile, watched, name):
    def change(settings):
        if "translation" in settings:
            settings["translation"] = translation(settings["translation"], name)

    alter_settings(watched, change)
    open_chat(watched, hostile.url)
    assert watched.locator("#new-chat-button").inner_text() == name
    ask(watched, "hello")
    expect(answers(watched)).to_have_count(1)
    check(watched, hostile.url)


@pytest.mark.parametrize("name", NAMES[:8])
def test_settings_of_the_page(hostile, watched, name):
    """What the app's author is given by others may reach the configuration as well: its name, its links."""
    def change(settings):
        settings["ui"] |= {"name": name, "description": name, "logo_file_url": "javascript:pwned=1",
                           "header_links": [{"name": name, "display_name": name, "url": "javascript:pwned=1", "icon_url": name}]}

    alter_settings(watched, change)
    open_chat(watched, hostile.url)
    assert watched.locator("a[href^='javascript' i]").count() == 0
    outside = [each for each in watched.requests if "evil.example" in each]
    assert watched.evaluate("window.wasPwned") is None and watched.dialogs == []
    # An address of a picture that the author set is the author's choice; nothing else may lead elsewhere.
    assert all(name in each for each in outside)
