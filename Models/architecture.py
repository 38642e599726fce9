"""The network: a small llama (RMSNorm, rotary positions, grouped-query attention, SwiGLU) in plain JAX.

Rotary positions turn neighbouring pairs of a head's values (2i, 2i+1), which is what llama.cpp does for the
architecture "llama"; weights therefore go into the GGUF file without any reordering.
"""

import dataclasses
import math

import jax
import jax.numpy as jnp


@dataclasses.dataclass(frozen=True)
class Shape:
    """The sizes of the network."""

    vocabulary: int
    width: int = 128
    layers: int = 4
    heads: int = 4
    key_heads: int = 2
    hidden: int = 384
    context: int = 1024
    rope_base: float = 10000.0
    epsilon: float = 1e-5

    @property
    def head(self):
        return self.width // self.heads


def initial_weights(shape, seed):
    """Random weights: a dictionary of arrays, the layers' arrays in a list."""
    keys = iter(jax.random.split(jax.random.PRNGKey(seed), 1 + 7 * shape.layers))

    def normal(rows, columns, scale):
        return scale * jax.random.normal(next(keys), (rows, columns), jnp.float32)

    width, narrow = shape.width, shape.key_heads * shape.head
    wide_scale, deep_scale = width**-0.5, (2 * shape.layers * width) ** -0.5
    return {
        "embedding": normal(shape.vocabulary, width, 0.04),
        "norm": jnp.ones(width),
        "layers": [
            {
                "attention_norm": jnp.ones(width),
                "query": normal(width, width, wide_scale),
                "key": normal(width, narrow, wide_scale),
                "value": normal(width, narrow, wide_scale),
                "output": normal(width, width, deep_scale),
                "feed_norm": jnp.ones(width),
                "gate": normal(width, shape.hidden, wide_scale),
                "up": normal(width, shape.hidden, wide_scale),
                "down": normal(shape.hidden, width, (2 * shape.layers * shape.hidden) ** -0.5),
            }
            for _ in range(shape.layers)
        ],
    }


def root_mean_square_norm(x, weight, epsilon):
    return x * jax.lax.rsqrt(jnp.mean(x * x, axis=-1, keepdims=True) + epsilon) * weight


def rotate(x, base):
    """Rotary positions for x of shape (batch, time, heads, head size)."""
    time, size = x.shape[1], x.shape[3]
    angles = jnp.arange(time)[:, None] * base ** (-jnp.arange(0, size, 2) / size)[None, :]
    cosine, sine = jnp.cos(angles)[None, :, None, :], jnp.sin(angles)[None, :, None, :]
    even, odd = x[..., 0::2], x[..., 1::2]
    return jnp.stack([even * cosine - odd * sine, even * sine + odd * cosine], axis=-1).reshape(x.shape)


def attend(layer, x, allowed, shape):
    batch, time, _ = x.shape
    groups = shape.heads // shape.key_heads
    query = rotate((x @ layer["query"]).reshape(batch, time, shape.heads, shape.head), shape.rope_base)
    key = rotate((x @ layer["key"]).reshape(batch, time, shape.key_heads, shape.head), shape.rope_base)
    value = (x @ layer["value"]).reshape(batch, time, shape.key_heads, shape.head)
    query = query.reshape(batch, time, shape.key_heads, groups, shape.head)
    scores = jnp.einsum("btkgd,bskd->bkgts", query, key) / math.sqrt(shape.head)
    scores = jnp.where(allowed[:, None, None], scores, -1e9)
    mixed = jnp.einsum("bkgts,bskd->btkgd", jax.nn.softmax(scores, axis=-1), value)
    return mixed.reshape(batch, time, shape.width) @ layer["output"]


def final_states(weights, tokens, segments, shape):
    """The normalised states after the last layer, for tokens of shape (batch, time).

    A row may hold several conversations: a token sees the earlier tokens of its own segment only. Rotary positions are
    relative, so it does not matter where in the row a conversation begins.
    """
    x = weights["embedding"][tokens]
    time = tokens.shape[1]
    allowed = jnp.tril(jnp.ones((time, time), bool)) & (segments[:, :, None] == segments[:, None, :])
    for layer in weights["layers"]:
        x = x + attend(layer, root_mean_square_norm(x, layer["attention_norm"], shape.epsilon), allowed, shape)
        inner = root_mean_square_norm(x, layer["feed_norm"], shape.epsilon)
        x = x + (jax.nn.silu(inner @ layer["gate"]) * (inner @ layer["up"])) @ layer["down"]
    return root_mean_square_norm(x, weights["norm"], shape.epsilon)


def logits(weights, tokens, shape):
    """Scores of the next token after each token; the output matrix is the embedding."""
    return final_states(weights, tokens, jnp.zeros_like(tokens), shape) @ weights["embedding"].T
