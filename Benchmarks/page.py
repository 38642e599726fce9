"""Measures Martlet's page beside Chainlit's: bytes over the wire, requests, time until one can write, other hosts.

    Benchmarks/page.py [--rounds N]

Needs the release build and the test tools; `make bench-page` does all of it. Each page is loaded by a browser without a
cache, through a relay that counts. Prints a table and ends with 1 when a bar is missed.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from browser import Relay, chromium
from report import Row, check, table
from servers import ROOT, Chainlit, Martlet

MOST_BYTES = 100_000
MOST_REQUESTS = 10
# Notes when the message box can first be seen and typed into.
WATCH = """
(() => {
    const look = () => {
        const box = document.querySelector("#chat-input");
        const shown = box?.checkVisibility() && !box.disabled && box.getAttribute("contenteditable") !== "false";
        if (shown) window.inputShown = performance.now();
        else requestAnimationFrame(look);
    };
    look();
})();
"""


class Visit:
    """One page that is opened with nothing kept from before."""

    def __init__(self, browser, server):
        context = browser.new_context(viewport={"width": 1200, "height": 850})
        with Relay(server.port) as relay:
            page = context.new_page()
            origin = f"http://127.0.0.1:{relay.port}"
            outside = set()
            # Data and blobs never leave the browser.
            context.on("request", lambda request: None if request.url.startswith((origin, "data:", "blob:"))
                       else outside.add(request.url.split("?")[0]))
            page.add_init_script(WATCH)
            start = time.perf_counter()
            page.goto(origin + "/", wait_until="commit")
            box = page.locator("#chat-input")
            box.wait_for(state="visible", timeout=60_000)
            box.press_sequentially("x")
            page.locator("#chat-submit:enabled").wait_for(timeout=60_000)
            self.seconds_to_ready = time.perf_counter() - start
            self.seconds_to_input = page.evaluate("window.inputShown") / 1000
            self.await_quiet(page, relay)
            self.bytes, self.requests, self.outside = relay.bytes, list(relay.requests), outside
            # What a service worker fetches later, for times without a network.
            page.wait_for_timeout(5000)
            self.later = (relay.bytes - self.bytes, len(relay.requests) - len(self.requests))
            context.close()

    @staticmethod
    def await_quiet(page, relay, quiet=1.0, most=20):
        """Waits until nothing has passed for a while: what a page needs at its start is there then."""
        end = time.monotonic() + most
        last, since = relay.bytes, time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < quiet:
            page.wait_for_timeout(50)
            if relay.bytes != last:
                last, since = relay.bytes, time.monotonic()


def measure(browser, peers, rounds):
    visits = {peer.name: [] for peer in peers}
    servers = [(peer, peer.start()) for peer in peers]
    try:
        for peer, server in servers:
            # Once unmeasured: the servers read their files, and the browser warms up.
            Visit(browser, server)
        for turn in range(rounds):
            for peer, server in servers:
                visit = Visit(browser, server)
                visits[peer.name].append(visit)
                print(f"  round {turn + 1}, {peer.name}: {visit.bytes / 1000:.1f} kB, {len(visit.requests)} requests, "
                      f"box after {visit.seconds_to_input * 1000:.0f} ms, ready after "
                      f"{visit.seconds_to_ready * 1000:.0f} ms, {len(visit.outside)} other addresses; "
                      f"later {visit.later[0] / 1000:.1f} kB in {visit.later[1]} requests", flush=True)
    finally:
        for _, server in servers:
            server.stop()
    return [visits[peer.name] for peer in peers]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is opened (default 5)")
    parser.add_argument("--martlet", default=ROOT / ".build" / "release" / "martlet", type=pathlib.Path)
    return parser.parse_args()


def main():
    options = arguments()
    if not options.martlet.exists():
        raise SystemExit(f"{options.martlet} is missing; run make build")
    python = subprocess.check_output([ROOT / "Benchmarks" / "setup"], text=True).strip()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other, chromium() as browser:
        ours, theirs = measure(browser, [Martlet(options.martlet, folder), Chainlit(python, other)], options.rounds)

    def row(figure, unit, value, bar=None):
        return Row(figure, unit, *(statistics.median(value(visit) for visit in each) for each in (ours, theirs)), bar)

    rows = [
        row("over the wire, both ways", "kB", lambda visit: visit.bytes / 1000),
        row("requests", "", lambda visit: len(visit.requests)),
        row("message box there", "ms", lambda visit: visit.seconds_to_input * 1000, 1 / 4),
        row("ready to send", "ms", lambda visit: visit.seconds_to_ready * 1000, 1 / 4),
    ]
    print("\n" + "\n".join(table(rows)) + "\n")
    print("requests of Martlet's page:\n  " + "\n  ".join(ours[-1].requests))
    print("other hosts that Chainlit's page asks:\n  " + "\n  ".join(sorted(theirs[-1].outside)))
    # Of all rounds the worst.
    size = max(visit.bytes for visit in ours)
    count = max(len(visit.requests) for visit in ours)
    outside = set().union(*(visit.outside for visit in ours))
    results = [row.passes for row in rows]
    results.append(check("bytes over the wire", size, f"at most {MOST_BYTES}", size <= MOST_BYTES))
    results.append(check("requests", count, f"at most {MOST_REQUESTS}", count <= MOST_REQUESTS))
    results.append(check("other addresses", sorted(outside) or "none", "none", not outside))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
