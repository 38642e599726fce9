"""Accounts and kept threads, answered at the browser's edge in the protocol's shapes: the server's own come later."""

import datetime
import json
import re
import urllib.parse

ADA = {"identifier": "ada@example.com", "display_name": "Ada", "metadata": {}}


def thread(identifier, name, days=0):
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    return {"id": identifier, "name": name, "createdAt": moment.isoformat().replace("+00:00", "Z"), "metadata": {}}


def message(identifier, text, kind="assistant_message"):
    return {"id": identifier, "parentId": None, "name": "Assistant", "type": kind, "output": text,
            "createdAt": "2025-01-01T00:00:00.000Z"}


def earlier():
    """Chats of today, yesterday and before, as of now: a list made at the start is a day old after midnight."""
    return [
        thread("t1", "Swifts", 0), thread("t2", "Martins", 1), thread("t3", "Swallows", 5), thread("t4", "Terns", 20),
        thread("t5", "Albatross", 400),
    ]


def sent_frames(page):
    """What the page sends over its sockets, as it goes."""
    frames = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(str(frame))))
    return frames


def wait_for_frame(page, frames, part):
    """Waits until the page has sent something that contains a text."""
    for _ in range(200):
        if any(part in frame for frame in frames):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"nothing with {part} was sent: {frames}")


class People:
    """What a server with accounts and a data layer would say; `requests` are what the page asked for."""

    def __init__(self, page, *, user=ADA, threads=(), page_length=35, authentication=None, steps=(), **settings):
        self.user = user
        self.threads = list(threads)
        self.page_length = page_length
        self.steps = list(steps)
        self.requests = []
        self.settings = {"dataPersistence": True, "threadResumable": True, "threadSharing": True, **settings}
        self.authentication = {
            "requireLogin": True, "passwordAuth": True, "headerAuth": False, "oauthProviders": [],
            "default_theme": "light", "ui": {}, **(authentication or {}),
        }
        self.page = page
        for path, answer in {
            "/user": self._user, "/auth/config": lambda route: route.fulfill(json=self.authentication),
            "/login": self._login, "/auth/header": self._header, "/logout": self._logout,
            "/project/settings": self._settings, "/project/threads": self._threads,
            "/project/thread(/share)?": self._change, "/project/(thread|share)/[^/]+": self._thread, "/feedback": self._feedback,
        }.items():
            page.route(re.compile(rf"^https?://[^/]+{path}(\?.*)?$"), self._handler(answer))

    def asked(self, method, path):
        return [body for each, where, body in self.requests if each == method and where == path]

    # Playwright looks at how many parameters a handler has.
    def _handler(self, answer):
        return lambda route: self._answer(route, answer)

    def _answer(self, route, answer):
        request = route.request
        text = request.post_data or ""
        body = json.loads(text) if text.startswith("{") else text
        if request.resource_type != "document":
            self.requests.append((request.method, urllib.parse.urlsplit(request.url).path, body))
        answer(route)

    def _refuse(self, route, status=401, detail="Invalid authentication token"):
        route.fulfill(status=status, json={"detail": detail})

    def _user(self, route):
        route.fulfill(json=self.user) if self.user else self._refuse(route)

    def _settings(self, route):
        if not self.user:
            return self._refuse(route)
        response = route.fetch()
        body = response.json()
        interface = {**body["ui"], **self.settings.get("ui", {})}
        # A server that sends all that a page needs at its start names the person here too.
        person = {"user": self.user} if "user" in body else {}
        route.fulfill(response=response, json={**body, **person, **self.settings, "ui": interface})

    def _login(self, route):
        if route.request.method != "POST":
            return route.continue_()
        if "secret" not in (route.request.post_data or ""):
            return self._refuse(route, detail="credentialssignin")
        self.user = ADA
        route.fulfill(json={"success": True})

    def _header(self, route):
        self.user = ADA
        route.fulfill(json={"success": True})

    def _logout(self, route):
        if route.request.method != "POST":
            return route.continue_()
        self.user = None
        route.fulfill(json={"success": True})

    def _threads(self, route):
        body = json.loads(route.request.post_data)
        search = body["filter"].get("search", "").lower()
        found = [each for each in self.threads if search in each["name"].lower()]
        start = int(body["pagination"].get("cursor") or 0)
        end = start + self.page_length
        route.fulfill(json={
            "pageInfo": {"hasNextPage": end < len(found), "startCursor": str(start), "endCursor": str(end)},
            "data": found[start:end],
        })

    def _change(self, route):
        if route.request.method == "GET":
            return route.continue_()
        route.fulfill(json={"success": True})

    def _thread(self, route):
        if route.request.method != "GET":
            return self._change(route)
        identifier = urllib.parse.urlsplit(route.request.url).path.rsplit("/", 1)[1]
        known = next((each for each in self.threads if each["id"] == identifier), None)
        if not known:
            return self._refuse(route, 404, "Thread not found")
        route.fulfill(json={**known, "steps": self.steps, "elements": []})

    def _feedback(self, route):
        route.fulfill(json={"success": True, "feedbackId": "f1"})
