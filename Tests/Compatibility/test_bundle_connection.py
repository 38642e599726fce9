"""What Chainlit's own page loses when its connection goes: nothing."""

import pytest
from bundle_page import BundlePage
from playwright.sync_api import expect

WHOLE = " ".join(str(number) for number in range(200))

# The page's sockets, so that a test can cut them.
WATCH_SOCKETS = """
window.sockets = [];
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
    constructor(...values) {
        super(...values);
        window.sockets.push(this);
    }
};
"""


@pytest.fixture
def cuttable(context, app):
    page = BundlePage(context.new_page(), app.url)
    page.add_init_script(WATCH_SOCKETS)
    page.open()
    return page


def numbers(page, place):
    return page.step(place).inner_text().replace("Assistant", "").split()


@pytest.mark.directory("(lost socket)", "Streaming")
def test_a_cut_socket_loses_and_repeats_nothing(cuttable, request):
    page = cuttable
    page.expect_steps(3)
    expect(page.step(2)).to_contain_text("fox")
    page.submit("go")
    expect(page.step(4)).to_contain_text("20 21")
    for _ in range(2):
        page.wait_for_function("window.sockets.some(socket => socket.readyState === 1)")
        page.evaluate("window.sockets.forEach(socket => socket.close())")
        page.wait_for_timeout(400)
    # Cut in the middle of an upgrade, the stock client polls no more and waits for its heartbeat's limit, 45 s.
    expect(page.get_by_text("That was all.")).to_be_visible(timeout=90_000)
    page.expect_steps(6)
    assert " ".join(numbers(page, 4)) == WHOLE
    assert page.step(0).inner_text().count("quick") == 1


@pytest.mark.directory("(offline)", "Streaming")
def test_an_offline_while_loses_nothing(cuttable):
    page = cuttable
    page.expect_steps(3)
    expect(page.step(2)).to_contain_text("fox")
    page.submit("go")
    expect(page.step(4)).to_contain_text("10 11")
    page.context.set_offline(True)
    page.evaluate("window.sockets.forEach(socket => socket.close())")
    page.wait_for_timeout(2000)
    page.context.set_offline(False)
    expect(page.get_by_text("That was all.")).to_be_visible(timeout=30_000)
    page.expect_steps(6)
    assert " ".join(numbers(page, 4)) == WHOLE


@pytest.mark.directory("(two tabs)", "OnChatStart")
def test_two_tabs_are_two_chats(page, context, app):
    other = BundlePage(context.new_page(), app.url)
    other.open()
    for tab, name in ((page, "first"), (other, "second")):
        tab.expect_steps(1)
        tab.submit(f"the {name} tab")
        tab.expect_steps(3)
        expect(tab.step(2)).to_contain_text(f"You said: the {name} tab")
    expect(page.get_by_text("the second tab")).to_have_count(0)
    assert page.problems == other.problems == []


@pytest.mark.directory("(reload)", "OnChatStart")
def test_a_reload_begins_anew(page):
    page.expect_steps(1)
    page.submit("before")
    page.expect_steps(3)
    page.reload()
    page.expect_steps(1)
    page.submit("after")
    page.expect_steps(3)
    expect(page.get_by_text("before")).to_have_count(0)


@pytest.mark.directory("(new chat)", "OnChatStart")
def test_a_new_chat_begins_anew(page):
    page.expect_steps(1)
    page.submit("before")
    page.expect_steps(3)
    page.new_chat()
    page.expect_steps(1)
    expect(page.get_by_text("before")).to_have_count(0)


@pytest.mark.directory("(edit)", "OnChatStart")
def test_an_edited_message_is_answered_again(page):
    page.expect_steps(1)
    page.submit("first")
    page.expect_steps(3)
    page.submit("second")
    page.expect_steps(5)
    page.step(1).hover()
    page.step(1).locator(".edit-icon, button").first.click()
    page.fill("#edit-chat-input", "changed")
    page.get_by_role("button", name="Confirm").click()
    page.expect_steps(3)
    expect(page.step(1)).to_contain_text("changed")
    expect(page.step(2)).to_contain_text("You said: changed")
