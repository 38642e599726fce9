"""The GGUF file through the real libllama: tokenise, logits, greedy and sampled answers.

Uses the low-level bindings of llama-cpp-python 0.3.36 (its folder `llama_cpp` on PYTHONPATH) with the shared libraries
in the folder that LLAMA_CPP_LIB_PATH names.
"""

import ctypes
import os
import pathlib
import sys

import numpy

os.environ.setdefault("GGML_NO_BACKTRACE", "1")


def bindings():
    """The module `llama_cpp.llama_cpp`, or an explanation of what is missing."""
    folder = os.environ.get("LLAMA_CPP_LIB_PATH", "")
    if not any((pathlib.Path(folder) / name).exists() for name in ["libllama.so", "libllama.dylib"] if folder):
        sys.exit("LLAMA_CPP_LIB_PATH must name the folder that holds libllama.so (or .dylib) and its libggml "
        "libraries; "
                 f"it is '{folder}'.")  # fmt: skip
    try:
        import llama_cpp.llama_cpp as library
    except ImportError as error:
        sys.exit(f"PYTHONPATH must hold the folder of llama-cpp-python 0.3.36 with the package llama_cpp: {error}.")
    return library


class Model:
    """One loaded file and one context of 1024 tokens."""

    def __init__(self, path, exact=False):
        self.lib = lib = bindings()
        self._quiet = lib.llama_log_callback(lambda level, text, data: None)
        lib.llama_log_set(self._quiet, None)
        lib.llama_backend_init()
        options = lib.llama_model_default_params()
        options.n_gpu_layers = 0
        self.model = lib.llama_model_load_from_file(str(path).encode(), options)
        if not self.model:
            raise RuntimeError(f"libllama could not load {path}")
        self.vocabulary = lib.llama_model_get_vocab(self.model)
        self.count = lib.llama_vocab_n_tokens(self.vocabulary)
        settings = lib.llama_context_default_params()
        settings.n_ctx = settings.n_batch = 1024
        settings.n_threads = settings.n_threads_batch = 2
        if exact:
            settings.type_k = settings.type_v = 0  # keys and values as 32-bit numbers
            settings.flash_attn_type = 0  # off: it would round inside
        self.context = lib.llama_init_from_model(self.model, settings)

    def encode(self, text, begin=True, special=True):
        data = text.encode()
        room = (ctypes.c_int32 * (len(data) + 8))()
        count = self.lib.llama_tokenize(self.vocabulary, data, len(data), room, len(room), begin, special)
        return list(room[:count])

    def decode(self, ids):
        out = b""
        for token in ids:
            room = ctypes.create_string_buffer(256)
            size = self.lib.llama_token_to_piece(self.vocabulary, token, room, 256, 0, False)
            out += room.raw[:size]
        return out.decode(errors="replace")

    def ends(self, token):
        return self.lib.llama_vocab_is_eog(self.vocabulary, token)

    def template(self):
        text = self.lib.llama_model_chat_template(self.model, None)
        return text.decode() if text else None

    def _run(self, ids):
        array = (ctypes.c_int32 * len(ids))(*ids)
        if self.lib.llama_decode(self.context, self.lib.llama_batch_get_one(array, len(ids))) != 0:
            raise RuntimeError("llama_decode failed")

    def _clear(self):
        self.lib.llama_memory_clear(self.lib.llama_get_memory(self.context), True)

    def logits(self, ids):
        """The scores of the next token after all of `ids`."""
        self._clear()
        self._run(ids)
        values = self.lib.llama_get_logits_ith(self.context, -1)
        return numpy.ctypeslib.as_array(values, (self.count,)).copy()

    def answer(self, prompt, limit=600, sampling=None, seed=1):
        """The answer to a prompt and whether it ended by itself; `sampling` None is greedy."""
        lib, ids = self.lib, self.encode(prompt)
        chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        if sampling is None:
            lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_greedy())
        else:
            lib.llama_sampler_chain_add(
                chain, lib.llama_sampler_init_penalties(self.count, 64, sampling["repetition_penalty"], 0.0, 0.0)
            )
            lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_top_k(sampling["top_k"]))
            lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_top_p(sampling["top_p"], 1))
            lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_temp(sampling["temperature"]))
            lib.llama_sampler_chain_add(chain, lib.llama_sampler_init_dist(seed))
        for token in ids:  # the penalty looks back over the prompt, too
            lib.llama_sampler_accept(chain, token)
        self._clear()
        out, ended, step = [], False, ids
        while len(out) < limit and len(ids) + len(out) < 1023:
            self._run(step)
            token = lib.llama_sampler_sample(chain, self.context, -1)
            if self.ends(token):
                ended = True
                break
            out.append(token)
            step = [token]
        lib.llama_sampler_free(chain)
        return self.decode(out), ended
