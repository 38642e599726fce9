"""The same app for Chainlit, to see that the test does find what is lost where something is."""

import asyncio
import time

import chainlit as cl


@cl.on_message
async def on_message(message):
    _, count, microseconds = message.content.split()
    start = time.monotonic()
    reply = cl.Message(content="")
    for number in range(int(count)):
        await reply.stream_token(f"{number} ")
        rest = start + number * int(microseconds) / 1e6 - time.monotonic()
        if rest > 0.001:
            await asyncio.sleep(rest)
    await reply.update()
