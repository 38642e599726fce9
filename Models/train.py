"""Trains the tokenizer and the network on the text that make_text.py wrote.

    python train.py [--steps 2600] [--seed 1]
"""

import argparse
import json
import pathlib
import random
import time

import jax
import jax.numpy as jnp
import numpy
import optax

import conversation
import export_gguf
import tokenizer as tokens
from architecture import Shape, final_states, initial_weights

HERE = pathlib.Path(__file__).resolve().parent
VOCABULARY = 1792
# Conversations are sorted into boxes by length; every step takes some rows from each (row length: share of all tokens).
BOXES = [48, 80, 144, 288, 512]
TOKENS_PER_STEP = 8192
QUESTION_WEIGHT = 0.1


def load_documents(path):
    """The conversations, each a list of [text, is it an answer] pairs."""
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def encode(documents, words):
    """Token ids and per-token loss weights of every conversation."""
    out = []
    for number, document in enumerate(documents):
        ids, weights = ([], []) if number % 25 == 24 else ([tokens.BEGIN], [0.0])
        for text, answer in document:
            piece = words.encode(text)
            ids += piece
            weights += [1.0 if answer else QUESTION_WEIGHT] * len(piece)
        out.append((numpy.array(ids, numpy.int32), numpy.array(weights, numpy.float32)))
    return out


class Batches:
    """Deals conversations box by box, so that each step sees every length in its natural proportion."""

    def __init__(self, examples, seed):
        self.random = random.Random(seed)
        self.boxes = [[] for _ in BOXES]
        too_long = 0
        for example in examples:
            place = next((i for i, size in enumerate(BOXES) if len(example[0]) <= size + 1), None)
            if place is None:
                too_long += 1
                continue
            self.boxes[place].append(example)
        total = sum(size * len(box) for size, box in zip(BOXES, self.boxes))
        self.rows = [
            max(1, round(TOKENS_PER_STEP * len(box) / total)) if box else 0 for box in self.boxes
        ]  # fmt: skip
        self.decks = [[] for _ in BOXES]
        print("rows per step:", dict(zip(BOXES, self.rows)), "conversations:", [len(b) for b in self.boxes],
              "left out as too long:", too_long, flush=True)

    def next(self):
        out = []
        for place, (size, rows) in enumerate(zip(BOXES, self.rows)):
            ids = numpy.full((rows, size + 1), tokens.END, numpy.int32)
            weights = numpy.zeros((rows, size + 1), numpy.float32)
            for row in range(rows):
                if not self.decks[place]:
                    self.decks[place] = list(range(len(self.boxes[place])))
                    self.random.shuffle(self.decks[place])
                example = self.boxes[place][self.decks[place].pop()]
                ids[row, : len(example[0])] = example[0]
                weights[row, : len(example[1])] = example[1]
            if rows:
                out.append((ids, weights))
        return out


def make_step(shape, optimizer):
    """The compiled training step."""

    def loss(weights, batch):
        total = mass = answers = answer_mass = 0.0
        for ids, importance in batch:
            states = final_states(weights, ids[:, :-1], shape)
            scores = states @ weights["embedding"].T
            target = jnp.take_along_axis(scores, ids[:, 1:, None], axis=-1)[..., 0]
            losses = jax.nn.logsumexp(scores, axis=-1) - target
            importance = importance[:, 1:]
            only_answers = (importance == 1.0).astype(jnp.float32)
            total += (losses * importance).sum()
            mass += importance.sum()
            answers += (losses * only_answers).sum()
            answer_mass += only_answers.sum()
        return total / mass, answers / answer_mass

    @jax.jit
    def step(weights, state, batch):
        (_, answers), slopes = jax.value_and_grad(loss, has_aux=True)(weights, batch)
        updates, state = optimizer.update(slopes, state, weights)
        return optax.apply_updates(weights, updates), state, answers

    return step


def decays(weights):
    """Weight decay is for matrices only."""
    return jax.tree.map(lambda array: array.ndim > 1, weights)


def train(examples, shape, options):
    """Runs the training and returns the weights."""
    weights = initial_weights(shape, options.seed)
    count = sum(array.size for array in jax.tree.leaves(weights))
    print(f"{count:,} parameters", flush=True)
    rate = optax.warmup_cosine_decay_schedule(0.0, options.rate, 100, options.steps, options.rate * 0.02)
    optimizer = optax.chain(
        optax.clip_by_global_norm(1.0), optax.adamw(rate, b2=0.98, weight_decay=0.1, mask=decays)
    )  # fmt: skip
    state = optimizer.init(weights)
    batches, step = Batches(examples, options.seed), make_step(shape, optimizer)
    started, recent = time.time(), []
    for number in range(1, options.steps + 1):
        weights, state, answers = step(weights, state, batches.next())
        recent.append(float(answers))
        if number % 50 == 0 or number == options.steps:
            print(f"step {number}  answer loss {numpy.mean(recent):.4f}  {time.time() - started:.0f} s", flush=True)
            recent = []
        if number % 400 == 0:
            export_gguf.save_weights(HERE / "build/weights.npz", weights, shape)
    return weights


def main():
    parser = argparse.ArgumentParser(description="Train the tokenizer and the network.")
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    documents = load_documents(HERE / "build/text.jsonl")
    words = tokens.train((text for document in documents[:40_000] for text, _ in document), VOCABULARY)
    words.save(HERE / "build/tokenizer.json")
    examples = encode(documents, words)
    total = sum(len(ids) for ids, _ in examples)
    print(f"{len(documents):,} conversations, {total:,} tokens, {len(words)} pieces", flush=True)
    shape = Shape(vocabulary=len(words))
    weights = train(examples, shape, options)
    export_gguf.save_weights(HERE / "build/weights.npz", weights, shape)


if __name__ == "__main__":
    main()
