import chainlit as cl


@cl.on_chat_start
async def start():
    answer = await cl.AskUserMessage("What is your name?", timeout=20).send()
    if answer:
        await cl.Message(f"Your name is {answer['output']}.").send()
