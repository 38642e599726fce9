"""Random matrices in ggml's block formats, made directly as bytes, without quantising anything.

The quantised numbers are random bits, and a block's scales are chosen so that the weights come out around zero with a
deviation of 1/√columns, which keeps the activations of a network of any depth finite.
"""

import gguf
import numpy

Kind = gguf.GGMLQuantizationType

# Where the half-precision scales lie in a block, and what each is as a multiple of the wanted deviation. The rest of a
# block is random: for Q4_K a weight is d·s·q − m·t with s, t from 0 to 63 and q from 0 to 15, whose deviation is 258·d
# where m is the mean of q, 7.5, times d; for the others alike.
SCALES = {
    Kind.Q4_0: {0: 1 / 4.64},
    Kind.Q8_0: {0: 1 / 73.9},
    Kind.Q4_K: {0: 1 / 258, 2: 7.5 / 258},
    Kind.Q5_K: {0: 1 / 531, 2: 15.5 / 531},
    Kind.Q6_K: {208: 1 / 1365},
}


def row_bytes(kind, columns):
    values, size = gguf.GGML_QUANT_SIZES[kind]
    if columns % values:
        raise SystemExit(f"{kind.name} needs rows of a multiple of {values} values, and not {columns}")
    return columns // values * size


def matrix(random, kind, rows, columns, silent):
    """A random matrix whose first `silent` rows are zero."""
    deviation = columns**-0.5
    if kind in (Kind.F32, Kind.F16):
        values = random.standard_normal((rows, columns), dtype=numpy.float32) * numpy.float32(deviation)
        values[:silent] = 0
        return values.astype(numpy.float16 if kind == Kind.F16 else numpy.float32)
    size = gguf.GGML_QUANT_SIZES[kind][1]
    data = numpy.frombuffer(bytearray(random.bytes(rows * row_bytes(kind, columns))), dtype=numpy.uint8)
    blocks = data.reshape(rows, -1, size)
    for offset, factor in SCALES[kind].items():
        blocks[:, :, offset:offset + 2] = numpy.frombuffer(numpy.float16(factor * deviation).tobytes(), dtype=numpy.uint8)
        blocks[:silent, :, offset:offset + 2] = 0
    return data.reshape(rows, -1)
