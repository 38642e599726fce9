"""A server made with the official Python SDK, for the tests of Martlet's client.

usage: sdk_server.py stdio | sse | http | http-json

The web servers print the number of the port that they listen on.
"""

import asyncio
import os
import socket
import subprocess
import sys

import uvicorn
from mcp.server.mcpserver import Context, Image, MCPServer
from mcp.server.streamable_http import EventMessage, EventStore
from mcp_types import EmbeddedResource, ResourceLink, SamplingMessage, TextContent, TextResourceContents

server = MCPServer("sdk", title="The SDK", version="7.1", instructions="Add numbers.")
cancelled = 0


@server.tool(title="Addition", annotations={"readOnlyHint": True, "openWorldHint": False})
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@server.tool()
def fail(reason: str) -> str:
    """Fails."""
    raise ValueError(reason)


@server.tool()
def picture() -> Image:
    """Gives a picture."""
    return Image(data=b"\x89PNG\r\n", format="png")


@server.tool(structured_output=False)
def parts() -> list:
    """Gives parts of several kinds."""
    return [
        TextContent(type="text", text="one\ntwo \u2028 \U0001F426"),
        ResourceLink(type="resource_link", name="notes", uri="notes://today", mimeType="text/plain"),
        EmbeddedResource(
            type="resource", resource=TextResourceContents(uri="notes://today", mimeType="text/plain", text="Milk")
        ),
    ]


@server.tool()
def environment() -> dict[str, str]:
    """Gives the whole environment."""
    return dict(os.environ)


@server.tool()
def headers(ctx: Context) -> dict[str, str]:
    """Gives the header fields of the request."""
    return dict(ctx.headers or {})


@server.tool()
def repeat(text: str, count: int) -> str:
    """Gives a long text."""
    return text * count


@server.tool()
async def steps(count: int, ctx: Context) -> str:
    """Tells how far it is, and writes to the log."""
    for step in range(count):
        await ctx.report_progress(step + 1, count, f"step {step + 1}")
    await ctx.info("all steps done")
    return "done"


@server.tool()
async def wait(seconds: float) -> str:
    """Waits, and counts when it is cancelled."""
    global cancelled
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        cancelled += 1
        raise
    return "waited"


@server.tool()
def cancellations() -> int:
    """Gives how many waits were cancelled."""
    return cancelled


@server.tool()
async def ask_model(ctx: Context) -> str:
    """Asks the client's model, which there is none of."""
    message = SamplingMessage(role="user", content=TextContent(type="text", text="Hello?"))
    try:
        await ctx.session.create_message([message], max_tokens=5)
    except Exception as error:
        return f"refused: {error}"
    return "answered"


@server.tool()
async def ping_client(ctx: Context) -> str:
    """Pings the client."""
    await ctx.session.send_ping()
    return "alive"


@server.tool()
async def grow(ctx: Context) -> str:
    """Adds a tool and tells so."""
    server.add_tool(lambda: "new", name="grown", description="Was added.")
    await ctx.session.send_tool_list_changed()
    return "grown"


@server.tool()
async def detach(ctx: Context) -> str:
    """Ends the stream of its own answer, which the client has to pick up again."""
    await ctx.close_sse_stream()
    await asyncio.sleep(0.2)
    return "picked up"


@server.tool()
def breed() -> int:
    """Starts a program that outlives the server, and gives its number."""
    return subprocess.Popen(["sleep", "600"], stdin=subprocess.DEVNULL).pid


@server.tool()
def die() -> str:
    """Ends the server at once."""
    print("last words", file=sys.stderr, flush=True)
    os._exit(3)


@server.resource("notes://today", title="Today", mime_type="text/plain")
def notes() -> str:
    """What is to do."""
    return "Milk"


@server.resource("notes://picture", mime_type="image/png")
def notes_picture() -> bytes:
    """A picture."""
    return b"\x89PNG"


@server.prompt()
def greet(name: str) -> str:
    """Greets someone."""
    return f"Say hello to {name}."


class Events(EventStore):
    """Keeps all events, so that clients can resume their streams."""

    def __init__(self):
        self.events = []

    async def store_event(self, stream_id, message):
        self.events.append((stream_id, message))
        return str(len(self.events))

    async def replay_events_after(self, last_event_id, send_callback):
        last = int(last_event_id)
        stream = self.events[last - 1][0]
        for number, (stream_id, message) in enumerate(self.events[last:], last + 1):
            if stream_id == stream and message is not None:
                await send_callback(EventMessage(message, str(number)))
        return stream


def main(kind: str) -> None:
    if kind == "stdio":
        print("ready", file=sys.stderr)
        server.run("stdio")
        return
    if kind == "sse":
        app = server.sse_app()
    else:
        app = server.streamable_http_app(json_response=kind == "http-json", event_store=Events(), retry_interval=50)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)).run(sockets=[listener])


main(sys.argv[1])
