import chainlit as cl

WORDS = ["the ", "quick ", "brown ", "fox"]


@cl.on_chat_start
async def start():
    tokens = cl.Message("")
    for word in WORDS:
        await tokens.stream_token(word)
        await cl.sleep(0.2)
    await tokens.send()
    texts = cl.Message("")
    text = ""
    for word in WORDS:
        text += word
        await texts.stream_token(text, is_sequence=True)
        await cl.sleep(0.2)
    await texts.send()
    async with cl.Step(name="tool1", type="tool", default_open=True) as step:
        for word in WORDS:
            await step.stream_token(word)
            await cl.sleep(0.2)


@cl.on_message
async def answer(message):
    reply = cl.Message("")
    for number in range(200):
        await reply.stream_token(f"{number} ")
        await cl.sleep(0.015)
    await reply.send()
    await cl.Message("That was all.").send()
