import chainlit as cl


@cl.set_chat_profiles
async def profiles():
    return [
        cl.ChatProfile(
            name="Swift 5", markdown_description="The one before. See [the site](https://example.com/swift5).",
            starters=[cl.Starter(label="Say hello", message="Hello from five.")]),
        cl.ChatProfile(
            name="Swift 6", markdown_description="The one now. See [the site](https://example.com/swift6).",
            starters=[cl.Starter(label="Ask away", message="Hello from six.")]),
        cl.ChatProfile(
            name="Swift 7", markdown_description="The one to come.",
            starters=[cl.Starter(label="Wait", message="Hello from seven.")]),
    ]


@cl.on_message
async def answer(message):
    await cl.Message(f"Profile {cl.user_session.get('chat_profile')} heard: {message.content}").send()
