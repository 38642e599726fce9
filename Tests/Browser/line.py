"""The line between a page and its server: a test can hear it, speak on it, cut it and mend it."""

import json
import re

SOCKETS = re.compile(r"/ws/socket\.io/")


class Line:
    """To be made before the page is opened."""

    def __init__(self, page):
        self.sent = []
        self.is_cut = False
        self._ends = []
        page.route_web_socket(SOCKETS, self._open)
        page.route(SOCKETS, lambda route: route.abort() if self.is_cut else route.fallback())

    def _open(self, socket):
        if self.is_cut:
            socket.close()
            return
        server = socket.connect_to_server()

        def pass_on(frame):
            self.sent.append(frame)
            if not self.is_cut:
                server.send(frame)

        socket.on_message(pass_on)
        self._ends.append((socket, server))

    def cut(self):
        """Drops the connection and lets no other be made."""
        self.is_cut = True
        for socket, server in self._ends:
            socket.close()
            server.close()
        self._ends.clear()

    def mend(self):
        self.is_cut = False

    def say(self, name, payload, acknowledgement=""):
        """Tells the page an event, as its server would; with a number it asks for an answer."""
        self._ends[-1][0].send(f"42{acknowledgement}{json.dumps([name, payload])}")

    def events(self, name):
        """What the page has sent under a name."""
        packets = [json.loads(frame[2:]) for frame in self.sent if isinstance(frame, str) and frame.startswith("42[")]
        return [values[0] if values else None for event, *values in packets if event == name]
