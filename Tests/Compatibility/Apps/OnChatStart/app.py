import chainlit as cl


@cl.on_chat_start
async def start():
    await cl.Message('Hello!\n\n```swift\nprint("hello")\n```').send()


@cl.on_message
async def answer(message):
    await cl.Message(f"You said: {message.content}").send()
