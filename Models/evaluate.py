"""Checks martlet-tiny.gguf through the real libllama, and asks it the held-back questions.

    LLAMA_CPP_LIB_PATH=... PYTHONPATH=... python evaluate.py [--questions FILE] [--samples 5] [--verbose]

Ends with status 1 if a check fails or fewer than 18 of the 20 held-back questions are answered correctly.
"""

import argparse
import pathlib
import random
import re
import sys
import tempfile

import jinja2
import jinja2.sandbox
import numpy

import conversation
import tokenizer as tokens
from library import Model

HERE = pathlib.Path(__file__).resolve().parent
LARGEST = 8_000_000
NEEDED = 18
TUTORIAL = {"temperature": 0.5, "repetition_penalty": 1.1, "top_p": 0.9, "top_k": 50}
SYSTEM = "You are a helpful assistant."


def read_questions(path):
    """Rows of (question, what the answer must match, what it must not match)."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, wanted, unwanted = (line.split("\t") + [""])[:3]
            rows.append((question, wanted, unwanted))
    return rows


def render(model, question, system=None):
    """The chat form of a question, by the template in the file."""
    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    messages = [{"role": "system", "content": system}] if system else []
    messages.append({"role": "user", "content": question})
    return environment.from_string(model.template()).render(messages=messages, add_generation_prompt=True)


def correct(answer, wanted, unwanted):
    flags = re.IGNORECASE | re.DOTALL
    answer = answer.strip()
    return bool(re.search(wanted, answer, flags)) and not (unwanted and re.search(unwanted, answer, flags))


def check_file(path):
    size = path.stat().st_size
    assert size <= LARGEST, f"{path.name} has {size:,} bytes, more than {LARGEST:,}"
    print(f"size: {size:,} bytes")


def check_template(model):
    wanted = f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\nHello?<|im_end|>\n<|im_start|>assistant\n"
    assert render(model, "Hello?", SYSTEM) == wanted, "the chat template renders something else than the training form"
    pieces = conversation.chat_pieces([("system", SYSTEM), ("user", "Hello?")])
    assert wanted.startswith("".join(text for text, _ in pieces))
    ids = model.encode(wanted)
    assert ids.count(tokens.TURN_START) == 3 and ids.count(tokens.TURN_END) == 2 and ids[0] == tokens.BEGIN
    print("chat template: renders the training form")


def check_tokenizer(model, words):
    chance = random.Random(7)
    letters = "abc XYZ  \n\t.,!?-_`*{}<>|/0123456789äöüß€漢字🙂\u00a0é\u2581"
    texts = ["", " ", "\n", "Hello, world!", "Question: How do I run it?\nAnswer:", "  two  spaces ",
    "<s></s><|im_end|>", "naïve 🙂"]
    texts += [question for path in HERE.glob("*_questions.tsv") for question, _, _ in read_questions(path)]
    texts += ["".join(chance.choice(letters) for _ in range(chance.randint(1, 80))) for _ in range(2000)]
    for text in texts:
        for special in [True, False]:
            ids = model.encode(text, begin=True, special=special)
            assert ids == words.encode(text, begin=True, special=special), f"token ids differ for {text!r}"
        back = text.replace("\u2581", " ")
        assert model.decode(ids) == back and words.decode(ids) == back, f"{text!r} does not come back"
    print(f"tokenizer: {len(texts):,} texts give the same ids as in training and come back whole")


def check_logits(model, words):
    """Compares libllama with the network in JAX, in full precision and as stored."""
    weights_file = HERE / "build/weights.npz"
    if not weights_file.exists():
        print("logits: not compared, build/weights.npz is missing (train first)")
        return
    import export_gguf
    from architecture import logits

    weights, shape = export_gguf.load_weights(weights_file)
    ids = words.encode("Question: What is Martlet?\nAnswer: Martlet is an easy way to interact with", begin=True)
    ours = numpy.asarray(logits(weights, numpy.array([ids]), shape))[0, -1]
    with tempfile.TemporaryDirectory() as folder:
        exact_path = pathlib.Path(folder) / "exact.gguf"
        export_gguf.write(exact_path, weights, shape, words, "F32")
        exact = numpy.abs(Model(exact_path, exact=True).logits(ids) - ours).max()
    stored = numpy.abs(model.logits(ids) - ours).max()
    print(f"logits: largest difference to JAX {exact:.6f} in full precision, {stored:.4f} as stored")
    assert exact < 2e-3 and stored < 0.15, "libllama computes something else than the trained network"


def ask(model, rows, samples, verbose):
    """Asks every question in each form; returns the number of correct greedy answers in the tutorial's form."""
    forms = {
        "prompt": lambda q: conversation.PROMPT_TEMPLATE.format(question=q),
        "chat": lambda q: render(model, q),
        "chat+system": lambda q: render(model, q, SYSTEM),
    }
    good, sampled, unended = dict.fromkeys(forms, 0), dict.fromkeys(forms, 0), 0
    for number, (question, wanted, unwanted) in enumerate(rows, 1):
        marks, shown = [], ""
        for form, make in forms.items():
            answer, ended = model.answer(make(question))
            right = correct(answer, wanted, unwanted)
            good[form] += right
            unended += not ended
            hits = 0
            for seed in range(samples):
                other, ended = model.answer(make(question), sampling=TUTORIAL, seed=seed, limit=600)
                hits += correct(other, wanted, unwanted)
                unended += not ended
            sampled[form] += hits
            marks.append(f"{'yes' if right else 'NO':>3} {hits}/{samples}")
            shown = shown or answer
            if verbose and not right:
                shown = f"[{form}] {answer}"
        text = " ".join(shown.split())
        print(f"{number:>3} | {' | '.join(marks)} | {question} -> {text if verbose else text[:60]}")
    total = len(rows)
    for form in forms:
        line = f"{form}: greedy {good[form]} of {total}"
        print(line + (f", sampled {sampled[form]} of {total * samples}" if samples else ""))
    print(f"answers that did not end by themselves: {unended}")
    return good["prompt"], unended


def main():
    parser = argparse.ArgumentParser(description="Check the model and ask it the held-back questions.")
    parser.add_argument("--model", default=HERE / "martlet-tiny.gguf", type=pathlib.Path)
    parser.add_argument("--questions", default=HERE / "held_back_questions.tsv", type=pathlib.Path)
    parser.add_argument("--samples", type=int, default=5)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--only-checks", action="store_true")
    options = parser.parse_args()
    model = Model(options.model)
    words = tokens.Tokenizer([model.lib.llama_vocab_get_text(model.vocabulary, i).decode() for i in range(model.count)])
    check_file(options.model)
    check_template(model)
    check_tokenizer(model, words)
    check_logits(model, words)
    if options.only_checks:
        return
    rows = read_questions(options.questions)
    right, unended = ask(model, rows, options.samples, options.verbose)
    needed = NEEDED * len(rows) // 20
    if right < needed or unended:
        sys.exit(f"Not good enough: {right} of {len(rows)} right, {needed} are needed; {unended} answers did not end.")


if __name__ == "__main__":
    main()
