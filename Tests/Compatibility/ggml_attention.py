"""ggml's flash attention as llama.cpp calls it, through the library that Scripts/setup-llama makes for ctypes."""

import ctypes
import os
import pathlib

import numpy

F32, F16 = 0, 1
POINTER, FLOAT, INTEGER = ctypes.c_void_p, ctypes.c_float, ctypes.c_int64


def library_path():
    cache = os.environ.get("MARTLET_CACHE") or pathlib.Path(
        os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "martlet")
    return pathlib.Path(cache, "llama", "shared", "libllama.so")


class _InitParameters(ctypes.Structure):
    _fields_ = [("mem_size", ctypes.c_size_t), ("mem_buffer", POINTER), ("no_alloc", ctypes.c_bool)]


class Attention:
    """Flash attention on the CPU; queries, keys and values are arrays [head, row, dimension], the mask [row, key]."""

    def __init__(self, path=None):
        library = self.library = ctypes.CDLL(str(path or library_path()))
        for name, result, arguments in [
            ("ggml_init", POINTER, [_InitParameters]),
            ("ggml_free", None, [POINTER]),
            ("ggml_new_tensor_4d", POINTER, [POINTER, ctypes.c_int] + 4 * [INTEGER]),
            ("ggml_get_data", POINTER, [POINTER]),
            ("ggml_flash_attn_ext", POINTER, 5 * [POINTER] + 3 * [FLOAT]),
            ("ggml_flash_attn_ext_add_sinks", None, 2 * [POINTER]),
            ("ggml_new_graph", POINTER, [POINTER]),
            ("ggml_build_forward_expand", None, 2 * [POINTER]),
            ("ggml_graph_compute_with_ctx", ctypes.c_int, [POINTER, POINTER, ctypes.c_int]),
            ("ggml_cpu_init", None, []),
        ]:
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        library.ggml_cpu_init()

    def run(self, queries, keys, values, mask=None, *, kind=F16, scale=1.0, max_bias=0.0, softcap=0.0, sinks=None,
            threads=2):
        """The result as [row, head, dimension]."""
        bytes_needed = sum(array.size * 4 for array in (queries, keys, values)) + 2 * (mask.size if mask is not None else 0)
        context = self.library.ggml_init(_InitParameters(4 * bytes_needed + (64 << 20), None, False))
        assert context
        try:
            tensors = [self._tensor(context, F32, queries), self._tensor(context, kind, keys),
                       self._tensor(context, kind, values),
                       self._tensor(context, F16, mask[None]) if mask is not None else None]
            result = self.library.ggml_flash_attn_ext(context, *tensors, scale, max_bias, softcap)
            if sinks is not None:
                self.library.ggml_flash_attn_ext_add_sinks(result, self._tensor(context, F32, sinks[None, None]))
            graph = self.library.ggml_new_graph(context)
            self.library.ggml_build_forward_expand(graph, result)
            assert self.library.ggml_graph_compute_with_ctx(context, graph, threads) == 0
            heads, rows, _ = queries.shape
            shape = (rows, heads, values.shape[2])
            data = ctypes.cast(self.library.ggml_get_data(result), ctypes.POINTER(FLOAT * int(numpy.prod(shape))))
            return numpy.array(data.contents, dtype=numpy.float32).reshape(shape)
        finally:
            self.library.ggml_free(context)

    def _tensor(self, context, kind, array):
        tensor = self.library.ggml_new_tensor_4d(context, kind, *array.shape[::-1], 1)
        data = numpy.ascontiguousarray(array, dtype=numpy.float16 if kind == F16 else numpy.float32)
        ctypes.memmove(self.library.ggml_get_data(tensor), data.ctypes.data, data.nbytes)
        return tensor


def slopes(heads, max_bias):
    """How strongly each head feels distance (ALiBi)."""
    if max_bias == 0:
        return numpy.ones(heads)
    power = 1 << int(numpy.floor(numpy.log2(heads)))
    one, other = 2 ** (-max_bias / power), 2 ** (-max_bias / 2 / power)
    return numpy.array([one ** (head + 1) if head < power else other ** (2 * (head - power) + 1) for head in range(heads)])


def expected(queries, keys, values, mask=None, *, kind=F16, scale=1.0, max_bias=0.0, softcap=0.0, sinks=None, threads=0):
    """What attention is by its definition, in double precision."""
    heads = queries.shape[0]
    stored = numpy.float16 if kind == F16 else numpy.float32
    keys, values = (
        numpy.repeat(array.astype(stored).astype(float), heads // array.shape[0], axis=0) for array in (keys, values))
    scores = numpy.einsum("hqd,hkd->hqk", queries.astype(float), keys) * scale
    if softcap:
        scores = softcap * numpy.tanh(scores / softcap)
    if mask is not None:
        scores = scores + slopes(heads, max_bias)[:, None, None] * mask.astype(float)[None]
    if sinks is not None:
        scores = numpy.concatenate([scores, numpy.broadcast_to(sinks[:, None, None], scores.shape[:2] + (1,))], axis=2)
    weights = numpy.exp(scores - scores.max(axis=2, keepdims=True))
    weights /= weights.sum(axis=2, keepdims=True)
    return numpy.einsum("hqk,hkd->qhd", weights[..., :keys.shape[1]], values)
