import chainlit as cl


@cl.on_chat_start
async def start():
    async with cl.Step(name="draw", type="tool") as step:
        step.elements = [cl.Image(path="files/picture.png", name="picture")]
        step.output = "A picture."
    await cl.Message("Here is image1, a nice picture.", elements=[
        cl.Image(path="files/picture.png", name="image1"), cl.Pdf(path="files/document.pdf", name="paper"),
    ]).send()
    await cl.Message("Here is side text and page text, and side text again.", elements=[
        cl.Text(content="Text at the side.", name="side text", display="side"),
        cl.Text(content="Text on a page.", name="page text", display="page"),
    ]).send()
