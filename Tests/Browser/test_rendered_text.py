"""Reading: Markdown as it should look and behave, a view that follows and lets go, a long chat that opens at once."""

import pathlib

import pytest
from chat_page import ask, ask_and_wait, open_chat, wait_until, wait_until_idle
from martlet_app import ROOT, App
from playwright.sync_api import expect

ECHO = ROOT / "Tests" / "Compatibility" / "Apps" / "Echo" / "app.swift"
SCROLL = "() => { const it = document.querySelector('#chat-scroll'); return it.scrollHeight - it.clientHeight - it.scrollTop }"


@pytest.mark.parametrize("kind", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_alerts(echo, page, kind):
    open_chat(page, echo.url)
    answer = ask_and_wait(page, f"> [!{kind}]\n> Look *here*.")
    alert = answer.get_by_role("note")
    expect(alert.locator(".alert-title")).to_have_text(kind.capitalize())
    expect(alert.locator("em")).to_have_text("here")
    assert "[!" not in answer.inner_text()


def test_footnotes_lead_there_and_back_within_their_message(echo, page):
    open_chat(page, echo.url)
    text = "One[^1] two[^1] three[^b].\n\n[^1]: First note.\n\n[^b]: Second note."
    ask_and_wait(page, text)
    answer = ask_and_wait(page, text)
    ids = page.eval_on_selector_all(".footnote", "all => all.map((each) => each.id)")
    assert len(ids) == len(set(ids)) == 8, "two notes in each of four messages"
    answer.locator(".footnote-mark").nth(1).press("Enter")
    note = answer.locator(".footnote").first
    expect(note).to_be_focused()
    note.get_by_role("button").press("Enter")
    expect(answer.locator(".footnote-mark").nth(1)).to_be_focused()
    assert "#" not in page.url


def test_code_has_its_language_its_colours_and_a_copy_button(echo, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_chat(page, echo.url)
    code = 'let name = "Ada" // why\nprint(name)'
    answer = ask_and_wait(page, f"```swift\n{code}\n```")
    expect(answer.locator(".code-language")).to_have_text("swift")
    expect(answer.locator(".token-keyword")).to_have_text("let")
    expect(answer.locator(".token-string")).to_have_text('"Ada"')
    expect(answer.locator(".token-comment")).to_have_text("// why")
    answer.locator(".code .copy-button").click()
    assert page.evaluate("navigator.clipboard.readText()") == code
    assert answer.locator("pre code").inner_text().rstrip("\n") == code


def test_code_that_is_still_written_is_not_coloured(paced, page):
    """The block that streams stays one text node: only sealed ones are looked at."""
    open_chat(page, paced.url)
    page.evaluate("""() => {
        window.early = 0;
        new MutationObserver(() => {
            for (const block of document.querySelectorAll(".streaming .block:last-child")) {
                window.early += block.querySelectorAll("[class^=token-]").length;
            }
        }).observe(document.body, { childList: true, subtree: true });
    }""")
    ask(page, "Write a Swift function.")
    wait_until_idle(page, timeout=120_000)
    assert page.evaluate("window.early") == 0


def test_wide_tables_scroll_in_their_own_frame(echo, page):
    page.set_viewport_size({"width": 390, "height": 800})
    open_chat(page, echo.url)
    cells = "|".join(f"column{number}" for number in range(20))
    answer = ask_and_wait(page, f"|{cells}|\n|{'-|' * 20}\n|{cells}|")
    frame = answer.locator(".table-scroll")
    assert frame.evaluate("(each) => each.scrollWidth > each.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(each) => each.scrollLeft > 0", arg=frame.element_handle())


def test_a_remote_image_in_a_table_loads_on_a_click(echo, page):
    open_chat(page, echo.url)
    answer = ask_and_wait(page, "|a|\n|-|\n|![cat](https://pictures.example/cat.png)|")
    with page.expect_request("https://pictures.example/cat.png") as request:
        answer.locator("button.image-button").click()
    assert not request.value.headers.get("referer")


def test_links_open_elsewhere_and_tell_nothing(echo, page):
    open_chat(page, echo.url)
    link = ask_and_wait(page, "[x](https://a.example/)").locator("a")
    expect(link).to_have_attribute("target", "_blank")
    assert {"noopener", "noreferrer"} <= set(link.get_attribute("rel").split())


def test_long_messages_of_a_person_are_folded(echo, page):
    open_chat(page, echo.url)
    ask_and_wait(page, "A line.\n\n" * 60 + "The end.")
    own = page.locator("[data-step-type=user_message]")
    button = own.locator(".fold-button")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert own.locator(".markdown").evaluate("(each) => each.clientHeight") < 300
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert own.locator(".markdown").evaluate("(each) => each.clientHeight") > 1000
    ask_and_wait(page, "Short.")
    expect(page.locator(".fold-button")).to_have_count(1)


# How a reader moves up by a little: each has to be enough, while tokens arrive.
def wheel(page):
    page.mouse.move(500, 300)
    page.mouse.wheel(0, -60)


def keys(page):
    page.locator("#chat-scroll").focus()
    page.keyboard.press("PageUp")


def touch(page):
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 500, "y": 300}]})
    for y in range(302, 360, 2):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": 500, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def script(page):
    """What find in page and screen readers do."""
    page.evaluate("document.querySelector('#chat-scroll').scrollBy(0, -60)")


@pytest.mark.parametrize("move", [wheel, keys, touch, script], ids=lambda move: move.__name__)
def test_the_view_follows_lets_go_at_once_and_comes_back(echo, page, move):
    open_chat(page, echo.url)
    ask_and_wait(page, "A line.\n\n" * 80)
    assert page.evaluate(SCROLL) <= 1
    ask(page, "slow")
    expect(page.locator("#stop-button")).to_be_visible()
    page.wait_for_timeout(1500)
    wait_until(page, lambda: page.evaluate(SCROLL) <= 1)
    move(page)
    page.wait_for_timeout(700)
    top = page.evaluate("document.querySelector('#chat-scroll').scrollTop")
    page.wait_for_timeout(1500)
    assert page.evaluate("document.querySelector('#chat-scroll').scrollTop") == top, "it stays where the reader went"
    page.evaluate("document.querySelector('#chat-scroll').scrollBy(0, -600)")
    page.click("#jump-to-latest")
    wait_until(page, lambda: page.evaluate(SCROLL) <= 1)
    expect(page.locator("#jump-to-latest")).to_be_hidden()
    page.click("#stop-button")


def test_a_wheel_that_turns_nothing_does_not_end_the_following(echo, page):
    open_chat(page, echo.url)
    wheel(page)
    ask_and_wait(page, "A line.\n\n" * 80)
    wait_until(page, lambda: page.evaluate(SCROLL) <= 1)


def test_what_grows_late_is_followed(echo, page):
    """As a picture does when it has come."""
    open_chat(page, echo.url)
    ask_and_wait(page, "A line.\n\n" * 80)
    page.evaluate("document.querySelector('#transcript > :nth-last-child(2) .markdown').style.paddingBlockEnd = '600px'")
    wait_until(page, lambda: page.evaluate(SCROLL) <= 1)


OPEN_LONG_CHAT = """async () => {
    const view = document.querySelector("martlet-transcript");
    const block = (index) => index % 9 === 0
        ? `<pre><code class="language-swift">let a${index} = ${index} // why\\n`.repeat(1) + "print(1)\\n".repeat(12) + "</code></pre>"
        : `<p>${"A few words of an answer that somebody once asked for. ".repeat(9)}</p>`;
    const messages = [];
    for (let number = 0; number < 200; number += 1) {
        const isOwn = number % 2 === 0;
        const blocks = Array.from({ length: isOwn ? 1 : 9 }, (_, index) => block(index + 1));
        messages.push({ id: `long-${number}`, type: isOwn ? "user_message" : "assistant_message", name: "Assistant",
            output: "x", blocks, createdAt: new Date().toISOString() });
    }
    const letters = messages.reduce((sum, { blocks }) => sum + blocks.join("").length, 0);
    window.transcriptForTests.replace({ steps: messages });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return { letters, views: view.children.length };
}"""


def test_a_chat_of_100_000_tokens_opens_at_its_end(echo, page):
    # The transcript is reached through the module that made it, which is the page's own.
    page.add_init_script("""
        const add = EventTarget.prototype.addEventListener;
        EventTarget.prototype.addEventListener = function (type, ...rest) {
            if (type === "change" && typeof this.replace === "function" && this.roots) window.transcriptForTests ??= this;
            return add.call(this, type, ...rest);
        };
    """)
    open_chat(page, echo.url)
    result = page.evaluate(OPEN_LONG_CHAT)
    assert result["letters"] > 400_000 and result["views"] > 200
    wait_until(page, lambda: page.evaluate(SCROLL) <= 1)


KATEX = """export default { render(source, target, options) {
    target.replaceChildren(Object.assign(document.createElement("b"), { textContent: `${options.displayMode}:${source}` }));
} };"""


def test_formulas_are_set_where_katex_is_there(page, tmp_path: pathlib.Path):
    (tmp_path / ".martlet").mkdir()
    (tmp_path / ".martlet" / "config.toml").write_text("[features]\nlatex = true\n")
    katex = tmp_path / "public" / "katex"
    katex.mkdir(parents=True)
    (katex / "katex.mjs").write_text(KATEX)
    (katex / "katex.min.css").write_text(".katex { color: inherit; }")
    with App(ECHO, environment={"MARTLET_APP_ROOT": str(tmp_path)}) as app:
        open_chat(page, app.url)
        requests = []
        page.on("request", lambda request: requests.append(request.url))
        ask_and_wait(page, "No formula.")
        assert not any("katex" in each for each in requests), "it is fetched for the first formula"
        answer = ask_and_wait(page, "$a_1$ and\n\n$$b$$")
        expect(answer.locator(".math b")).to_have_text(["false:a_1", "true:b"])
        assert page.problems == []


def test_formulas_stay_readable_without_katex(page, tmp_path: pathlib.Path):
    (tmp_path / ".martlet").mkdir()
    (tmp_path / ".martlet" / "config.toml").write_text("[features]\nlatex = true\n")
    with App(ECHO, environment={"MARTLET_APP_ROOT": str(tmp_path)}) as app:
        open_chat(page, app.url)
        answer = ask_and_wait(page, "$a_1 + b$")
        page.wait_for_timeout(500)
        expect(answer.locator(".math")).to_have_text("a_1 + b")
