"""Writes a GGUF file of any llama shape and quantisation with random weights: for speed, the weights do not matter.

    Benchmarks/make_model.py 7b|1b|tiny [--quantisation Q4_K_S] [--layers N] [--width N] … [--output FILE]

Prints the file's path, which lies in $MARTLET_CACHE/bench-models unless told otherwise; a file that is there is kept.
Tensors go to disk one by one, so that little memory is needed. The same arguments give the same bytes.

The model answers with words of its vocabulary for ever: the rows of the output matrix that belong to the end token, to
control tokens and to single characters are zero, so neither a greedy nor a top-k choice ever takes one. Every word is one
token and begins with its space, so that an answer's text, read again, gives the very tokens that it came from.
"""

import argparse
import dataclasses
import os
import pathlib
import sys

import gguf
import numpy

import quantised_blocks
import vocabulary

Kind = gguf.GGMLQuantizationType


@dataclasses.dataclass(frozen=True)
class Shape:
    """The sizes of a llama."""

    layers: int
    width: int
    hidden: int
    heads: int
    key_heads: int
    words: int
    context: int = 32768

    def check(self):
        if self.width % self.heads or self.heads % self.key_heads or (self.width // self.heads) % 2:
            raise SystemExit("width must be a multiple of heads, heads one of key-heads, and a head's size even")
        if self.words < vocabulary.FIRST_WORD + 100:
            raise SystemExit(f"words must be at least {vocabulary.FIRST_WORD + 100}")


# Mistral 7B, TinyLlama 1.1B, and one that is made and run in no time.
SHAPES = {
    "7b": Shape(layers=32, width=4096, hidden=14336, heads=32, key_heads=8, words=32000),
    "1b": Shape(layers=22, width=2048, hidden=5632, heads=32, key_heads=4, words=32000),
    "tiny": Shape(layers=4, width=256, hidden=768, heads=8, key_heads=4, words=4096),
}
FILE_TYPES = {"F32": 0, "F16": 1, "Q4_0": 2, "Q8_0": 7, "Q4_K_S": 14, "Q4_K_M": 15, "Q5_K": 16, "Q6_K": 18}


def kind_of(name, layer, layers, quantisation):
    """The type of one matrix; the mixtures follow what llama.cpp's quantiser does for a file of that name."""
    if quantisation not in ("Q4_K_S", "Q4_K_M"):
        return Kind[quantisation]
    if name == "output":
        return Kind.Q6_K
    eighth = layers // 8
    if quantisation == "Q4_K_S":
        important = (name == "attn_v" and layer < 4) or (name == "ffn_down" and layer < eighth)
        return Kind.Q5_K if important else Kind.Q4_K
    middle = layer >= eighth and (layer - eighth) % 3 == 2
    important = name in ("attn_v", "ffn_down") and (layer < eighth or layer >= 7 * layers // 8 or middle)
    return Kind.Q6_K if important else Kind.Q4_K


def matrices(shape, quantisation):
    """Name, layer-less name, type, rows and columns of each matrix."""
    narrow = shape.width // shape.heads * shape.key_heads
    sizes = {
        "attn_q": (shape.width, shape.width), "attn_k": (narrow, shape.width), "attn_v": (narrow, shape.width),
        "attn_output": (shape.width, shape.width), "ffn_gate": (shape.hidden, shape.width),
        "ffn_up": (shape.hidden, shape.width), "ffn_down": (shape.width, shape.hidden),
    }
    for name in ("token_embd", "output"):
        yield f"{name}.weight", name, kind_of(name, 0, shape.layers, quantisation), shape.words, shape.width
    for layer in range(shape.layers):
        for name, (rows, columns) in sizes.items():
            yield f"blk.{layer}.{name}.weight", name, kind_of(name, layer, shape.layers, quantisation), rows, columns


def norms(shape):
    yield "output_norm.weight"
    for layer in range(shape.layers):
        yield f"blk.{layer}.attn_norm.weight"
        yield f"blk.{layer}.ffn_norm.weight"


def describe(writer, name, shape, quantisation):
    writer.add_name(f"Random {name}")
    writer.add_description("Random weights, for measuring speed.")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(shape.words)
    writer.add_file_type(FILE_TYPES[quantisation])
    writer.add_quantization_version(2)
    vocabulary.describe(writer, shape.words)


def write(path, name, shape, quantisation, seed):
    """Writes the file, under another name until it is whole."""
    unfinished = path.with_suffix(".part")
    writer = gguf.GGUFWriter(str(unfinished), "llama")
    describe(writer, name, shape, quantisation)
    all_matrices = list(matrices(shape, quantisation))
    for full_name in norms(shape):
        writer.add_tensor_info(full_name, (shape.width,), numpy.dtype(numpy.float32), shape.width * 4)
    for full_name, _, kind, rows, columns in all_matrices:
        row_bytes = quantised_blocks.row_bytes(kind, columns)
        # Quantised tensors are described by their bytes.
        dtype = numpy.dtype({Kind.F32: numpy.float32, Kind.F16: numpy.float16}.get(kind, numpy.uint8))
        writer.add_tensor_info(
            full_name, (rows, row_bytes // dtype.itemsize), dtype, rows * row_bytes, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for _ in norms(shape):
        writer.write_tensor_data(numpy.ones(shape.width, dtype=numpy.float32))
    random = numpy.random.default_rng(seed)
    for _, short, kind, rows, columns in all_matrices:
        silent = vocabulary.FIRST_WORD if short == "output" else 0
        writer.write_tensor_data(quantised_blocks.matrix(random, kind, rows, columns, silent))
    writer.close()
    os.replace(unfinished, path)


def folder():
    cache = os.environ.get("MARTLET_CACHE") or pathlib.Path(
        os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "martlet")
    return pathlib.Path(cache) / "bench-models"


def make(name, quantisation="Q4_K_S", seed=1, output=None, **sizes):
    """Makes the file unless it is there, and gives its path."""
    shape = dataclasses.replace(SHAPES[name], **sizes)
    shape.check()
    changes = "".join(f"-{key}{value}" for key, value in sorted(sizes.items())) + (f"-seed{seed}" if seed != 1 else "")
    path = pathlib.Path(output) if output else folder() / f"random-{name}{changes}.{quantisation}.gguf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        print(f"make_model: writing {path.name}", file=sys.stderr, flush=True)
        write(path, name, shape, quantisation, seed)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("preset", choices=SHAPES, help="where the sizes come from")
    parser.add_argument("--quantisation", default="Q4_K_S", choices=FILE_TYPES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path)
    for field in dataclasses.fields(Shape):
        parser.add_argument("--" + field.name.replace("_", "-"), type=int, metavar="N")
    options = vars(parser.parse_args())
    sizes = {field.name: options.pop(field.name) for field in dataclasses.fields(Shape)}
    name = options.pop("preset")
    print(make(name, **options, **{key: value for key, value in sizes.items() if value is not None}))


if __name__ == "__main__":
    main()
