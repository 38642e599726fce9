"""An app that writes as fast as it can, and clients that read: nothing is lost, repeated or told to be over too early."""

import asyncio
import collections
import pathlib

import pytest
import socketio
from martlet_app import App
from test_socketio import TRANSPORTS
from wire import auth, client_message, run_apart

BURST = pathlib.Path(__file__).parent / "Apps" / "Burst" / "app.swift"
# What of each kind is counted, and how many of it a count of 1 makes.
KINDS = {
    "window": (2000, "window_message"), "messages": (2000, "new_message"), "updates": (2000, "update_message"),
    "counts": (8000, "token_usage"), "steps": (500, "stream_start"), "stream": (4000, None), "large": (3_000_000, None)}


@pytest.fixture(scope="module")
def burst():
    with App(BURST) as app:
        yield app


async def events_of_a_run(url, transports, text):
    """What a client hears of one run, in order."""
    events = asyncio.Queue()
    client = socketio.AsyncClient(reconnection=False)
    client.on("*", lambda name, *values: events.put_nowait((name, values[0] if values else None)))
    await client.connect(
        url, socketio_path="/ws/socket.io", transports=transports, wait_timeout=10,
        auth=auth())

    async def until(name):
        seen = []
        while not seen or seen[-1][0] != name:
            seen.append(await asyncio.wait_for(events.get(), 60))
        return seen

    await client.emit("connection_successful")
    await until("clear_call_fn")
    await client.emit("client_message", client_message(text))
    heard = await until("task_start") + await until("task_end")
    await client.disconnect()
    return heard


@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
@pytest.mark.parametrize("kind", KINDS)
def test_everything_comes_once_and_in_order(burst, transports, kind):
    count, name = KINDS[kind]
    events = run_apart(events_of_a_run(burst.url, transports, f"{kind} {count}"))
    counts = collections.Counter(name for name, _ in events)
    assert counts["task_start"] == counts["task_end"] == 1
    assert "clear_ask" not in counts and "set_commands" not in counts
    # The run that holds it all is told at its beginning and its end.
    run = {"new_message": 1, "update_message": 1}
    if name:
        assert counts[name] == count + run.get(name, 0)
    values = [value for each, value in events if each == name]
    if kind == "window":
        assert [value["i"] for value in values] == list(range(count))
    if kind == "messages":
        said = [value["output"] for value in values if value["type"] == "assistant_message"]
        assert [int(text.split()[0]) for text in said] == list(range(count))
    if kind == "stream":
        text = "".join(value["token"] for each, value in events if each == "stream_token")
        final = next(value for each, value in events if each == "new_message" and value["type"] == "assistant_message")
        assert final["output"].endswith(text) and final["output"].count("\n") == count
    if kind == "large":
        sizes = [len(value["output"]) for each, value in events
                 if each == "new_message" and value["type"] == "assistant_message"]
        assert sizes == [count]
