"""What llama.cpp itself answers: tokens from llama-cpp-python's low-level calls, to compare Martlet's with.

Reads one JSON object from standard input and writes one to standard output:

    {"model": path, "vocabulary_only": b, "threads": n, "context": n, "cache": n, "sequences": n, "batch": n,
     "tokenize": [{"text": t, "add_special": b, "parse_special": b}, ...],
     "generate": [{"prompt": t, "options": {...}, "count": n}, ...],
     "apply": [{"links": [{"name": n, "arguments": [...]}, ...], "accepted": [id, ...], "logits": [...]}, ...],
     "draw": [{"options": {...}, "accepted": [id, ...], "logits": [...], "count": n}, ...],
     "logits": [{"tokens": [id, ...], "pieces": [n, ...], "flash_attention": n, "cache_type": n}, ...]}
    ->
    {"tokenize": [[id, ...], ...], "generate": [[id, ...], ...],
     "apply": [{"tokens": [id, ...], "logits": [...]}, ...], "draw": [[id, ...], ...], "logits": [[x, ...], ...]}

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
        params.vocab_only = job.get("vocabulary_only", False)
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

    def context(self, **changes):
        params = self.llama.llama_context_default_params()
        params.n_ctx = self.job["cache"]
        params.n_batch = self.job["batch"]
        params.n_ubatch = min(self.job["batch"], 512)
        params.n_seq_max = self.job["sequences"]
        params.n_threads = params.n_threads_batch = self.job["threads"]
        params.kv_unified = True
        params.swa_full = True
        for name, value in changes.items():
            setattr(params, name, value)
        return self.llama.llama_init_from_model(self.model, params)

    def window(self, count):
        return self.job["context"] if count < 0 else count

    def biases(self, pairs):
        biases = (self.llama.llama_logit_bias * len(pairs))()
        for bias, (token, value) in zip(biases, pairs):
            bias.token, bias.bias = int(token), value
        return self.llama.llama_sampler_init_logit_bias(self.size, len(pairs), biases)

    def dry(self, multiplier, base, allowed_length, window, breakers):
        texts = (ctypes.c_char_p * len(breakers))(*(text.encode() for text in breakers))
        return self.llama.llama_sampler_init_dry(
            self.vocab, multiplier, base, allowed_length, self.window(window), texts, len(breakers)
        )

    def link(self, name, arguments):
        """One sampler, by the end of its function's name."""
        if name == "logit_bias":
            return self.biases(*arguments)
        if name == "dry":
            return self.dry(*arguments)
        if name in ("penalties", "mirostat"):
            arguments = [self.size, *arguments]
        return getattr(self.llama, "llama_sampler_init_" + name)(*arguments)

    def links(self, options):
        """The samplers of a request, in the order that Martlet documents."""
        yield "logit_bias", [options["logitBias"]]
        yield "penalties", [
            self.window(options["lastNTokens"]), options["repetitionPenalty"], options["frequencyPenalty"],
            options["presencePenalty"],
        ]
        if options["dryMultiplier"] > 0:
            yield "dry", [
                options["dryMultiplier"], options["dryBase"], options["dryAllowedLength"], options["dryLastNTokens"],
                options["drySequenceBreakers"],
            ]
        if options["temperature"] <= 0:
            yield "greedy", []
            return
        temperature = [options["temperature"], options["dynamicTemperatureRange"], options["dynamicTemperatureExponent"]]
        if options["mirostat"]:
            yield "temp_ext", temperature
            target = [options["seed"], options["mirostatTau"], options["mirostatEta"]]
            yield ("mirostat", [*target, 100]) if options["mirostat"] == 1 else ("mirostat_v2", target)
            return
        yield "top_n_sigma", [options["topNSigma"]]
        yield "top_k", [options["topK"]]
        yield "typical", [options["typicalP"], 1]
        yield "top_p", [options["topP"], 1]
        yield "min_p", [options["minP"], 1]
        yield "xtc", [options["xtcProbability"], options["xtcThreshold"], 1, options["seed"]]
        yield "temp_ext", temperature
        yield "dist", [options["seed"]]

    def chain(self, links):
        llama = self.llama
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        for name, arguments in links:
            llama.llama_sampler_chain_add(chain, self.link(name, arguments))
        return chain

    def candidates(self, logits):
        data = (self.llama.llama_token_data * len(logits))()
        for token, logit in enumerate(logits):
            data[token].id, data[token].logit, data[token].p = token, logit, 0
        array = self.llama.llama_token_data_array(data=data, size=len(logits), selected=-1, sorted=False)
        return data, array

    def apply(self, links, accepted, logits):
        chain = self.chain((link["name"], link["arguments"]) for link in links)
        for token in accepted:
            self.llama.llama_sampler_accept(chain, token)
        kept, array = self.candidates(logits)
        self.llama.llama_sampler_apply(chain, ctypes.byref(array))
        left = [array.data[index] for index in range(array.size)]
        left = [(item.id, item.logit) for item in left if item.logit > -1e30]
        self.llama.llama_sampler_free(chain)
        return {"tokens": [token for token, _ in left], "logits": [logit for _, logit in left]}

    def draw(self, options, accepted, logits, count):
        chain = self.chain(self.links(options))
        for token in accepted:
            self.llama.llama_sampler_accept(chain, token)
        tokens = []
        for _ in range(count):
            kept, array = self.candidates(logits)
            self.llama.llama_sampler_apply(chain, ctypes.byref(array))
            tokens.append(array.data[array.selected].id)
            self.llama.llama_sampler_accept(chain, tokens[-1])
        self.llama.llama_sampler_free(chain)
        return tokens

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

    def logits(self, tokens, pieces, flash_attention, cache_type):
        """The logits after the last token, where the tokens are evaluated in pieces of these lengths."""
        context = self.context(flash_attn_type=flash_attention, type_k=cache_type, type_v=cache_type)
        start = 0
        for length in pieces:
            self.decode(context, tokens[start : start + length], start)
            start += length
        assert start == len(tokens)
        logits = self.llama.llama_get_logits_ith(context, -1)[: self.size]
        self.llama.llama_free(context)
        return logits

    def generate(self, prompt, options, count):
        llama = self.llama
        tokens = self.tokenize(prompt, True, False)
        context = self.context()
        chain = self.chain(self.links(options))
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
            "apply": [oracle.apply(**case) for case in job.get("apply", [])],
            "draw": [oracle.draw(**case) for case in job.get("draw", [])],
            "logits": [oracle.logits(**case) for case in job.get("logits", [])],
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
