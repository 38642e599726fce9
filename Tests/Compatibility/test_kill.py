"""The kill test with few cuts; `make kill` runs the whole of it (kill_run.py)."""

import threading
import time
import uuid

import pytest
import socketio
from kill_proxy import Proxy
from kill_run import TAP, TRANSPORTS, expected, kill, martlet
from wire import auth, client_message


@pytest.fixture(scope="module")
def port():
    with martlet() as port:
        yield port


@pytest.fixture
def tapped(browser):
    """A page of the one Chromium that all tests share."""
    page = browser.new_page()
    page.add_init_script(TAP)
    yield page
    page.close()


@pytest.mark.parametrize("transports", ["websocket", "all"])
def test_the_stock_client_loses_nothing(tapped, port, transports):
    verdict = kill(tapped, port, cuts=60, tokens=10_000, microseconds=1200, transports=TRANSPORTS[transports])
    print(verdict)
    assert verdict.is_passed, str(verdict)
    # The client had all of it from the log, in pieces; none of it from a copy of the whole.
    assert verdict.report["recoveries"] > 20 and verdict.report["snapshots"] == 0


def test_chainlits_page_shows_exactly_what_was_sent(tapped, port):
    verdict = kill(tapped, port, cuts=15, tokens=1500, microseconds=6000)
    print(verdict)
    assert verdict.is_passed, str(verdict)


class PythonBook:
    """What a client without recovery holds: tokens added up, and replaced by the message so far when that comes."""

    def __init__(self, socket):
        self.message, self.text, self.connects = None, "", 0
        self.final = threading.Event()
        # Texts that were no beginning of what was sent.
        self.faults = []
        socket.on("connect", self.connected)
        for name in ("stream_start", "new_message", "update_message"):
            socket.on(name, lambda value, *_: self.replace(value))
        socket.on("stream_token", lambda value, *_: self.add(value))

    def connected(self):
        self.connects += 1

    def replace(self, value):
        if value["type"] == "assistant_message" and self.message in (None, value["id"]):
            self.message, self.text = value["id"], value["output"]
            self.check()
            if not value["streaming"]:
                self.final.set()

    def add(self, value):
        if value["id"] == self.message:
            self.text += value["token"]
            self.check()

    def check(self):
        if not expected(3000).startswith(self.text):
            self.faults.append(self.text[-40:])


@pytest.mark.parametrize("transports", ["websocket", "polling"])
def test_a_client_without_recovery_ends_with_the_whole_text(port, transports):
    with Proxy(port) as proxy:
        # It reconnects by itself only while no cut comes just after it did so; the test sees to it instead.
        client = socketio.Client(reconnection=False, request_timeout=2)
        book = PythonBook(client)
        client.on("connect", lambda: (book.connected(), client.emit("connection_successful")))
        session = str(uuid.uuid4())

        def stay_connected():
            if client.connected:
                return
            try:
                client.connect(
                    proxy.url, socketio_path="/ws/socket.io", transports=[transports], wait_timeout=10,
                    auth=auth(session))
            except (socketio.exceptions.ConnectionError, ValueError):
                pass  # Cut again; the next round tries once more.

        stay_connected()
        try:
            client.emit("client_message", client_message("numbers 3000 3000"))
            proxy.break_connections(30, seconds_apart=0.25)
            deadline = time.monotonic() + 120
            while not book.final.is_set():
                assert time.monotonic() < deadline, (
                    f"after {book.connects} connects there were {len(book.text)} characters; {dict(proxy.hits)}")
                stay_connected()
                time.sleep(0.02)
        finally:
            proxy.stop_breaking()
            client.disconnect()
    print(f"{dict(proxy.hits)}: {book.connects} connects")
    assert book.faults == []
    assert book.text == expected(3000)
    assert book.connects > 5
