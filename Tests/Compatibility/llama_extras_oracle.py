"""What llama.cpp itself answers beside chats: embeddings, scores, answers with an adapter, pieces and metadata.

Reads one JSON object from standard input and writes one to standard output; every list may be left out:

    {"model": path, "adapter": path, "scale": x, "split": b,
     "embed": [{"pooling": n, "text": t}, ...], "scores": [{"query": t, "document": t}, ...],
     "greedy": [{"prompt": t, "count": n}, ...],
     "detokenize": [{"tokens": [id, ...], "remove_special": b, "unparse_special": b}, ...], "describe": b}
    ->
    {"embed": [[[x, ...], ...], ...], "scores": [x, ...], "greedy": [[id, ...], ...], "detokenize": [hex, ...],
     "pieces": [[hex, hex], ...], "metadata": {key: value}, "numbers": {name: n}}
"""

import ctypes
import json
import sys

import llama_oracle

POOLING_NONE, POOLING_RANK = 0, 4


class Oracle(llama_oracle.Oracle):
    def make_context(self, **changes):
        params = self.llama.llama_context_default_params()
        params.n_ctx = params.n_batch = params.n_ubatch = 512
        params.n_seq_max = 16
        params.n_threads = params.n_threads_batch = 1
        params.kv_unified = True
        params.swa_full = True
        for name, value in changes.items():
            setattr(params, name, value)
        return self.llama.llama_init_from_model(self.model, params)

    def vectors(self, tokens, pooling):
        """The vector of a text, or those of its tokens, evaluated alone."""
        llama = self.llama
        context = self.make_context(embeddings=True, pooling_type=pooling)
        batch = llama.llama_batch_init(len(tokens), 0, 1)
        batch.n_tokens = len(tokens)
        for index, token in enumerate(tokens):
            batch.token[index] = token
            batch.pos[index] = index
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = 0
            batch.logits[index] = True
        assert llama.llama_decode(context, batch) == 0
        llama.llama_batch_free(batch)
        width = llama.llama_model_n_embd(self.model)
        if pooling == POOLING_RANK:
            width = llama.llama_model_n_cls_out(self.model)
        if pooling == POOLING_NONE:
            found = [llama.llama_get_embeddings_ith(context, index)[:width] for index in range(len(tokens))]
        else:
            found = [llama.llama_get_embeddings_seq(context, 0)[:width]]
        llama.llama_free(context)
        return found

    def score(self, query, document):
        llama, vocab = self.llama, self.vocab
        template = llama.llama_model_chat_template(self.model, b"rerank")
        if template:
            text = template.decode().replace("{query}", query).replace("{document}", document)
            tokens = self.tokenize(text, False, True)
        else:
            end = llama.llama_vocab_eos(vocab)
            end = llama.llama_vocab_sep(vocab) if end < 0 else end
            tokens = [llama.llama_vocab_bos(vocab)] if llama.llama_vocab_get_add_bos(vocab) else []
            tokens += self.tokenize(query, False, False)
            tokens += [end] if llama.llama_vocab_get_add_eos(vocab) else []
            tokens += [llama.llama_vocab_sep(vocab)] if llama.llama_vocab_get_add_sep(vocab) else []
            tokens += self.tokenize(document, False, False)
            tokens += [end] if llama.llama_vocab_get_add_eos(vocab) else []
        return self.vectors(tokens, POOLING_RANK)[0][0]

    def greedy(self, prompt, count):
        llama = self.llama
        context = self.make_context(n_ctx=1024)
        if self.job.get("adapter"):
            adapter = llama.llama_adapter_lora_init(self.model, self.job["adapter"].encode())
            adapters = (ctypes.c_void_p * 1)(ctypes.cast(adapter, ctypes.c_void_p))
            scales = (ctypes.c_float * 1)(self.job["scale"])
            kinds = llama.llama_set_adapters_lora.argtypes
            assert llama.llama_set_adapters_lora(context, ctypes.cast(adapters, kinds[1]), 1, scales) == 0
        tokens = self.tokenize(prompt, True, False)
        self.decode(context, tokens, 0)
        answer, position = [], len(tokens)
        chain = llama.llama_sampler_init_greedy()
        while len(answer) < count:
            token = llama.llama_sampler_sample(chain, context, -1)
            if llama.llama_vocab_is_eog(self.vocab, token):
                break
            answer.append(token)
            self.decode(context, [token], position)
            position += 1
        llama.llama_sampler_free(chain)
        llama.llama_free(context)
        return answer

    def piece(self, token, special):
        buffer = ctypes.create_string_buffer(256)
        size = self.llama.llama_token_to_piece(self.vocab, token, buffer, 256, 0, special)
        assert size >= 0
        return buffer.raw[:size].hex()

    def detokenize(self, tokens, remove_special, unparse_special):
        ids = (self.llama.llama_token * len(tokens))(*tokens)
        buffer = ctypes.create_string_buffer(32 * len(tokens) + 64)
        size = self.llama.llama_detokenize(
            self.vocab, ids, len(tokens), buffer, len(buffer), remove_special, unparse_special
        )
        assert size >= 0
        return buffer.raw[:size].hex()

    def describe(self):
        llama, model = self.llama, self.model
        metadata = {}
        key, value = ctypes.create_string_buffer(256), ctypes.create_string_buffer(1 << 16)
        for index in range(llama.llama_model_meta_count(model)):
            llama.llama_model_meta_key_by_index(model, index, key, len(key))
            llama.llama_model_meta_val_str_by_index(model, index, value, len(value))
            metadata[key.value.decode()] = value.value.decode()
        llama.llama_model_desc(model, value, len(value))
        numbers = {
            "training_context": llama.llama_model_n_ctx_train(model),
            "embedding_length": llama.llama_model_n_embd(model),
            "layers": llama.llama_model_n_layer(model),
            "size": llama.llama_model_size(model),
            "parameters": llama.llama_model_n_params(model),
            "vocabulary": self.size,
        }
        return {
            "metadata": metadata,
            "numbers": numbers,
            "description": value.value.decode(),
            "template": (llama.llama_model_chat_template(model, None) or b"").decode(),
            "pieces": [[self.piece(token, False), self.piece(token, True)] for token in range(self.size)],
        }


def main():
    job = json.load(sys.stdin)
    oracle = Oracle(llama_oracle.load_package(sys.argv[1]), job)
    answer = {
        "embed": [
            oracle.vectors(oracle.tokenize(case["text"], True, False), case["pooling"]) for case in job.get("embed", [])
        ],
        "scores": [oracle.score(case["query"], case["document"]) for case in job.get("scores", [])],
        "greedy": [oracle.greedy(case["prompt"], case["count"]) for case in job.get("greedy", [])],
        "detokenize": [oracle.detokenize(**case) for case in job.get("detokenize", [])],
    }
    if job.get("describe"):
        answer["description"] = oracle.describe()
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
