"""Writes trained weights as a GGUF file that llama.cpp loads.

    python export_gguf.py [--weights build/weights.npz] [--precision F16] [--output martlet-tiny.gguf]
"""

import argparse
import json
import pathlib

import gguf
import numpy

import conversation
import tokenizer as tokens
from architecture import Shape

HERE = pathlib.Path(__file__).resolve().parent
NAMES = {
    "query": "attn_q", "key": "attn_k", "value": "attn_v", "output": "attn_output",
    "gate": "ffn_gate", "up": "ffn_up", "down": "ffn_down",
}  # fmt: skip
NORMS = {"attention_norm": "attn_norm", "feed_norm": "ffn_norm"}


def describe(writer, shape, words):
    """Adds the metadata: who made it, its sizes, its tokenizer and chat template."""
    writer.add_name("Martlet Tiny")
    writer.add_basename("martlet-tiny")
    writer.add_author("The Martlet authors")
    writer.add_license("apache-2.0")
    writer.add_description("A very small model that makes small talk and answers questions about Martlet.")
    writer.add_languages(["en"])
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_heads)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([piece.encode() for piece in words.pieces])
    writer.add_token_scores([words.score(i) for i in range(len(words))])
    writer.add_token_types([words.kind(i) for i in range(len(words))])
    writer.add_bos_token_id(tokens.BEGIN)
    writer.add_eos_token_id(tokens.END)
    writer.add_eot_token_id(tokens.TURN_END)
    writer.add_unk_token_id(tokens.UNKNOWN)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(conversation.CHAT_TEMPLATE)


def write(path, weights, shape, words, precision="F16"):
    """Writes the file; `precision` is F32, F16 or Q8_0 (norms are always F32)."""
    kind = gguf.GGMLQuantizationType[precision]
    writer = gguf.GGUFWriter(str(path), "llama")
    describe(writer, shape, words)
    writer.add_file_type({"F32": 0, "F16": 1, "Q8_0": 7}[precision])
    if precision == "Q8_0":
        writer.add_quantization_version(2)

    def matrix(name, array):
        data = gguf.quants.quantize(numpy.ascontiguousarray(array, dtype=numpy.float32), kind)
        writer.add_tensor(name, data, raw_dtype=kind)

    def norm(name, array):
        writer.add_tensor(name, numpy.asarray(array, dtype=numpy.float32))

    matrix("token_embd.weight", weights["embedding"])
    norm("output_norm.weight", weights["norm"])
    for index, layer in enumerate(weights["layers"]):
        for ours, theirs in NORMS.items():
            norm(f"blk.{index}.{theirs}.weight", layer[ours])
        for ours, theirs in NAMES.items():
            matrix(f"blk.{index}.{theirs}.weight", numpy.asarray(layer[ours]).T)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def save_weights(path, weights, shape):
    """Stores weights and sizes in one NumPy file."""
    flat = {"embedding": weights["embedding"], "norm": weights["norm"]}
    for index, layer in enumerate(weights["layers"]):
        flat |= {f"{index}.{name}": array for name, array in layer.items()}
    flat = {name: numpy.asarray(array) for name, array in flat.items()}
    numpy.savez(path, shape=json.dumps(shape.__dict__), **flat)


def load_weights(path):
    """Reads what `save_weights` wrote: weights and sizes."""
    with numpy.load(path) as file:
        shape = Shape(**json.loads(str(file["shape"])))
        weights = {"embedding": file["embedding"], "norm": file["norm"], "layers": []}
        for index in range(shape.layers):
            start = f"{index}."
            weights["layers"].append({key[len(start):]: file[key] for key in file.files if key.startswith(start)})
    return weights, shape


def main():
    parser = argparse.ArgumentParser(description="Write trained weights as a GGUF file.")
    parser.add_argument("--weights", default=HERE / "build/weights.npz")
    parser.add_argument("--tokenizer", default=HERE / "build/tokenizer.json")
    parser.add_argument("--precision", default="F16", choices=["F32", "F16", "Q8_0"])
    parser.add_argument("--output", default=HERE / "martlet-tiny.gguf", type=pathlib.Path)
    options = parser.parse_args()
    weights, shape = load_weights(options.weights)
    write(options.output, weights, shape, tokens.Tokenizer.load(options.tokenizer), options.precision)
    print(f"{options.output.name}: {options.output.stat().st_size:,} bytes, {options.precision}")


if __name__ == "__main__":
    main()
