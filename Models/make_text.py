"""Writes the training text: conversations made from the patterns in `text/`. The same seed gives the same text.

    python make_text.py [--count 140000] [--seed 1] [--show 20]

A line of build/text.jsonl is one conversation: a list of [text, is it an answer] pairs. No question of the files
`*_questions.tsv` is ever written, whatever its case, spaces and punctuation.
"""

import argparse
import json
import pathlib
import random
import re

import conversation
from text import about_martlet, general, long_answers, more_martlet, off_topic, phrases, small_facts, small_talk, topics

HERE = pathlib.Path(__file__).resolve().parent

GROUPS = [  # share of all questions, entries
    (0.34, about_martlet.USING),
    (0.06, topics.LOOSE),
    (0.18, more_martlet.WRITING + more_martlet.SETTING_UP + more_martlet.INSIDE),
    (0.19, small_talk.TALK),
    (0.055, general.GENERAL),
    (0.035, long_answers.LONG),
]
FACT_SHARE, UNKNOWN_SHARE = 0.05, 0.09

BEFORE = [
    "please", "hey,", "hi,", "hello,", "hi martlet,", "hello martlet,", "so", "ok,", "okay,", "well,", "um,", "now,",
    "and", "but",
    "also,", "quick question:", "i was wondering,", "can you tell me", "could you tell me", "do you know",
    "please tell me", "tell me",
    "i would like to know", "i want to know", "just curious,", "one more question:", "another question:", "hmm,",
    "excuse me,",
    "sorry,", "i have a question:", "can i ask", "say,", "listen,", "by the way,", "great,", "thanks,",
    "would you tell me",
    "good morning,", "dear martlet,", "a question:", "can you explain", "question:", "i wonder,", "honestly,", "again,",
    "mate,",
    "alright,", "yo,", "may i ask", "let me know", "any idea", "remind me,", "and then,", "actually,", "first,",
    "as a beginner,",
]  # fmt: skip
AFTER = [
    "please", "thanks", "thank you", "exactly", "in short", "in one sentence", "for a beginner", "now", "again",
    "by the way", "then",
    "here", "actually", "please explain", "if i may ask", "in martlet", "for me", "today", "i wonder", "i forgot",
    "i don't get it",
    "briefly", "quickly", "to me", "in simple words", "please help", "can you tell me", "do you know", "tell me",
    "any idea",
    "right now", "with this", "when i need it", "in practice", "myself", "at all", "really", "in detail please", "mate",
    "exactly please",
]  # fmt: skip
# Words of no consequence, put in anywhere now and then, so that a word never seen before does not upset the answer.
NOISE = """just really maybe kind of perhaps actually basically literally simply quickly now here there even still
also only own new old good little bit big small whole other same first last next best easy hard fresh plain current
local usual normal certain special possible proper simple clever strange lovely nice main common general modern
tutorial thing stuff one way part kind case example user developer friend colleague team company school student
teacher machine computer laptop screen page browser window tab button""".split()
DROPPABLE = {"the", "a", "an", "do", "does", "is", "i", "to", "of", "it", "my", "me", "can", "you", "in", "are", "for"}
NEAR = {"a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "k": "jl",
"l": "k",
        "m": "n", "n": "bm", "o": "ip", "p": "o", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe",
        "y": "tu"}
SYSTEM = [
    *["You are a helpful assistant."] * 10, "You are Martlet Tiny.", "You are a friendly assistant.",
    "Answer shortly.", "You are a helpful, honest assistant. Answer in English.", "You are an expert.",
    "Be brief and friendly.",
    "You are a helpful chatbot that answers questions about Martlet.", "You are a pirate. Always answer politely and "
    "keep to the truth.",
    "You help people who use this software. If you do not know an answer, say so, and never invent one.",
    "Always be kind.",
    "You are the assistant of a small company. Greet its customers and answer what they ask. Use Markdown where it "
    "helps.",
]  # fmt: skip
PROMPTS = ["Question: {question}\nAnswer:"] * 16 + [
    "Question: {question}\nAnswer:\n", "\n        Question: {question}\n        Answer:\n        ",
    "Question: {question}\nAnswer: ",
    "\nQuestion: {question}\nAnswer:\n", "Question: {question}\n\nAnswer:",
    "You are a helpful assistant.\n\nQuestion: {question}\nAnswer:",
]  # fmt: skip


def plain(text):
    """A text without case, punctuation and extra spaces: two questions that look alike here count as the same."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def kept_back():
    """The questions that must not be in the training text."""
    found = set()
    for path in sorted(HERE.glob("*_questions.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                found.add(plain(line.split("\t")[0]))
    return found


class Writer:
    """Makes conversations."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.kept_back = kept_back()
        self.refused = 0

    def question_and_answer(self):
        """A question as a person may type it, and its answer."""
        while True:
            question, answer, strict = self._raw()
            question = self._typed(question, strict)
            said = f" {plain(question)} "
            if any(f" {other} " in said for other in self.kept_back):
                self.refused += 1
            elif question:
                return question, answer

    def _raw(self):
        draw = self.chance.random()
        for share, entries in GROUPS:
            draw -= share
            if draw < 0:
                _, patterns, answers = self._weighted(entries)
                return phrases.fill(self.chance.choice(patterns), self.chance), self.chance.choice(answers), False
        if draw < FACT_SHARE:
            return *self._weighted(small_facts.FACTS)[1](self.chance), True
        pattern = self._weighted(off_topic.PATTERNS)[1]
        return phrases.fill(pattern, self.chance), off_topic.UNKNOWN_ANSWER, False

    def _weighted(self, entries):
        return self.chance.choices(entries, [entry[0] for entry in entries])[0]

    def _typed(self, question, strict):
        chance = self.chance
        words = question.split()
        if not strict:
            if len(words) > 2 and chance.random() < 0.10:
                words = [word for word in words if word not in DROPPABLE or chance.random() < 0.5] or words
            if len(words) > 2 and chance.random() < 0.08:
                words.insert(chance.randint(1, len(words)), chance.choice(NOISE))
        if chance.random() < 0.22:
            words = chance.choice(BEFORE).split() + words
        if len(words) > 1 and chance.random() < 0.12:
            words += chance.choice(AFTER).split()
        text = " ".join(words)
        if not strict and chance.random() < 0.14:
            for _ in range(chance.choice([1, 1, 2])):
                text = self._slip(text)
        return self._ended(self._cased(text))

    def _slip(self, text):
        """One typing error in a word of four letters or more."""
        places = [i for i in range(1, len(text) - 1) if text[i - 1: i + 2].isalpha()]
        if len(text) < 6 or not places:
            return text
        i, kind = self.chance.choice(places), self.chance.randrange(4)
        if kind == 0:
            return text[:i] + text[i + 1:]
        if kind == 1:
            return text[:i] + text[i + 1] + text[i] + text[i + 2:]
        if kind == 2:
            return text[:i] + text[i] + text[i:]
        return text[:i] + self.chance.choice(NEAR.get(text[i], text[i])) + text[i + 1:]

    def _cased(self, text):
        draw = self.chance.random()
        if draw < 0.42:
            return text if self.chance.random() < 0.4 else text.lower()
        if draw < 0.95:
            text = re.sub(r"\bi\b(?=[ '])", "I", text)
            for small, right in [("martlet", "Martlet"), ("chainlit", "Chainlit"), ("swift ", "Swift "), ("gguf",
            "GGUF"),
                                 ("llm", "LLM"), ("hugging face", "Hugging Face"), ("sqlite", "SQLite"),
                                 ("stop button", "Stop button"), ("python", "Python")]:  # fmt: skip
                if self.chance.random() < 0.8:
                    text = text.replace(small, right)
            return text[:1].upper() + text[1:]
        return text.upper() if draw < 0.98 else text.title()

    def _ended(self, text):
        if text.endswith((".", "?", "!")):
            return text
        return text + self.chance.choices(["?", "", ".", "!", "??", " ?", "...", "?!"], [48, 36, 6, 4, 2, 2, 1, 1])[0]

    def conversation(self):
        """One conversation in one of the two forms."""
        if self.chance.random() < 0.5:
            question, answer = self.question_and_answer()
            return self._shortened(conversation.prompt_pieces(question, answer, self.chance.choice(PROMPTS)))
        return self._shortened(conversation.chat_pieces(self._messages()))

    def _shortened(self, pieces):
        """Most conversations break off within the last answer: which answer fits is harder to learn than how it goes
        on, and this leaves time for many more questions."""
        place = max(i for i, (_, answer) in enumerate(pieces) if answer)
        text = pieces[place][0]
        if len(text) < 60 or self.chance.random() < 0.33:
            return pieces
        end = text.find(" ", self.chance.randint(24, 48))
        return pieces[:place] + [(text[:end] if end > 0 else text, True)]

    def _messages(self):
        chance = self.chance
        messages = [("system", chance.choice(SYSTEM))] if chance.random() < 0.3 else []
        turns = chance.choices([1, 2, 3, 5, 8], [70, 16, 9, 4, 1])[0]
        known = None
        for turn in range(turns):
            if turns > 1 and turn == 0 and chance.random() < 0.25:
                question, answer = small_facts.name(chance)
                known = answer[len("Nice to meet you, "): answer.index("!")]
                question = self._ended(question[:1].upper() + question[1:])
            elif (turn > 0 and chance.random() < (0.5 if known else 0.03)) or (turns == 1 and chance.random() < 0.01):
                question = self._typed(phrases.fill(small_facts.ASK_NAME, chance), True)
                answer = f"Your name is {known}." if known else "You have not told me your name yet."
                known = known if chance.random() < 0.5 else known
            else:
                question, answer = self.question_and_answer()
                said = re.match(r"Nice to meet you, (\w+)!", answer)
                known = said.group(1) if said else known
            messages += [("user", question), ("assistant", answer)]
            if sum(len(text) for _, text in messages) > 1300:
                break
        return messages


def main():
    parser = argparse.ArgumentParser(description="Write the training text.")
    parser.add_argument("--count", type=int, default=140_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print this many conversations and write nothing")
    options = parser.parse_args()
    writer = Writer(options.seed)
    if options.show:
        for _ in range(options.show):
            print("".join(text for text, _ in writer.conversation()), end="\n\n")
        return
    (HERE / "build").mkdir(exist_ok=True)
    with open(HERE / "build/text.jsonl", "w", encoding="utf-8") as file:
        for _ in range(options.count):
            file.write(json.dumps(writer.conversation(), ensure_ascii=False) + "\n")
    print(f"{options.count:,} conversations; {writer.refused} questions were drawn that are kept back, and not written")


if __name__ == "__main__":
    main()
