"""The random models' words: a SentencePiece vocabulary of syllables, in which a prompt of N words has N tokens."""

import itertools

import gguf

CONSONANTS, VOWELS = "bcdfghjklmnpqrstvwxz", "aeiou"
SYLLABLES = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
SPACE = "▁"
SPECIAL = ["<unk>", "<s>", "</s>"]
CHARACTERS = [SPACE] + [chr(code) for code in range(33, 127)]
# What a model may say begins here; all before it is there so that any text can be read.
FIRST_WORD = len(SPECIAL) + 256 + len(CHARACTERS) + len(SYLLABLES)

# Every message on a line of its own, after its role.
CHAT_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] + ':' + message['content'] + '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ 'assistant:' }}{% endif %}"
)


def words():
    """All words there can be, without their space: of one, two and three syllables."""
    for count in (1, 2, 3):
        for syllables in itertools.product(SYLLABLES, repeat=count):
            yield "".join(syllables)


def prompt(count, start=0):
    """A text of `count` tokens, for models of at least 4,096 words; texts with another `start` begin differently."""
    two_syllables = [first + second for first in SYLLABLES[:30] for second in SYLLABLES]
    return "".join(" " + two_syllables[(start * 389 + number * 7) % len(two_syllables)] for number in range(count))


def count(text):
    """How many words a text has, which is how many tokens an answer has."""
    return text.count(" ")


def describe(writer, size):
    """Adds the tokenizer's metadata: pieces that come first are joined first, so that words grow from the left."""
    pieces = SPECIAL + [f"<0x{byte:02X}>" for byte in range(256)] + CHARACTERS + SYLLABLES
    pieces += [SPACE + word for word in itertools.islice(words(), size - len(pieces))]
    kinds = [gguf.TokenType.UNKNOWN] + 2 * [gguf.TokenType.CONTROL] + 256 * [gguf.TokenType.BYTE]
    kinds += (len(pieces) - len(kinds)) * [gguf.TokenType.NORMAL]
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([piece.encode() for piece in pieces])
    writer.add_token_scores([-float(number) for number in range(len(pieces))])
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)
