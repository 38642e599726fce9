import chainlit as cl


@cl.on_chat_start
async def start():
    element = cl.CustomElement(name="Counter", display="inline", props={"count": 1})
    await cl.Message("Count with me.", elements=[element]).send()


@cl.action_callback("tell")
async def tell(action):
    await cl.Message(f"The count is {action.payload['count']}.").send()
