"""Measures Martlet beside Chainlit: the same app, the same load client, in turn.

    Benchmarks/bench.py [--quick] [--rounds N] [--only loads,start,hold] [--soak SECONDS]

Needs the release build (`make build`); `make bench` does all of it. Prints a table and ends with 1 when a bar is missed.
Server CPU is that of the server's process alone. The load client costs CPU of its own: where it was busy for more than
80 % of a run, the turn times of that run say more of the client than of the server, and the output says so.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

import scenarios
from report import Row, median, percentile, table
from servers import ROOT, Chainlit, Martlet

LOADS = [scenarios.Load(1, turns=100), scenarios.Load(50, turns=6), scenarios.Load(300, turns=2)]
QUICK_LOADS = [scenarios.Load(1, turns=10), scenarios.Load(20, turns=2)]


def say(text):
    print(text, flush=True)


def measure_loads(peers, loads, rounds):
    rows = []
    for load in loads:
        results = {peer.name: scenarios.Result() for peer in peers}
        for turn in range(rounds):
            for peer in peers:
                scenarios.measure_load(peer, load, results[peer.name])
                result = results[peer.name]
                say(f"  {load.sessions:4d} sessions, round {turn + 1}, {peer.name}: "
                    f"{result.microseconds_per_token[-1]:.1f} µs of CPU a token, {result.megabytes[-1]:.1f} MB, "
                    f"{result.tokens_per_frame[-1]:.1f} tokens a frame, client busy {result.client_busy[-1]:.0%}")
        rows += load_rows(load, *(results[peer.name] for peer in peers))
    return rows


def load_rows(load, ours, theirs):
    for name, result in (("Martlet", ours), ("Chainlit", theirs)):
        if max(result.client_busy) > 0.8:
            say(f"  the load client was the bottleneck of {name} with {load.sessions} sessions: "
                "the server's turn times are better than shown")
    who = f"{load.sessions} sessions" if load.sessions > 1 else "1 session"
    yield Row(f"server CPU per token, {who}", "µs",
              median(ours.microseconds_per_token), median(theirs.microseconds_per_token), 1 / 15)
    for share, bar in ((0.5, None), (0.99, 1 / 5)):
        yield Row(f"turn time p{share * 100:.0f}, {who}", "ms",
                  percentile(ours.milliseconds, share), percentile(theirs.milliseconds, share), bar)
    yield Row(f"resident memory, {who}", "MB", median(ours.megabytes), median(theirs.megabytes),
              1 / 4 if load.sessions >= 300 else None)


def measure_start(peers, times):
    # Each once unmeasured: Python writes its bytecode, and both find their files in the system's memory afterwards.
    for peer in peers:
        peer.start().stop()
    (start, idle), (their_start, their_idle) = (scenarios.measure_start(peer, times) for peer in peers)
    return [Row("cold start: exec to first answer", "ms", start * 1000, their_start * 1000, 1 / 10),
            Row("idle memory", "MB", idle, their_idle, 1 / 4)]


def measure_hold(martlet, sessions, seconds):
    result = scenarios.hold(martlet, sessions, seconds)
    held = result["lost"] == 0 and (seconds < 26 or result["pinged"] == sessions)
    say(f"{sessions} sessions at once: {'held' if held else 'NOT HELD'} for {seconds} s, {result['lost']} lost, "
        f"{result['pinged']} answered a ping, connected in {result['connecting']:.1f} s; "
        f"{result['megabytes']:.1f} MB resident, {result['idle']:.1f} MB before, "
        f"{(result['megabytes'] - result['idle']) * 1000 / sessions:.1f} kB a session")
    return held


def measure_soak(martlet, seconds):
    say(f"soak, {seconds} s: sessions come, chat and go")
    samples, answer = scenarios.soak(martlet, seconds, sessions=40, tokens=100, report=say)
    third = len(samples) // 3
    window = max(1, min(30, third // 4))
    plateau, last = median(samples[third:third + window]), median(samples[-window:])
    passes = last <= plateau * 1.05 and answer["failures"] == 0
    say(f"soak: {answer['sessions']} sessions, {answer['turns']} turns, {answer['failures']} failures; "
        f"{plateau:.1f} MB after a third, {last:.1f} MB at the end ({last / plateau - 1:+.1%}, bar +5 %): "
        f"{'pass' if passes else 'FAIL'}")
    return passes


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a smoke test: small loads, one round")
    parser.add_argument("--rounds", type=int, help="how often each server's turn comes (default 3)")
    parser.add_argument("--only", default="start,loads,hold", help="which parts (default start,loads,hold)")
    parser.add_argument("--soak", type=int, metavar="SECONDS", help="the soak alone, so long")
    parser.add_argument("--martlet", default=ROOT / ".build" / "release" / "martlet", type=pathlib.Path)
    return parser.parse_args()


def main():
    options = arguments()
    scenarios.raise_file_limit()
    if not shutil.which("node"):
        raise SystemExit("node is missing, which runs the load client; install nodejs, version 20 or newer")
    if not options.martlet.exists():
        raise SystemExit(f"{options.martlet} is missing; run make build")
    with tempfile.TemporaryDirectory() as folder:
        martlet = Martlet(options.martlet, folder)
        if options.soak:
            return 0 if measure_soak(martlet, options.soak) else 1
        python = subprocess.check_output([ROOT / "Benchmarks" / "setup"], text=True).strip()
        peers = [martlet, Chainlit(python, folder)]
        parts = options.only.split(",")
        rounds = options.rounds or (1 if options.quick else 3)
        rows, held = [], True
        if "start" in parts:
            rows += measure_start(peers, 2 if options.quick else 7)
        if "loads" in parts:
            rows += measure_loads(peers, QUICK_LOADS if options.quick else LOADS, rounds)
        if rows:
            say("\n" + "\n".join(table(rows)) + "\n")
        if "hold" in parts:
            held = measure_hold(martlet, *((200, 5) if options.quick else (5000, 60)))
    return 0 if held and all(row.passes for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
