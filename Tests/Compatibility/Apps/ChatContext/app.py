import chainlit as cl


@cl.on_message
async def answer(message):
    await cl.Message(f"The context has {len(cl.chat_context.get())} messages.").send()
