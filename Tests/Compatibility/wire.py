"""What Chainlit's clients send, for clients that are written in Python."""

import asyncio
import concurrent.futures
import uuid


def run_apart(coroutine):
    """Runs a coroutine to its end on a thread of its own: in this one the loop of the browser tests may be running.

    Asynchronous clients hear events in their order; the client that is not handles each packet in a thread.
    """
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


def auth(session=None, **more):
    """The payload with which a client connects."""
    return {
        "clientType": "webapp", "sessionId": session or str(uuid.uuid4()), "threadId": "", "userEnv": "{}",
        "chatProfile": "", **more}


def client_message(text, files=None, **more):
    """The payload of `client_message`."""
    message = {
        "threadId": "", "id": str(uuid.uuid4()), "name": "User", "type": "user_message", "output": text,
        "createdAt": "2026-01-01T00:00:00.000Z", "metadata": {"location": "http://x/"}, **more}
    return {"message": message, "fileReferences": files or []}
