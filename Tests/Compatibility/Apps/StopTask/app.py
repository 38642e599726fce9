import time

import chainlit as cl


@cl.on_message
async def answer(message):
    await cl.Message("Message 1").send()
    if message.content == "thread":
        await cl.make_async(lambda: time.sleep(1.5))()
    else:
        await cl.sleep(1.5)
    await cl.Message("Message 2").send()
