import chainlit as cl


@cl.on_chat_start
async def start():
    panel = cl.Message("Press something.", actions=[
        cl.Action(name="test", payload={"value": "test"}, label="Test", id="test-action"),
        cl.Action(name="removable", payload={}, label="Remove me", id="removable-action"),
        cl.Action(name="labelled", payload={}, label="Nothing happens", id="label-action"),
        cl.Action(name="multiple", payload={}, label="Multiple one", id="multiple-one"),
        cl.Action(name="multiple", payload={}, label="Multiple two", id="multiple-two"),
        cl.Action(name="clear", payload={}, label="Remove all", id="all-actions-removed"),
    ])
    cl.user_session.set("panel", panel)
    await panel.send()
    answer = await cl.AskActionMessage("Choose one.", actions=[
        cl.Action(name="first", payload={"value": "the first"}, label="First", id="first-action"),
        cl.Action(name="second", payload={"value": "the second"}, label="Second", id="second-action"),
    ]).send()
    if answer:
        await cl.Message(f"Thanks for choosing {answer['payload']['value']}.").send()


@cl.action_callback("test")
async def test(action):
    await cl.Message("The test button was pressed.").send()


@cl.action_callback("removable")
async def removable(action):
    await action.remove()


@cl.action_callback("multiple")
async def multiple(action):
    await action.remove()
    await cl.Message(f"Removed {action.id}.").send()


@cl.action_callback("clear")
async def clear(action):
    await cl.user_session.get("panel").remove_actions()
    await cl.Message("All buttons are gone.").send()
