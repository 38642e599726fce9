import { Pieces, Resampler, fromPCM, loudness, toPCM } from "../../../Sources/MartletUI/Page/assets/models/pcm.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("samples become 16-bit little-endian numbers, and come back", () => {
    const buffer = toPCM(Float32Array.of(0, 0.5, -1, 1, 2));
    assert.deepEqual([...new Int16Array(buffer)], [0, 16384, -32768, 32767, 32767]);
    assert.deepEqual([...new Uint8Array(buffer).slice(2, 4)], [0x00, 0x40]);
    assert.deepEqual([...fromPCM(buffer)].slice(0, 3), [0, 0.5, -1]);
});

test("bytes that lie inside a larger buffer are read where they are, and half a sample is left out", () => {
    const bytes = new Uint8Array([9, 0x00, 0x40, 0x00, 0xc0, 7]);
    assert.deepEqual([...fromPCM(bytes.subarray(1, 6))], [0.5, -0.5]);
});

test("loudness goes from silence to full scale", () => {
    assert.equal(loudness(new Float32Array(10)), 0);
    assert.equal(loudness(new Float32Array(0)), 0);
    assert.equal(loudness(new Float32Array(10).fill(1)), 1);
    const quiet = loudness(new Float32Array(10).fill(0.01));
    assert.ok(quiet > 0.3 && quiet < 0.4, String(quiet));
});

test("resampling keeps the length and the level, in whatever portions the sound comes", () => {
    for (const rate of [48_000, 44_100, 24_000, 16_000]) {
        const resampler = new Resampler(rate);
        const result = [];
        for (let part = 0; part < 100; part += 1) result.push(...resampler.resample(new Float32Array(rate / 100).fill(0.5)));
        assert.ok(Math.abs(result.length - 24_000) <= 1, `${rate}: ${result.length}`);
        assert.ok(result.every((sample) => Math.abs(sample - 0.5) < 1e-6), String(rate));
    }
});

test("a sample that comes out is the mean of those it stands for", () => {
    assert.deepEqual([...new Resampler(48_000).resample(Float32Array.of(0, 1, 1, 1))], [0.5, 1]);
});

test("pieces have one size, and the rest comes at the end", () => {
    const pieces = new Pieces(4);
    assert.deepEqual(pieces.add(Float32Array.of(1, 2, 3)), []);
    const full = pieces.add(Float32Array.of(4, 5, 6, 7, 8, 9));
    assert.deepEqual(full.map((piece) => [...piece]), [[1, 2, 3, 4], [5, 6, 7, 8]]);
    assert.deepEqual([...pieces.rest()], [9]);
    assert.equal(pieces.rest(), null);
});
