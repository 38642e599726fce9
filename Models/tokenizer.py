"""The model's own tokenizer: byte-pair merges with byte fallback, in the form llama.cpp calls "SPM".

A piece carries a score, and encoding merges the neighbouring pair whose joined piece has the highest score, leftmost
first. That is llama.cpp's rule for `tokenizer.ggml.model = "llama"`, so ids here equal ids there (evaluate.py checks).
"""

import collections
import heapq
import json
import re

UNKNOWN, BEGIN, END, TURN_START, TURN_END = range(5)
CONTROL_PIECES = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"]
FIRST_BYTE = len(CONTROL_PIECES)
SPACE = "\u2581"  # how a space is written inside pieces

# llama.cpp's token types, as GGUF stores them.
NORMAL, UNKNOWN_TYPE, CONTROL, BYTE = 1, 2, 3, 6

# Training never merges across these groups; digits stay single so that numbers keep their shape.
GROUPS = re.compile(f"{SPACE}?[A-Za-z]+|{SPACE}?[0-9]|{SPACE}+(?={SPACE}|$)|{SPACE}?[^A-Za-z0-9{SPACE}\n]+|\n")
# No piece has a space after another character, so merging never crosses the start of one of these chunks.
CHUNKS = re.compile(f"{SPACE}+[^{SPACE}]*|[^{SPACE}]+")
SPECIAL = re.compile("(" + "|".join(re.escape(p) for p in sorted(CONTROL_PIECES, key=len, reverse=True)) + ")")


class Tokenizer:
    """Encodes and decodes text with a fixed list of pieces."""

    def __init__(self, pieces):
        self.pieces = list(pieces)
        self.ids = {piece: i for i, piece in enumerate(self.pieces)}
        self.first_letter = FIRST_BYTE + 256
        self._cache = {}

    def __len__(self):
        return len(self.pieces)

    def score(self, token):
        """The merge priority of a piece: earlier learnt is higher."""
        return -float(token - self.first_letter) if token >= self.first_letter else 0.0

    def kind(self, token):
        """The GGUF token type of a piece."""
        if token == UNKNOWN:
            return UNKNOWN_TYPE
        if token < FIRST_BYTE:
            return CONTROL
        return BYTE if token < self.first_letter else NORMAL

    def encode(self, text, begin=False, special=True):
        """Token ids of a text; `special` turns the text of control pieces into their ids."""
        out = [BEGIN] if begin else []
        for part in SPECIAL.split(text) if special else [text]:
            if special and part in self.ids and part in CONTROL_PIECES:
                out.append(self.ids[part])
            else:
                for chunk in CHUNKS.findall(part.replace(" ", SPACE)):
                    out += self._chunk(chunk)
        return out

    def decode(self, tokens):
        """The text of token ids; control pieces give nothing."""
        data = b""
        for token in tokens:
            if token >= self.first_letter:
                data += self.pieces[token].replace(SPACE, " ").encode()
            elif token >= FIRST_BYTE:
                data += bytes([token - FIRST_BYTE])
        return data.decode(errors="replace")

    def _chunk(self, chunk):
        found = self._cache.get(chunk)
        if found is None:
            found = self._merge(chunk)
            if len(self._cache) < 500_000:
                self._cache[chunk] = found
        return found

    def _merge(self, chunk):
        symbols = list(chunk)
        count = len(symbols)
        before = list(range(-1, count - 1))
        after = list(range(1, count)) + [-1]
        queue = []

        def offer(left, right):
            if left < 0 or right < 0:
                return
            joined = symbols[left] + symbols[right]
            token = self.ids.get(joined)
            if token is not None:
                heapq.heappush(queue, (-self.score(token), left, right, joined))

        for i in range(1, count):
            offer(i - 1, i)
        while queue:
            _, left, right, joined = heapq.heappop(queue)
            if not symbols[left] or not symbols[right] or symbols[left] + symbols[right] != joined:
                continue
            symbols[left], symbols[right] = joined, ""
            after[left] = after[right]
            if after[right] >= 0:
                before[after[right]] = left
            offer(before[left], left)
            offer(left, after[left])
        out = []
        for symbol in symbols:
            if symbol in self.ids:
                out.append(self.ids[symbol])
            elif symbol:
                out += [FIRST_BYTE + byte for byte in symbol.encode()]
        return out

    def save(self, path):
        """Writes the pieces as JSON."""
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.pieces, file, ensure_ascii=False, indent=0)

    @staticmethod
    def load(path):
        """Reads what `save` wrote."""
        with open(path, encoding="utf-8") as file:
            return Tokenizer(json.load(file))


def train(texts, size):
    """Learns a tokenizer of `size` pieces from an iterable of texts."""
    words = collections.Counter()
    for text in texts:
        words.update(GROUPS.findall(text.replace(" ", SPACE)))
    letters = [SPACE] + [chr(code) for code in range(33, 127)]
    pieces = CONTROL_PIECES + [f"<0x{byte:02X}>" for byte in range(256)] + letters
    known = set(pieces)
    # Rare words are left out: they would only teach pieces of typing errors.
    entries = [[list(word), count] for word, count in sorted(words.items()) if count >= 3]
    pairs, places = collections.Counter(), collections.defaultdict(set)
    for index, (symbols, count) in enumerate(entries):
        for pair in zip(symbols, symbols[1:]):
            pairs[pair] += count
            places[pair].add(index)
    while len(pieces) < size and pairs:
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        if pairs[best] < 2:
            break
        joined = best[0] + best[1]
        if joined not in known:
            known.add(joined)
            pieces.append(joined)
        for index in sorted(places[best]):
            symbols, count = entries[index]
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] -= count
            i = 0
            while i < len(symbols) - 1:
                if (symbols[i], symbols[i + 1]) == best:
                    symbols[i : i + 2] = [joined]
                i += 1
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += count
                places[pair].add(index)
        del pairs[best], places[best]
    return Tokenizer(pieces)
