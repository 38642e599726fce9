import chainlit as cl
import matplotlib.pyplot as plt


@cl.on_chat_start
async def start():
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [1, 4, 9])
    await cl.Message("Here is a chart.", elements=[cl.Pyplot(name="plot", figure=figure)]).send()
