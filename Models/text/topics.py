"""The same loose questions for every subject: "i have a question about …", "… explained", "what about …"."""

from . import about_martlet, general, more_martlet

OPENINGS = (
    "(i have a question about|something about|info on|information (on|about)|more about|help with|i need help with|"
    "question about|"
    "tell me more about|i am confused (about|by)|what about|how about|can you say something about|i'd like to hear "
    "(about|more about)|"
    "the docs do not explain|i keep reading about|i have never heard of|i saw (the word |)(in the tutorial|somewhere|"
    "in the docs|in "
    "the page|)|clarify|could you clarify|please clarify|shed light on|what's up with|what's the deal with|what is "
    "the story with|"
    "what is the idea (of|behind)|what should i know about|give me details (on|about)|i don't get|i do not get|remind "
    "me about|"
    "teach me about|(a few|some) words about|introduce me to|elaborate on|the purpose of|i wonder about|let's talk "
    "about|i need to "
    "know about|walk me through|give me a hint about|i want to learn about|what's your take on|make sense of)"
)
CLOSINGS = ("(explained|explanation|what is that|what is it|what does that mean|what does it mean|what's that|how "
"does that work|how does "
            "it work|what is it for|why|details|info|i don't understand|help|what does it stand for|what for|meaning|"
            "and what does it "
            "do|can you explain|tell me more)")  # fmt: skip

# The subject, and how the answer about it begins.
TOPICS = {
    "(martlet|this martlet thing)": "Martlet is an easy way",
    "(running an app|starting an app|running app.swift|launching my app|how apps are started)": "Run this command",
    "(-w|the -w flag|watch mode|watching|the watch flag)": "`-w` means",
    "(model formats|the model format|which models work|the models it can run)": "Martlet runs models",
    "(gguf|gguf files|the gguf format)": "**GGUF**",
    "(sessions|the session|a session|chat.session|session keys)": "A session keeps",
    "(steps|a step|the step|the steps)": "A step is one piece",
    "(callbacks|the callback handler|callback handlers|the message callback|a callback)": "The callback handler",
    "(the settings panel|the settings|the sliders|the settings page)": "The settings panel opens",
    "(the stop button|stop|stopping an answer|cancelling an answer)": "**Stop** ends",
    "(the port|ports|the port number|the address of the page)": "By default the page",
    "(changing the port|another port|a different port)": "Give the port",
    "(downloading models|downloading a model|loading a model from the hub|models from hugging face)": "Name it as `hf:",
    "(martlet.md|the readme page|the welcome page|the readme button|the welcome text)": "`martlet.md` is",
    "(chainlit|the relation to chainlit|chainlit and martlet)": "Chainlit is a Python",
    "(working offline|offline use|needing the internet|using it without internet)": "No. The model runs",
    "(privacy|my data|telemetry|data protection)": "Your messages stay",
    "(the history|chat history|where chats are stored|the database|the data layer|storage)": "The history goes",
    "(the licence|the license|licensing|the price|costs)": "Martlet is open source",
    "(prompt templates|the prompt template|prompttemplate)": "A `PromptTemplate`",
    "(llmchain|chains|the chain)": "An `LLMChain`",
    "(system prompts|languagemodelsession|the system prompt)": "Use a `LanguageModelSession`",
    "(elements|images in messages|sending files)": "Send it as an element",
    "(actions|buttons|action buttons)": "Buttons are actions",
    "(logins|authentication|passwords|the login)": "Logins are built in",
    "(config.toml|the configuration|configuration)": "The configuration is",
    "(installing martlet|installation|the set-up|setting it up|make run)": "Clone the repository",
    "(the commands|martlet doctor|martlet init|the command line)": "These are the commands",
    "(llama.cpp|libllama|the engine)": "llama.cpp is the engine",
    "(many users|several chats at once|sharing the model|memory use)": "All chats share",
    "(reconnecting|lost connections|a lost connection|second tabs)": "Nothing is lost",
    "(tokens|a token|the tokenizer)": "A token is a piece",
    "(llms|large language models|language models)": "An LLM is a large",
    "(the context length|the context|context windows)": "The context is all",
    "(quantisation|quantization|q4_k_s)": "Quantisation stores",
    "(gpus|using a gpu|graphics cards)": "No GPU is needed",
    "(markdown|tables and lists|latex)": "Yes. Messages may use",
    "(streaming in code|message.stream|streaming an answer)": "Streaming shows",
    "(temperature|the temperature slider)": "**Temperature** says",
    "(top p|nucleus sampling)": "**Top P** keeps",
    "(top k|the top k slider)": "**Top K** lets",
    "(repetition penalty|the repetition penalty)": "**Repetition Penalty** makes",
    "(max new tokens|the max new tokens slider)": "**Max New Tokens** is",
    "(stream tokens|the streaming switch|the stream tokens switch)": "With **Stream Tokens**",
    "(the swift language|swift programming)": "Swift is a programming",
    "(hugging face|the hugging face hub)": "Hugging Face is",
}  # fmt: skip


def _answer(start):
    more = more_martlet.WRITING + more_martlet.SETTING_UP + more_martlet.INSIDE
    sources = about_martlet.USING + more + general.GENERAL
    return next(text for _, _, answers in sources for text in answers if text.startswith(start))


LOOSE = [(1.0, [f"{OPENINGS} {topic}", f"{OPENINGS} {topic}", f"{topic}, {CLOSINGS}",
f"{topic} {CLOSINGS}"], [_answer(start)])
         for topic, start in TOPICS.items()]  # fmt: skip
