import chainlit as cl


@cl.on_message
async def answer(message):
    async with cl.Step(name="search", type="tool", icon="search") as step:
        step.output = "Searched."
    async with cl.Step(name="mail", type="tool", icon="mail") as step:
        step.output = "Mailed."
    async with cl.Step(name="plain", type="tool") as step:
        step.output = "Did it."
    await cl.Message("Done.").send()
