import { ContextMeter } from "../../../Sources/MartletUI/Page/assets/models/context-meter.js";
import assert from "node:assert/strict";
import { test } from "node:test";

function fixture() {
    const asked = [];
    const waiting = [];
    const meter = new ContextMeter(({ number }) => asked.push(number), (job) => waiting.push(job));
    const pause = () => waiting.splice(0).forEach((job) => job());
    return { meter, asked, pause };
}

test("nobody is asked before the server can count", () => {
    const { meter, asked, pause } = fixture();
    meter.drafted();
    pause();
    meter.ask();
    assert.deepEqual(asked, []);
    meter.receive({ limit: 64 });
    assert.deepEqual([asked, meter.limit, meter.used, meter.fits], [[1], 64, null, true]);
});

test("a draft is asked about once, when the person pauses", () => {
    const { meter, asked, pause } = fixture();
    meter.receive({ limit: 64 });
    for (let letter = 0; letter < 5; letter += 1) meter.drafted();
    assert.deepEqual(asked, [1]);
    pause();
    assert.deepEqual(asked, [1, 2]);
});

test("an answer to an older draft is not shown", () => {
    const { meter } = fixture();
    meter.receive({ limit: 64 });
    meter.ask();
    meter.receive({ limit: 64, used: 9, number: 1 });
    assert.equal(meter.used, null);
    meter.receive({ limit: 64, used: 12, number: 2 });
    assert.deepEqual([meter.used, meter.fits], [12, true]);
});

test("a prompt must leave room for one token", () => {
    const { meter } = fixture();
    meter.receive({ limit: 64 });
    for (const [used, fits] of [[63, true], [64, false], [100, false]]) {
        meter.receive({ limit: 64, used, number: 1 });
        assert.equal(meter.fits, fits);
    }
});

test("a new chat has no gauge until its server tells", () => {
    const { meter, asked } = fixture();
    meter.receive({ limit: 64 });
    meter.receive({ limit: 64, used: 100, number: 1 });
    meter.receive({ limit: null });
    assert.deepEqual([meter.limit, meter.used, meter.fits, asked], [null, null, true, [1]]);
});
