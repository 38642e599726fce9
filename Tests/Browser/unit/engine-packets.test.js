import { decodePacket, decodePayload, encodePacket, encodePayloads } from "../../../Sources/MartletUI/Page/assets/transport/engine-packets.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("each type is one digit before its data", () => {
    assert.equal(encodePacket({ type: "pong" }), "3");
    assert.equal(encodePacket({ type: "ping", data: "probe" }), "2probe");
    assert.deepEqual(decodePacket('0{"sid":"a"}'), { type: "open", data: '{"sid":"a"}' });
    assert.deepEqual(decodePacket("6"), { type: "noop", data: "" });
});

test("an unknown type is no packet", () => {
    assert.equal(decodePacket("9x"), null);
    assert.deepEqual(decodePayload("9x\u001e2"), [{ type: "ping", data: "" }]);
});

test("bytes go through text as base64 and come back", () => {
    const bytes = new Uint8Array([0, 1, 254, 255]);
    assert.equal(encodePacket({ type: "message", data: bytes }), "bAAH+/w==");
    assert.deepEqual(new Uint8Array(decodePacket("bAAH+/w==").data), bytes);
});

test("a view into a larger buffer sends its own bytes only", () => {
    const view = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
    assert.equal(encodePacket({ type: "message", data: view }), "bAQI=");
});

test("bytes over a WebSocket stay bytes", () => {
    const bytes = new Uint8Array([1]).buffer;
    assert.equal(encodePacket({ type: "message", data: bytes }, false), bytes);
    assert.deepEqual(decodePacket(bytes), { type: "message", data: bytes });
});

test("packets of one body are joined by the record separator", () => {
    const [payload] = encodePayloads([{ type: "pong" }, { type: "message", data: "40" }]);
    assert.equal(payload, "3\u001e440");
    assert.deepEqual(decodePayload(payload), [{ type: "pong", data: "" }, { type: "message", data: "40" }]);
    assert.deepEqual(decodePayload(""), []);
});

test("a body stays below what the server takes, also in characters of three bytes", () => {
    const packets = Array.from({ length: 10 }, () => ({ type: "message", data: "語".repeat(10) }));
    const payloads = encodePayloads(packets, 100);
    assert.ok(payloads.length > 1);
    assert.ok(payloads.every((payload) => new TextEncoder().encode(payload).length <= 100));
    assert.equal(payloads.flatMap(decodePayload).length, 10);
});
