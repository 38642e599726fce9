"""The kill test's works: a chat streams numbered tokens while its connection is cut, delayed, half-closed and swallowed.

The client is the Socket.IO client of Chainlit's own page, unmodified, in Chromium. In the end it must hold exactly the text
that was sent: nothing lost, nothing twice. test_kill.py runs it with few cuts; the whole of it is `make kill`, which is

    kill_run.py [--cuts 1000] [--tokens 10000] [--seconds 170] [--transports websocket|all] [--page] [--peer PYTHON]

--page uses Chainlit's page itself, and what it shows, instead of its client alone. --peer runs the same against Chainlit, in
the virtual environment of that Python (`Benchmarks/setup` prints one): it loses tokens, which shows that the test can fail.
"""

import argparse
import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from kill_proxy import Proxy  # noqa: E402
from martlet_app import CHROMIUM, CHROMIUM_FLAGS, ROOT, App  # noqa: E402

APPS = ROOT / "Tests" / "Compatibility" / "Apps" / "Kill"
TAP = (ROOT / "Tests" / "Compatibility" / "kill_tap.js").read_text()
TRANSPORTS = {"websocket": ["websocket"], "all": ["polling", "websocket"], "polling": ["polling"]}


def expected(tokens):
    return "".join(f"{number} " for number in range(tokens))


class Verdict:
    """What became of the tokens."""

    def __init__(self, tokens, report, hits, is_shown):
        self.report = report
        numbers = [int(number) for number in (report["streamed"] or report["text"]).split()]
        missing = sorted(set(range(tokens)) - set(numbers))
        self.lost, self.first_lost = len(missing), missing[:10]
        self.repeated = len(numbers) - len(set(numbers))
        self.is_in_order = all(a < b for a, b in zip(numbers, numbers[1:]))
        self.is_exact = report["streamed"] == report["final"] == expected(tokens)
        self.hits = hits
        # Whether Chainlit's page shows it, where that was looked at.
        self.is_shown = is_shown

    @property
    def is_passed(self):
        return self.is_exact and self.lost == 0 and self.repeated == 0 and self.is_shown is not False

    def __str__(self):
        report = self.report
        hits = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(self.hits.items()))
        return (f"{sum(self.hits.values())} cuts ({hits}): {report['connects']} connects, "
                f"{report['recoveries']} of them recovered, {len(report['refusals'])} refused, "
                f"{report['snapshots']} snapshots, {self.lost} tokens lost{f' from {self.first_lost}' if self.lost else ''}, {self.repeated} twice, "
                f"{'in order' if self.is_in_order else 'out of order'}, "
                f"text {'exact' if self.is_exact else 'NOT exact'}"
                + ("" if self.is_shown is None else ", page shows it" if self.is_shown else ", page does NOT show it"))


def kill(page, target_port, *, cuts, tokens, microseconds, transports=None, seed=None):
    """Streams tokens through a proxy that misbehaves, until all have come; with no transports in Chainlit's page itself."""
    with Proxy(target_port, seed) as proxy:
        page.goto(proxy.url)
        page.wait_for_function("kill.isLoaded", timeout=60_000)
        command = f"numbers {tokens} {microseconds}"
        if transports:
            page.evaluate("transports => kill.open(transports)", transports)
            page.wait_for_function("kill.isConnected")
            page.evaluate("command => kill.say(command)", command)
        else:
            page.evaluate("kill.watch()")
            page.locator("#chat-input").fill(command)
            page.keyboard.press("Enter")
        page.wait_for_function("kill.characters > 0")
        proxy.break_connections(cuts, seconds_apart=tokens * microseconds / 1e6 / cuts * 0.9)
        deadline = time.monotonic() + 60 + 3 * tokens * microseconds / 1e6
        while not page.evaluate("kill.isFinished") and time.monotonic() < deadline:
            page.wait_for_timeout(100)
            if proxy.is_breaking and page.evaluate(f"kill.characters >= {len(expected(tokens))}"):
                break
        proxy.stop_breaking()
        with contextlib.suppress(Exception):
            page.wait_for_function("kill.isFinished", timeout=15_000)
        is_shown = None if transports else shows(page, expected(tokens).strip())
        return Verdict(tokens, page.evaluate("kill.report()"), proxy.hits, is_shown)


def shows(page, text):
    """Whether Chainlit's page shows exactly this text as the app's only message."""
    script = """() => [...document.querySelectorAll(".ai-message .message-content")]
        .map((element) => element.textContent.replace(/\\s+/g, " ").trim())"""
    deadline = time.monotonic() + 60
    while (texts := page.evaluate(script)) != [text] and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    return texts == [text]


@contextlib.contextmanager
def martlet():
    """The app on Martlet, with Chainlit's page as its front end: the port it listens on."""
    package = subprocess.check_output([ROOT / "Scripts" / "setup-chainlit"], text=True).strip()
    with tempfile.TemporaryDirectory() as folder:
        settings = pathlib.Path(folder) / ".martlet" / "config.toml"
        settings.parent.mkdir()
        settings.write_text(f'[UI]\ncustom_build = "{package}/chainlit/frontend/dist"\n')
        with App(APPS / "app.swift", environment={"MARTLET_APP_ROOT": folder}) as app:
            yield int(app.url.rsplit(":", 1)[1])


@contextlib.contextmanager
def chainlit(python):
    """The app on Chainlit."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [pathlib.Path(python).parent / "chainlit", "run", APPS / "app.py", "--headless", "--host", "127.0.0.1",
             "--port", str(port)],
            cwd=folder, env={**os.environ, "CHAINLIT_APP_ROOT": folder}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            for _ in range(600):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
                    break
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait()


@contextlib.contextmanager
def chromium_page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_page()
        page.add_init_script(TAP)
        yield page
        browser.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=1000)
    parser.add_argument("--tokens", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=170)
    parser.add_argument("--transports", choices=TRANSPORTS, default="websocket")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--peer", metavar="PYTHON")
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    with chromium_page() as page, (chainlit(options.peer) if options.peer else martlet()) as port:
        verdict = kill(
            page, port, cuts=options.cuts, tokens=options.tokens,
            microseconds=int(options.seconds * 1e6 / options.tokens), seed=options.seed,
            transports=None if options.page else TRANSPORTS[options.transports])
    print(verdict)
    return 0 if verdict.is_passed else 1


if __name__ == "__main__":
    sys.exit(main())
