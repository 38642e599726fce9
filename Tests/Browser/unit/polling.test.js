import { PollingTransport } from "../../../Sources/MartletUI/Page/assets/transport/polling-transport.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A server whose answers the test gives; `posts` are the bodies that reached it. */
function serve() {
    const posts = [];
    const waiting = [];
    globalThis.fetch = (address, { method, body, signal }) => new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("aborted")));
        if (method === "POST") posts.push(body);
        waiting.push({ method, answer: (text) => resolve(new Response(text)) });
    });
    return {
        posts,
        async answer(method, text = "ok") {
            const at = waiting.findIndex((each) => each.method === method);
            waiting.splice(at, 1)[0].answer(text);
            await turn();
        },
        isAsked: (method) => waiting.some((each) => each.method === method),
    };
}

async function opened() {
    const server = serve();
    const closed = [];
    const transport = new PollingTransport("/ws/socket.io/", { packet: () => {}, closed: (reason) => closed.push(reason) });
    transport.open();
    await server.answer("GET", '0{"sid":"s"}');
    return { server, transport, closed };
}

const message = (data) => ({ type: "message", data });

test("what was said last is said before the line is left, one body at a time", async () => {
    const { server, transport, closed } = await opened();
    transport.send([message("first")]);
    transport.send([message("2clear")]);
    transport.close();
    await turn();
    assert.deepEqual(server.posts, ["4first"]);
    await server.answer("POST");
    assert.deepEqual(server.posts, ["4first", "42clear\x1e1"]);
    await server.answer("POST");
    assert.deepEqual(closed, []);
});

test("a WebSocket takes over when nothing is on its way any more", async () => {
    const { server, transport } = await opened();
    transport.send([message("slow")]);
    let isPaused = false;
    const paused = transport.pause().then(() => (isPaused = true));
    await server.answer("GET", "6");
    assert.equal(isPaused, false, "the post is on its way");
    transport.send([message("later")]);
    await server.answer("POST");
    await paused;
    assert.deepEqual(server.posts, ["4slow"]);
    assert.deepEqual(transport.takeOutgoing(), [message("later")]);
    assert.equal(server.isAsked("GET"), false);
});
