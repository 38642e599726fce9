import { ToolServers, headersOf } from "../../../Sources/MartletUI/Page/assets/models/tool-servers.js";
import assert from "node:assert/strict";
import { test } from "node:test";

class Store {
    kept = {};
    read = (key, fallback) => this.kept[key] ?? fallback;
    write = (key, value) => (this.kept[key] = value === null ? undefined : JSON.parse(JSON.stringify(value)));
}

/** Servers on a line that remembers what was asked; the names in `broken` cannot be connected. */
function servers({ broken = [], store = new Store() } = {}) {
    const asked = [];
    const failures = [];
    const model = new ToolServers({
        connect: async (name, own) => {
            asked.push(["connect", name, own?.url ?? null]);
            if (broken.includes(name)) throw new Error("Nobody is there.");
            return { mcp: { name, tools: [{ name: `${name}-tool` }] } };
        },
        disconnect: async (name) => asked.push(["disconnect", name]),
    }, store);
    model.addEventListener("failed", ({ detail }) => failures.push(`${detail.name}: ${detail.error.message}`));
    return { model, asked, failures, store };
}

const own = { url: "https://tools.example/mcp", type: "sse" };

test("a server of the app's is connected, names its tools, and is left", async () => {
    const { model, asked } = servers();
    model.configure([{ name: "clock", type: "stdio" }]);
    assert.equal(await model.connect("clock"), true);
    assert.deepEqual([model.list[0].state, model.list[0].tools, model.connectedCount], ["on", ["clock-tool"], 1]);
    await model.disconnect("clock");
    assert.deepEqual([model.list[0].state, model.list[0].tools, model.connectedCount], ["off", [], 0]);
    assert.deepEqual(asked, [["connect", "clock", null], ["disconnect", "clock"]]);
});

test("a failure is told and leaves it as it was; one of a person's own is then not added", async () => {
    const { model, failures } = servers({ broken: ["clock", "mine"] });
    model.configure([{ name: "clock", type: "stdio" }]);
    assert.equal(await model.connect("clock"), false);
    assert.equal(await model.add("mine", own), false);
    assert.deepEqual(model.list.map(({ name, state }) => [name, state]), [["clock", "off"]]);
    assert.deepEqual(failures, ["clock: Nobody is there.", "mine: Nobody is there."]);
});

test("a person's own server is gone when it is left, and may not take the name of the app's", async () => {
    const { model } = servers();
    model.configure([{ name: "clock", type: "stdio" }]);
    await model.add("mine", own);
    assert.equal(model.list.length, 2);
    await model.disconnect("mine");
    assert.equal(model.list.length, 1);
    await assert.rejects(model.add("clock", own), RangeError);
});

test("after a reload what was connected is connected again, but secrets are not kept", async () => {
    const store = new Store();
    const before = servers({ store });
    before.model.configure([{ name: "clock", type: "stdio" }, { name: "idle", type: "stdio" }]);
    await before.model.connect("clock");
    await before.model.add("plain", own);
    await before.model.add("header", { ...own, headers: { Authorization: "Bearer secret" } });
    await before.model.add("query", { ...own, url: "https://tools.example/mcp?key=secret" });
    await before.model.add("path", { ...own, url: "https://tools.example/s/secret/mcp" });
    assert.doesNotMatch(JSON.stringify(store.kept), /secret/);
    const after = servers({ store });
    after.model.configure([{ name: "clock", type: "stdio" }, { name: "idle", type: "stdio" }]);
    await after.model.restore();
    assert.deepEqual(after.asked, [
        ["disconnect", "header"], ["disconnect", "query"], ["disconnect", "path"],
        ["connect", "clock", null], ["connect", "plain", own.url],
    ]);
    assert.equal(after.model.connectedCount, 2);
});

test("a new chat gets what was connected in the one before", async () => {
    const { model, asked } = servers();
    model.configure([{ name: "clock", type: "stdio" }]);
    await model.add("mine", { ...own, headers: { Authorization: "Bearer secret" } });
    asked.length = 0;
    await model.restore();
    assert.deepEqual(asked, [["connect", "mine", own.url]]);
});

test("headers are written as in a request", () => {
    assert.deepEqual(headersOf("Authorization: Bearer x: y\n\n X-Key:1 "), { Authorization: "Bearer x: y", "X-Key": "1" });
    assert.deepEqual(headersOf(""), {});
    for (const wrong of ["no colon", ": x", "a b: c", "Name:"]) assert.equal(headersOf(wrong), null, wrong);
});

test("in a chat that the server kept, a connection is ended before it is made anew", async () => {
    const store = new Store();
    store.write("martlet-tool-servers", [{ name: "clock" }]);
    const { model, asked } = servers({ store });
    model.configure([{ name: "clock", type: "stdio" }]);
    await model.restore({ isKept: true });
    assert.deepEqual(asked, [["disconnect", "clock"], ["connect", "clock", null]]);
});

test("an answer of the chat before connects nothing in the new one", async () => {
    const answers = [];
    const model = new ToolServers({
        connect: (name) => new Promise((resolve) => answers.push(() => resolve({ mcp: { name, tools: [] } }))),
        disconnect: async () => {},
    }, new Store());
    model.configure([{ name: "slow", type: "stdio" }]);
    void model.connect("slow");
    void model.restore();
    answers[0]();
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(model.connectedCount, 0);
    assert.equal(answers.length, 2);
    answers[1]();
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(model.connectedCount, 1);
});

test("a replacement that fails leaves the connection that there was", async () => {
    const broken = [];
    const { model, store } = servers({ broken });
    await model.add("mine", own);
    broken.push("mine");
    assert.equal(await model.add("mine", { ...own, headers: { A: "b" } }), false);
    assert.deepEqual(model.list.map(({ name, state }) => [name, state]), [["mine", "on"]]);
    assert.equal(store.kept["martlet-tool-servers"][0].own.url, own.url);
});
