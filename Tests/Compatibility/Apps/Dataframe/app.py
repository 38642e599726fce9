import chainlit as cl
import pandas


@cl.on_chat_start
async def start():
    rows = [[number, f"Person {number}", number * 1.5] for number in range(1, 16)]
    frame = pandas.DataFrame(rows, columns=["Number", "Name", "Score"])
    await cl.Message("Here is a table.", elements=[cl.Dataframe(data=frame, name="people")]).send()
