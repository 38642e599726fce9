"""ctransformers under test: a process that answers each line of standard input with one line of JSON.

    ctransformers_peer.py MODEL THREADS CONTEXT

`load` loads the model, as a chat app does after each change of a setting: {"seconds"}. `TOKENS PROMPT` answers a prompt:
{"prompt_seconds", "tokens", "seconds"}, to the first token and from there to the last.
"""

import json
import sys
import time

from ctransformers import AutoModelForCausalLM


def load(path, threads, context):
    start = time.perf_counter()
    model = AutoModelForCausalLM.from_pretrained(
        path, model_type="llama", lib="avx2", threads=int(threads), context_length=int(context))
    return model, {"seconds": time.perf_counter() - start}


def answer(model, wanted, prompt):
    tokens = model.tokenize(prompt)
    times = [time.perf_counter()]
    for _, _ in zip(range(wanted), model.generate(tokens, top_k=1, repetition_penalty=1.0)):
        times.append(time.perf_counter())
    return {"prompt_seconds": times[1] - times[0], "tokens": len(times) - 1, "seconds": times[-1] - times[1]}


def main():
    model = None
    for line in sys.stdin:
        if line.strip() == "load" or model is None:
            del model
            model, result = load(*sys.argv[1:])
        if line.strip() != "load":
            wanted, prompt = line.split(" ", 1)
            result = answer(model, int(wanted), prompt.strip())
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
