import { listen, memoryStore } from "./page.js";
import { Outbox } from "../../../Sources/MartletUI/Page/assets/models/outbox.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const message = (id) => ({ message: { id, output: id }, fileReferences: [] });

function opened(...ids) {
    const outbox = new Outbox(memoryStore());
    outbox.open("s");
    for (const id of ids) outbox.add(message(id));
    return outbox;
}

test("messages wait in their order, and go out one at a time", () => {
    const outbox = opened("a", "b");
    const sent = [];
    const send = ({ message: { id } }) => sent.push(id) > 0;
    outbox.connected();
    assert.equal(outbox.sendNext(send), true);
    assert.deepEqual([outbox.isWaiting("a"), outbox.isWaiting("b")], [false, true]);
    assert.equal(outbox.sendNext(send), true);
    assert.equal(outbox.sendNext(send), false);
    assert.deepEqual(sent, ["a", "b"]);
});

test("a message that could not be sent goes on waiting", () => {
    const outbox = opened("a");
    assert.equal(outbox.sendNext(() => false), false);
    assert.equal(outbox.isWaiting("a"), true);
});

test("a message that the server has is forgotten", () => {
    const outbox = opened("a");
    outbox.connected();
    outbox.sendNext(() => true);
    assert.equal(outbox.confirm("a"), true);
    assert.equal(outbox.confirm("a"), false);
    assert.deepEqual(outbox.messages, []);
});

test("what the server never got over an earlier connection waits again, what it has does not", () => {
    const outbox = opened("lost", "arrived", "new");
    outbox.connected();
    outbox.sendNext(() => true);
    outbox.sendNext(() => true);
    outbox.connected();
    outbox.reconcile((id) => id === "arrived");
    assert.deepEqual(outbox.messages.map(({ message: { id } }) => id), ["lost", "new"]);
    assert.equal(outbox.isWaiting("lost"), true);
});

test("what crossed with the server's telling is not sent twice", () => {
    const outbox = opened("a");
    outbox.connected();
    outbox.sendNext(() => true);
    outbox.reconcile(() => false);
    assert.equal(outbox.isWaiting("a"), false);
    assert.equal(outbox.sendNext(() => assert.fail("sent twice")), false);
});

test("what went to a server that is no more is given back, what waited stays", () => {
    const outbox = opened("sent", "waiting");
    outbox.connected();
    outbox.sendNext(() => true);
    outbox.connected();
    assert.deepEqual(outbox.takeUnconfirmed().map(({ message: { id } }) => id), ["sent"]);
    assert.deepEqual(outbox.messages.map(({ message: { id } }) => id), ["waiting"]);
});

test("a reload keeps what is on its way, another chat does not have it", () => {
    const store = memoryStore();
    const before = new Outbox(store);
    before.open("s");
    before.add(message("sent"));
    before.add(message("waiting"));
    before.connected();
    before.sendNext(() => true);
    const after = new Outbox(store);
    after.open("s");
    assert.deepEqual([after.isWaiting("sent"), after.isWaiting("waiting")], [false, true]);
    after.connected();
    after.reconcile(() => false);
    assert.equal(after.isWaiting("sent"), true);
    after.open("other");
    assert.deepEqual(after.messages, []);
});

test("a message is changed while it waits, and not afterwards", () => {
    const outbox = opened("a");
    assert.equal(outbox.edit("a", "better"), true);
    assert.equal(outbox.messages[0].message.output, "better");
    outbox.sendNext(() => true);
    assert.equal(outbox.edit("a", "too late"), false);
});

test("each change is told with whether the message waits", () => {
    const outbox = new Outbox(memoryStore());
    const told = listen(outbox, "change");
    outbox.open("s");
    outbox.add(message("a"));
    outbox.sendNext(() => true);
    outbox.confirm("a");
    assert.deepEqual(told.map(({ isWaiting }) => isWaiting), [true, false, false]);
});
