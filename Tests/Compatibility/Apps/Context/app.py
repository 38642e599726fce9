import chainlit as cl


async def nested():
    await cl.Message("Sent from a nested task.").send()


def from_thread():
    cl.run_sync(cl.Message("Sent after a thread's work.").send())


def from_group():
    cl.run_sync(cl.Message("Sent from a group.").send())


@cl.on_chat_start
async def start():
    await nested()
    await cl.make_async(from_thread)()
    await cl.make_async(from_group)()
