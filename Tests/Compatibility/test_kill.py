"""The kill test with few cuts; `make kill` runs the whole of it (kill_run.py)."""

import asyncio
import time
import uuid

import pytest
import socketio
from kill_proxy import Proxy
from kill_run import TAP, TRANSPORTS, expected, kill, martlet
from wire import auth, client_message, run_apart


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


class PythonReader:
    """A person with a client that has no recovery: tokens added up, and replaced by the message so far when that comes.

    That client does not notice every death of its connection (once a POST of it failed it polls on and says no more), and
    may give up reconnecting. So whoever hears nothing for a while begins anew, with the same session.
    """

    PATIENCE = 3

    def __init__(self, url, transport, tokens):
        self.url, self.transport, self.tokens, self.whole = url, transport, tokens, expected(tokens)
        self.session = str(uuid.uuid4())
        self.client = None
        self.goodbyes = set()
        self.message, self.text, self.connects, self.is_final = None, "", 0, False
        # Texts that were no beginning of what was sent.
        self.faults = []

    async def connect(self):
        """A client of its own for each connection: what an old one still says does not count."""
        self.leave()
        client = self.client = socketio.AsyncClient(reconnection=False, request_timeout=2)

        def hear(name, *values):
            if client is self.client:
                self.heard_at = time.monotonic()
                if name in ("stream_start", "new_message", "update_message"):
                    self.replace(values[0])
                elif name == "stream_token":
                    self.add(values[0])

        client.on("*", hear)
        try:
            await client.connect(
                self.url, socketio_path="/ws/socket.io", transports=[self.transport], wait_timeout=self.PATIENCE,
                auth=auth(self.session))
            await client.emit("connection_successful")
            self.connects += 1
        except (socketio.exceptions.SocketIOError, OSError, ValueError):
            pass  # Cut again; the next round tries once more.
        self.heard_at = time.monotonic()

    async def stay_connected(self):
        if not self.client.connected or time.monotonic() - self.heard_at > self.PATIENCE:
            await self.connect()

    def leave(self):
        """Ends the connection without waiting: to say goodbye may take long on a dead one."""
        client, self.client = self.client, None
        if client and client.connected:
            self.goodbyes.add(asyncio.create_task(client.disconnect()))

    def replace(self, value):
        if value["type"] == "assistant_message" and self.message in (None, value["id"]):
            self.message, self.text = value["id"], value["output"]
            self.is_final = not value["streaming"]
            self.check()

    def add(self, value):
        if value["id"] == self.message:
            self.text += value["token"]
            self.check()

    def check(self):
        if not self.whole.startswith(self.text):
            self.faults.append(self.text[-40:])


async def read_through_cuts(proxy, reader):
    await reader.connect()
    await reader.client.emit("client_message", client_message(f"numbers {reader.tokens} 3000"))
    proxy.break_connections(40, seconds_apart=0.35)
    deadline = time.monotonic() + 120
    while not reader.is_final:
        assert time.monotonic() < deadline, (
            f"after {reader.connects} connects there were {len(reader.text)} characters; {dict(proxy.hits)}")
        await reader.stay_connected()
        await asyncio.sleep(0.02)
        if len(reader.text) == len(reader.whole):
            proxy.stop_breaking()
    proxy.stop_breaking()
    reader.leave()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_client_without_recovery_ends_with_the_whole_text(port, transport):
    with Proxy(port) as proxy:
        reader = PythonReader(proxy.url, transport, tokens=5000)
        run_apart(read_through_cuts(proxy, reader))
    print(f"{dict(proxy.hits)}: {reader.connects} connects")
    assert reader.faults == []
    assert reader.text == reader.whole
    # Of a poll that was cut the client asks again by itself, and need not begin anew.
    assert reader.connects > (5 if transport == "websocket" else 1) and sum(proxy.hits.values()) > 5
