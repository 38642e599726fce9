import chainlit as cl

COMMANDS = [
    {"id": "Picture", "icon": "image", "description": "Draw something"},
    {"id": "Search", "icon": "globe", "description": "Look it up", "button": True},
    {"id": "Canvas", "icon": "pen-line", "description": "Write together"},
    {"id": "Sticky", "icon": "pin", "description": "Stays chosen", "persistent": True},
    {"id": "StickyButton", "icon": "pin", "description": "Stays chosen", "button": True, "persistent": True},
]


@cl.on_chat_start
async def start():
    await cl.context.emitter.set_commands(COMMANDS)


@cl.on_message
async def answer(message):
    if message.command == "Picture":
        await cl.context.emitter.set_commands([])
    await cl.Message(f"Command: {message.command}").send()
