"""Watches a long answer stream into a long chat, and opens a long chat again.

    Benchmarks/stream.py [--quick] [--trace FILE]

20,000 tokens at 200 a second go into a chat of 80,000: long tasks over 50 ms, tokens that are missing, memory. Then the
chat, of 100,000 tokens by now, is opened again. Needs the release build and the test tools; `make bench-stream` does all of
it. Ends with 1 when a bar is missed.
"""

import argparse
import pathlib
import re
import statistics
import sys
import tempfile
import time

from browser import chromium
from report import check
from servers import ROOT, Martlet

APP = ROOT / "Benchmarks" / "Apps" / "Stream"
ANSWERS = "[data-step-type=assistant_message]"
# Notes each task of over 50 ms, and when so many messages are on the page, the last of them with its text.
WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasks.push([Math.round(entry.startTime), Math.round(entry.duration)]);
}).observe({ type: "longtask", buffered: true });
(() => {
    const expected = Number(sessionStorage.getItem("expected") ?? 0);
    const look = () => {
        const answers = document.querySelectorAll("[data-step-type=assistant_message]");
        if (answers.length >= expected && answers[answers.length - 1].textContent.length > 1000) {
            window.opened = performance.now();
        } else {
            requestAnimationFrame(look);
        }
    };
    if (expected > 0) look();
})();
"""


def memory(session):
    """Megabytes of the script heap after a collection, and the page's nodes."""
    session.send("HeapProfiler.collectGarbage")
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return metrics["JSHeapUsedSize"] / 1e6, int(metrics["Nodes"])


def say(page, text, answers, seconds):
    """Sends a message, and waits until it is answered in full, by so many messages; the seconds that it took."""
    before = page.locator(ANSWERS).count()
    start = time.monotonic()
    page.fill("#chat-input", text)
    page.press("#chat-input", "Enter")
    page.locator(f"{ANSWERS} >> nth={before + answers - 1}").wait_for(state="attached", timeout=seconds * 1000)
    # The button comes a moment after the run begins.
    page.wait_for_timeout(1000)
    page.locator("#stop-button").wait_for(state="hidden", timeout=seconds * 1000)
    return time.monotonic() - start


def missing(page, count):
    """The tokens of the last answer that are not on the page, or not once and in their order."""
    text = page.locator(ANSWERS).last.evaluate("element => element.textContent")
    numbers = [int(number) for number in re.findall(r"(?<![a-z])t(\d+)", text)]
    return sorted(set(range(count)) - set(numbers)), numbers == sorted(numbers) and len(numbers) == len(set(numbers))


def stream(page, session, count, rate):
    heap, nodes = memory(session)
    page.evaluate("longTasks.length = 0")
    seconds = say(page, f"stream {count} {rate}", 1, count / rate * 3 + 60)
    tasks = page.evaluate("longTasks")
    # What is rendered in a frame after the last token counts too.
    page.wait_for_timeout(500)
    lost, in_order = missing(page, count)
    heap_after, nodes_after = memory(session)
    print(f"{count} tokens at {rate}/s took {seconds:.1f} s, {count / rate:.1f} s at the least")
    print(f"memory: {heap:.1f} MB before, {heap_after:.1f} MB after: {heap_after - heap:+.1f} MB, "
          f"{(heap_after - heap) * 1e6 / count:.0f} bytes a token; {nodes} nodes before, {nodes_after} after")
    return [
        check("long tasks over 50 ms", f"{len(tasks)} {tasks[:10] if tasks else ''}".strip(), "0", not tasks),
        check("dropped tokens", f"{len(lost)} {lost[:10] if lost else ''}".strip(), "0", not lost),
        check("tokens in order, each once", in_order, True, in_order),
    ]


def reopen(page, tokens, times):
    """Opens the chat again, in the tab that shows it; the milliseconds until its last message is on the page."""
    page.evaluate("count => sessionStorage.setItem('expected', count)", page.locator(ANSWERS).count())
    took, longest = [], 0
    for _ in range(times):
        page.reload(wait_until="commit")
        deadline = time.monotonic() + 60
        while not (opened := page.evaluate("window.opened ?? null")):
            if time.monotonic() > deadline:
                raise SystemExit("the chat does not open within a minute")
            page.wait_for_timeout(20)
        took.append(opened)
        longest = max([longest, *(duration for _, duration in page.evaluate("longTasks"))])
    print(f"opening: {', '.join(f'{each:.0f}' for each in took)} ms; the longest task took {longest} ms")
    median = statistics.median(took)
    return check(f"opening a chat of {tokens} tokens, median", f"{median:.0f} ms", "300 ms", median < 300)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a smoke test: a tenth of everything")
    parser.add_argument("--trace", type=pathlib.Path, help="write Chromium's trace of the stream to this file")
    parser.add_argument("--martlet", default=ROOT / ".build" / "release" / "martlet", type=pathlib.Path)
    return parser.parse_args()


def main():
    options = arguments()
    if not options.martlet.exists():
        raise SystemExit(f"{options.martlet} is missing; run make build")
    before, count = (8000, 2000) if options.quick else (80_000, 20_000)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        with Martlet(options.martlet, folder, APP).start() as server:
            context = browser.new_context(viewport={"width": 1200, "height": 850})
            page = context.new_page()
            page.add_init_script(WATCH)
            session = context.new_cdp_session(page)
            session.send("Performance.enable")
            page.goto(f"http://127.0.0.1:{server.port}/")
            page.locator("#connection-state[data-state=connected]").wait_for(state="attached")
            say(page, f"fill {before}", before // 2000, 120)
            page.wait_for_timeout(2000)
            if options.trace:
                browser.start_tracing(page=page, path=options.trace)
            results = stream(page, session, count, 200)
            if options.trace:
                browser.stop_tracing()
            results.append(reopen(page, before + count, 3 if options.quick else 7))
            context.close()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
