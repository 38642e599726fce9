import chainlit as cl


@cl.on_chat_start
async def start():
    element = cl.CustomElement(name="Ticket", display="inline", props={"title": "", "timeout": 20})
    answer = await cl.AskElementMessage("Describe the problem.", element=element, timeout=20).send()
    if answer and answer.get("submitted"):
        await cl.Message(f"Ticket {answer['title']} of level {answer['level']} is filed.").send()
    else:
        await cl.Message("No ticket.").send()
