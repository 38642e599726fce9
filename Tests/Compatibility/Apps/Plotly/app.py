import chainlit as cl
import plotly.graph_objects as go


@cl.on_chat_start
async def start():
    figure = go.Figure(data=[go.Bar(x=["a", "b", "c"], y=[1, 3, 2])], layout={"title": {"text": "Three bars"}})
    await cl.Message("Here is a chart.", elements=[cl.Plotly(name="chart", figure=figure)]).send()
