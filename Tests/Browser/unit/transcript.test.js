import { Transcript } from "../../../Sources/MartletUI/Page/assets/models/transcript.js";
import assert from "node:assert/strict";
import { listen } from "./page.js";
import { test } from "node:test";

const message = (id, more = {}) => ({ id, parentId: null, type: "assistant_message", name: "A", output: "", ...more });

test("a known id is merged, whatever event brings it", () => {
    const transcript = new Transcript();
    transcript.upsert(message("a", { output: "x", streaming: true }));
    transcript.upsert({ id: "a", output: "xyz", streaming: false });
    transcript.update({ id: "a", isError: true });
    const { step, output } = transcript.get("a");
    assert.deepEqual([step.name, step.streaming, step.isError, output.text], ["A", false, true, "xyz"]);
    assert.equal(transcript.roots.length, 1);
});

test("an update of something unknown is ignored", () => {
    const transcript = new Transcript();
    assert.equal(transcript.update(message("a")), null);
    assert.ok(transcript.isEmpty);
});

test("a step with an unknown parent is dropped", () => {
    const transcript = new Transcript();
    assert.equal(transcript.upsert(message("a", { parentId: "nobody" })), null);
    assert.ok(transcript.isEmpty);
});

test("removal takes the subtree", () => {
    const transcript = new Transcript();
    transcript.upsert(message("a"));
    transcript.upsert(message("b", { parentId: "a" }));
    transcript.upsert(message("c", { parentId: "b" }));
    transcript.remove("a");
    assert.deepEqual([..."abc"].map((id) => transcript.get(id)), [undefined, undefined, undefined]);
    assert.equal(transcript.upsert(message("d", { parentId: "b" })), null);
});

test("rendered blocks are replaced from an index on, and the change says from where", () => {
    const transcript = new Transcript();
    const changes = listen(transcript, "change");
    transcript.upsert(message("a", { output: "x", blocks: ["<p>1</p>", "<p>2</p>"], streaming: true }));
    transcript.splice({ id: "a", field: "output", from: 1, blocks: ["<p>2!</p>", "<p>3</p>"], final: true });
    assert.deepEqual(transcript.get("a").output.blocks, ["<p>1</p>", "<p>2!</p>", "<p>3</p>"]);
    assert.equal(transcript.get("a").step.streaming, false);
    assert.deepEqual(changes.map(({ kind, from }) => [kind, from]), [["insert", 0], ["output", 1]]);
});

test("blocks for a field that does not exist, or for nobody, change nothing", () => {
    const transcript = new Transcript();
    transcript.upsert(message("a"));
    transcript.splice({ id: "a", field: "step", from: 0, blocks: ["x"] });
    transcript.splice({ id: "b", field: "output", from: 0, blocks: ["x"] });
    assert.equal(transcript.get("a").output.blocks, null);
});

test("plain tokens are appended, or replace all when they are a sequence", () => {
    const transcript = new Transcript();
    transcript.upsert({ id: "s", type: "llm", parentId: null, output: "", input: "" });
    transcript.append({ id: "s", token: "a", isSequence: false, isInput: false });
    transcript.append({ id: "s", token: "b", isSequence: false, isInput: false });
    transcript.append({ id: "s", token: "q", isSequence: true, isInput: true });
    assert.deepEqual([transcript.get("s").output.text, transcript.get("s").input.text], ["ab", "q"]);
});

test("elements may come before the step they belong to", () => {
    const transcript = new Transcript();
    transcript.setElement({ id: "e", forId: "a", name: "one" });
    transcript.setElement({ id: "e", forId: "a", name: "two" });
    transcript.upsert(message("a"));
    assert.deepEqual(transcript.elementsOf("a").map(({ name }) => name), ["two"]);
    transcript.removeElement("e");
    assert.deepEqual(transcript.elementsOf("a"), []);
});

test("the same action twice is one button", () => {
    const transcript = new Transcript();
    transcript.addAction({ id: "x", forId: "a" });
    transcript.addAction({ id: "x", forId: "a" });
    assert.equal(transcript.actionsOf("a").length, 1);
});

test("a replacement leaves nothing of what was there", () => {
    const transcript = new Transcript();
    transcript.upsert(message("old"));
    transcript.replace({ steps: [message("a"), message("b", { parentId: "a" })], elements: [{ id: "e", forId: "b" }] });
    assert.equal(transcript.get("old"), undefined);
    assert.equal(transcript.get("b").parent.id, "a");
    assert.equal(transcript.elementsOf("b").length, 1);
});
