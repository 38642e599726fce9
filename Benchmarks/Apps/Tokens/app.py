"""`tokens N` is answered with N streamed words and an update. app.swift beside it is the same app for Martlet."""

import chainlit as cl

WORDS = ["a", "swift", "sleeps", "on", "the", "wing,", "naïve", '"or"', "not:", "über", "land", "and", "sea"]


@cl.on_message
async def on_message(message):
    count = int(message.content.split(" ")[-1])
    reply = cl.Message(content="")
    for number in range(count):
        await reply.stream_token(WORDS[number % len(WORDS)] + " ")
    await reply.update()
