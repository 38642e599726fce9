import chainlit as cl


@cl.on_chat_start
async def start():
    await cl.Message("Four files.", elements=[
        cl.File(path="files/tone.wav", name="tone.wav", mime="audio/wav"),
        cl.File(path="files/picture.png", name="picture.png", mime="image/png"),
        cl.File(path="files/document.pdf", name="document.pdf", mime="application/pdf"),
        cl.File(content="print(1)\n", name="hello.py", mime="text/plain"),
    ]).send()
