import { Backoff } from "../../../Sources/MartletUI/Page/assets/transport/backoff.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("waiting times double up to the longest, and begin anew after a success", () => {
    const backoff = new Backoff({ random: () => 0.5 });
    assert.deepEqual([1, 2, 3, 4, 5].map(() => backoff.next()), [1000, 2000, 4000, 5000, 5000]);
    backoff.reset();
    assert.equal(backoff.next(), 1000);
});

test("jitter is half of the time at most, either way", () => {
    assert.equal(new Backoff({ random: () => 0 }).next(), 500);
    assert.equal(new Backoff({ random: () => 1 }).next(), 1500);
});
