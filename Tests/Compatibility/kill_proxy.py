"""A TCP proxy that does to connections what bad networks do: cuts, delays, half-closes and swallows, at random moments."""

import asyncio
import collections
import contextlib
import random
import socket
import struct
import threading

SOCKET_PATH = b"/ws/socket.io"
UP, DOWN = "up", "down"
# About what a server says before the first event.
HANDSHAKE_BYTES = 400


class Link:
    """One connection through the proxy: client to server is up, server to client is down."""

    def __init__(self, client, server):
        self.client_reader, self.client_writer = client
        self.server_reader, self.server_writer = server
        # Set once it carries Socket.IO; files of the page are left in peace.
        self.is_socket = False
        # Hit for good: whatever it still carries comes to nothing.
        self.is_doomed = False
        self.swallowed = set()
        self.resume_at = 0.0
        # When it last carried something.
        self.active_at = 0.0
        self.bytes_down = 0
        self.sent = b""

    async def run(self):
        try:
            await asyncio.gather(
                self.pump(UP, self.client_reader, self.server_writer),
                self.pump(DOWN, self.server_reader, self.client_writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.abort()

    async def pump(self, direction, reader, writer):
        loop = asyncio.get_running_loop()
        # Small pieces, so that frames are cut in their middle too.
        while data := await reader.read(random.randint(1, 1500)):
            if direction == UP and not self.is_socket:
                # The path may come in two pieces.
                self.is_socket = SOCKET_PATH in self.sent + data
                self.sent = (self.sent + data)[-len(SOCKET_PATH):]
            self.active_at = loop.time()
            self.bytes_down += len(data) if direction == DOWN else 0
            while (rest := self.resume_at - loop.time()) > 0:
                await asyncio.sleep(rest)
            if direction not in self.swallowed:
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError):
            writer.write_eof()

    def abort(self):
        """Resets both ends; what is under way is lost."""
        for writer in (self.client_writer, self.server_writer):
            raw = writer.get_extra_info("socket")
            if raw is not None and raw.fileno() >= 0:
                with contextlib.suppress(OSError):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    # What can happen to it

    def cut(self, loop):
        self.abort()

    def swallow(self, loop):
        """The server's words vanish for a while before the connection is seen to be dead: the loss hardest to notice."""
        self.swallowed = {UP, DOWN}
        loop.call_later(random.uniform(0.01, 0.1), self.abort)

    def half_close_to_client(self, loop):
        self._half_close(loop, self.client_writer, DOWN)

    def half_close_to_server(self, loop):
        self._half_close(loop, self.server_writer, UP)

    def _half_close(self, loop, writer, direction):
        self.swallowed.add(direction)
        with contextlib.suppress(OSError):
            writer.write_eof()
        loop.call_later(random.uniform(0.02, 0.2), self.abort)

    def delay(self, loop):
        self.resume_at = loop.time() + random.uniform(0.02, 0.2)


class Proxy:
    """The proxy, on a thread of its own; `with` starts and ends it."""

    HITS = {
        Link.cut: 3, Link.swallow: 3, Link.half_close_to_client: 2, Link.half_close_to_server: 2, Link.delay: 2}

    def __init__(self, target_port, seed=None):
        self.target_port = target_port
        self.random = random.Random(seed)
        self.links = set()
        # How often each thing happened.
        self.hits = collections.Counter()
        self.loop = asyncio.new_event_loop()
        self.port = None
        self._breaking = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def break_connections(self, count, seconds_apart):
        """From now on `count` things happen to connections of Socket.IO, on average so far apart."""
        self._breaking = asyncio.run_coroutine_threadsafe(self._break(count, seconds_apart), self.loop)

    def stop_breaking(self):
        """Leaves connections in peace again, and tells how often something happened."""
        if self._breaking:
            self._breaking.cancel()
        return sum(self.hits.values())

    @property
    def is_breaking(self):
        return self._breaking is not None and not self._breaking.done()

    async def _break(self, count, seconds_apart):
        kinds, weights = list(self.HITS), list(self.HITS.values())
        due = self.loop.time()
        while sum(self.hits.values()) < count:
            due += self.random.expovariate(1 / seconds_apart)
            await asyncio.sleep(due - self.loop.time())
            # Most hit a stream at work, some its beginning.
            least = HANDSHAKE_BYTES if self.random.random() < 0.9 else 0
            while not (targets := self.targets(least)):
                await asyncio.sleep(0.002)
            # The one in use: beside it lie others, of polling, which nobody would miss.
            link = max(targets, key=lambda link: link.active_at)
            kind = self.random.choices(kinds, weights)[0]
            link.is_doomed = kind is not Link.delay
            kind(link, self.loop)
            self.hits[kind.__name__] += 1

    def targets(self, least):
        return [link for link in self.links if link.is_socket and not link.is_doomed and link.bytes_down >= least]

    async def _accept(self, reader, writer):
        try:
            server = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            return
        link = Link((reader, writer), server)
        self.links.add(link)
        try:
            await link.run()
        finally:
            self.links.discard(link)

    def _run(self):
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self.loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self.loop.close()

    def __enter__(self):
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
