import chainlit as cl


@cl.on_chat_start
async def start():
    await cl.Message("Hi from the Copilot!").send()


@cl.on_message
async def answer(message):
    if cl.context.session.client_type != "copilot":
        await cl.Message("You are not in a Copilot.").send()
    elif message.type == "system_message":
        await cl.Message(f"System message received: {message.content}").send()
    else:
        answer = await cl.CopilotFunction(name="test", args={"msg": message.content}).acall()
        await cl.Message(f"Function answered: {answer or 'nothing'}").send()
