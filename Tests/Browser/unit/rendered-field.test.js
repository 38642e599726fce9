import { RenderedField } from "../../../Sources/MartletUI/Page/assets/models/rendered-field.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("text that comes after blocks waits behind them until it is rendered", () => {
    const field = new RenderedField();
    field.assign("a", ["<p>a</p>"]);
    field.append("b", false);
    assert.deepEqual([field.blocks, field.tail, field.text], [["<p>a</p>"], "b", "ab"]);
    field.splice(0, ["<p>ab</p>"]);
    assert.deepEqual([field.blocks, field.tail], [["<p>ab</p>"], ""]);
});

test("other text without blocks is no longer what the blocks show", () => {
    const field = new RenderedField();
    field.assign("a", ["<p>a</p>"]);
    field.assign("a", undefined);
    assert.deepEqual(field.blocks, ["<p>a</p>"]);
    field.assign("changed", undefined);
    assert.deepEqual([field.blocks, field.text], [null, "changed"]);
});

test("an absent field leaves what is there", () => {
    const field = new RenderedField();
    field.assign("a", ["<p>a</p>"]);
    field.assign(undefined, undefined);
    assert.deepEqual([field.blocks, field.text], [["<p>a</p>"], "a"]);
});

test("an index past the end appends, and a negative one replaces all", () => {
    const field = new RenderedField();
    assert.equal(field.splice(5, ["x"]), 0);
    assert.equal(field.splice(9, ["y"]), 1);
    assert.equal(field.splice(-1, ["z"]), 0);
    assert.deepEqual(field.blocks, ["z"]);
});

test("the final text after streamed blocks keeps them, and a later change does not", () => {
    const field = new RenderedField();
    field.assign("a", ["<p>a</p>"]);
    field.splice(0, ["<p>a b</p>"]);
    field.assign("a b", undefined);
    assert.deepEqual([field.blocks, field.text], [["<p>a b</p>"], "a b"]);
    field.assign("c", undefined);
    assert.equal(field.blocks, null);
});

test("blocks of null say that there are none", () => {
    const field = new RenderedField();
    field.assign("a", ["<p>a</p>"]);
    field.splice(0, ["<p>a b</p>"]);
    field.assign("edited", null);
    assert.deepEqual([field.blocks, field.text], [null, "edited"]);
});
