"""Questions about Martlet: writing apps, setting up, and how it works inside."""

WRITING = [
    (1.5, [
        "<howto> <make> (a chat app|my first app|a chatbot|an app|a bot|a minimal app|a chat program) [<inmt>]", "(an|"
        "a minimal|the smallest|a simple|show me an|give me an) example [app|code|program]",
        "what does (an|the smallest|a"
        " minimal) app look like", "(code|example code|sample code) for (an app|a chatbot|a minimal app)",
        "hello world "
        "[in martlet]", "write an app", "show me (some|the) code", "how does an app look in swift",
    ], ["Here is a whole app that repeats what you say:\n\n```swift\nimport Martlet\n\nlet app = ChatApp()\n\n"
        "app.onMessage { message, chat in\n    try await chat.send(\"You said: \" + message.content)\n}\n\n"
        "try await app.run()\n```\n\nSave it as `app.swift` and start it with `martlet run app.swift -w`."]),
    (1.2, [
        "<howto> (send|write|post) (a message|messages|an answer|a reply|text) [<inmt>|to the user|to the chat]",
        "<what> (chat.send|onmessage|app.onmessage)", "<howto> (answer|reply to|handle|react to|respond to) (a message|"
        "messages|the user)", "what does onmessage do", "how does my code get (the|a) message",
        "<howto> receive messages",
    ], ["`app.onMessage` is called with each message, and `chat.send` answers it:\n\n```swift\napp.onMessage { "
    "message, "
        "chat in\n    try await chat.send(\"Hello!\")\n}\n```"]),
    (1.0, [
        "<what> (onchatstart|app.onchatstart|chat start|onchatend|on chat start)", "when is onchatstart called",
        "<howto> "
        "(run|execute) code when (a|the) chat (starts|begins|opens)", "what does onchatstart do", "<are> the (hooks|"
        "handlers|events) [of an app]", "which (hooks|handlers|events) are there", "<howto> greet the user at the "
        "start",
    ], ["`app.onChatStart` runs when a new chat opens, so it is the place to send a greeting or the settings. Other "
        "hooks are `onMessage`, `onSettingsUpdate`, `onStop`, `onChatEnd` and `onChatResume`."]),
    (1.2, [
        "<what> (streaming tokens|chat.message|message.stream)", "<howto> stream (tokens|an answer|the answer|a reply|"
        "text|the output) [<inmt>|token by token|word by word]", "<howto> send an answer token by token", "how does "
        "streaming work", "what does streaming (mean|do) in code", "<howto> show the answer while it is written",
    ], ["Streaming shows the answer while the model still writes it. In code you pass the tokens on with "
        "`chat.send(streaming: tokens)`, or one by one with `message.stream(...)` and `message.finish()`."]),
    (1.2, [
        "<what> (a prompt template|prompttemplate|the prompt template|the template|a template)", "<howto> <change> the "
        "(prompt|prompt template|template)", "<howto> <make> a prompt [template]", "<what> the prompt [of the "
        "tutorial]",
        "where does {question} go", "what happens to the question in the template", "<why> the prompt template",
    ], ["A `PromptTemplate` is a text with gaps such as `{question}`. The chain fills the gap with what the user "
    "wrote, "
        "and a missing or extra variable is an error instead of a wrong prompt."]),
    (1.2, [
        "<what> (an llmchain|llmchain|a chain|the chain|llm chain|an llm chain)", "<why> (a chain|llmchain|the chain)",
        "what does (a|the) chain do", "<howto> <make> (a chain|an llmchain|the chain)", "chains", "<are> chains",
    ], ["An `LLMChain` joins a prompt template and a model. You call it with the user's text; it fills the template, "
    "runs "
        "the model, tells the callbacks, and returns the answer as `text`."]),
    (1.0, [
        "<what> (langchain|ctransformers|lang chain)", "does (it|martlet) (use|need|replace) (langchain|ctransformers)",
        "do i need langchain", "(how is martlet related|what is the relation of martlet) to (langchain|ctransformers)",
        "martlet (vs|versus|or) langchain", "what about (langchain|ctransformers)",
    ], ["LangChain and ctransformers are Python libraries that the tutorial joins with Chainlit. Martlet does the "
    "work of "
        "all three in Swift and keeps the familiar names, such as `PromptTemplate` and `LLMChain`."]),
    (1.0, [
        "<what> (languagemodelsession|language model session|a model session|foundationmodels)",
        "<howto> (give|add|set|"
        "use|write) (a system prompt|instructions|the system prompt)", "<what> a system prompt", "<howto> <change> the "
        "(system prompt|instructions|personality)", "does it have a system prompt", "how do i tell the model who it is",
    ], ["Use a `LanguageModelSession`: its closure holds the system prompt, and it remembers the "
    "turns.\n\n```swift\nlet "
        "session = LanguageModelSession(model: model) { \"You are a helpful assistant.\" }\ntry await "
        "chat.send(streaming: session.streamResponse(to: message.content))\n```"]),
    (1.2, [
        "<howto> (send|show|attach|add|display) (an image|a picture|a file|images|a video|audio|a pdf|files|elements|a "
        "chart|a table) [<inmt>|to a message|in the chat]", "<are> elements", "<what> an element", "(can|does) (it|the "
        "chat) show (images|pictures|videos|pdfs|files|charts)", "elements", "which elements are there",
    ], ["Send it as an element: `Element.image`, `.file`, `.text`, `.pdf`, `.audio`, `.video` and more can go with any "
        "message, as in `chat.send(\"Here it is\", elements: [picture])`."]),
    (1.0, [
        "<howto> (upload|send in|give it|hand it) (a file|files|a document|an image|documents) [<inmt>|to the bot]",
        "can (users|i|people) upload (files|a file|documents|images)", "<doesit> (accept|take|support|allow) (uploads|"
        "files"
        "|file uploads)", "where do uploads go", "<howto> ask [the user] for (a file|files)", "upload a file",
    ], ["Yes. Users can attach files in the message box, and your code can ask with `chat.askForFiles(...)`. Uploads "
    "are "
        "limited and checked, and lie in a folder by default."]),
    (1.0, [
        "<howto> (add|make|show|put) (a button|buttons|an action|actions) [<inmt>|to a message|under a message]",
        "<are> "
        "actions", "<what> an action", "<what> onaction", "buttons", "what is app.onaction",
        "can a message have buttons",
    ], ["Buttons are actions. Send a message with `Action(name: \"yes\", label: \"Yes\")`, and handle the click in "
        "`app.onAction(\"yes\") { action, chat in ... }`."]),
    (1.0, [
        "<howto> ask the user [for something|a question|something|for input|for their name]", "<what> chat.ask",
        "<howto> "
        "(wait for|get) (an answer|input) from the user", "can my (app|bot|code) ask (questions|the user something)",
        "<what> askusermessage",
    ], ["Use `chat.ask(\"What is your name?\")`: it shows the question and waits for the reply. There are also "
        "`askForFiles` and `askForAction`."]),
    (1.0, [
        "<howto> (add|make|set up|use|turn on|require) (a login|a password|passwords|authentication|auth|oauth|users|a "
        "login page)", "<doesit> (support|have) (login|passwords|oauth|authentication|users|single sign on)", "login",
        "<what> passwordauth", "authentication", "<howto> protect my app", "<howto> log in", "who can log in",
    ], ["Logins are built in: `app.passwordAuth { ... }`, `app.headerAuth { ... }` and `app.oauth(...)`. Make the "
    "secret "
        "for its cookies with `martlet create-secret`."]),
    (0.8, [
        "<are> (chat profiles|starters|chat starters|profiles)", "<what> (a chat profile|a starter)",
        "<howto> (add|make|"
        "set) (starters|chat profiles|a starter|suggested questions|example questions)", "starters", "chat profiles",
    ], ["**Starters** are suggested first questions, set with `app.starters`. **Chat profiles** let the user choose a "
    "kind "
        "of assistant, set with `app.chatProfiles`."]),
    (1.0, [
        "<howto> test [my] <app>", "<what> martlettesting", "<howto> write (tests|a test|unit tests) [for my app]",
        "can i "
        "test [my app] without a (browser|model|server)", "is there a test library", "testing", "unit tests",
    ], ["`MartletTesting` drives an app in memory, with a scripted model, fake users and a manual clock. No browser "
    "and no "
        "socket are needed."]),
    (1.0, [
        "<where> (configure|set|write) (it|martlet|the configuration)", "<what> (config.toml|the config file|the "
        "configuration file|.martlet)", "<whereis> the (config|configuration|config file|configuration file)", "config",
        "<howto> configure (martlet|it|the page)", "configuration", "which (environment variables|config keys) are "
        "there",
        "what is in (the|) config.toml",
    ], ["The configuration is `.martlet/config.toml`, with the same keys as Chainlit's. Environment variables start "
    "with "
        "`MARTLET_`, and your own assets go into the folder `public/`."]),
    (0.8, [
        "<what> the public folder", "<howto> (change|set|replace) the (logo|icon|favicon|css|style|look|theme|colours "
        "of "
        "the page)", "<where> put (assets|images|css|my logo)", "can i (use|add) my own (css|logo|style|front end)",
        "<what> custom_build", "<howto> use (my own|another|a custom) (front end|frontend|ui|interface)",
    ], ["Put your logo, styles and other assets into the folder `public/`. With `custom_build` in the configuration, "
        "Martlet serves a whole front end of your own."]),
]

SETTING_UP = [
    (1.5, [
        "<howto> (install|set up|setup|get|build|download) (martlet|it|this|this project)", "<what> the (set up|setup|"
        "installation)", "installation", "install", "(what|which) (do i need|is needed|are the requirements|must i "
        "install) [to (run|use|install) it|for martlet]", "requirements", "<what> make run", "what does make run do",
        "make run", "how do i build martlet [from source]", "i just cloned (it|the repository), what now",
    ], ["Clone the repository and run this:\n\n```sh\nmake run\n```\n\nIt installs what is missing, builds Martlet "
    "and the "
        "llama.cpp library once, and serves the tutorial on the tiny model. You need Swift 6."]),
    (0.8, [
        "<howto> run the tests", "<what> make test", "what does make test do", "make test",
        "which make (targets|commands) "
        "are there", "<are> the make targets", "how are the tests (run|started)", "the makefile",
    ], ["`make test` builds Martlet and runs its tests. Other targets are `run`, `build`, `bench`, `lint`, `format`, "
        "`docs` and `clean`."]),
    (1.2, [
        "<what> martlet (doctor|init|hello)", "what does martlet (doctor|init|hello) do", "martlet (doctor|init|hello)",
        "(what|which) commands (are there|does martlet have|can i use)", "list the commands", "<are> the [martlet] "
        "commands", "<howto> check (my installation|what is missing|that everything is installed)", "commands",
        "what can the command line [tool] do", "subcommands",
    ], ["These are the commands:\n\n- `martlet run` starts an app\n- `martlet init` makes a new one\n- `martlet hello` "
        "shows a demo\n- `martlet doctor` says what is missing\n- `martlet model` looks after models"]),
    (0.8, [
        "<are> the (flags|options|command line options|arguments)", "(what|which) (flags|options|arguments) (are "
        "there|does"
        " martlet run have|can i use)", "<what> (-h|-d|--headless|--debug|headless mode|--root-path|--ssl-cert)",
        "flags",
        "<howto> (run without opening the browser|run headless|turn on debug)", "what does (-d|-h|--headless|--debug) "
        "do",
        "<howto> use (https|ssl|tls)",
    ], ["`martlet run` knows these flags:\n\n- `-w` watches the file\n- `-h` opens no browser\n- `-d` logs more\n- "
        "`--host` and `--port` choose the address\n- `--ssl-cert` and `--ssl-key` turn on HTTPS"]),
    (1.2, [
        "(what|which) (systems|operating systems|platforms|computers) (does it run on|are supported|work|does martlet "
        "support)", "<doesit> (run|work) on (linux|a mac|macos|windows|my mac|ubuntu|debian|my laptop|a server)", "is "
        "there a (windows|linux|mac) version", "platforms", "can i use (it|martlet) on (linux|windows|a mac|macos)",
        "which swift [version] (do i need|is needed|does it use)", "<what> the swift version",
        "what (hardware|computer) do"
        " i need",
    ], ["Martlet runs on Linux and on macOS 15 or later, with Swift 6. Windows is not supported."]),
    (1.0, [
        "(what|which) [programming] language is (it|martlet) (written|made|programmed) in", "is (it|martlet) (written|"
        "made)"
        " in (swift|python)", "do i need python", "<doesit> (need|use|require) python", "is python (needed|required)",
        "why (swift|in swift)", "<doihave> (know|learn) (swift|python)", "does martlet use javascript",
    ], ["Martlet is written in Swift, and your app is a Swift file too. Python is not needed."]),
    (1.0, [
        "who (made|wrote|built|created|develops|maintains|invented) martlet", "who is behind martlet", "who are the "
        "(authors|makers|developers)", "the author of martlet", "who works on martlet",
    ], ["Martlet is made by the Martlet authors. You find them, and the source, in its repository."]),
    (0.8, [
        "<howto> report a (bug|problem|mistake)", "i found a (bug|problem|mistake|fault)", "it (does not work|is "
        "broken|"
        "crashed|fails|crashes|hangs)", "i (get|have|see) an error", "there is an error", "something (went wrong|is "
        "wrong|"
        "is broken)", "i need help with an error", "martlet does not start", "my app does not compile",
    ], ["I am sorry about that. Read the error's sentence: it names the wrong value and the remedy. `martlet doctor` "
    "says "
        "what is missing, and an issue in the repository reaches the authors."]),
]

INSIDE = [
    (1.2, [
        "<what> (llama.cpp|llama cpp|libllama|the engine)", "(what|which) engine (runs the model|does it use|is used)",
        "<howto> the model run inside", "what runs the model", "<doesit> use llama.cpp", "llama.cpp",
        "how does the model "
        "run", "<what> the inference engine",
    ], ["llama.cpp is the engine that runs GGUF models. Martlet uses it through a thin, guarded layer, so that bad "
    "input "
        "becomes an error and not a crash."]),
    (1.0, [
        "(how does|how do) (several|many|two|four|more) (chats|users|people) (share|use) (a|one|the) model",
        "does (each|"
        "every) (chat|user) load (its own|a) (model|copy)", "(can|could) (many|several|two|ten|more) (users|people|"
        "chats) "
        "(use it|chat|work|run) [at once|at the same time|together|in parallel]", "how much memory do (many|four) "
        "chats "
        "take", "is the model loaded (again|twice|for each chat|every time|once)", "<doesit> (load|reload) the model "
        "(again|twice) [when i change a setting|for each chat]", "multiple users", "what happens with two chats at "
        "once",
        "how many users can (use|share) it", "does changing a setting reload the model",
    ], ["All chats share one loaded model, and their tokens are computed together in batches. Opening the same model "
    "again "
        "is free, and changing a setting never loads it again."]),
    (1.0, [
        "what happens (if|when) (i reload the page|the connection breaks|the connection is lost|i lose the connection|"
        "my "
        "browser crashes|i close the tab|the socket closes|i open a second tab)", "<doesit> reconnect",
        "is anything lost "
        "when (the connection breaks|i reload|i close the tab)", "reconnecting", "can i open (two|several) tabs",
        "does closing the (tab|browser) (stop|cancel|end) (the answer|it)", "what if my wifi drops",
    ], ["Nothing is lost. The run goes on without you, and when you connect again the page gets exactly what it "
    "missed. "
        "A second tab sees the same chat."]),
    (1.0, [
        "<what> (socket.io|socket io|the wire protocol|the protocol|websockets|a websocket)", "(which|what) protocol "
        "(does "
        "it use|is used|does it speak)", "how does the page talk to the server", "<doesit> use (websockets|socket.io)",
        "how do (browser|page) and server (talk|communicate)", "protocol",
    ], ["The page and the server talk over Socket.IO, with WebSocket or polling below it. The events are those of "
        "Chainlit's protocol, so its clients work too."]),
    (1.0, [
        "<what> a token", "<are> tokens", "what does token mean", "how (long|big) is a token", "token", "tokens",
        "what is "
        "a token (in an llm|for a model|exactly)", "what is tokenization", "<what> (a tokenizer|the tokenizer)",
        "how many (words|letters) is a token",
    ], ["A token is a piece of text, often a short word or a part of one. A model reads and writes tokens, one after "
    "the "
        "other, and the tokenizer turns text into them and back."]),
    (1.2, [
        "<what> (an llm|a language model|a large language model|llm|llms|language models)", "<are> (llms|language "
        "models)",
        "what does llm (mean|stand for)", "how does (an llm|a language model|a chatbot) work", "llm", "what do llms do",
        "how do language models work",
    ], ["An LLM is a large language model: a network that has read much text and writes more of it, one token at a "
    "time. "
        "I am a very small one."]),
    (1.0, [
        "<what> (the context|the context length|a context window|the context window|context length)",
        "how (long|big) is "
        "(your|the) (context|context length|context window|memory)", "how (much|many tokens) can you remember",
        "context "
        "length", "how long can (a prompt|my question|a message) be", "what happens if (the|my) prompt is too long",
        "how many tokens fit into your context",
    ], ["The context is all the text that a model can see at once. Mine is 1024 tokens; a prompt that is too long "
    "gets a "
        "clear error instead of being cut silently."]),
    (1.0, [
        "<what> (quantisation|quantization|a quantised model|q4_k_s|q4_k_m|q8_0|quantized models)",
        "what does (q4_k_s|q4|"
        "q8_0|quantised|quantized) mean", "why quantise [a model]", "what is q4_k_s in the file name", "quantization",
    ], ["Quantisation stores a model's weights with fewer bits, so the file is smaller and faster at a small loss of "
        "quality. `Q4_K_S`, for example, takes about four bits for each weight."]),
    (1.0, [
        "<doesit> (use|need|support|require) (a gpu|the gpu|my graphics card|cuda|metal)", "do i need a (gpu|graphics "
        "card)",
        "can it run on (the cpu|a cpu|a gpu)", "gpu", "is a (gpu|graphics card) (needed|required|necessary)",
        "how do i use "
        "my gpu", "cpu or gpu",
    ], ["No GPU is needed: llama.cpp runs models on the processor. On a Mac it can use Metal."]),
    (1.0, [
        "<doesit> (work with|use|support|speak) (openai|the openai api|ollama|vllm|llama-server|remote models)",
        "can i use "
        "(gpt|openai|ollama|vllm|a remote model|a bigger model|a model on a server)", "<what> the openai compatible "
        "(endpoint|client|api)", "openai", "ollama", "<howto> use (openai|ollama|a remote server|an api)",
    ], ["Yes. Any server that speaks OpenAI's protocol, such as vLLM, llama-server or Ollama, works through the same "
        "`LanguageModel` protocol as a local file."]),
    (1.0, [
        "<doesit> (render|support|show|understand|have) (markdown|tables|code blocks|bold text|latex|math|formulas)",
        "<what>"
        " markdown", "how is markdown (rendered|shown)", "markdown", "can (messages|answers) (use|contain|have) "
        "(markdown|"
        "tables|code|lists)", "latex", "does the chat support markdown",
    ], ["Yes. Messages may use **Markdown**: lists, tables, *emphasis*, links and `code`. The server renders it while "
    "the "
        "answer streams, and raw HTML is escaped."]),
    (0.8, [
        "<doesit> have [a] dark (mode|theme)", "is there a dark (mode|theme)", "<howto> (turn on|use|get|switch to) "
        "(dark "
        "mode|light mode|the dark theme)", "dark mode", "dark theme", "can i use it on (my phone|a phone|mobile)",
        "does "
        "the page work on (phones|a phone|mobile|small screens)",
    ], ["Yes. The page has a light and a dark look, and it works on a phone as well."]),
    (0.8, [
        "<howto> (see|get|read|find) (statistics|metrics|the speed|tokens per second|logs)",
        "<are> the (metrics|statistics)",
        "<what> (/metrics|the metrics page)", "how fast is it", "how many tokens per second (do you make|does it do)",
        "metrics", "is there (monitoring|a metrics page|prometheus)", "where are the logs",
    ], ["Each answer carries its statistics: time to the first token, tokens per second and why it ended. The page "
        "`/metrics` has counters for Prometheus."]),
    (0.8, [
        "<howto> deploy (my app|martlet|it) [to a server]", "can i (deploy|host) it [on a server]",
        "<howto> put (it|my app)"
        " (online|on a server|into production)", "is it ready for production", "deployment", "can i use docker",
    ], ["Your app is one program, so you can run it on any Linux server. Put it behind HTTPS, turn on a login, and "
    "read "
        "the folder `docs/` about deployment."]),
]
