import { assemble, decode, encode } from "../../../Sources/MartletUI/Page/assets/transport/socket-packets.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("an event is its type and its compact JSON", () => {
    assert.equal(encode({ type: "event", data: ["stop"] }).text, '2["stop"]');
    assert.equal(encode({ type: "event", id: 12, data: ["a", { b: 1 }] }).text, '212["a",{"b":1}]');
    assert.equal(encode({ type: "ack", id: 1, data: [] }).text, "31[]");
    assert.equal(encode({ type: "disconnect" }).text, "1");
});

test("the server's packets are read with id and namespace", () => {
    assert.deepEqual(decode('0{"sid":"E1"}'), { type: "connect", namespace: "/", attachments: 0, data: { sid: "E1" } });
    assert.deepEqual(decode('21["ask",{}]'), { type: "event", namespace: "/", attachments: 0, id: 1, data: ["ask", {}] });
    assert.deepEqual(decode('4/foo,"Unable to connect"'), {
        type: "connect_error", namespace: "/foo", attachments: 0, data: "Unable to connect",
    });
});

test("an event whose first argument is a number is not taken for an id", () => {
    assert.deepEqual(decode('2["token_usage",42]').data, ["token_usage", 42]);
});

test("what is no packet is null", () => {
    for (const text of ["", "x", '7["a"]', '2["a"']) assert.equal(decode(text), null, text);
});

test("bytes leave the JSON and come back to their places", () => {
    const first = new Uint8Array([1]);
    const second = new Uint8Array([2]);
    const { text, buffers } = encode({ type: "event", data: ["audio", { data: first, list: [second] }] });
    assert.equal(text, '52-["audio",{"data":{"_placeholder":true,"num":0},"list":[{"_placeholder":true,"num":1}]}]');
    assert.deepEqual(buffers, [first, second]);
    const packet = decode(text);
    assert.equal(packet.attachments, 2);
    assert.deepEqual(assemble(packet, buffers), {
        type: "event", namespace: "/", data: ["audio", { data: first, list: [second] }],
    });
});

test("dates are written as JSON writes them", () => {
    assert.equal(encode({ type: "event", data: ["d", new Date(0)] }).text, '2["d","1970-01-01T00:00:00.000Z"]');
});
