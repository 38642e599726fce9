"""Elements, on Chainlit's own page."""

import re

import pytest
from playwright.sync_api import expect

directory = pytest.mark.directory


@directory("elements", "Elements")
def test_elements_stand_where_they_belong(page):
    page.expect_steps(3)
    page.locator("[id='step-draw']").click()
    expect(page.step(0).locator(".inline-image")).to_have_count(1)
    second = page.step(1)
    expect(second.locator(".inline-image")).to_have_count(1)
    expect(second.locator(".inline-pdf")).to_have_count(1)
    expect(second.locator(".element-link")).to_have_count(0)
    third = page.step(2)
    expect(third.locator(".element-link")).to_have_count(3)
    expect(third.locator(".inline-image")).to_have_count(0)
    third.locator(".element-link", has_text="side text").first.click()
    expect(page.locator("#side-view-title")).to_contain_text("side text")
    expect(page.locator("#side-view-content")).to_contain_text("Text at the side.")
    third.locator(".element-link", has_text="page text").click()
    expect(page.locator("#element-view")).to_contain_text("Text on a page.")
    image = page.locator(".inline-image img").first
    assert page.problems == [] and image is not None


@directory("remove_elements", "RemoveElements")
def test_removed_elements_go(page):
    page.expect_steps(2)
    page.locator("[id='step-draw']").click()
    for place in (0, 1):
        expect(page.step(place).locator(".inline-image")).to_have_count(1)


@directory("file_element", "FileElement")
def test_files_can_be_downloaded(page):
    page.expect_steps(1)
    files = page.locator(".inline-file")
    expect(files).to_have_count(4)
    names = ["tone.wav", "picture.png", "document.pdf", "hello.py"]
    links = [files.nth(place) for place in range(4)]
    assert sorted(link.get_attribute("download") for link in links) == sorted(names)
    for link in links:
        answer = page.request.get(page.url_of(link.get_attribute("href")))
        assert answer.ok and len(answer.body()) > 0


@directory("dataframe", "Dataframe")
def test_a_table_is_shown(page):
    page.expect_steps(1)
    expect(page.step(0).locator(".dataframe")).to_have_count(1)
    expect(page.step(0).locator(".dataframe")).to_contain_text("Person 1")


@directory("plotly", "Plotly")
def test_a_chart_is_drawn(page):
    page.expect_steps(1)
    expect(page.locator(".inline-plotly")).to_have_count(1)
    expect(page.locator(".inline-plotly .bars .point")).to_have_count(3)


@directory("pyplot", "Pyplot")
def test_a_drawn_chart_is_shown(page):
    page.expect_steps(1)
    expect(page.locator(".inline-image")).to_have_count(1)
    expect(page.locator(".inline-image").first).to_be_visible()


@directory("custom_element", "CustomElement")
def test_a_custom_element_changes_acts_and_goes(page):
    page.expect_steps(1)
    expect(page.locator("#count")).to_have_text("Count: 1")
    page.click("#increment")
    expect(page.locator("#count")).to_have_text("Count: 2")
    page.click("#increment")
    expect(page.locator("#count")).to_have_text("Count: 3")
    page.click("#call")
    page.expect_steps(2)
    expect(page.step(1)).to_contain_text("The count is 3.")
    page.click("#remove")
    expect(page.locator("#counter")).to_have_count(0)


@directory("custom_element_command", "CustomElementCommand")
def test_a_custom_element_sends_with_a_command(page):
    page.expect_steps(1)
    page.click("#send-command")
    page.expect_steps(3)
    expect(page.step(1)).to_contain_text("from the element")
    expect(page.step(2)).to_contain_text("Command: picture")


@directory("custom_build", "CustomBuild")
def test_another_page_is_served(app, context):
    page = context.new_page()
    page.goto(app.url)
    expect(page.get_by_text("A page of our own")).to_be_visible()
    assert page.title() == "Assistant"


def ask_for(page, kind):
    page.expect_steps(1)
    page.submit(kind)
    page.expect_steps(3)


@directory("pdf_viewer", "PDFViewer")
def test_a_paper_has_a_small_picture(page):
    ask_for(page, "inline")
    expect(page.locator(".inline-pdf")).to_have_count(1)
    expect(page.locator(".inline-pdf canvas")).to_be_visible()


@directory("pdf_viewer", "PDFViewer")
def test_a_paper_at_the_side_opens_by_itself(page):
    ask_for(page, "side")
    expect(page.locator("#side-view-title")).to_contain_text("side paper")
    expect(page.locator("#side-view-content canvas")).to_be_visible()


@directory("pdf_viewer", "PDFViewer")
def test_a_paper_opens_large_and_closes(page):
    ask_for(page, "inline")
    page.click(".inline-pdf")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("canvas")).to_be_visible()
    expect(dialog).to_contain_text("2 / 2")
    dialog.get_by_label("Close").click()
    expect(dialog).to_have_count(0)


@directory("pdf_viewer", "PDFViewer")
def test_a_paper_is_read_from_this_server(page, app):
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    ask_for(page, "inline")
    expect(page.locator(".inline-pdf canvas")).to_be_visible()
    papers = [answer for answer in answers if "/project/file/" in answer.url]
    assert papers and all(answer.status in (200, 206) for answer in papers)
    assert papers[0].headers["content-type"] == "application/pdf"


@directory("pdf_viewer", "PDFViewer")
def test_the_paper_reader_is_local(page, app):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    ask_for(page, "inline")
    expect(page.locator(".inline-pdf canvas")).to_be_visible()
    assert any(re.search(r"/assets/pdf\.worker.*\.mjs", url) for url in asked)
    assert not any("unpkg" in url for url in asked)
