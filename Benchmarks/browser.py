"""Chromium for the measurements, and a relay that counts all that passes between it and a server."""

import asyncio
import contextlib
import os
import re
import shutil
import threading

# Chainlit's page asks other hosts for things; none of them answers here, so that no name server is waited for.
FLAGS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
REQUEST = re.compile(rb"^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\S+) HTTP/1\.1\r\n")


@contextlib.contextmanager
def chromium():
    """A browser; needs Playwright, which `Scripts/setup test` installs."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        raise SystemExit("there is no Chromium on PATH; run Scripts/setup test, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Relay:
    """Passes connections on to a server's port, and counts bytes both ways and requests.

    It sees what the browser's own tools hide: headers, icons, service workers, sockets.
    """

    def __init__(self, port):
        self.target = port
        self.bytes = 0
        self.requests = []
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.1))

    async def _accept(self, reader, writer):
        try:
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        # What still hangs when the relay ends is cancelled.
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._pass(reader, other_writer, counts_requests=True), self._pass(other_reader, writer))

    async def _pass(self, reader, writer, counts_requests=False):
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                self.bytes += len(data)
                # Browsers send one request after the other on a connection, each head in a piece of its own.
                if counts_requests and (match := REQUEST.match(data)):
                    self.requests.append(match[1].decode())
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
