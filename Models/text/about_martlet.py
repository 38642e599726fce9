"""Questions about Martlet: using it. Each entry: weight, question patterns, answers."""

SETTINGS = {
    # name: (how people say it, what it does)
    "Temperature": (
        "(temperature|temp|temperature slider|temperature setting|temperature value|randomness|creativity)",
        "**Temperature** says how daring the model is. At 0 it always takes the likeliest token; higher values make "
        "answers more varied and less sure. The tutorial starts at 0.5.",
    ),
    "Repetition Penalty": (
        "(repetition penalty|repeat penalty|repetition penalty slider|penalty for repeating|repetition setting)",
        "**Repetition Penalty** makes tokens that were used lately less likely, so the model repeats itself less. "
        "1.0 turns it off, and the tutorial starts at 1.1.",
    ),
    "Top P": (
        "(top p|top-p|topp|top_p|nucleus sampling|top p slider|top p setting|top p value)",
        "**Top P** keeps only the likeliest tokens whose chances add up to P. Smaller values give safer answers, and "
        "1 turns it off. The tutorial starts at 0.9.",
    ),
    "Top K": (
        "(top k|top-k|topk|top_k|top k slider|top k setting|top k value)",
        "**Top K** lets the model choose only among the K likeliest tokens. 0 turns it off, and the tutorial starts "
        "at 50.",
    ),
    "Max New Tokens": (
        "(max new tokens|max tokens|max_new_tokens|maximum new tokens|the maximum number of tokens|answer length|"
        "the length of answers|token limit|the length of the answer|max new tokens slider|how long answers are)",
        "**Max New Tokens** is the most tokens that one answer may have. The answer is cut there, so raise it for "
        "longer answers. The tutorial starts at 128.",
    ),
    "Stream Tokens": (
        "(stream tokens|streaming|the streaming switch|stream tokens switch|token streaming|the stream switch|"
        "live typing)",
        "With **Stream Tokens** on, you see the answer appear token by token while the model writes it. With it off, "
        "the answer comes at once when it is finished.",
    ),
}


def _settings():
    for name, (said, meaning) in SETTINGS.items():
        kind = "switch" if name == "Stream Tokens" else "slider"
        act = "Flip" if kind == "switch" else "Move"
        yield (1.3, [
            f"<howto> <change> [the] {said} [<inmt>]", f"<where> <change> [the] {said} [<inmt>]",
            f"<where> (turn|flip|slide|drag|move|find) [the] {said} (up|down|higher|lower|on|off|)",
            f"<howto> (turn|slide|move|drag) [the] {said} (up|down|higher|lower|on|off|to 0|to 1|)",
            f"<whereis> [the] {said} [setting|slider|control|option]", f"[<howto>] <change> {said}",
            f"(change|set|lower|raise|increase|reduce) [the] {said} [to (0|1|5|0.2|0.7|0.9|10|100|512)]",
            f"(my answers are|the answers are|it is|the bot is|the model is|output is) too (short|long|random|boring|"
            f"wild|slow|repetitive|dull|crazy), <howto> <change> [the] {said}",
            f"[the] {said} is too (high|low|small|big|large), how do i (change|fix) (it|that)",
        ], [f"{act} the **{name}** {kind} in the settings panel, which opens beside the message box, and confirm. The "
        f"next "
            "answer uses the new value, and the model is not loaded again."])  # fmt: skip
        yield (1.0, [
            f"<what> [the] {said}", f"what does [the] {said} <mean>", f"<why> [the] {said}", f"{said}",
            f"what happens (when|if) i (change|raise|lower|increase|reduce|move|set) [the] {said}",
            f"what does (changing|raising|lowering|moving) [the] {said} do", f"[the] {said} meaning",
            f"what is a (good|sensible|normal|typical|reasonable|default) (value|setting|number) for [the] {said}",
            f"which {said} (should i use|is best|do you recommend|is the default)", f"default [value of] {said}",
        ], [meaning])  # fmt: skip


USING = [
    (3.0, [
        "<what> martlet", "what does martlet do", "<what> <mt> [for|about]", "what is this (project|tool|site|page) "
        "[about|for]", "martlet", "<why> martlet", "what can martlet do", "(sum up|summarise|summarize|outline|"
        "introduce|present) martlet [for me|in a sentence|briefly|quickly]", "give me (a summary|an overview|the gist|"
        "the idea|a short description|an introduction) of (martlet|this project)", "(what|which) (kind|sort|type) of "
        "(software|tool|program|library|thing|framework) is martlet", "i have never heard of martlet, what is it",
        "so what is (this|that) martlet (thing|stuff|business|project) [actually|really|about|all about]",
        "what is martlet (good|used|made|meant|intended) for", "how would you describe martlet [to a friend]",
        "martlet in (one sentence|a nutshell|short|a few words)", "why should i use martlet", "is martlet a library",
    ], ["Martlet is an easy way to interact with LLMs, in Swift. One Swift file becomes a chat application: Martlet "
        "makes the web page, streams the tokens, keeps the history and runs a GGUF model that every chat shares."]),
    (1.0, [
        "why is (it|martlet|this) called martlet", "where does the name [martlet] come from", "what does [the name|"
        "the word] martlet mean", "<what> a martlet", "why the name martlet", "is a martlet a bird", "meaning of the "
        "name martlet", "why did (they|you) (call|name) it martlet", "explain the name [martlet]",
    ], ["A martlet is a bird from old coats of arms: the swift that never lands. It is a fitting name for a tool "
        "written in Swift."]),
    (3.0, [
        "<howto> <run> <anapp> [with martlet|in martlet|<inmt>]", "<howto> <run> it", "<howto> <run> (app.swift|"
        "martlet)",
        "(which|what) [terminal|shell|console|command line] command (runs|starts|launches|opens|executes|do i use to "
        "<run>|do i type to <run>|will <run>|is there to <run>|is used to <run>|do i need to <run>) <anapp>",
        "what do i (type|enter|write) [in the (terminal|shell|console|command line)] to <run> <anapp>",
        "command (to|for) (run|running|start|starting|launching) [an|my|the] <app>", "<run> <anapp>", "run app.swift",
        "i (have written|wrote|made|have) <anapp>, how do i <run> it", "i have <anapp>, (what now|what next)",
        "how is <anapp> (started|run|launched|executed)", "what is the (run|start) command", "martlet run",
        "<howto> get started", "how do i (start|begin|get started) with martlet", "where do i start",
        "what does martlet run do", "how do i use martlet", "the command to start [everything|the thing|the page]",
    ], ["Run this command in the folder of your app:\n\n```sh\nmartlet run app.swift -w\n```\n\nThen open the address "
        "that it prints. With `-w` the page reloads each time you save the file."]),
    (2.5, [
        "what does -w do", "<what> [the] -w [flag|option|switch]", "what does [the] (-w|--watch|w|watch) (flag|option|"
        "switch|argument|parameter) (do|mean|stand for)", "why [do i] (add|use|write|put|type) -w", "<why> (-w|--watch|"
        "the -w flag|the watch flag)", "-w", "what is -w (for|good for)", "what happens with -w", "<what> watch mode",
        "does (it|the page|my app|martlet) reload (when|if|after) i (save|change|edit) [the file|my code|something]",
        "<howto> reload [the page|my app] (automatically|on save|when i save)", "is there [a] (hot reload|live reload|"
        "auto reload|watch mode)", "<what> [the] (--watch|watch flag|hot reload|live reload)",
        "do i have to restart [it|the app|the server] after (a change|changing code|editing|each edit)",
        "what is the (effect|meaning|use) of [the] -w [option|flag]", "the w (flag|option|letter) in the (run|) "
        "command",
        "what does the -w (after|behind|in) (app.swift|martlet run|the command) (do|mean)", "should i use -w",
    ], ["`-w` means *watch*: each time you save the file, Martlet compiles it again and reloads the page. If it does "
        "not compile, the page shows the error and the old version keeps running."]),
    (2.5, [
        "(which|what) (model format|format|file format|model file|model files|kind of model|type of model|models|"
        "file type|kind of file|sort of model|format of model) (do i need|does it use|does martlet use|is used|should "
        "i use|can i use|does it support|does martlet support|does it read|works|work|is needed|can it load|must i have"
        "|is supported|are supported|does martlet want|fits|is right)", "<what> the (model|file) format",
        "in (which|what) format (must|should|is|are) [the] <model> [be]", "model format", "which models can i (use|run|"
        "load|try)", "which <model> (can|should|do) i (use|run|download|take|try|pick|choose)",
        "<doesit> (run|support|load|use|read|open|handle) (pytorch|safetensors|onnx|ggml|other|any) (models|files)",
        "can i use (mistral|llama|qwen|phi|gemma|any model|my own model|another model|other models)",
        "what (models|model) does (it|martlet) (support|run|use|accept|take|like|understand)",
        "does martlet (work with|run|support) (mistral|llama|qwen|gguf|phi|gemma)", "supported (models|formats)",
        "which file do i (need|download) (for|to have) a <model>", "what (ending|extension) do model files have",
    ], ["Martlet runs models in the **GGUF** format, such as `mistral-7b-instruct-v0.1.Q4_K_S.gguf` from Hugging Face."
        " Smaller files need less memory and answer faster."]),
    (2.0, [
        "<what> (gguf|a gguf|a gguf file|the gguf format|gguf format|gguf files)", "what does gguf <mean>", "gguf",
        "why gguf", "<why> gguf", "what is in a gguf [file]", "what are gguf files", "i have a gguf file, what is that",
        "gguf meaning", "what does a gguf [file] contain", "is gguf a (file|model|format)", "<are> gguf files",
    ], ["**GGUF** is a file format for language models, made for llama.cpp. One file holds the weights, often "
        "quantised so that they take less room, together with the tokenizer and the chat template."]),
    (2.0, [
        "<what> a session", "<what> (the session|sessions|chat.session|the user session|a chat session|session keys|"
        "a session key|user sessions|the chat session|the session in martlet|a session in martlet)", "what does session"
        " mean [in martlet]", "<why> [the|a] session", "session", "what is a session (for|good for|in martlet|here)",
        "<howto> (keep|store|save|remember) (a value|values|data|something|state|things|my objects) (for|in|per|"
        "during) "
        "(a chat|each chat|the chat|a session|the session|one user)", "where do i (keep|store|put) (state|values|data|"
        "variables) [of a chat|for each chat]", "<are> sessions", "what (do|can) i (put|keep|store|save) in [a|the] "
        "session", "what is the (idea|concept|meaning) of (a|the) session", "what does the session (hold|keep|contain|"
        "store|remember)", "<what> the (concept|notion|meaning|term|word) session",
    ], ["A session keeps the values of one chat, such as its model chain. You write `chat.session[.key] = value`, and "
        "each chat has its own session, so users never see each other's values."]),
    (2.0, [
        "<what> a step", "<what> (steps|the steps|a chat step|step|the step|a step in martlet)", "<are> steps",
        "what does [a|the] (step|word step) <mean> [in martlet|here|in the chat]", "<why> (a step|steps)", "step",
        "what are the steps (in|inside) (the|a) (chat|message|answer)", "i see (steps|a step) [in the chat], what is "
        "(that|it|this)", "<howto> <make> a step [<inmt>]", "<howto> (show|display) (a tool call|my work|progress|"
        "intermediate steps|a nested step)", "why (do i see|are there|does it show) steps", "chat.step",
        "what is (meant by|the meaning of) [a|the|the word] step", "the (word|term) step means what",
        "what does (it|the page) mean (by|with) [a] step",
    ], ["A step is one piece of work that the chat shows, such as a model run or a tool call. Steps can nest, and you "
        "can open one to watch its tokens. In code you write `chat.step(\"search\", type: .tool) { step in ... }`."]),
    (2.0, [
        "<what> (the|a) (message callback|callback|callback handler|callbackhandler)", "<are> callbacks",
        "what does [the|a] (callback|callback handler|callbackhandler|chat.callbackhandler|message callback) (do|mean)",
        "<why> (callbacks|a callback|the callback handler|a callback handler|chat.callbackhandler())", "callbacks",
        "callback handler", "<what> chat.callbackhandler()", "<howto> <make> (a callback|callbacks|the callback "
        "handler)",
        "why (do i|should i) pass callbacks [to the chain]", "what are callbacks (for|good for)",
        "what is the (function|task|job|meaning|use) of (the|a) callback [handler]", "explain callbacks [in martlet]",
        "what does the handler in callbacks do", "how does the callback [handler] work",
    ], ["The callback handler watches a chain while it runs. `chat.callbackHandler()` shows each run as a step with "
    "its "
        "tokens live, and it can stream the final answer into the chat."]),
    (2.0, [
        "<what> the settings [panel|page|dialog|window]", "<whereis> the settings [panel|page|dialog]", "what does the "
        "settings (panel|page|button|thing) do", "<why> the settings [panel]", "settings [panel]", "what settings are "
        "there", "<are> the (settings|chat settings|sliders|switches|controls)", "(which|what) settings can i change",
        "what can i (change|set|adjust) in the settings [panel]", "<howto> (change|open|use|find) the (settings|"
        "options|"
        "preferences|settings panel)", "where are the (options|settings|sliders|preferences|knobs|controls)",
        "what do the (sliders|knobs|switches|controls) do", "why are there sliders", "list the settings",
    ], ["The settings panel opens with the button beside the message box. It has these settings in the tutorial:\n\n"
        "- Temperature\n- Repetition Penalty\n- Top P\n- Top K\n- Max New Tokens\n- Stream Tokens\n\nConfirm, and the "
        "next answer obeys."]),
    (1.0, [
        "<howto> <make> (sliders|a slider|a settings panel|settings|chat settings|my own settings|a switch|widgets) "
        "[<inmt>]", "<what> chatsettings", "<howto> (ask|let) [the] <user> (for|change) settings",
        "(code|example) for (a settings panel|settings|a slider|chatsettings)", "how do i declare settings in code",
        "which widgets are there", "onsettingsupdate", "<what> onsettingsupdate",
    ], ["Send `ChatSettings` when the chat starts:\n\n```swift\nlet settings = try await chat.send(ChatSettings {\n    "
        "Slider(id: \"Temperature\", label: \"Temperature\", initial: 0.5, in: 0...2, step: 0.1)\n})\n```\n\nThen "
        "`app.onSettingsUpdate` is called with the new values each time the user confirms."]),
    (2.0, [
        "what does (stop|the stop button|pressing stop|clicking stop|hitting stop) do", "<howto> (stop|cancel|"
        "interrupt|"
        "end|abort|break off|halt) (an answer|the answer|it|the model|the bot|generation|the generation|a run|a reply|"
        "the reply|generating|the output|writing)", "<what> [the] stop [button]", "what happens (when|if|after) i "
        "(press|click|hit|push|use|tap) [the] stop [button|key]", "<why> [the] stop [button]", "stop button",
        "(it|the answer|the model) (is too long|does not stop|never ends|keeps going|goes on), how do i stop it",
        "how (fast|quickly|soon) does stop work", "does stop work (at once|immediately|right away)",
        "what does the square button do", "can an answer be (stopped|cancelled|interrupted)",
        "what happens to (the text|the answer|my answer) (when|if|after) i (press|click|push) stop",
    ], ["**Stop** ends the running answer at the next decode step, so at once for you. What was written so far stays "
    "in "
        "the chat, and you can ask the next question."]),
    (2.0, [
        "(which|what) port [number] (does it use|is used|does martlet use|is it on|does it run on|does it listen on|is "
        "the page on|is the server on|do i open|is the default|should i open|does the page use|is it)", "default port",
        "port", "which port", "what's the port [number]", "on (which|what) port (is|does) (it|the server|the page|"
        "martlet|the app) [run|listen|served|running|available|started]", "<what> the (default port|port|port number|"
        "address|url)", "(what|which) (address|url|web address|link) (do i open|is it|does it use|is the page at|"
        "should "
        "i open in the browser)", "where is the page served", "<where> (open|see|visit) (it|the page|the chat|my app)",
        "what do i (open|type|enter) in (the|my) browser", "where does (the server|it|martlet) listen",
    ], ["By default the page is served on port **8000**, so open http://127.0.0.1:8000 in your browser. The flag "
        "`--port` picks another one."]),
    (1.2, [
        "<howto> <change> the port [number]", "<howto> use (another|a different|some other|my own) port",
        "port (8000 |)"
        "is (in use|taken|busy|already used|occupied)", "(can|could) i run it on (port|) (9000|8080|3000|5000|80|1234)",
        "<what> --port", "another port", "run on (another|a different) port", "what if the port is (taken|in use|busy)",
        "<howto> (make|let) (it|martlet|the server) listen on port (9000|8080|3000|5000|80|1234)",
    ], ["Give the port when you start the app: `martlet run app.swift --port 9000`. If a port is already in use, "
        "Martlet says so in one clear sentence."]),
    (1.0, [
        "<what> --host", "<howto> (open|reach|use|see) (it|my app|the page) from (another|a different|my other) "
        "(computer|machine|phone|device)", "<howto> (share|expose|publish) (my app|it|the page) (on|in|to) (the|my) "
        "(network|lan|local network|office)", "is (it|my app|the server) (open|visible|reachable) (to|from) (others|"
        "the "
        "network|outside|the internet)", "<howto> <change> the host", "which (host|address|interface) does it bind "
        "[to]",
        "can other people (see|reach|open) my (app|chat|page)",
    ], ["Martlet binds 127.0.0.1, so only your own machine can reach it. Use `--host 0.0.0.0` to serve other machines, "
        "and turn on a login when you do."]),
    (2.2, [
        "<howto> <get> <amodel> [from (the hub|hugging face|huggingface|the model hub|the internet|hf)]",
        "<howto> <get> "
        "(models|a gguf|gguf files|mistral|a gguf file) [from (hugging face|the hub|hf)]", "where (do i|can i) <get> "
        "(models|a model|gguf files|a gguf|the model)", "<doesit> download (models|a model) [for me|by itself]",
        "<what> (the model hub|hf:|hugging face|the hub|martlet model pull)", "<get> <amodel> from (hugging face|the "
        "hub)",
        "download [a] model", "load [a] model from [the] (hub|hugging face)", "can it (download|load) from hugging "
        "face",
        "martlet model pull", "(which|what) command (downloads|gets|pulls|fetches) (models|a model)",
        "how are models downloaded", "i (don't have|have no|need) a model [yet], (where do i get one|what now)",
        "is there a [built in] downloader for models", "<howto> <get> <amodel> (straight|directly|right) from the hub",
    ], ["Name it as `hf:owner/repo/file.gguf`, or fetch it first:\n\n```sh\nmartlet model pull "
    "hf:owner/repo/file.gguf\n"
        "```\n\nThe download shows its progress, goes on after a break, and is checked by size and SHA-256."]),
    (1.0, [
        "<howto> (list|see|show|find) (my models|downloaded models|installed models|the models i have)",
        "<howto> (remove"
        "|delete|clean up) (a model|models|old models|downloaded models)", "which models (do i have|are installed|are "
        "downloaded)", "<are> the martlet model commands", "where are (models|downloads|downloaded models|model files) "
        "(stored|kept|saved)", "where does it (store|keep|put|save) (models|the models|downloads)", "martlet model",
        "martlet model list", "is there a model cache", "what is in the cache", "which folder are the models in",
    ], ["Models are stored in the usual Hugging Face cache, so other tools' downloads are found too. Use these "
        "commands:\n\n- `martlet model list`\n- `martlet model info`\n- `martlet model pull`\n"
        "- `martlet model remove`"]),
    (2.0, [
        "<what> (martlet.md|martlet md|the martlet.md file|the readme|the readme page|the readme button|chainlit.md)",
        "<howto> <change> (the readme|the readme page|the welcome page|the welcome text|the first page|martlet.md|the "
        "welcome screen|the readme text|the intro page)", "where is the (readme|welcome page|welcome text|intro) "
        "[text] "
        "(from|kept|stored|written)", "<why> martlet.md", "martlet.md", "what does martlet.md (do|contain|hold)",
        "<where> (write|change|put|find) the (welcome text|readme|readme text|welcome page|start page|intro text)",
        "(which|what) file (is|holds|has|contains|makes) the (readme|welcome text|welcome page|intro|readme page)",
        "what do i write in martlet.md", "what (is|does) the readme button [do|show]",
    ], ["`martlet.md` is the Readme page of your app, written in Markdown. Edit the file, and the text behind the "
    "Readme "
        "button changes. An existing `chainlit.md` is read too."]),
    (2.0, [
        "<what> chainlit", "(how|what) (is|does) martlet (related|relate|connected|linked) to chainlit", "what does "
        "martlet have to do with chainlit", "is (martlet|this|it) [like|the same as|a copy of|based on|a fork of] "
        "chainlit",
        "(difference|differences|what is the difference) between (martlet and chainlit|chainlit and martlet)",
        "chainlit",
        "martlet (vs|versus|or|compared to) chainlit", "does martlet work with chainlit [clients]", "why not chainlit",
        "what is (the relation|the connection|the relationship) (of|between) (martlet to chainlit|martlet and "
        "chainlit)",
        "is it compatible with chainlit", "<doesit> (replace|use|need) chainlit", "i know chainlit, what about martlet",
        "can i use chainlit clients", "is chainlit (needed|required)", "what has chainlit to do with (this|it)",
    ], ["Chainlit is a Python framework for chat applications. Martlet does the same job in Swift and speaks "
    "Chainlit's "
        "wire protocol, so its unmodified clients work, but Martlet needs no Python."]),
    (1.0, [
        "<howto> (move|port|migrate|convert|translate|switch|bring over) (my|a|an) (chainlit|python) (app|project|"
        "program|"
        "code) [to (martlet|swift)]", "<howto> (move|switch|migrate|come) from chainlit", "what are the martlet names "
        "for"
        " chainlit (functions|things)", "what is cl.message in martlet", "what is (cl.step|cl.user_session) in martlet",
        "chainlit to martlet", "<what> the (martlet|swift) (name|word) for cl.(message|step|action)",
    ], ["Most names carry over:\n\n- `@cl.on_message` is `app.onMessage`\n- `cl.Message(c).send()` is "
        "`chat.send(\"...\")`\n- `cl.Step` is `chat.step`\n- `cl.user_session` is `chat.session`\n\nAn existing "
        "Chainlit "
        "database opens as it is."]),
    (2.0, [
        "does (it|martlet|this) (need|require|use|want) [the|an] (internet|internet connection|network|web|connection|"
        "online access)", "(do i|must i) (need|have) [the|an] (internet|internet connection|connection|network|wifi)",
        "<doesit> (work|run) (offline|without internet|without a network|without a connection|locally|on a plane|"
        "with no internet|when i am offline)", "is (it|martlet|everything) (local|offline|online|in the cloud)",
        "can i use (it|martlet|this) (offline|without internet|on a plane|without wifi|with no connection)", "offline",
        "<doihave> (be|stay|go) (online|connected) [to use (it|martlet)|for this]", "internet needed",
        "is (the internet|internet|an internet connection|wifi|a network) (needed|required|necessary)",
        "will it work when (the internet|my wifi|my network) is (down|off|gone)", "is it cloud based",
    ], ["No. The model runs on your own machine, the page loads nothing from elsewhere, and everything works offline. "
        "Only downloading a model needs the internet."]),
    (1.5, [
        "(is|are) my (data|chats|messages|questions) (private|safe|sent anywhere|shared|secure)",
        "does (it|martlet) (send|"
        "collect|share|upload) (my data|data|anything|telemetry|my chats)", "is there telemetry", "privacy", "who can "
        "read my (messages|chats|data)", "does it (phone home|spy on me|track me)", "<what> the privacy policy",
        "where (is|does) my data (go|sent)", "is (it|martlet) (safe|private|secure)",
    ], ["Your messages stay on your machine. Martlet has no telemetry, binds to 127.0.0.1 and sends nothing away."]),
    (2.0, [
        "where (does|is|are) (the|my) (history|chat history|conversation history|old chats|chats|conversations|"
        "messages) "
        "(go|kept|stored|saved|live|written)", "<what> the (database|data layer|history|chat history)", "(which|what) "
        "(database|data base|storage|store|db) (is used|does it use|does martlet use|keeps the history|holds my <chat>|"
        "stores [the|my|old] <chat>|saves (my|the|old) <chat>|has my <chat>|is behind it)", "history", "<doesit> (keep|"
        "save|remember|store|persist) (the|my|old) <chat>", "<howto> (save|keep|store|persist|resume|continue) (my|a|"
        "the|"
        "an old) <chat>", "are my <chat> (saved|kept|stored|lost)", "does it use (sqlite|a database|postgres|"
        "postgresql)",
        "<where> (find|see) my (old|earlier|past|previous) <chat>", "what keeps the history", "can i resume a chat",
        "what (saves|stores|keeps|holds) [my|the|all] (past|old|earlier|previous) <chat>", "sqlite",
    ], ["The history goes into the data layer: **SQLite** by default, or PostgreSQL when many servers share their "
    "users."
        " The tables have Chainlit's names, so an old chat can be resumed."]),
    (2.0, [
        "(what|which) (licence|license) (is it|does it have|does martlet have|is used|is martlet under|applies|is it "
        "under"
        "|covers it|covers martlet|do you have)", "<what> the (licence|license)", "licence", "license",
        "is (it|martlet) "
        "(free|open source|free software|open|commercial)", "can i use (it|martlet) (commercially|at work|for free|in "
        "a "
        "product|in my company)", "how much does (it|martlet) cost", "do i have to pay [for (it|martlet)]",
        "what does it "
        "cost", "under (what|which) (licence|license) is (martlet|it|the code|the source) [code] [released|published|"
        "available]", "is the (source|source code|code) (open|public|free|available)", "who owns (it|martlet|the code)",
        "may i (copy|change|sell) (it|martlet|the code)", "what are the terms of use", "price",
    ], ["Martlet is open source under the Apache License 2.0, so you may use, change and share it for free, at work "
        "too."]),
    *_settings(),
]
