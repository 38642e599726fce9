import chainlit as cl


@cl.on_chat_start
async def start():
    await cl.Message("Use the button.", elements=[cl.CustomElement(name="Commander", display="inline")]).send()


@cl.on_message
async def answer(message):
    await cl.Message(f"Command: {message.command}").send()
