"""python-socketio, a client no one here wrote, over polling alone, over WebSocket alone, and with the upgrade."""

import queue
import uuid

import pytest
import requests
import socketio
from wire import auth, client_message

TRANSPORTS = [["polling"], ["websocket"], ["polling", "websocket"]]


class Client:
    """A Chainlit client as far as the protocol goes."""

    def __init__(self, url, transports, session=None):
        self.events = queue.Queue()
        self.session = session or str(uuid.uuid4())
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("*", lambda name, *values: self.events.put((name, values[0] if values else None)))
        self.socket.connect(
            url, socketio_path="/ws/socket.io", transports=transports, wait_timeout=10,
            auth=auth(self.session))
        self.socket.emit("connection_successful")

    def say(self, text):
        form = client_message(text)
        self.socket.emit("client_message", form)
        return form["message"]["id"]

    def until(self, name, timeout=20, where=lambda value: True):
        """All events up to and with the first of a name."""
        seen = []
        while True:
            seen.append(self.events.get(timeout=timeout))
            if seen[-1][0] == name and where(seen[-1][1]):
                return seen

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.disconnect()


def names(events):
    return [name for name, _ in events]


def said(events):
    """What the app said, message by message."""
    return [value["output"] for name, value in events if name == "new_message" and value["type"] == "assistant_message"]


@pytest.fixture(params=TRANSPORTS, ids="+".join)
def client(echo, request):
    with Client(echo.url, request.param) as client:
        client.greeting = client.until("task_end") + client.until("task_end")
        yield client


def test_a_fresh_connection_starts_the_chat(client):
    assert names(client.greeting) == [
        "task_end", "clear_ask", "clear_call_fn", "task_start", "new_message", "chat_settings", "new_message",
        "update_message", "task_end"]
    run, welcome = [value for name, value in client.greeting if name == "new_message"]
    assert (run["name"], run["type"], run["end"]) == ("on_chat_start", "run", None)
    assert (welcome["output"], welcome["parentId"]) == ("Welcome.", run["id"])
    widgets = next(value for name, value in client.greeting if name == "chat_settings")
    assert [(widget["id"], widget["type"], widget["initial"]) for widget in widgets] == [
        ("count", "slider", 3), ("loud", "switch", False)]


def test_a_message_is_answered_below_its_run(client):
    id = client.say("hello")
    events = client.until("task_end")
    assert names(events) == [
        "task_start", "first_interaction", "new_message", "new_message", "update_message", "task_end"]
    run, answer = [value for name, value in events if name == "new_message"]
    assert run["parentId"] == id and run["name"] == "on_message"
    assert answer["parentId"] == run["id"] and answer["output"] == "hello" and answer["name"] == "Assistant"
    assert events[1][1]["interaction"] == "hello" and events[1][1]["thread_id"] == answer["threadId"]
    assert events[4][1]["input"] == "hello" and events[4][1]["end"] is not None


def test_a_thousand_tokens_arrive_in_order(client):
    client.say("tokens 1000")
    events = client.until("task_end")
    text = next(value["output"] for name, value in events if name == "stream_start")
    text += "".join(value["token"] for name, value in events if name == "stream_token")
    assert text == "".join(f"{number} " for number in range(1000))
    final = [value for name, value in events if name == "new_message"][-1]
    assert final["output"] == text and final["streaming"] is False


def test_stop_ends_the_run(client):
    client.say("slow")
    client.until("stream_token")
    client.socket.emit("stop")
    events = client.until("task_end")
    assert any(value.get("output") == "Task manually stopped." for name, value in events if name == "new_message")
    run = [value for name, value in events if name == "update_message"][-1]
    assert run["name"] == "on_message" and run["isError"] is True and run["output"] == ""
    assert len([name for name in names(events) if name == "stream_token"]) < 50


def test_a_failing_handler_tells_why(client):
    client.say("fail")
    events = client.until("task_end")
    errors = [value for name, value in events if value and value.get("isError")]
    assert {value["output"] for value in errors} == {"The kettle is empty; fill it."}
    client.say("still here")
    assert said(client.until("task_end")) == ["still here"]


def test_settings_reach_the_handler(client):
    client.socket.emit("chat_settings_change", {"count": 7, "loud": True})
    events = client.until("task_end")
    assert said(events) == ["The count is 7."]
    client.say("hello")
    assert said(client.until("task_end")) == ["HELLO"]


@pytest.mark.parametrize("values, message", [
    ({"count": "many"}, 'The setting "count" cannot be "many"; give a number from 1 to 1000.'),
    ({"count": 5000}, 'The setting "count" cannot be 5000; give a number from 1 to 1000.'),
    ({"loud": 1}, 'The setting "loud" cannot be 1; give true or false.'),
    ({"other": 1}, 'There is no setting "other"; there are "count", "loud".'),
    ([1], "The settings are a list; send an object of values by setting id."),
])
def test_a_wrong_setting_is_refused_in_words(client, values, message):
    client.socket.emit("chat_settings_change", values)
    toast = client.until("toast")[-1][1]
    assert toast == {"type": "error", "message": message}


@pytest.mark.parametrize("payload", [None, 7, "text", [], {}, {"message": None}, {"message": {"output": 7}}])
def test_a_malformed_message_is_refused_and_the_chat_goes_on(client, payload):
    client.socket.emit("client_message", payload)
    client.until("toast")
    client.say("hello")
    assert "new_message" in names(client.until("task_end"))


def test_steps_show_their_input_and_output(client):
    client.say("step")
    events = client.until("task_end")
    step = [value for name, value in events if name == "update_message" and value["name"] == "search"][-1]
    assert (step["input"], step["output"], step["type"]) == ("what", "found it", "tool")
    assert step["end"] is not None


def test_a_run_survives_its_socket(echo):
    with Client(echo.url, ["websocket"]) as first:
        first.until("task_end")
        first.until("task_end")
        first.say("tokens 5")
        first.until("task_end")
        first.say("slow")
        first.until("stream_token")
    with Client(echo.url, ["websocket"], session=first.session) as second:
        events = second.until("stream_token")
        assert names(events)[:3] == ["task_end", "clear_ask", "clear_call_fn"]
        outputs = said(events)
        assert outputs[0] == "Welcome." and outputs[1] == "0 1 2 3 4 "
        # The text so far and the next token meet without a gap.
        next_number = int(events[-1][1]["token"])
        assert outputs[2].split() == [str(number) for number in range(next_number)]
        second.socket.emit("stop")
        second.until("task_end")


@pytest.mark.parametrize("auth", [None, {}, {"clientType": "webapp"}, {"sessionId": "a"}, {"clientType": "webapp", "sessionId": "../x"}])
def test_a_connection_without_a_session_is_refused(echo, auth):
    socket = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        socket.connect(echo.url, socketio_path="/ws/socket.io", auth=auth, wait_timeout=5)


def test_a_foreign_origin_may_not_open_a_socket(echo):
    socket = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        socket.connect(
            echo.url, socketio_path="/ws/socket.io", transports=["websocket"], headers={"Origin": "http://evil.example"},
            auth={"clientType": "webapp", "sessionId": str(uuid.uuid4())}, wait_timeout=5)


def test_transport_errors_are_answered_as_the_reference_does(echo):
    base = echo.url + "/ws/socket.io/"
    for query, text in [
        ("?transport=polling", "The client is using an unsupported version of the Socket.IO or Engine.IO protocols"),
        ("?EIO=4&transport=polling&sid=unknown", "Invalid session unknown"),
        ("?EIO=4&transport=carrier", "Invalid transport"),
        ("?EIO=4&transport=websocket", "Invalid websocket upgrade"),
    ]:
        answer = requests.get(base + query, timeout=10)
        assert (answer.status_code, answer.json()) == (400, text)
