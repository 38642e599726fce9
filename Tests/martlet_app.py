"""Runs a Martlet app for a test: starts `martlet run`, waits for its address, and ends it again."""

import os
import pathlib
import queue
import shutil
import signal
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MARTLET = ROOT / ".build" / "debug" / "martlet"
TINY_MODEL = ROOT / "Models" / "martlet-tiny.gguf"
# The browser's program; None where there is none.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
# Chainlit's page asks for fonts elsewhere; no test may wait for a name server that does not answer.
CHROMIUM_FLAGS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]


class App:
    """One `martlet run` at work; what it prints is kept in `lines`."""

    def __init__(self, source, *flags, environment=None, folder=ROOT, wait=True):
        variables = {**os.environ, "MODEL": str(TINY_MODEL), **(environment or {})}
        self.lines = []
        self.process = subprocess.Popen(
            [str(MARTLET), "run", str(source), "--headless", "--port", "0", *flags],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=variables,
            cwd=folder)
        self._arrived = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self.wait_for("Your app is available at ").split(" at ")[1] if wait else None

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            self._arrived.put(self.lines[-1])
        self._arrived.put(None)

    def wait_for(self, text, timeout=120):
        """The next line that contains a text."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self._arrived.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no line with {text!r} within {timeout} s:\n" + "\n".join(self.lines)) from None
            if line is None:
                raise AssertionError(f"the app ended before {text!r}:\n" + "\n".join(self.lines))
            if text in line:
                return line

    def count(self, text):
        return sum(text in line for line in self.lines)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
