"""What is measured, for either server."""

import dataclasses
import resource
import time

from client import Client
from report import median

MEGABYTE = 1_000_000


@dataclasses.dataclass
class Load:
    """A number of people who each send some messages without a pause, and are answered in some tokens."""

    sessions: int
    turns: int
    tokens: int = 200


@dataclasses.dataclass
class Result:
    """What one run, or several with the same load, came to."""

    microseconds_per_token: list = dataclasses.field(default_factory=list)
    milliseconds: list = dataclasses.field(default_factory=list)
    megabytes: list = dataclasses.field(default_factory=list)
    tokens_per_frame: list = dataclasses.field(default_factory=list)
    client_busy: list = dataclasses.field(default_factory=list)


def measure_load(peer, load, result):
    """Starts the server, has it answer a load, and adds the figures to a result."""
    with peer.start() as server, Client(server) as client:
        client.do("connect", sessions=load.sessions)
        # Once for all that is made at first use.
        client.do("chat", turns=1, tokens=load.tokens)
        before = server.cpu_seconds()
        answer = client.do("chat", turns=load.turns, tokens=load.tokens)
        spent = server.cpu_seconds() - before
        result.microseconds_per_token.append(spent / answer["tokens"] * 1e6)
        result.milliseconds += answer["times"]
        result.megabytes.append(server.resident_bytes() / MEGABYTE)
        result.tokens_per_frame.append(answer["tokens"] / answer["frames"])
        result.client_busy.append(answer["clientBusy"])


def measure_start(peer, times):
    """Starts the server some times; the medians of seconds to the first answer, and of megabytes at rest after it."""
    seconds, megabytes = [], []
    for _ in range(times):
        with peer.start() as server:
            seconds.append(server.start_seconds)
            time.sleep(2)
            megabytes.append(server.resident_bytes() / MEGABYTE)
    return median(seconds), median(megabytes)


def raise_file_limit():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def hold(peer, sessions, seconds):
    """Connects many at once and keeps them; returns what was lost and the megabytes it took."""
    with peer.start() as server, Client(server) as client:
        idle = server.resident_bytes() / MEGABYTE
        start = time.monotonic()
        client.do("connect", sessions=sessions, atOnce=100)
        connecting = time.monotonic() - start
        time.sleep(seconds)
        # That they still work: a hundred of them are answered.
        client.do("chat", sessions=min(100, sessions), turns=1, tokens=20)
        state = client.do("state")
        megabytes = server.resident_bytes() / MEGABYTE
    return {"connecting": connecting, "idle": idle, "megabytes": megabytes, **state}


def soak(peer, seconds, sessions, tokens, report):
    """People come, chat and go; the megabytes, sampled once a second."""
    samples = []
    # Short, so that chats whose people vanished end many times within the run.
    with peer.start(MARTLET_SESSION_TIMEOUT="5") as server, Client(server) as client:
        client.begin("soak", seconds=seconds, sessions=sessions, tokens=tokens)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(1)
            samples.append(server.resident_bytes() / MEGABYTE)
            if len(samples) % 30 == 0:
                report(f"  {len(samples):4d} s  {samples[-1]:.1f} MB")
        answer = client.result()
    return samples, answer
