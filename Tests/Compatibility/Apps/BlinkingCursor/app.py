import chainlit as cl


@cl.on_message
async def answer(message):
    if message.content == "tool":
        async with cl.Step(name="slow tool", type="tool") as step:
            await cl.sleep(2)
            step.output = "done"
    else:
        await cl.sleep(2)
    await cl.Message("Here is the answer.").send()
