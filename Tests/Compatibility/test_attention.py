"""The attention that Scripts/llama-attention.patch makes faster, compared with what attention is by its definition."""

import numpy
import pytest

from ggml_attention import F16, F32, Attention, expected, library_path

HIDDEN = -numpy.inf

pytestmark = pytest.mark.skipif(not library_path().exists(), reason="libllama is not from Scripts/setup-llama")


@pytest.fixture(scope="module")
def attention():
    return Attention()


def mask_of_chats(cells, random):
    """The mask of a step; cells is a list of (tokens kept, tokens added) for each chat, spread at random over the cache."""
    kept = [chat for chat, (before, _) in enumerate(cells) for _ in range(before)]
    random.shuffle(kept)
    added = [chat for chat, (_, more) in enumerate(cells) for _ in range(more)]
    owners = numpy.array(kept + added)
    unused = -len(owners) % 256
    mask = numpy.full((len(added), len(owners) + unused), HIDDEN, dtype=numpy.float16)
    for row, chat in enumerate(added):
        until = len(kept) + row + 1
        mask[row, :until][owners[:until] == chat] = 0
    return mask


def compare(attention, mask, *, heads=(8, 2), dimensions=(64, 64), seed=0, **options):
    random = numpy.random.default_rng(seed)
    rows, keys = mask.shape
    all_heads, kept_heads = heads
    queries = random.standard_normal((all_heads, rows, dimensions[0]))
    # Far-away values where nothing may be seen would show a read that the mask forbids.
    key_values = random.standard_normal((kept_heads, keys, dimensions[0]))
    values = random.standard_normal((kept_heads, keys, dimensions[1]))
    unseen = (mask == HIDDEN).all(axis=0)
    values[:, unseen] = 1000
    if "sinks" in options:
        options["sinks"] = random.standard_normal(all_heads)
    options = {"scale": dimensions[0] ** -0.5, **options}
    got = attention.run(queries, key_values, values, mask, **options)
    wanted = expected(queries.astype(numpy.float32), key_values, values, mask, **options)
    # Upstream gathers an answer of F16 values in F16, so that a long sum is off by some thousandths.
    numpy.testing.assert_allclose(got, wanted, atol=0.02 if options.get("kind", F16) == F16 else 1e-4, rtol=0)


STEPS = {
    "one chat's answer": [(700, 1)],
    "one chat's answer after little": [(3, 1)],
    "one chat's answer beside kept chats": [(300, 1), (900, 0)],
    "seven answers": [(40 + 31 * chat, 1) for chat in range(7)],
    "seven answers and a piece of a prompt": [(90, 1)] * 7 + [(500, 9)],
    "pieces of two prompts": [(200, 20), (10, 33), (64, 1)],
    "a first token": [(0, 1)],
    "a new prompt": [(0, 70)],
    "a long piece beside answers": [(100, 1), (130, 1), (5, 130)],
    "two rows of a chat": [(80, 2), (100, 2)],
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_a_step_of_chats(attention, name, threads):
    compare(attention, mask_of_chats(STEPS[name], numpy.random.default_rng(7)), threads=threads)


@pytest.mark.parametrize("options", [
    {"kind": F32},
    {"softcap": 20.0},
    {"sinks": True},
    {"heads": (6, 6)},
    {"heads": (6, 1)},
    {"heads": (128, 1), "dimensions": (32, 32)},
    {"dimensions": (80, 80)},
    {"dimensions": (192, 128)},
    {"dimensions": (36, 36)},
    {"max_bias": 8.0},
    {"max_bias": 8.0, "heads": (6, 2)},
], ids=str)
@pytest.mark.parametrize("name", ["one chat's answer", "seven answers and a piece of a prompt",
                                  "a long piece beside answers", "pieces of two prompts"])
def test_a_kind_of_model(attention, name, options):
    compare(attention, mask_of_chats(STEPS[name], numpy.random.default_rng(8)), **options)


def test_distances_count_where_a_mask_holds_them(attention):
    mask = mask_of_chats(STEPS["seven answers and a piece of a prompt"], numpy.random.default_rng(9))
    distances = numpy.random.default_rng(10).uniform(-6, 0, mask.shape).astype(numpy.float16)
    compare(attention, numpy.where(mask == HIDDEN, mask, distances), max_bias=8.0, heads=(8, 4))


@pytest.mark.parametrize("rows", [1, 2, 3, 8, 64, 100])
def test_without_a_mask(attention, rows):
    random = numpy.random.default_rng(11)
    queries, keys, values = (random.standard_normal((heads, length, 64)) for heads, length in [(4, rows), (2, 300), (2, 300)])
    got = attention.run(queries, keys, values, scale=0.125)
    numpy.testing.assert_allclose(got, expected(queries, keys, values, scale=0.125), atol=0.02)


def test_random_steps(attention):
    random = numpy.random.default_rng(12)
    for seed in range(40):
        cells = [(int(random.integers(0, 300)), int(random.choice([0, 1, 1, 1, 2, 5, 40]))) for _ in range(random.integers(1, 9))]
        if any(more for _, more in cells):
            compare(attention, mask_of_chats(cells, random), seed=seed, threads=int(random.integers(1, 5)),
                    heads=[(8, 2), (4, 4), (9, 3)][seed % 3], kind=[F16, F32][seed % 2])


def test_an_answer_alone_does_not_depend_on_where_its_tokens_lie(attention):
    """Where one chat is alone in a step, others that are only kept change nothing, not even the rounding."""
    random = numpy.random.default_rng(13)
    queries, keys, values = (random.standard_normal((heads, length, 64)) for heads, length in [(8, 1), (2, 600), (2, 600)])
    alone = numpy.full((1, 768), HIDDEN, dtype=numpy.float16)
    alone[0, :600] = 0
    spread = numpy.full((1, 2304), HIDDEN, dtype=numpy.float16)
    places = numpy.sort(random.choice(2304, 600, replace=False))
    spread[0, places] = 0

    def put(array, cells, length):
        whole = random.standard_normal((array.shape[0], length, array.shape[2]))
        whole[:, cells] = array
        return whole

    first = attention.run(queries, put(keys, slice(600), 768), put(values, slice(600), 768), alone, scale=0.125)
    second = attention.run(queries, put(keys, places, 2304), put(values, places, 2304), spread, scale=0.125)
    numpy.testing.assert_array_equal(first, second)
