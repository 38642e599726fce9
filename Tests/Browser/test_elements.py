"""What stands beside the text of messages: each kind, in the message, beside the chat and on a page of its own."""

import re
import shutil

import pytest
from chat_page import answers, ask_and_wait
from martlet_app import ROOT, App
from playwright.sync_api import expect

SOURCE = ROOT / "Tests" / "Browser" / "Apps" / "Elements"


@pytest.fixture(scope="module")
def elements(tmp_path_factory):
    """The app on a copy of its folder, where its own files and its scripts lie."""
    folder = tmp_path_factory.mktemp("elements")
    shutil.copytree(SOURCE / "public", folder / "public")
    shutil.copytree(ROOT / "Tests" / "Compatibility" / "Files", folder / "files")
    with App(SOURCE / "app.swift", environment={"MARTLET_APP_ROOT": str(folder)}, folder=folder) as app:
        yield app


def open_on(page, app, request):
    """Opens the page, asks for something, and gives the answer."""
    page.goto(app.url)
    expect(page.locator("#connection-state")).to_have_attribute("data-state", "connected")
    return ask_and_wait(page, request)


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.className")


# Images

def test_images_open_large_and_turn_with_the_keyboard(elements, page):
    answer = open_on(page, elements, "images")
    expect(answer.locator(".inline-image img")).to_have_count(2)
    expect(answer.locator(".inline-image.size-small")).to_have_count(1)
    answer.locator(".inline-image button").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("h2")).to_have_text("first")
    expect(dialog).to_contain_text("1 of 2")
    page.keyboard.press("ArrowRight")
    expect(dialog.locator("h2")).to_have_text("second")
    page.keyboard.press("ArrowRight")
    expect(dialog.locator("h2")).to_have_text("first")
    page.keyboard.press("+")
    expect(dialog.locator(".lightbox-stage")).to_have_class(re.compile("actual"))
    expect(dialog.get_by_role("button", name="Fit to screen")).to_be_visible()
    page.keyboard.press("-")
    expect(dialog.get_by_role("button", name="Actual size")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert focused(page) == "image-frame"
    assert page.problems == []


# Media and files

def test_papers_sound_and_films_have_the_browsers_own_players(elements, page):
    answer = open_on(page, elements, "media")
    paper = answer.locator(".inline-pdf")
    expect(paper.get_by_role("link")).to_have_attribute("href", re.compile(r"/project/file/.*#page=2$"))
    if page.evaluate("navigator.pdfViewerEnabled"):
        expect(paper.locator("iframe")).to_have_attribute("title", "paper")
        expect(paper.locator("iframe")).to_have_attribute("src", re.compile(r"#page=2$"))
    player = answer.locator("audio")
    expect(player).to_have_attribute("controls", "")
    assert player.evaluate("player => player.autoplay") is False
    page.wait_for_function("() => document.querySelector('audio').duration > 0")
    film = answer.locator(".inline-video")
    expect(film.get_by_role("alert")).to_contain_text("broken film")
    expect(film.get_by_role("button", name="Retry now")).to_be_visible()
    expect(film.get_by_role("link", name="Download")).to_be_visible()


def test_files_tell_their_size_and_texts_are_shown(elements, page):
    answer = open_on(page, elements, "files")
    card = answer.locator(".inline-file a")
    expect(card).to_have_attribute("download", "document.pdf")
    expect(card).to_contain_text("836 byte")
    assert page.request.get(card.evaluate("link => link.href")).ok
    texts = answer.locator(".inline-text")
    expect(texts).to_have_count(2)
    expect(texts.first.locator("code.language-swift")).to_have_text("let answer = 42")
    expect(texts.first).to_contain_text("code (swift)")
    expect(texts.last.locator(".markdown strong")).to_have_text("words")
    expect(texts.last.get_by_role("link", name="Download")).to_have_attribute("download", "words")
    assert page.problems == []


def test_what_lies_elsewhere_is_opened_there(elements, page):
    """The page asks no other server."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    answer = open_on(page, elements, "elsewhere")
    expect(answer.locator("a.file-card")).to_have_attribute("href", "https://files.example/notes.txt")
    expect(answer.get_by_role("alert")).to_have_count(0)
    assert not any("files.example" in url for url in asked)


def test_a_file_that_is_gone_is_told_and_tried_again(elements, page):
    page.route("**/project/file/**", lambda route: route.fulfill(status=404))
    answer = open_on(page, elements, "table")
    expect(answer.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute("**/project/file/**")
    answer.get_by_role("button", name="Retry now").click()
    expect(answer.locator("table")).to_contain_text("Person 0")


# Tables

def test_a_table_is_sorted_by_keyboard_and_read_by_pages(elements, page):
    answer = open_on(page, elements, "table")
    rows = answer.locator("tbody tr")
    expect(rows).to_have_count(50)
    expect(rows.first).to_contain_text("Person 0")
    head = answer.get_by_role("columnheader", name="Score")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(rows.first).to_contain_text("Person 119")
    page.keyboard.press("Space")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(rows.first).to_contain_text("Person 0")
    expect(answer).to_contain_text("1–50 of 120")
    answer.get_by_role("button", name="Next").click()
    answer.get_by_role("button", name="Next").click()
    expect(rows).to_have_count(20)
    expect(answer).to_contain_text("101–120 of 120")
    expect(answer.get_by_role("button", name="Next")).to_be_disabled()
    assert page.problems == []


# Charts

def test_charts_are_drawn_and_can_be_read(elements, page):
    answer = open_on(page, elements, "charts")
    charts = answer.locator(".inline-plotly")
    expect(charts).to_have_count(7)
    for number in range(7):
        charts.nth(number).scroll_into_view_if_needed()
        expect(charts.nth(number).locator("svg.chart-drawing, p.attachment-state:not([role])").first).to_be_visible()
    bars = charts.nth(0)
    expect(bars.locator(".mark.bar")).to_have_count(4)
    expect(bars.get_by_role("img", name="Grouped bars")).to_be_visible()
    expect(bars.locator(".chart-legend")).to_have_text(re.compile("north.*south"))
    expect(bars.locator(".axis-title")).to_have_text(["Place", "Count"])
    bars.locator(".mark.bar").first.hover()
    expect(bars.locator(".chart-tip")).to_have_text("northa: 1")
    bars.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(bars.locator("tbody tr")).to_have_count(4)
    expect(charts.nth(1).locator(".mark.point")).to_have_count(3)
    expect(charts.nth(2).locator(".mark.slice")).to_have_count(2)
    expect(charts.nth(4).locator(".mark.cell")).to_have_count(4)
    expect(charts.nth(5).locator(".mark.box")).to_have_count(1)
    expect(charts.nth(6)).to_contain_text("surface")
    expect(charts.nth(6).get_by_role("link", name="Download")).to_be_visible()
    assert page.problems == []


def test_a_chart_follows_the_width_of_the_page(elements, page):
    answer = open_on(page, elements, "charts")
    drawing = answer.locator(".chart-drawing").first
    wide = int(drawing.get_attribute("width"))
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("wide => document.querySelector('.chart-drawing').width.baseVal.value < wide - 100", arg=wide)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


# Places

def test_elements_at_the_side_open_by_themselves_and_from_the_text(elements, page):
    answer = open_on(page, elements, "side")
    side = page.get_by_role("complementary", name="side text")
    expect(side).to_contain_text("It stands at the side.")
    assert focused(page) == "chat-input"
    expect(answer.locator(".element-link")).to_have_count(2)
    page.click("#side-view-close")
    expect(side).to_be_hidden()
    answer.locator(".element-link").first.focus()
    page.keyboard.press("Enter")
    expect(side).to_be_visible()
    assert focused(page) == "side-view-title"
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    assert focused(page) == "element-link within"
    assert page.problems == []


def test_the_side_bar_has_the_width_that_a_person_sets(elements, page):
    open_on(page, elements, "side")
    handle = page.get_by_role("separator", name="Width of the sidebar")
    before = page.locator(".side-view").bounding_box()["width"]
    handle.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    after = page.locator(".side-view").bounding_box()["width"]
    assert after == before + 64
    assert int(handle.get_attribute("aria-valuenow")) == after
    column = page.locator("main").bounding_box()
    assert column["x"] + column["width"] <= 1100 - after + 1


def test_on_a_phone_the_side_is_the_whole_screen(elements, page):
    page.set_viewport_size({"width": 390, "height": 800})
    answer = open_on(page, elements, "side")
    expect(page.locator(".side-view")).to_be_hidden()
    answer.locator(".element-link").first.click()
    box = page.locator(".side-view").bounding_box()
    assert (box["width"], box["height"]) == (390, 800)
    assert page.evaluate("document.querySelector('main').inert")
    page.keyboard.press("Escape")
    expect(page.locator(".side-view")).to_be_hidden()
    assert not page.evaluate("document.querySelector('main').inert")


def test_the_app_opens_and_closes_the_side_bar(elements, page):
    open_on(page, elements, "sidebar")
    expect(page.locator("#side-view-title")).to_have_text("Shelf")
    expect(page.locator("#side-view-content .inline-text")).to_have_count(2)
    page.reload()
    expect(page.locator("#side-view-title")).to_have_text("Shelf")
    ask_and_wait(page, "close sidebar")
    expect(page.locator(".side-view")).to_be_hidden()


def test_an_element_has_a_page_of_its_own(elements, page):
    answer = open_on(page, elements, "page")
    expect(answer.locator(".attachments .element-link")).to_have_text("unmentioned")
    link = answer.locator(".markdown .element-link")
    expect(link).to_have_attribute("href", re.compile("/element/"))
    link.click()
    expect(page.locator("#element-view")).to_contain_text("It has a page of its own.")
    assert "/element/" in page.url
    page.reload()
    expect(page.locator("#element-view")).to_contain_text("It has a page of its own.")
    page.go_back()
    expect(page.locator("#element-view")).to_have_count(0)
    expect(answers(page)).to_have_count(1)
    page.go_forward()
    expect(page.locator("#element-view")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#element-view")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("/element/"))


def test_an_element_that_is_not_there_is_told(elements, page):
    page.goto(f"{elements.url}/element/nothing")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("could not be loaded")
    page.get_by_role("dialog").get_by_label("Close").click()
    expect(page.locator("#chat-input")).to_be_visible()
    expect(page).not_to_have_url(re.compile("/element/"))


# Safety

def test_hostile_names_and_addresses_run_nothing(elements, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    answer = open_on(page, elements, "hostile")
    expect(answer.get_by_role("alert")).to_have_count(4)
    expect(answer.locator("iframe, a[href^='javascript'], img[src^='javascript']")).to_have_count(0)
    assert page.evaluate("window.ran") is None
    assert all(url.startswith((elements.url, elements.url.replace("http", "ws"), "data:image")) for url in asked), asked
