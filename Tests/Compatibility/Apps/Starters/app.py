import chainlit as cl


@cl.set_starters
async def starters():
    return [
        cl.Starter(label="Test one", message="Running test one."),
        cl.Starter(label="Test two", message="Running test two.", icon="/public/star.svg"),
        cl.Starter(label="Test three", message="Running test three."),
    ]


@cl.on_message
async def answer(message):
    await cl.Message(message.content).send()
