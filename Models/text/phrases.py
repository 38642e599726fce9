"""Patterns: `(a|b)` is a choice, `[a]` may be left out, `<name>` is one of the shared phrases below."""

import random

SHARED = {
    "howto": "(how do i|how can i|how would i|how should i|how could i|how do you|how does one|how to|how do we|"
    "what is the way to|what's the best way to|what do i do to|what must i do to|what should i do to|"
    "what do i have to do to|what steps do i take to|show me how to|can you show me how to|tell me how to|"
    "explain how to|teach me to|i want to|i'd like to|i would like to|i need to|i am trying to|help me|"
    "help me to|is there a way to|is it possible to|can i|could i|may i|any way to|what is the right way to|"
    "can you explain how to|do you know how to|how might i|how am i supposed to|i can't figure out how to)",
    "what": "(what is|what's|whats|what is meant by|what exactly is|what is actually|explain|please explain|describe|"
    "define|tell me about|tell me what is|can you explain|could you explain|give me a definition of|"
    "i don't understand|what do you mean by|what do you call|what do people mean by|can you describe|"
    "what can you tell me about|what do you know about|help me understand|i'd like to know what is|say what is|"
    "in short what is|in a few words what is|what kind of thing is|who or what is|could you tell me what is)",
    "are": "(what are|what're|explain|describe|tell me about|what do you mean by|what do you know about|"
    "can you explain|help me understand|give me an explanation of|what exactly are|i don't understand|define)",
    "mean": "(mean|do|stand for|refer to|describe|represent|signify|actually mean|control|change|affect|influence)",
    "why": "(why do i need|why is there|what is the use of|what's the use of|what is the purpose of|"
    "what's the purpose of|what's the point of|what is the point of|what good is|why would i use|"
    "when do i use|when should i use|what do i use|why use|what is the job of|what role has|what's the benefit of)",
    "where": "(where do i|where can i|where should i|where would i|where does one|where do you|in which place do i|"
    "whereabouts do i|where is the place to)",
    "whereis": "(where is|where's|where are|where do i find|where can i find|where would i find|where can i see|"
    "how do i find|how do i get to|how do i open|how do i see|i can't find|i cannot find|show me)",
    "doesit": "(does it|does martlet|can it|can martlet|will it|will martlet|is it able to|is martlet able to|"
    "do you know if it can|does this|can this|can this thing|does this tool|is there support to|could it|would it)",
    "doihave": "(do i have to|must i|do i need to|should i|is it necessary to|is it required to|am i required to|"
    "have i got to|is there any need to)",
    "app": "(app|application|program|chat app|chatbot|bot|chat program|swift file|file|project|swift app|"
    "chat application|my app|the app|chat bot|swift program|script|code|assistant)",
    "anapp": "(my|an|a|the|this|your|that|our) <app>",
    "run": "(run|start|launch|execute|start up|fire up|boot|open|get going|kick off|bring up|serve)",
    "model": "(model|language model|llm|ai model|large language model|neural network|weights|local model)",
    "amodel": "(a|the|my|this|another|some|your|our|one) <model>",
    "change": "(change|set|adjust|modify|alter|edit|tweak|increase|decrease|raise|lower|turn up|turn down|reduce|"
    "configure|control|make higher|make lower|pick|choose|play with|update|tune|switch|move|put up|put down|bump)",
    "get": "(get|download|fetch|pull|load|install|grab|obtain|bring in|take|import|use)",
    "make": "(make|create|write|build|add|define|set up|code|put in|do|implement|have|use|declare|program|produce)",
    "see": "(see|show|view|look at|find|display|watch|read|open|check|inspect|look up|get)",
    "mt": "(martlet|the martlet|this|this tool|it|martlet framework|this software|this program|this project|"
    "this framework|this library|this thing|the tool|the framework|the library)",
    "inmt": "(in martlet|with martlet|for martlet|in this|here|in my app|in the app|in this app|in an app|"
    "from my app|in swift|in my chat)",
    "chat": "(chat|conversation|chats|conversations|dialogue|thread|threads|discussion|discussions|messages|talks)",
    "user": "(user|person|visitor|human|customer|people|users|someone|somebody|everyone)",
    "joke": "(joke|funny joke|pun|gag|one liner|good joke|short joke|silly joke|riddle|funny thing|funny story|"
    "wisecrack|quip|knock knock joke|dad joke)",
}


class _Reader:
    """Turns a pattern into a tree: strings, lists (in order) and tuples (choices)."""

    def __init__(self, pattern):
        self.pattern, self.place = pattern, 0

    def options(self):
        found, items, letters = [], [], ""
        while self.place < len(self.pattern):
            sign = self.pattern[self.place]
            self.place += 1
            if sign in "([|)]<":
                if letters:
                    items.append(letters)
                    letters = ""
                if sign == "(":
                    items.append(self.options())
                elif sign == "[":
                    items.append(("", self.options()))
                elif sign == "<":
                    end = self.pattern.index(">", self.place)
                    items.append(shared(self.pattern[self.place:end]))
                    self.place = end + 1
                elif sign == "|":
                    found.append(items)
                    items = []
                else:
                    break
            else:
                letters += sign
        if letters:
            items.append(letters)
        found.append(items)
        return tuple(found)


_shared = {}
_trees = {}


def shared(name):
    """The tree of a shared phrase."""
    if name not in _shared:
        _shared[name] = _Reader(SHARED[name]).options()
    return _shared[name]


def _write(tree, chance):
    if isinstance(tree, str):
        return tree
    if isinstance(tree, tuple):
        return _write(chance.choice(tree), chance)
    return "".join(_write(item, chance) for item in tree)


def fill(pattern, chance: random.Random):
    """One text of a pattern, spaces tidied."""
    if pattern not in _trees:
        _trees[pattern] = _Reader(pattern).options()
    return " ".join(_write(_trees[pattern], chance).split())
