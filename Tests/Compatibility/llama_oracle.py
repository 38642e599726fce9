"""What llama.cpp itself answers: tokens from llama-cpp-python's low-level calls, to compare Martlet's with.

Reads one JSON object from standard input and writes one to standard output:

    {"model": path, "threads": n, "context": n, "cache": n, "sequences": n, "batch": n,
     "tokenize": [{"text": t, "add_special": b, "parse_special": b}, ...],
     "generate": [{"prompt": t, "options": {...}, "count": n}, ...]}
    ->
    {"tokenize": [[id, ...], ...], "generate": [[id, ...], ...]}

The package and its library come from the folder that Scripts/setup-llama makes; the first argument is its python folder.
"""

import ctypes
import json
import os
import sys
import types

os.environ.setdefault("GGML_NO_BACKTRACE", "1")


def load_package(folder):
    """Imports only the declarations: the package's own __init__ wants libraries that are of no use here."""
    package = types.ModuleType("llama_cpp")
    package.__path__ = [os.path.join(folder, "llama_cpp")]
    sys.modules["llama_cpp"] = package
    sys.path.insert(0, folder)
    try:
        import typing_extensions  # noqa: F401
    except ImportError:
        import typing

        sys.modules["typing_extensions"] = typing
    import llama_cpp.llama_cpp as declarations

    return declarations


class Oracle:
    def __init__(self, llama, job):
        self.llama = llama
        self.job = job
        self.log = llama.llama_log_callback(lambda level, text, user: None)
        llama.llama_log_set(self.log, None)
        llama.llama_backend_init()
        params = llama.llama_model_default_params()
        params.n_gpu_layers = 0
        self.model = llama.llama_model_load_from_file(job["model"].encode(), params)
        self.vocab = llama.llama_model_get_vocab(self.model)
        self.size = llama.llama_vocab_n_tokens(self.vocab)

    def tokenize(self, text, add_special, parse_special):
        data = text.encode()
        tokens = (self.llama.llama_token * (len(data) + 4))()
        count = self.llama.llama_tokenize(
            self.vocab, data, len(data), tokens, len(tokens), add_special, parse_special
        )
        assert count >= 0
        return list(tokens[:count])

    def context(self):
        params = self.llama.llama_context_default_params()
        params.n_ctx = self.job["cache"]
        params.n_batch = self.job["batch"]
        params.n_ubatch = min(self.job["batch"], 512)
        params.n_seq_max = self.job["sequences"]
        params.n_threads = params.n_threads_batch = self.job["threads"]
        params.kv_unified = True
        params.swa_full = True
        return self.llama.llama_init_from_model(self.model, params)

    def chain(self, options):
        llama = self.llama
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        window = options["lastNTokens"]
        if window < 0:
            window = self.job["context"]
        links = [
            llama.llama_sampler_init_penalties(
                self.size, window, options["repetitionPenalty"], options["frequencyPenalty"], options["presencePenalty"]
            )
        ]
        if options["temperature"] > 0:
            links += [
                llama.llama_sampler_init_top_k(options["topK"]),
                llama.llama_sampler_init_typical(options["typicalP"], 1),
                llama.llama_sampler_init_top_p(options["topP"], 1),
                llama.llama_sampler_init_min_p(options["minP"], 1),
                llama.llama_sampler_init_temp(options["temperature"]),
                llama.llama_sampler_init_dist(options["seed"]),
            ]
        else:
            links.append(llama.llama_sampler_init_greedy())
        for link in links:
            llama.llama_sampler_chain_add(chain, link)
        return chain

    def decode(self, context, tokens, start):
        llama = self.llama
        batch = llama.llama_batch_init(len(tokens), 0, 1)
        batch.n_tokens = len(tokens)
        for index, token in enumerate(tokens):
            batch.token[index] = token
            batch.pos[index] = start + index
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = 0
            batch.logits[index] = index + 1 == len(tokens)
        assert llama.llama_decode(context, batch) == 0
        llama.llama_batch_free(batch)

    def generate(self, prompt, options, count):
        llama = self.llama
        tokens = self.tokenize(prompt, True, False)
        context = self.context()
        chain = self.chain(options)
        for token in tokens:
            llama.llama_sampler_accept(chain, token)
        self.decode(context, tokens, 0)
        position = len(tokens)
        answer = []
        while len(answer) < count:
            token = llama.llama_sampler_sample(chain, context, -1)
            if llama.llama_vocab_is_eog(self.vocab, token):
                break
            answer.append(token)
            if len(answer) == count or position + 1 >= self.job["context"]:
                break
            self.decode(context, [token], position)
            position += 1
        llama.llama_sampler_free(chain)
        llama.llama_free(context)
        return answer


def main():
    job = json.load(sys.stdin)
    oracle = Oracle(load_package(sys.argv[1]), job)
    json.dump(
        {
            "tokenize": [
                oracle.tokenize(case["text"], case["add_special"], case["parse_special"])
                for case in job.get("tokenize", [])
            ],
            "generate": [
                oracle.generate(case["prompt"], case["options"], case["count"]) for case in job.get("generate", [])
            ],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
