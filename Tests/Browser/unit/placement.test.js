import { containerOf, isDrawn, nextDrawn } from "../../../Sources/MartletUI/Page/assets/models/placement.js";
import { Transcript } from "../../../Sources/MartletUI/Page/assets/models/transcript.js";
import assert from "node:assert/strict";
import { test } from "node:test";

function transcriptOf(...steps) {
    const transcript = new Transcript();
    for (const [id, parentId, type, name = id] of steps) transcript.upsert({ id, parentId, type, name });
    return transcript;
}

test("the wrapper runs are not drawn, and their children are where they would be", () => {
    const transcript = transcriptOf(["u", null, "user_message"], ["r", "u", "run", "on_message"], ["s", "r", "tool"]);
    assert.equal(isDrawn(transcript.get("r").step, "full"), false);
    assert.equal(containerOf(transcript.get("s"), "full"), null);
});

test("a run of the author's that is not a wrapper is drawn", () => {
    assert.ok(isDrawn({ type: "run", name: "LLMChain" }, "full"));
    assert.ok(isDrawn({ type: "tool", name: "on_message" }, "full"));
});

test("how much is shown of the thinking", () => {
    const shown = (cot) => ["tool", "llm", "run", "assistant_message"].filter((type) => isDrawn({ type, name: "x" }, cot));
    assert.deepEqual(shown("full"), ["tool", "llm", "run", "assistant_message"]);
    assert.deepEqual(shown("tool_call"), ["tool", "assistant_message"]);
    assert.deepEqual(shown("hidden"), ["assistant_message"]);
});

test("steps nest, and a message inside of one is lifted to the list", () => {
    const transcript = transcriptOf(["a", null, "run"], ["b", "a", "llm"], ["m", "b", "assistant_message"], ["c", "m", "tool"]);
    assert.equal(containerOf(transcript.get("b"), "full").id, "a");
    assert.equal(containerOf(transcript.get("m"), "full"), null);
    assert.equal(containerOf(transcript.get("c"), "full"), null);
});

test("a step inside a hidden one is drawn in the next that shows", () => {
    const transcript = transcriptOf(["t", null, "tool"], ["l", "t", "llm"], ["u", "l", "tool"]);
    assert.equal(containerOf(transcript.get("u"), "tool_call").id, "t");
});

test("what comes later is drawn at the end", () => {
    const transcript = transcriptOf(["u", null, "user_message"], ["r", "u", "run", "on_message"], ["m", "r", "assistant_message"]);
    assert.equal(nextDrawn(transcript.get("m"), transcript.roots, "full"), null);
});

test("a late child of an earlier run is drawn before the message that follows that run", () => {
    const transcript = transcriptOf(
        ["u1", null, "user_message"], ["r1", "u1", "run", "on_message"], ["u2", null, "user_message"],
        ["late", "r1", "assistant_message"],
    );
    assert.equal(nextDrawn(transcript.get("late"), transcript.roots, "full").id, "u2");
});

test("a lifted message does not stand before a step that stays inside", () => {
    const transcript = transcriptOf(["a", null, "run"], ["b", "a", "tool"], ["c", "a", "tool"], ["m", "b", "assistant_message"]);
    assert.equal(nextDrawn(transcript.get("m"), transcript.roots, "full"), null);
    assert.equal(nextDrawn(transcript.get("b"), transcript.roots, "full").id, "c");
});
