import chainlit as cl


@cl.on_chat_start
async def start():
    files = await cl.AskFileMessage(
        "Give me two files.", max_files=2,
        accept={"text/plain": [".txt", ".py"], "text/x-python": [".py"]}).send()
    if files:
        await cl.Message(f"{len(files)} files uploaded: {','.join(file.name for file in files)}").send()
