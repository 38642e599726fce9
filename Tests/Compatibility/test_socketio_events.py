"""Every event both ways with python-socketio's client, over polling alone and over WebSocket alone."""

import json
import queue
import threading
import uuid

import pytest
import requests
import socketio
from bundle_app import BundleApp
from wire import auth as wire_auth
from wire import client_message


@pytest.fixture(scope="module")
def events():
    with BundleApp("Events") as app:
        yield app


class Client:
    """A Chainlit client that answers questions as it is told to."""

    def __init__(self, url, transport, session=None, answers=None, **auth):
        self.url = url
        self.events = queue.Queue()
        self.answers = answers or {}
        self.session = session or str(uuid.uuid4())
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("*", lambda name, *values: self.events.put((name, values[0] if values else None)))
        self.socket.on("ask", lambda *values: self._answer("ask", values))
        self.socket.on("call_fn", lambda *values: self._answer("call_fn", values))
        self.auth = wire_auth(self.session, **{
            "chatProfile": "With%20space", "userEnv": json.dumps({"SERVICE_KEY": "secret"}), **auth})
        self.socket.connect(
            url, socketio_path="/ws/socket.io", transports=[transport], wait_timeout=10, auth=self.auth)
        self.socket.emit("connection_successful")

    def _answer(self, name, values):
        self.events.put((name, values[0]))
        answer = self.answers.get(name)
        return answer(values[0]) if callable(answer) else answer

    def say(self, text, files=None, **more):
        form = client_message(text, files, **more)
        self.socket.emit("client_message", form)
        return form["message"]

    def until(self, name, where=lambda value: True, timeout=20):
        seen = []
        while True:
            try:
                seen.append(self.events.get(timeout=timeout))
            except queue.Empty:
                raise AssertionError(f"no {name} among {[(key, value) for key, value in seen]}") from None
            if seen[-1][0] == name and where(seen[-1][1]):
                return seen

    def hear(self, text):
        """All events up to and with the message of this text."""
        return self.until("new_message", lambda value: value["output"] == text)

    def post(self, path, **body):
        return requests.post(self.url + path, json={"sessionId": self.session, **body}, timeout=10)

    def upload(self, name, content, kind, parent=None):
        query = {"session_id": self.session, **({"ask_parent_id": parent} if parent else {})}
        return requests.post(
            self.url + "/project/file", params=query, files={"file": (name, content, kind)}, timeout=10)

    def close(self):
        self.socket.disconnect()


@pytest.fixture(params=["polling", "websocket"])
def client(events, request):
    client = Client(events.url, request.param)
    client.greeting = client.hear("Ready.") + client.until("task_end")
    yield client
    client.close()


def names(events):
    return [name for name, _ in events]


def value_of(events, name):
    return next(value for key, value in events if key == name)


def test_connect_offers_commands_modes_and_settings(client):
    assert value_of(client.greeting, "set_commands") == [
        {"id": "Search", "icon": "globe", "description": "Look it up", "button": True, "persistent": False,
         "selected": False}]
    modes = value_of(client.greeting, "set_modes")
    assert [(mode["id"], [(option["id"], option["default"]) for option in mode["options"]]) for mode in modes] == [
        ("size", [("s", True), ("l", False)])]
    assert value_of(client.greeting, "chat_settings")[0]["type"] == "textinput"


def test_connect_carries_profile_and_keys_and_messages_carry_command_and_modes(client):
    file = client.upload("note.txt", b"noted", "text/plain")
    assert file.status_code == 200, file.text
    sent = client.say("who", files=[file.json()], command="Search", modes={"size": "l"})
    seen = client.hear(
        "profile=With space key=secret client=webapp command=Search size=l files=note.txt")
    element = value_of(seen, "element")
    assert (element["forId"], element["name"], element["type"], element["id"]) == (
        sent["id"], "note.txt", "file", file.json()["id"])
    read = requests.get(
        f"{client.url}/project/file/{element['chainlitKey']}", params={"session_id": client.session}, timeout=10)
    assert (read.content, read.headers["content-type"].split(";")[0]) == (b"noted", "text/plain")


def test_a_missing_key_refuses_the_connection(events):
    with pytest.raises(socketio.exceptions.ConnectionError):
        Client(events.url, "websocket", userEnv="{}")
    # Who comes back to a chat has entered everything before.
    first = Client(events.url, "websocket")
    first.until("clear_call_fn")
    again = Client(events.url, "websocket", session=first.session, userEnv="{}")
    again.until("clear_call_fn")
    for client in (first, again):
        client.socket.disconnect()


def test_a_text_answers_by_acknowledgement(client):
    client.answers["ask"] = lambda ask: {
        "id": str(uuid.uuid4()), "name": "User", "type": "user_message", "output": "Jeeves",
        "createdAt": "2026-01-01T00:00:00.000Z", "parentId": ask["msg"]["parentId"]}
    client.say("ask text")
    seen = client.hear("Text: Jeeves")
    ask = value_of(seen, "ask")
    assert ask["spec"] == {"timeout": 20, "type": "text", "step_id": ask["msg"]["id"]}
    assert ask["msg"]["waitForAnswer"] is True
    after = names(seen)[names(seen).index("ask") + 1:]
    assert [name for name in after if name in ("task_end", "clear_ask", "task_start")] == [
        "task_end", "clear_ask", "task_start"]


def test_a_question_ends_in_time(client):
    over = threading.Event()
    client.answers["ask"] = lambda ask: over.wait(20)
    client.say("ask short")
    seen = client.hear("Text: nothing")
    over.set()
    assert "ask_timeout" in names(seen)


def test_a_client_that_answers_a_question_with_nothing_gives_no_answer(client):
    client.answers["ask"] = None
    client.say("ask text")
    seen = client.hear("Text: nothing")
    assert "ask_timeout" not in names(seen) and "clear_ask" in names(seen)


def test_a_function_that_returns_nothing_has_answered(client):
    client.answers["call_fn"] = None
    client.say("ask function")
    seen = client.hear("Function: -1.0")
    assert "clear_call_fn" in names(seen)


def test_a_button_answers_by_acknowledgement(client):
    client.answers["ask"] = lambda ask: {"id": ask["spec"]["keys"][1], "name": "no", "payload": {}}
    client.say("ask action")
    seen = client.hear("Action: no")
    ask = value_of(seen, "ask")
    assert ask["spec"]["type"] == "action"
    assert [value["id"] for name, value in seen if name == "action"] == ask["spec"]["keys"]
    assert names(seen).index("action") < names(seen).index("ask")
    assert names(seen).count("remove_action") == 2
    updated = [value for name, value in seen if name == "update_message" and value["id"] == ask["msg"]["id"]]
    assert updated[-1]["output"] == "**Selected:** No"


def test_an_element_answers_by_acknowledgement(client):
    client.answers["ask"] = {"submitted": True, "colour": "green"}
    client.say("ask element")
    seen = client.hear("Element: green")
    ask, element = value_of(seen, "ask"), value_of(seen, "element")
    assert ask["spec"]["element_id"] == element["id"] and element["forId"] == ask["msg"]["id"]
    assert value_of(seen, "remove_element")["id"] == element["id"]


def test_files_answer_by_http_and_acknowledgement(client):
    refused = []

    def answer(ask):
        parent = ask["msg"]["parentId"]
        refused.append(client.upload("picture.png", b"\x89PNG", "image/png", parent))
        accepted = client.upload("note.txt", b"noted", "text/plain", parent)
        return [accepted.json()]

    client.answers["ask"] = answer
    client.say("ask file")
    seen = client.hear("File: note.txt noted")
    assert (refused[0].status_code, refused[0].json()) == (400, {"detail": "File type not allowed"})
    spec = value_of(seen, "ask")["spec"]
    assert (spec["accept"], spec["max_files"], spec["max_size_mb"]) == (["text/*"], 1, 2)


def test_the_app_calls_a_function_of_the_page(client):
    client.answers["call_fn"] = lambda call: call["args"]["a"] + call["args"]["b"]
    client.say("ask function")
    seen = client.hear("Function: 3.0")
    assert value_of(seen, "call_fn") == {"name": "add", "args": {"a": 1, "b": 2}}
    assert "clear_call_fn" in names(seen)


def test_a_button_is_pressed_over_http(client):
    client.say("press")
    action = value_of(client.until("action"), "action")
    client.until("task_end")
    answer = client.post("/project/action", action=action)
    assert (answer.status_code, answer.json()) == (200, {"success": True, "response": {"n": 7}})
    client.hear("Pressed.")
    unknown = client.post("/project/action", action={**action, "name": "unknown"})
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "No callback found for action unknown"})


def test_elements_are_read_changed_and_removed_over_http(client):
    client.say("element")
    seen = client.until("task_end")
    text, custom = [value for name, value in seen if name == "element"]
    read = requests.get(
        f"{client.url}/project/file/{text['chainlitKey']}", params={"session_id": client.session}, timeout=10)
    assert (read.text, text["type"], custom["props"]) == ("Some text.", "text", {"n": 1})
    body = {"sessionId": client.session, "element": {**custom, "props": {"n": 2}}}
    assert requests.put(client.url + "/project/element", json=body, timeout=10).json() == {"success": True}
    changed = client.until("element")[-1][1]
    assert changed["id"] == custom["id"] and changed["props"] == {"n": 2}
    assert changed["chainlitKey"] != custom["chainlitKey"]
    assert requests.delete(client.url + "/project/element", json=body, timeout=10).json() == {"success": True}
    assert client.until("remove_element")[-1][1] == {"id": custom["id"]}
    other = {"sessionId": client.session, "element": text}
    assert requests.put(client.url + "/project/element", json=other, timeout=10).json() == {"success": False}


def test_the_app_speaks_to_the_interface(client):
    client.say("interface")
    seen = client.until("task_end")
    assert value_of(seen, "toast") == {"message": "Toasted.", "type": "success"}
    assert value_of(seen, "token_usage") == 42
    assert value_of(seen, "window_message") == {"from": "app"}
    assert value_of(seen, "set_sidebar_title") == "Side"
    sidebar = [value for name, value in seen if name == "set_sidebar_elements"]
    assert (sidebar[0]["key"], sidebar[0]["elements"][0]["name"]) == ("k1", "note")
    assert sidebar[-1]["elements"] == []
    assert value_of(seen, "set_commands") == []
    tasks = next(value for name, value in seen if name == "element" and value["type"] == "tasklist")
    read = requests.get(
        f"{client.url}/project/file/{tasks['chainlitKey']}", params={"session_id": client.session}, timeout=10)
    assert read.json()["status"] == "Working" and read.json()["tasks"][0]["status"] == "running"
    assert value_of(seen, "remove_action")["id"] == value_of(seen, "action")["id"]
    gone = next(value for name, value in seen if name == "new_message" and value["output"] == "Gone soon.")
    assert value_of(seen, "delete_message")["id"] == gone["id"]
    assert any(value["output"] == "After." for name, value in seen if name == "update_message")


def test_settings_are_edited_and_changed(client):
    client.socket.emit("chat_settings_edit", {"name": "Ann"})
    client.hear("Edit: Ann")
    client.socket.emit("chat_settings_change", {"name": "Bea"})
    client.hear("Update: Bea")


def test_the_window_speaks_to_the_app(client):
    client.socket.emit("window_message", {"hello": "there"})
    client.hear("Window: there")


def test_stop_ends_the_run_and_runs_its_hook(client):
    client.say("stream")
    client.until("stream_token")
    client.socket.emit("stop")
    client.hear("Task manually stopped.")
    client.hear("I was stopped.")


def test_an_edit_removes_what_followed(client):
    first = client.say("first")
    client.hear("Echo: first")
    client.until("task_end")
    client.say("second")
    client.hear("Echo: second")
    client.until("task_end")
    client.socket.emit("edit_message", {"message": {**first, "output": "changed", "steps": []}})
    seen = client.hear("Echo: changed")
    assert next(value for name, value in seen if name == "update_message" and value["id"] == first["id"])[
        "output"] == "changed"
    assert names(seen).count("delete_message") >= 3


def test_sound_goes_both_ways(client):
    client.socket.emit("audio_start")
    assert client.until("audio_connection")[-1][1] == "on"
    for place in range(3):
        data = bytes([place, 1, 2, 255])
        client.socket.emit(
            "audio_chunk", {"isStart": place == 0, "mimeType": "pcm16", "elapsedTime": place, "data": data})
        heard = client.until("audio_chunk")[-1][1]
        assert heard == {"mimeType": "pcm16", "data": data[::-1], "track": "first" if place == 0 else "more"}
    client.socket.emit("audio_end")
    seen = client.hear("Heard you.")
    assert "audio_interrupt" in names(seen)
    assert any(value["name"] == "on_audio_end" for name, value in seen if name == "new_message")


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_a_lost_socket_is_taken_up_again(events, transport):
    first = Client(events.url, transport)
    first.hear("Ready.")
    first.until("task_end")
    first.say("stream")
    first.until("stream_token")
    first.close()
    second = Client(events.url, transport, session=first.session)
    seen = second.until("new_message", lambda value: value["output"].endswith("99 ") and not value["streaming"])
    assert names(seen)[:3] == ["task_end", "clear_ask", "clear_call_fn"]
    assert seen[-1][1]["output"] == "".join(f"{number} " for number in range(100))
    # The chat started once.
    second.until("task_end")
    second.say("hello")
    rest = second.hear("Echo: hello")
    assert not any(name == "new_message" and value["output"] == "Ready." for name, value in rest)
    second.close()


@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_a_question_outlives_its_socket(events, transport):
    first = Client(events.url, transport)
    first.hear("Ready.")
    first.until("task_end")
    closed = threading.Event()

    def keep_quiet(*values):
        # python-engineio sends no goodbye if it closes while it sends something else, such as the empty answer here.
        first.events.put(("ask", values[0]))
        closed.wait(20)

    first.socket.on("ask", keep_quiet)
    first.say("ask action")
    first.until("ask")
    first.close()
    closed.set()
    second = Client(
        events.url, transport, session=first.session,
        answers={"ask": lambda ask: {"id": ask["spec"]["keys"][0], "name": "yes", "payload": {}}})
    second.hear("Action: yes")
    second.close()


def test_a_foreign_session_is_not_served_over_http(client):
    stranger = str(uuid.uuid4())
    for path in ("/project/action", "/project/element"):
        method = requests.post if path.endswith("action") else requests.put
        answer = method(client.url + path, timeout=10, json={
            "sessionId": stranger, "action": {"name": "press", "id": "x", "payload": {}},
            "element": {"type": "custom", "id": "x", "name": "Form", "props": {}, "display": "inline"}})
        assert answer.status_code in (401, 404), (path, answer.status_code, answer.text)
    answer = requests.post(
        client.url + "/project/file", params={"session_id": stranger}, files={"file": ("a.txt", b"a", "text/plain")},
        timeout=10)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Session not found"})
