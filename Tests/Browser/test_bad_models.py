"""Model files that are none: each is told in the chat in one sentence, and the app lives."""

import pytest
from chat_page import answers, ask
from martlet_app import ROOT, TINY_MODEL, App
from playwright.sync_api import expect

TUTORIAL = ROOT / "Examples" / "Tutorial" / "app.swift"


def missing(folder):
    return folder / "missing.gguf", "No file lies at"


def directory(folder):
    (folder / "empty").mkdir()
    return folder / "empty", "empty"


def truncated(folder):
    path = folder / "truncated.gguf"
    path.write_bytes(TINY_MODEL.read_bytes()[:1_000_000])
    return path, "truncated.gguf"


def cut_in_its_header(folder):
    path = folder / "header.gguf"
    path.write_bytes(TINY_MODEL.read_bytes()[:200])
    return path, "header.gguf"


def of_unknown_architecture(folder):
    path = folder / "unknown.gguf"
    data = TINY_MODEL.read_bytes()
    name = b"general.architecture"
    at = data.index(name) + len(name) + 4 + 8
    assert data[at:at + 5] == b"llama"
    path.write_bytes(data[:at] + b"xlama" + data[at + 5:])
    return path, "xlama"


def text(folder):
    path = folder / "text.gguf"
    path.write_text("This is no model.")
    return path, "text.gguf"


@pytest.mark.parametrize("make", [missing, directory, truncated, cut_in_its_header, of_unknown_architecture, text])
def test_a_file_that_is_no_model_is_told_in_the_chat(make, tmp_path, page):
    path, words = make(tmp_path)
    with App(TUTORIAL, environment={"MODEL": str(path)}) as app:
        page.goto(app.url)
        error = answers(page).first
        expect(error).to_contain_text(words)
        print("\n", error.inner_text())
        # The app lives, and says what is missing when it is asked something.
        ask(page, "hello")
        expect(answers(page).last).to_contain_text("llm_chain")
        assert app.process.poll() is None
