"""Writes small GGUF files for tests: models with random weights, adapters, and a model in two files.

    python3 gguf_files.py split MODEL FOLDER           MODEL as part-00001-of-00002.gguf and part-00002-of-00002.gguf
    python3 gguf_files.py adapter MODEL FILE           a LoRA adapter for MODEL; --width and --architecture make it not fit
    python3 gguf_files.py llama MODEL FILE             a llama with MODEL's vocabulary; --head is the size of its heads,
                                                       --vocabulary says what differs (swapped, filled, longer, begin),
                                                       --mixing lets all that was before decide what comes next
    python3 gguf_files.py deep MODEL FILE              MODEL with 40 more layers that cost time and change nothing
    python3 gguf_files.py qwen3 MODEL FILE             a reranking model with MODEL's vocabulary; --template gives it one
    python3 gguf_files.py bert FILE                    an encoder with a vocabulary of words; --classifier for reranking
    python3 gguf_files.py gemma3 MODEL FILE            layers of which every other one sees the last --window tokens alone
    python3 gguf_files.py mamba MODEL FILE             a recurrent model with MODEL's vocabulary

Only what Python itself has is used, so that tests need nothing else.
"""

import argparse
import array
import os
import random
import struct

UINT16, UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 2, 4, 5, 6, 7, 8, 9
FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
F32 = 0
ALIGNMENT = 32


class Reader:
    """Takes values off a file's bytes."""

    def __init__(self, data):
        self.data, self.offset = data, 0

    def number(self, kind):
        value = struct.unpack_from("<" + FORMATS[kind], self.data, self.offset)[0]
        self.offset += struct.calcsize("<" + FORMATS[kind])
        return value

    def text(self):
        length = self.number(10)
        self.offset += length
        return self.data[self.offset - length : self.offset]

    def value(self, kind):
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            element, count = self.number(UINT32), self.number(10)
            return element, [self.value(element) for _ in range(count)]
        return self.number(kind)


def read(path):
    """A file's metadata as {key: (type, value)}, and its tensors as [(name, dimensions, type, bytes)]."""
    with open(path, "rb") as file:
        reader = Reader(file.read())
    assert reader.data[:4] == b"GGUF"
    reader.offset = 8
    tensor_count, value_count = reader.number(10), reader.number(10)
    metadata = {}
    for _ in range(value_count):
        key = reader.text().decode()
        kind = reader.number(UINT32)
        metadata[key] = (kind, reader.value(kind))
    infos = []
    for _ in range(tensor_count):
        name = reader.text().decode()
        dimensions = [reader.number(10) for _ in range(reader.number(UINT32))]
        infos.append((name, dimensions, reader.number(UINT32), reader.number(10)))
    start = -(-reader.offset // ALIGNMENT) * ALIGNMENT
    ends = sorted([info[3] for info in infos] + [len(reader.data) - start])
    tensors = []
    for name, dimensions, kind, offset in infos:
        end = next(end for end in ends if end > offset)
        tensors.append((name, dimensions, kind, reader.data[start + offset : start + end]))
    return metadata, tensors


def encode(kind, value):
    if kind == STRING:
        data = value if isinstance(value, bytes) else value.encode()
        return struct.pack("<Q", len(data)) + data
    if kind == ARRAY:
        element, values = value
        return struct.pack("<IQ", element, len(values)) + b"".join(encode(element, item) for item in values)
    return struct.pack("<" + FORMATS[kind], value)


def write(path, metadata, tensors):
    out = bytearray(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)))
    for key, (kind, value) in metadata.items():
        out += encode(STRING, key) + struct.pack("<I", kind) + encode(kind, value)
    offset = 0
    for name, dimensions, kind, data in tensors:
        out += encode(STRING, name) + struct.pack("<I", len(dimensions))
        out += struct.pack(f"<{len(dimensions)}Q", *dimensions) + struct.pack("<IQ", kind, offset)
        offset += -(-len(data) // ALIGNMENT) * ALIGNMENT
    for _, _, _, data in tensors:
        out += bytes(-len(out) % ALIGNMENT) + data
    out += bytes(-len(out) % ALIGNMENT)
    with open(path, "wb") as file:
        file.write(out)


class Weights:
    """Random tensors, the same in every run."""

    def __init__(self, seed):
        self.random, self.tensors = random.Random(seed), []

    def add(self, name, *dimensions, scale=None, base=0.0):
        count = 1
        for size in dimensions:
            count *= size
        scale = dimensions[0] ** -0.5 if scale is None else scale
        data = array.array("f", (base + scale * self.random.gauss(0, 1) for _ in range(count))).tobytes()
        self.tensors.append((name, list(dimensions), F32, data))


def vocabulary(model):
    metadata = read(model)[0]
    kept = {key: value for key, value in metadata.items() if key.startswith("tokenizer.")}
    return kept, len(kept["tokenizer.ggml.tokens"][1][1])


def shape(architecture, width, layers, hidden, heads, context):
    return {
        "general.architecture": (STRING, architecture),
        f"{architecture}.context_length": (UINT32, context),
        f"{architecture}.embedding_length": (UINT32, width),
        f"{architecture}.block_count": (UINT32, layers),
        f"{architecture}.feed_forward_length": (UINT32, hidden),
        f"{architecture}.attention.head_count": (UINT32, heads),
    }


def split(options):
    metadata, tensors = read(options.model)
    half = len(tensors) // 2
    for number, part in enumerate((tensors[:half], tensors[half:])):
        own = dict(metadata) if number == 0 else {}
        own |= {
            "split.no": (UINT16, number),
            "split.count": (UINT16, 2),
            "split.tensors.count": (INT32, len(tensors)),
        }
        write(os.path.join(options.folder, f"part-{number + 1:05}-of-00002.gguf"), own, part)


def adapter(options):
    metadata, tensors = read(options.model)
    architecture = options.architecture or metadata["general.architecture"][1].decode()
    weights = Weights(7)
    for name, dimensions, _, _ in tensors:
        if len(dimensions) == 2 and (".attn_q." in name or ".attn_v." in name or ".ffn_up." in name):
            weights.add(name + ".lora_a", options.width or dimensions[0], 4)
            weights.add(name + ".lora_b", 4, dimensions[1], scale=0.8)
    write(
        options.file,
        {
            "general.architecture": (STRING, architecture),
            "general.type": (STRING, "adapter"),
            "adapter.type": (STRING, "lora"),
            "adapter.lora.alpha": (FLOAT32, 8.0),
        },
        weights.tensors,
    )


def decoder_blocks(weights, width, layers, hidden, heads, head, with_head_norms):
    weights.add("output_norm.weight", width, scale=0.0, base=1.0)
    for index in range(layers):
        start = f"blk.{index}."
        weights.add(start + "attn_norm.weight", width, scale=0.0, base=1.0)
        weights.add(start + "attn_q.weight", width, heads * head)
        weights.add(start + "attn_k.weight", width, heads * head)
        weights.add(start + "attn_v.weight", width, heads * head)
        weights.add(start + "attn_output.weight", heads * head, width)
        if with_head_norms:
            weights.add(start + "attn_q_norm.weight", head, scale=0.0, base=1.0)
            weights.add(start + "attn_k_norm.weight", head, scale=0.0, base=1.0)
        weights.add(start + "ffn_norm.weight", width, scale=0.0, base=1.0)
        weights.add(start + "ffn_gate.weight", width, hidden)
        weights.add(start + "ffn_up.weight", width, hidden)
        weights.add(start + "ffn_down.weight", hidden, width)


def change_vocabulary(words, change):
    """Makes a vocabulary differ from the one it is: two tokens swapped, some or many more, another begin of texts."""
    kind, texts = words["tokenizer.ggml.tokens"][1]
    if change == "swapped":
        texts[300], texts[301] = texts[301], texts[300]
    if change in ("filled", "longer"):
        count = 100 if change == "filled" else 129
        texts += [f"<|more{number}|>".encode() for number in range(count)]
        for key, value in (("scores", 0.0), ("token_type", 4)):
            if f"tokenizer.ggml.{key}" in words:
                words[f"tokenizer.ggml.{key}"][1][1].extend([value] * count)
    if change == "begin":
        words["tokenizer.ggml.add_bos_token"] = (BOOL, True)
        words["tokenizer.ggml.bos_token_id"] = (UINT32, 7)
    return words, len(texts)


def llama(options):
    words, size = change_vocabulary(vocabulary(options.model)[0], options.vocabulary)
    heads, layers, hidden = 2, 2, 64
    width = heads * options.head
    metadata = {**shape("llama", width, layers, hidden, heads, 1024 if options.mixing else 256), **words}
    metadata["llama.attention.head_count_kv"] = (UINT32, heads)
    metadata["llama.attention.layer_norm_rms_epsilon"] = (FLOAT32, 1e-5)
    metadata["llama.rope.dimension_count"] = (UINT32, options.head)
    weights = Weights(11)
    weights.add("token_embd.weight", width, size, scale=0.3 if options.mixing else 1.0)
    if options.mixing:
        # With the embedding as output, as below, the likeliest token is the last one again.
        weights.add("output.weight", width, size)
    decoder_blocks(weights, width, layers, hidden, heads, options.head, False)
    write(options.file, metadata, weights.tensors)


def deep(options):
    metadata, tensors = read(options.model)
    architecture = metadata["general.architecture"][1].decode()
    count = metadata[f"{architecture}.block_count"][1]
    first = [tensor for tensor in tensors if tensor[0].startswith("blk.0.")]
    for number in range(count, count + 40):
        for name, dimensions, kind, data in first:
            # A layer adds to what goes through it, and these two tensors are what it adds.
            adds = name.endswith(("attn_output.weight", "ffn_down.weight"))
            name = name.replace("blk.0.", f"blk.{number}.", 1)
            tensors.append((name, dimensions, kind, bytes(len(data)) if adds else data))
    metadata[f"{architecture}.block_count"] = (UINT32, count + 40)
    write(options.file, metadata, tensors)


def qwen3(options):
    words, size = vocabulary(options.model)
    heads, head, layers, hidden, width = 2, 32, 2, 64, 64
    metadata = {**shape("qwen3", width, layers, hidden, heads, 256), **words}
    metadata["qwen3.attention.head_count_kv"] = (UINT32, heads)
    metadata["qwen3.attention.key_length"] = (UINT32, head)
    metadata["qwen3.attention.value_length"] = (UINT32, head)
    metadata["qwen3.attention.layer_norm_rms_epsilon"] = (FLOAT32, 1e-5)
    metadata["qwen3.rope.freq_base"] = (FLOAT32, 10000.0)
    metadata["qwen3.pooling_type"] = (UINT32, 4)
    metadata["qwen3.classifier.output_labels"] = (ARRAY, (STRING, ["yes", "no"]))
    metadata["tokenizer.ggml.add_eos_token"] = (BOOL, True)
    if options.template:
        metadata["tokenizer.chat_template.rerank"] = (STRING, options.template)
    weights = Weights(13)
    weights.add("token_embd.weight", width, size, scale=1.0)
    weights.add("cls.output.weight", width, 2)
    decoder_blocks(weights, width, layers, hidden, heads, head, True)
    write(options.file, metadata, weights.tensors)


def bert(options):
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "▁what", "▁is", "▁the", "▁sky", "▁blue", "▁?", "▁why", "▁a"]
    words += ["▁" + letter for letter in "bcdefghijklmnopqrstuvwxyz"] + list("abcdefghijklmnopqrstuvwxyz")
    width, heads, layers, hidden, context = 64, 2, 2, 96, 64
    metadata = shape("bert", width, layers, hidden, heads, context)
    metadata["bert.attention.layer_norm_epsilon"] = (FLOAT32, 1e-12)
    metadata["bert.attention.causal"] = (BOOL, False)
    metadata["bert.pooling_type"] = (UINT32, 4 if options.classifier else 2)
    metadata["tokenizer.ggml.model"] = (STRING, "bert")
    metadata["tokenizer.ggml.pre"] = (STRING, "default")
    metadata["tokenizer.ggml.tokens"] = (ARRAY, (STRING, words))
    metadata["tokenizer.ggml.token_type"] = (ARRAY, (INT32, [3] * 5 + [1] * (len(words) - 5)))
    metadata["tokenizer.ggml.token_type_count"] = (UINT32, 2)
    for number, name in enumerate(("padding", "unknown", "cls", "seperator", "mask")):
        metadata[f"tokenizer.ggml.{name}_token_id"] = (UINT32, number)
    metadata["tokenizer.ggml.bos_token_id"] = (UINT32, 2)
    metadata["tokenizer.ggml.eos_token_id"] = (UINT32, 3)
    weights = Weights(17)
    weights.add("token_embd.weight", width, len(words), scale=1.0)
    weights.add("position_embd.weight", width, context, scale=0.5)
    weights.add("token_types.weight", width, 2, scale=0.5)
    for name in ("token_embd_norm",):
        weights.add(name + ".weight", width, scale=0.0, base=1.0)
        weights.add(name + ".bias", width, scale=0.0)
    if options.classifier:
        weights.add("cls.weight", width, width)
        weights.add("cls.bias", width, scale=0.1)
        weights.add("cls.output.weight", width, 1)
        weights.add("cls.output.bias", 1, scale=0.1)
    for index in range(layers):
        start = f"blk.{index}."
        for name, rows, columns in (
            ("attn_q", width, width), ("attn_k", width, width), ("attn_v", width, width),
            ("attn_output", width, width), ("ffn_up", width, hidden), ("ffn_down", hidden, width),
        ):  # fmt: skip
            weights.add(f"{start}{name}.weight", rows, columns)
            weights.add(f"{start}{name}.bias", columns, scale=0.1)
        for name in ("attn_output_norm", "layer_output_norm"):
            weights.add(f"{start}{name}.weight", width, scale=0.0, base=1.0)
            weights.add(f"{start}{name}.bias", width, scale=0.0)
    write(options.file, metadata, weights.tensors)


def gemma3(options):
    words, size = vocabulary(options.model)
    heads, head, layers, hidden, width = 2, 32, 4, 64, 64
    metadata = {**shape("gemma3", width, layers, hidden, heads, 1024), **words}
    metadata["gemma3.attention.head_count_kv"] = (UINT32, heads)
    metadata["gemma3.attention.key_length"] = (UINT32, head)
    metadata["gemma3.attention.value_length"] = (UINT32, head)
    metadata["gemma3.attention.layer_norm_rms_epsilon"] = (FLOAT32, 1e-6)
    metadata["gemma3.attention.sliding_window"] = (UINT32, options.window)
    metadata["gemma3.attention.sliding_window_pattern"] = (UINT32, 2)
    metadata["gemma3.rope.freq_base"] = (FLOAT32, 10000.0)
    weights = Weights(19)
    # Small beside what the layers add, and with an output of its own: what comes next depends on all that was before.
    weights.add("token_embd.weight", width, size, scale=0.1)
    weights.add("output.weight", width, size, scale=1.0)
    decoder_blocks(weights, width, layers, hidden, heads, head, True)
    for index in range(layers):
        for name in ("post_attention_norm", "post_ffw_norm"):
            weights.add(f"blk.{index}.{name}.weight", width, scale=0.0, base=1.0)
    write(options.file, metadata, weights.tensors)


def mamba(options):
    words, size = vocabulary(options.model)
    layers, width, kernel, state, rank = 2, 64, 4, 16, 4
    inner = 2 * width
    metadata = {**shape("mamba", width, layers, 0, 0, 1024), **words}
    sizes = {"conv_kernel": kernel, "inner_size": inner, "state_size": state, "time_step_rank": rank}
    for name, value in sizes.items():
        metadata["mamba.ssm." + name] = (UINT32, value)
    metadata["mamba.attention.layer_norm_rms_epsilon"] = (FLOAT32, 1e-5)
    weights = Weights(23)
    weights.add("token_embd.weight", width, size, scale=0.3)
    weights.add("output.weight", width, size, scale=1.0)
    weights.add("output_norm.weight", width, scale=0.0, base=1.0)
    for index in range(layers):
        start = f"blk.{index}."
        weights.add(start + "attn_norm.weight", width, scale=0.0, base=1.0)
        weights.add(start + "ssm_in.weight", width, 2 * inner)
        weights.add(start + "ssm_conv1d.weight", kernel, inner)
        weights.add(start + "ssm_conv1d.bias", inner, scale=0.1)
        weights.add(start + "ssm_x.weight", inner, rank + 2 * state)
        weights.add(start + "ssm_dt.weight", rank, inner)
        weights.add(start + "ssm_dt.bias", inner, scale=0.1, base=-4.0)
        # Negative, so that what was seen fades.
        weights.add(start + "ssm_a", state, inner, scale=0.1, base=-1.0)
        weights.add(start + "ssm_d", inner, scale=0.1, base=1.0)
        weights.add(start + "ssm_out.weight", inner, width)
    write(options.file, metadata, weights.tensors)


def main():
    parser = argparse.ArgumentParser(description="Write a small GGUF file for a test.")
    commands = parser.add_subparsers(required=True)
    for make, arguments in ((split, "model folder"), (adapter, "model file"), (llama, "model file"),
                            (deep, "model file"), (qwen3, "model file"), (bert, "file"), (gemma3, "model file"),
                            (mamba, "model file")):  # fmt: skip
        command = commands.add_parser(make.__name__)
        command.set_defaults(make=make)
        for argument in arguments.split():
            command.add_argument(argument)
        command.add_argument("--head", type=int, default=32)
        command.add_argument("--width", type=int)
        command.add_argument("--window", type=int, default=32)
        command.add_argument("--architecture")
        command.add_argument("--template")
        command.add_argument("--vocabulary")
        command.add_argument("--classifier", action="store_true")
        command.add_argument("--mixing", action="store_true")
    options = parser.parse_args()
    options.make(options)


if __name__ == "__main__":
    main()
