"""Trains the tokenizer and the network on the text that make_text.py wrote.

    python train.py [--steps 1900] [--seed 1]
"""

import argparse
import json
import pathlib
import pickle
import random
import time

import jax
import jax.numpy as jnp
import numpy
import optax
import optax.contrib

import conversation
import export_gguf
import tokenizer as tokens
from architecture import Shape, final_states, initial_weights

HERE = pathlib.Path(__file__).resolve().parent
CHECKPOINT = HERE / "build/checkpoint"
VOCABULARY = 1792
# Short conversations are packed into short rows and long ones into long rows; every step takes some rows of each.
BOXES = [128, 512]
TOKENS_PER_STEP = 3072
# The first tokens of an answer decide which answer it is, so they weigh most; questions are learnt a little, too.
QUESTION_WEIGHT, FIRST_WEIGHT, FIRST_FADE = 0.1, 8.0, 0.75


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
            if answer:
                weights += [1.0 + FIRST_WEIGHT * FIRST_FADE**place for place in range(len(piece))]
            else:
                weights += [QUESTION_WEIGHT] * len(piece)
        out.append((numpy.array(ids, numpy.int32), numpy.array(weights, numpy.float32)))
    return out


def pack(examples, size):
    """Puts conversations into rows of `size` tokens: arrays of ids, loss weights and segment numbers."""
    rows, open_rows = [], []
    for example in examples:
        length = len(example[0])
        row = min((row for row in open_rows if row[0] >= length), key=lambda row: row[0], default=None)
        if row is None:
            row = [size, []]
            rows.append(row[1])
            open_rows = [row] + open_rows[:60]
        row[0] -= length
        row[1].append(example)
    ids = numpy.full((len(rows), size), tokens.END, numpy.int32)
    weights = numpy.zeros((len(rows), size), numpy.float32)
    segments = numpy.zeros((len(rows), size), numpy.int32)
    for number, row in enumerate(rows):
        start = 0
        for segment, (piece, importance) in enumerate(row, 1):
            end = start + len(piece)
            ids[number, start:end], weights[number, start:end] = piece, importance
            segments[number, start:end] = segment
            weights[number, start] = 0.0  # the first token is not the answer to anything before it
            start = end
    return ids, weights, segments


class Batches:
    """Deals rows of each box, so that each step sees short and long conversations in their natural proportion."""

    def __init__(self, examples, seed):
        self.random = random.Random(seed)
        sorted_examples = [[] for _ in BOXES]
        for example in examples:
            place = next((i for i, size in enumerate(BOXES) if len(example[0]) <= size + 1), None)
            if place is not None:
                sorted_examples[place].append(example)
        self.boxes = [pack(found, size + 1) for found, size in zip(sorted_examples, BOXES)]
        total = sum(box[0].size for box in self.boxes)
        self.rows = [max(1, round(TOKENS_PER_STEP * len(box[0]) / total)) for box in self.boxes]
        self.decks = [[] for _ in BOXES]
        used = sum((box[2] > 0).sum() for box in self.boxes)
        print("rows per step:", dict(zip(BOXES, self.rows)), "rows:", [len(box[0]) for box in self.boxes],
              f"filled: {used / total:.0%}", flush=True)

    def next(self):
        out = []
        for place, (box, count) in enumerate(zip(self.boxes, self.rows)):
            if len(self.decks[place]) < count:
                self.decks[place] = self.random.sample(range(len(box[0])), len(box[0]))
            chosen, self.decks[place] = self.decks[place][:count], self.decks[place][count:]
            out.append(tuple(array[chosen] for array in box))
        return out


def make_step(shape, optimizer):
    """The compiled training step."""

    def loss(weights, batch):
        total = mass = firsts = first_count = 0.0
        for ids, importance, segments in batch:
            states = final_states(weights, ids[:, :-1], segments[:, :-1], shape)
            scores = states @ weights["embedding"].T
            target = jnp.take_along_axis(scores, ids[:, 1:, None], axis=-1)[..., 0]
            losses = jax.nn.logsumexp(scores, axis=-1) - target
            importance = importance[:, 1:]
            first = (importance == 1.0 + FIRST_WEIGHT).astype(jnp.float32)
            total += (losses * importance).sum()
            mass += importance.sum()
            firsts += (losses * first).sum()
            first_count += first.sum()
        return total / mass, (total / mass, firsts / first_count)

    @jax.jit
    def step(weights, state, batch):
        (_, losses), slopes = jax.value_and_grad(loss, has_aux=True)(weights, batch)
        updates, state = optimizer.update(slopes, state, weights)
        return optax.apply_updates(weights, updates), state, losses

    return step


def make_optimizer(options):
    """Muon for the layers' matrices, Adam for the embedding and the norms.

    Both rates rise for 40 steps, stay, and fall in a line over the second half. So a run that was broken off can go on
    towards another number of steps, and gives what an unbroken run of that number gives.
    """

    def rate(highest):
        falling = options.steps // 2
        return optax.join_schedules(
            [optax.linear_schedule(0.0, highest, 40), optax.linear_schedule(highest, highest * 0.01, falling)],
            [options.steps - falling],
        )  # fmt: skip

    def kinds(weights):
        return jax.tree_util.tree_map_with_path(
            lambda path, array: "muon" if path[0].key == "layers" and array.ndim == 2 else "adam", weights
        )

    muon = optax.contrib.muon(rate(options.rate), weight_decay=0.01)
    adam = optax.adam(rate(options.rate / 5), b2=0.98)
    return optax.chain(optax.clip_by_global_norm(1.0), optax.multi_transform({"muon": muon, "adam": adam}, kinds))


def train(examples, shape, options):
    """Runs the training and returns the weights."""
    weights = initial_weights(shape, options.seed)
    count = sum(array.size for array in jax.tree.leaves(weights))
    print(f"{count:,} parameters", flush=True)
    optimizer = make_optimizer(options)
    state = optimizer.init(weights)
    batches, step = Batches(examples, options.seed), make_step(shape, optimizer)
    started, recent = time.time(), []
    done = 0
    if options.resume:
        done, weights, state = pickle.loads(CHECKPOINT.read_bytes())
    for number in range(1, options.steps + 1):
        batch = batches.next()
        if number <= done:
            continue
        weights, state, losses = step(weights, state, batch)
        recent.append([float(loss) for loss in losses])
        if number % 50 == 0 or number == options.steps:
            whole, first = numpy.mean(recent, axis=0)
            print(f"step {number}  loss {whole:.4f}  first tokens {first:.4f}  {time.time() - started:.0f} s",
            flush=True)
            recent = []
            CHECKPOINT.write_bytes(pickle.dumps(jax.tree.map(numpy.asarray, (number, weights, state))))
    return weights


def main():
    parser = argparse.ArgumentParser(description="Train the tokenizer and the network.")
    parser.add_argument("--steps", type=int, default=1900)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint of a run on the same "
    "text")
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
