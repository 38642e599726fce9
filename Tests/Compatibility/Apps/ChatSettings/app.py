import chainlit as cl
from chainlit.input_widget import Select, Slider, Switch


@cl.on_chat_start
async def start():
    await cl.ChatSettings([
        Select(id="Model", label="Model", values=["small", "middle", "large"], initial_index=0),
        Switch(id="Streaming", label="Stream tokens", initial=True),
        Slider(id="Temperature", label="Temperature", initial=1, min=0, max=2, step=0.1),
        Slider(id="Steps", label="Steps", initial=50, min=10, max=100, step=1),
        Slider(id="Scale", label="Scale", initial=7.5, min=1, max=15, step=0.1),
        Slider(id="Width", label="Width", initial=512, min=128, max=1024, step=64),
        Slider(id="Height", label="Height", initial=256, min=128, max=1024, step=64),
    ]).send()


@cl.on_settings_update
async def update(settings):
    await cl.Message("Settings updated!").send()
