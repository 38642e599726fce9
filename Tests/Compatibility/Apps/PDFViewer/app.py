import chainlit as cl


@cl.on_chat_start
async def start():
    await cl.Message("Send inline or side.").send()


@cl.on_message
async def answer(message):
    if message.content == "side":
        await cl.Message("Here is side paper.", elements=[
            cl.Pdf(path="files/document.pdf", name="side paper", display="side")]).send()
    else:
        await cl.Message("Here.", elements=[
            cl.Pdf(path="files/document.pdf", name="inline paper", page=2)]).send()
