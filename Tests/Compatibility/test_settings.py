"""Settings of every kind between a Martlet app and a client no one here wrote."""

import pytest

from martlet_app import ROOT, App
from test_socketio import Client, said

EMPTY = {"tooltip": None, "description": None, "disabled": False}


@pytest.fixture(scope="module")
def app():
    with App(ROOT / "Tests" / "Compatibility" / "Apps" / "Settings" / "app.swift") as app:
        yield app


@pytest.fixture
def client(app):
    with Client(app.url, ["websocket"]) as client:
        events = client.until("chat_settings")
        client.tabs = events[-1][1]
        client.until("task_end")
        yield client


def widgets(client):
    return {widget["id"]: widget for tab in client.tabs for widget in tab["inputs"]}


def everything(client, **changes):
    """What Chainlit's page sends: all values, the unchanged ones as it got them."""
    return {id: widget["initial"] for id, widget in widgets(client).items()} | changes


def test_a_form_becomes_tabs_of_widgets(client):
    assert [(tab["id"], tab["label"]) for tab in client.tabs] == [("model", "Model"), ("person", "Person")]
    kinds = {id: widget["type"] for id, widget in widgets(client).items()}
    assert kinds == {
        "temperature": "slider", "topK": "slider", "model": "select", "seed": "numberinput", "stop": "tags",
        "name": "textinput", "about": "textinput", "mood": "radio", "moods": "multiselect", "isLoud": "switch",
        "remembers": "checkbox", "due": "datepicker", "trip": "datepicker"}
    found = widgets(client)
    assert found["temperature"] == EMPTY | {
        "type": "slider", "id": "temperature", "label": "Temperature", "initial": 0.5, "min": 0, "max": 2, "step": 0.1}
    assert found["model"] == EMPTY | {
        "type": "select", "id": "model", "label": "Model", "initial": "s",
        "items": [{"label": "Small", "value": "s"}, {"label": "Large", "value": "l"}]}
    assert found["about"] == EMPTY | {
        "type": "textinput", "id": "about", "label": "About", "initial": None, "placeholder": None, "multiline": True}
    assert found["due"] == EMPTY | {
        "type": "datepicker", "id": "due", "label": "Due", "initial": None, "mode": "single", "format": None,
        "min_date": "2026-05-01", "max_date": "2026-05-31", "placeholder": None}


def test_changes_reach_the_app_in_the_types_of_its_form(client):
    client.socket.emit("chat_settings_change", everything(
        client, topK=7, seed="42", name=None, mood="merry", due="2026-05-19T22:00:00.000Z",
        trip=["2026-05-20T04:00:00.000Z", "2026-05-27T04:00:00.000Z"]))
    assert said(client.until("task_end")) == ["Update: 7 42  merry 2026-05-20 2026-05-20 to 2026-05-27"]


def test_an_edit_is_told_and_changes_nothing(client):
    client.socket.emit("chat_settings_edit", everything(client, topK=9))
    assert said(client.until("task_end")) == ["Edit: 9 0  calm never no trip"]
    client.socket.emit("chat_settings_change", {"name": "Ada"})
    assert said(client.until("task_end")) == ["Update: 50 0 Ada calm never no trip"]


@pytest.mark.parametrize("changes, message", [
    ({"topK": 7.5}, 'The setting "topK" cannot be 7.5; give a whole number from 0 to 100.'),
    ({"mood": "sad"}, 'The setting "mood" cannot be "sad"; give one of "calm", "merry".'),
    ({"due": "2026-06-02"}, 'The setting "due" cannot be "2026-06-02"; give a date from 2026-05-01 to 2026-05-31.'),
    ({"other": 1}, 'There is no setting "other"; there are "temperature", "topK", "model", "seed", "stop", "name", '
                   '"about", "mood", "moods", "isLoud", "remembers", "due", "trip".'),
    ([1], "The settings are a list; send an object of values by setting id."),
])
def test_what_does_not_fit_is_refused_in_words(client, changes, message):
    client.socket.emit("chat_settings_change", changes)
    assert client.until("toast")[-1][1] == {"message": message, "type": "error"}
