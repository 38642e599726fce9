import chainlit as cl


@cl.on_chat_start
async def start():
    async with cl.Step(name="retrieve", type="tool") as step:
        step.elements = [cl.Text(content="The passage that was found.", name="Source 0", display="side")]
        step.output = "Retrieved the following sources: Source 0"
    async with cl.Step(name="llm", type="llm") as step:
        step.output = "An answer."
    await cl.Message("An answer.").send()
