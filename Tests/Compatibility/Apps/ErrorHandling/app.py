import chainlit as cl


@cl.on_chat_start
def start():
    raise Exception("This app fails at once; nothing can be done.")
