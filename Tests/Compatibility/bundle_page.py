"""Chainlit's page as a person uses it."""

import json

from playwright.sync_api import expect


class BundlePage:
    """One tab; what it does not define is Playwright's page."""

    def __init__(self, page, url):
        self.page = page
        self.url = url
        self.problems = []
        self.frames = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("websocket", self._watch)

    def __getattr__(self, name):
        return getattr(self.page, name)

    def _watch(self, socket):
        def note(direction):
            def add(payload):
                text = payload if isinstance(payload, str) else repr(payload)
                self.frames.append((direction, text))
            return add

        socket.on("framereceived", note("server"))
        socket.on("framesent", note("client"))

    def open(self, path="/"):
        self.page.goto(self.url + path, wait_until="domcontentloaded")
        expect(self.page.locator("#chat-input")).to_be_visible()

    def events(self, name, direction="server"):
        """The arguments of all events of a name that came over the WebSocket."""
        found = []
        for sender, text in self.frames:
            if sender != direction or not text.startswith("42"):
                continue
            start = text.index("[")
            event = json.loads(text[start:])
            if event[0] == name:
                found.append(event[1] if len(event) > 1 else None)
        return found

    def submit(self, text):
        box = self.page.locator("#chat-input")
        expect(box).to_be_enabled()
        box.fill(text)
        expect(self.page.locator("#chat-submit")).to_be_enabled()
        self.page.click("#chat-submit")

    @property
    def steps(self):
        return self.page.locator(".step")

    def step(self, place):
        return self.steps.nth(place)

    def expect_steps(self, count):
        expect(self.steps).to_have_count(count)

    def messages(self, kind="assistant_message"):
        return self.page.locator(f"[data-step-type={kind}]")

    def new_chat(self):
        self.page.click("#new-chat-button")
        self.page.click("#confirm")

    def url_of(self, path):
        return path if path.startswith("http") else self.url + path
