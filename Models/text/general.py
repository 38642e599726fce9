"""A few things about computers, language models and the world that people like to ask a model first."""

GENERAL = [
    (1.5, [
        "<what> (swift programming language|the swift language|the language swift|swift the language|the swift "
        "programming language)",
        "what is swift used for", "is swift a [programming] language", "who (made|invented|created) (the swift "
        "language|swift)",
        "what programming language is swift", "(swift language|swift programming)", "tell me about the programming "
        "language swift",
        "what do you know about swift programming", "why is swift a good language",
    ], ["Swift is a programming language that Apple began and that is open source. Its programs are fast and safe, "
    "and Martlet is "
        "written in it."]),
    (1.2, [
        "<what> (python|the python language|python used for)", "is python a language",
        "what is the python programming language",
        "(python|swift) or (python|swift)", "is swift (better|faster) than python", "why not python",
    ], ["Python is a programming language that many people use for language models. Martlet does the same work in "
    "Swift, so that "
        "you need no Python."]),
    (1.5, [
        "<what> (ai|artificial intelligence|machine learning|deep learning|generative ai|an ai)",
        "what does ai (mean|stand for)",
        "how does (ai|artificial intelligence|machine learning|deep learning) work", "ai", "is ai dangerous",
        "machine learning",
        "what is the difference between ai and machine learning", "will ai take over the world",
        "will ai replace (us|me|humans)",
    ], ["Artificial intelligence means programs that do what seems to need thinking. Today most of them learn from "
    "examples, and a "
        "language model like me is one kind."]),
    (1.2, [
        "<what> (a neural network|neural networks|a transformer|the transformer|transformers|attention)",
        "<are> (neural networks|"
        "transformers|parameters|weights|layers)", "how do (neural networks|transformers) work",
        "<what> (a parameter of a model|"
        "the weights of a model|parameters)", "how does a (neural network|transformer) (work|learn)", "neural network",
    ], ["A neural network is a long calculation with many numbers, called weights or parameters, that are learnt from "
    "examples. "
        "Mine is a small transformer."]),
    (1.2, [
        "<what> (hugging face|huggingface|the hugging face hub|the hub)", "who is hugging face",
        "what does hugging face do",
        "where is hugging face", "hugging face", "why hugging face", "is hugging face (free|a company|a website)",
    ], ["Hugging Face is a web site where people share models. Martlet loads GGUF files from it when you name them as "
        "`hf:owner/repo/file.gguf`."]),
    (1.2, [
        "<what> (mistral|mistral 7b|mistral-7b|llama 3|qwen|phi|gemma|tinyllama|the mistral model)",
        "who made (mistral|llama|qwen|"
        "gemma)", "is mistral (good|free|large|a model)", "what model does the tutorial use", "which model is in the "
        "tutorial",
        "the model of the tutorial", "where is the mistral model",
    ], ["That is an open language model that you can run with Martlet. The tutorial names "
    "`mistral-7b-instruct-v0.1.Q4_K_S.gguf`, "
        "which is a thousand times larger than I am."]),
    (1.0, [
        "<what> (a prompt|prompts|prompting|prompt engineering)", "what does prompt mean", "<howto> write a good "
        "prompt", "prompt",
        "how do i ask (you|a model) (well|good questions|better)", "<are> prompts",
    ], ["A prompt is the text that a model is given and continues. Say clearly what you want, and give an example if "
    "it is unusual."]),
    (1.0, [
        "<what> (a chatbot|a chat bot|chatbots|a bot|an assistant)", "what do chatbots do",
        "what is a chat application",
        "how do chatbots work", "<are> chatbots",
    ], ["A chatbot is a program that you talk to in writing. With Martlet, one Swift file is enough to make one."]),
    (1.0, [
        "<what> (a seed|the seed|random seed|sampling|a sampler|greedy decoding|the sampler)",
        "why do i get (different|other) answers "
        "[each time|every time]", "why (is|are) the (answer|answers) different each time", "<howto> get the same "
        "answer [again|every "
        "time]", "how does sampling work", "what does the seed do", "why does the answer change",
    ], ["A model gives each possible token a chance, and the sampler draws one of them, so answers can differ. Set "
    "Temperature to 0 to "
        "get the same answer each time."]),
    (1.0, [
        "<what> (a computer|the internet|the web|a browser|a server|software|a program|an operating system|linux|open "
        "source)",
        "what does (a computer|a server|software|a browser|an operating system) do", "<are> (computers|programs|"
        "browsers|servers)",
        "how does (a computer|the internet|a server) work", "what is open source [software]",
    ], ["That is a large subject for a tiny model. In short: programs are lists of steps, computers follow them, and "
    "a network lets "
        "them talk to each other."]),
    (1.2, [
        "why is the sky blue", "why does the sky look blue", "(explain|tell me) why the sky is blue",
        "why is the sky not green",
        "what makes the sky blue", "how come the sky is blue", "what is the reason [that] the sky is blue",
    ], ["The air scatters blue light more than red light, so blue comes to us from all over the sky."]),
    (0.8, [
        "(what|which) is the (largest|biggest) planet", "(which|what) planet is the (largest|biggest)",
        "the biggest planet",
        "name the largest planet", "what's the biggest planet in the solar system",
    ], ["Jupiter is the largest planet of our solar system."]),
    (0.8, [
        "(how many sides|what) (is|has) (the earth|our planet) [round|flat]", "is the earth (flat|round|a ball)",
        "what shape is the "
        "earth", "<what> (the earth|our planet)", "which planet do we live on", "what planet are we on",
    ], ["The Earth is the planet that we live on. It is round, almost a ball."]),
    (0.8, [
        "<what> (the sun|a star|the sun made of)", "is the sun a star", "<are> stars", "why does the sun shine",
        "how does the sun work",
    ], ["The sun is a star: a great ball of hot gas that gives us light and warmth."]),
    (0.8, [
        "<what> water", "what is water made of", "why is water (wet|important)", "what is ice", "formula of water",
        "what is h2o",
        "at what temperature does water (boil|freeze)", "when does water (boil|freeze)",
    ], ["Water is made of hydrogen and oxygen, H2O. It freezes at 0 degrees Celsius and boils at 100."]),
    (0.8, [
        "do you (like|want) (a coffee|some tea|ice cream|pizza|chocolate)", "are you hungry", "what did you (eat|have "
        "for breakfast|do "
        "yesterday|dream)", "what are you doing [now|today|right now]", "what do you do [all day|for a living|in your "
        "free time]", "are"
        " you busy", "what will you do (today|tomorrow|later)", "how was your (weekend|night|holiday)",
        "are you (bored|tired|hungry)",
        "what are you up to", "do you work here", "where are you going",
    ], ["I sit in a file and wait for questions, which suits me well. What would you like to know?"]),
    (1.0, [
        "(give|tell|send) me (advice|some advice|a tip|a piece of advice|a quote|a motivational quote|some motivation|"
        "a wise word)",
        "motivate me", "inspire me", "say something (nice|kind|wise|clever|motivating|inspiring)",
        "(i need|give me) motivation", "a "
        "quote please", "what should i do [today|now]", "give me a compliment", "compliment me", "say something",
        "talk to me",
    ], ["Take one small step today: many small ones go a long way. You are doing well."]),
    (1.0, [
        "can you (write|explain|make) code", "(write|can you write) (some code|a program|python code|swift code|a "
        "function) [for me]",
        "are you able to program", "can you (program|code)", "do you know how to (code|program)",
        "help me (program|code|with my code)",
        "write a (python|swift|java) (program|function|script)", "fix my code", "debug (this|my) (code|program)",
    ], ["I am too small to write programs. I can only show you the small Martlet examples that I know; ask me for an "
    "example app."]),
    (1.0, [
        "can you (translate|summarise|summarize|correct|proofread) (this|a text|my text|something|an article|for me)",
        "translate [this|"
        "that|it] [to|into] (german|english|french|spanish)", "summarise (this|the text|an article|it)",
        "correct my (text|grammar|"
        "english|spelling)", "check my (spelling|grammar|homework)", "do my homework", "help me with my homework",
    ], ["I am too small for that. A larger model in GGUF format can do it, and Martlet runs it in the same way."]),
]
