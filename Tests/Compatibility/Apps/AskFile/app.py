import chainlit as cl


@cl.on_chat_start
async def start():
    files = await cl.AskFileMessage("Give me a text.", accept=["text/plain"]).send()
    if not files:
        return
    with open(files[0].path, encoding="utf-8") as file:
        await cl.Message(f"Text {files[0].name} has {len(file.read())} characters.").send()
    files = await cl.AskFileMessage(
        "Give me a program.", accept={"text/plain": [".py", ".txt"], "text/x-python": [".py"]}).send()
    if not files:
        return
    with open(files[0].path, encoding="utf-8") as file:
        await cl.Message(f"Program {files[0].name} has {len(file.read())} characters.").send()
