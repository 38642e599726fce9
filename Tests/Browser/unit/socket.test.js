import { beforeEach, mock, test } from "node:test";
import { Backoff } from "../../../Sources/MartletUI/Page/assets/transport/backoff.js";
import { Socket } from "../../../Sources/MartletUI/Page/assets/transport/socket.js";
import assert from "node:assert/strict";
import { listen } from "./page.js";

/** A WebSocket whose other end is the test. */
class FakeWebSocket {
    static OPEN = 1;
    static all = [];
    readyState = 1;
    sent = [];

    constructor(url) {
        this.url = new URL(url);
        FakeWebSocket.all.push(this);
    }

    static get last() {
        return FakeWebSocket.all.at(-1);
    }

    send(data) {
        this.sent.push(data);
    }

    close() {
        this.readyState = 3;
    }

    hear(...texts) {
        for (const data of texts) this.onmessage({ data });
    }

    accept() {
        this.onopen();
        this.hear('0{"sid":"e","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}');
        this.hear('40{"sid":"s"}');
    }

    drop() {
        this.readyState = 3;
        this.onclose();
    }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function opened(options = {}) {
    const socket = new Socket("/ws/socket.io/", { auth: () => ({ sessionId: "1" }), transports: ["websocket"], ...options });
    socket.backoff = new Backoff({ first: 10, random: () => 0.5 });
    socket.connect();
    await settle();
    return socket;
}

beforeEach(() => {
    globalThis.WebSocket = FakeWebSocket;
    globalThis.location = { href: "http://host:8000/", origin: "http://host:8000" };
    FakeWebSocket.all = [];
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout"] });
});

test("it connects with its auth and answers pings", async () => {
    const socket = await opened();
    assert.equal(FakeWebSocket.last.url.href, "ws://host:8000/ws/socket.io/?EIO=4&transport=websocket");
    FakeWebSocket.last.accept();
    assert.ok(socket.isConnected);
    FakeWebSocket.last.hear("2");
    assert.deepEqual(FakeWebSocket.last.sent, ['40{"sessionId":"1"}', "3"]);
    socket.disconnect();
});

test("events arrive with a way to acknowledge them", async () => {
    const socket = await opened();
    const events = listen(socket, "event");
    FakeWebSocket.last.accept();
    FakeWebSocket.last.hear('42["toast",{"message":"hi"}]', '421["ask",{}]');
    assert.equal(events[0].acknowledge, null);
    assert.deepEqual(events[0].values, [{ message: "hi" }]);
    assert.ok(events[1].acknowledge({ output: "Ada" }));
    assert.equal(FakeWebSocket.last.sent.at(-1), '431[{"output":"Ada"}]');
    socket.disconnect();
});

test("an answer to a question of an earlier connection is not sent", async () => {
    const socket = await opened();
    const events = listen(socket, "event");
    FakeWebSocket.last.accept();
    FakeWebSocket.last.hear('421["ask",{}]');
    FakeWebSocket.last.drop();
    mock.timers.tick(20);
    await settle();
    FakeWebSocket.last.accept();
    assert.equal(events[0].acknowledge("late"), false);
    assert.equal(FakeWebSocket.last.sent.length, 1);
    socket.disconnect();
});

test("after a loss it comes back by itself, with the auth of that moment", async () => {
    let sessionId = "1";
    const socket = await opened({ auth: () => ({ sessionId }) });
    const events = listen(socket, "connect", "disconnect", "retry");
    FakeWebSocket.last.accept();
    sessionId = "2";
    FakeWebSocket.last.drop();
    assert.equal(socket.emit("stop"), false);
    mock.timers.tick(10);
    await settle();
    FakeWebSocket.last.accept();
    assert.deepEqual(events.map(({ type }) => type), ["connect", "disconnect", "retry", "connect"]);
    assert.equal(FakeWebSocket.last.sent[0], '40{"sessionId":"2"}');
    socket.disconnect();
});

test("a silent connection is given up after the server's own time", async () => {
    const socket = await opened();
    const events = listen(socket, "disconnect");
    FakeWebSocket.last.accept();
    mock.timers.tick(44_000);
    assert.equal(events.length, 0);
    mock.timers.tick(2_000);
    assert.equal(events[0].reason, "ping timeout");
    socket.disconnect();
});

test("a refusal is told and not retried", async () => {
    const socket = await opened();
    const events = listen(socket, "refused", "retry");
    FakeWebSocket.last.accept();
    FakeWebSocket.last.hear('44{"message":"Connection refused by server"}');
    mock.timers.tick(60_000);
    await settle();
    assert.deepEqual(events, [{ type: "refused", message: "Connection refused by server" }]);
    assert.equal(FakeWebSocket.all.length, 1);
});

test("a disconnect that was asked for says goodbye and stays", async () => {
    const socket = await opened();
    const connection = FakeWebSocket.last;
    connection.accept();
    socket.disconnect();
    assert.deepEqual(connection.sent.slice(-2), ["41", "1"]);
    mock.timers.tick(60_000);
    await settle();
    assert.equal(FakeWebSocket.all.length, 1);
});

test("bytes after a binary event are put into it", async () => {
    const socket = await opened();
    const events = listen(socket, "event");
    FakeWebSocket.last.accept();
    const bytes = new Uint8Array([7]).buffer;
    FakeWebSocket.last.hear('451-["audio_chunk",{"data":{"_placeholder":true,"num":0}}]', bytes);
    assert.equal(events[0].values[0].data, bytes);
    socket.disconnect();
});

test("where no WebSocket opens, polling takes over", async () => {
    const requests = [];
    globalThis.fetch = async (url, { method, body }) => {
        requests.push({ method, body });
        if (requests.length > 2) return new Promise(() => {});
        const text = method === "POST" ? "OK" : '0{"sid":"p","upgrades":[],"pingInterval":1,"pingTimeout":1,"maxPayload":9}';
        return { ok: true, text: async () => text };
    };
    const socket = await opened({ transports: null });
    FakeWebSocket.last.drop();
    await settle();
    assert.equal(requests[0].method, "GET");
    assert.deepEqual(requests.find(({ method }) => method === "POST"), { method: "POST", body: '40{"sessionId":"1"}' });
    socket.disconnect();
});
