import time

import chainlit as cl


@cl.step(type="tool")
async def tool3():
    await cl.sleep(0.2)
    return "Response from tool3."


@cl.step(type="tool")
async def tool2():
    await tool3()
    await cl.Message("Message from tool2.").send()
    return "Response from tool2."


@cl.step(type="tool")
async def tool1():
    await tool2()
    return "Response from tool1."


@cl.step(type="tool", name="tool3")
def sync_tool3():
    time.sleep(0.2)
    return "Response from tool3."


@cl.step(type="tool", name="tool2")
def sync_tool2():
    sync_tool3()
    cl.run_sync(cl.Message("Message from tool2.").send())
    return "Response from tool2."


@cl.step(type="tool", name="tool1")
def sync_tool1():
    sync_tool2()
    return "Response from tool1."


@cl.on_message
async def answer(message):
    if message.content == "sync":
        await cl.make_async(sync_tool1)()
    else:
        await tool1()
    await cl.Message("Done.").send()
