"""An app behind a certificate of its own: the page, its requests and its sockets go over TLS."""

import asyncio
import contextlib
import pathlib
import ssl
import subprocess

import aiohttp
import pytest
import requests
import socketio

from martlet_app import App
from test_socketio import TRANSPORTS
from wire import auth, client_message, run_apart

ECHO = pathlib.Path(__file__).parent / "Apps" / "Echo" / "app.swift"


def make_certificate(folder, name):
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("https")


@pytest.fixture(scope="module")
def secure(folder):
    """The running app, and the certificate that it shows."""
    certificate, key = make_certificate(folder, "own")
    with App(ECHO, "--ssl-cert", certificate, "--ssl-key", key) as app:
        yield app, certificate


def test_the_page_is_served_over_tls_alone(secure):
    app, certificate = secure
    assert app.url.startswith("https://127.0.0.1:")
    answer = requests.get(app.url, verify=str(certificate), timeout=10)
    assert answer.status_code == 200 and "<title>" in answer.text
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(app.url, timeout=10)
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(app.url.replace("https:", "http:"), timeout=10)
    # What spoke no TLS did no harm to others.
    assert requests.get(app.url, verify=str(certificate), timeout=10).status_code == 200


async def chat_over_tls(url, certificate, transports):
    context = ssl.create_default_context(cafile=str(certificate))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as session:
        client = socketio.AsyncSimpleClient(http_session=session)
        await client.connect(
            url, socketio_path="/ws/socket.io", transports=transports, wait_timeout=10, auth=auth())
        await client.emit("connection_successful")
        await client.emit("client_message", client_message("over TLS"))
        while True:
            name, *values = await client.receive(timeout=20)
            if name == "new_message" and values[0]["type"] == "assistant_message":
                if "over TLS" in values[0]["output"]:
                    break
        # Its goodbye may wait for a poll that nobody answers any more.
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(client.disconnect(), 2)


@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
def test_a_chat_goes_over_tls(secure, transports):
    """The client of one thread: the other one reads and writes one TLS connection in two, and at times breaks it."""
    app, certificate = secure
    run_apart(chat_over_tls(app.url, certificate, transports))


def test_a_key_of_another_certificate_is_refused_in_one_sentence(folder):
    certificate, _ = make_certificate(folder, "one")
    _, key = make_certificate(folder, "other")
    with App(ECHO, "--ssl-cert", certificate, "--ssl-key", key, wait=False) as app:
        line = app.wait_for("give two PEM files that belong together")
        assert str(certificate) in line
        assert app.process.wait(10) == 1
