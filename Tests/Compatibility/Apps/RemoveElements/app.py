import chainlit as cl


@cl.on_chat_start
async def start():
    pictures = [cl.Image(path="files/picture.png", name="one"), cl.Image(path="files/picture.png", name="two")]
    async with cl.Step(name="draw", type="tool") as step:
        step.elements = pictures
        step.output = "Two pictures."
    await pictures[0].remove()
    pictures = [cl.Image(path="files/picture.png", name="three"), cl.Image(path="files/picture.png", name="four")]
    await cl.Message("Two pictures.", elements=pictures).send()
    await pictures[0].remove()
