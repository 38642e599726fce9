// What is said to those who listen: each sentence once, whatever becomes of the connection and of the text.
import "./stand-ins.js";
import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const { Announcer } = await import("../../../Sources/MartletUI/Page/assets/elements/announcer.js");

/** A chat that is listened to, on a clock of the test's own. Its messages are drawn as soon as they change. */
function listened(context) {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const chat = new Chat();
    const announcer = new Announcer();
    const said = [];
    announcer.say = (text) => said.push(text);
    const view = (id) => {
        const node = chat.transcript.get(id);
        const children = node?.output.blocks?.map((textContent) => ({ textContent, querySelector: () => null }));
        return node && { querySelector: () => ({ children: children ?? [{ textContent: node.output.text, querySelector: () => null }] }) };
    };
    announcer.bind(chat, { view });
    /** What is said in the next breath. */
    const hear = () => {
        for (const breath of [600, 300]) context.mock.timers.tick(breath);
        return said.splice(0).join(" ");
    };
    return { chat, hear };
}

const message = (blocks, more = {}) => ({ id: "m", type: "assistant_message", output: blocks.join("\n\n"), blocks, ...more });

test("a message that only said to wait is read when it says more", (context) => {
    const { chat, hear } = listened(context);
    chat.receive("new_message", message(["Thinking…"]));
    assert.equal(hear(), "Thinking…");
    chat.receive("update_message", message(["The answer. It is 42."]));
    assert.equal(hear(), "The answer. It is 42.");
    chat.receive("update_message", { id: "m", metadata: { rated: true } });
    assert.equal(hear(), "");
});

test("so it is when its answer is streamed", (context) => {
    const { chat, hear } = listened(context);
    chat.receive("new_message", message(["Thinking…"]));
    hear();
    chat.receive("stream_start", message(["Thinking…"], { streaming: true }));
    chat.receive("message_html", { id: "m", field: "output", from: 0, blocks: ["First. Sec"] });
    assert.equal(hear(), "First.");
    chat.receive("message_html", { id: "m", field: "output", from: 0, blocks: ["First. Second."], final: true });
    chat.receive("update_message", { id: "m", output: "First. Second." });
    assert.equal(hear(), "Second.");
});

test("a server that renders nothing is heard as well", (context) => {
    const { chat, hear } = listened(context);
    chat.receive("new_message", { id: "m", type: "assistant_message", output: "Thinking…" });
    assert.equal(hear(), "Thinking…");
    chat.receive("update_message", { id: "m", output: "Done." });
    assert.equal(hear(), "Done.");
});

test("a snapshot of a message that is being written goes on where the reading was", async (context) => {
    const { chat, hear } = listened(context);
    chat.receive("stream_start", message(["One. Tw"], { streaming: true }));
    assert.equal(hear(), "One.");
    for (const blocks of [["One. Two.", "Three. F"], ["One. Two.", "Three. Four. F"]]) {
        chat.receive("snapshot", { messages: [message(blocks, { streaming: true })], running: true });
        await null;
    }
    assert.equal(hear(), "Two. Three. Four.");
    chat.receive("snapshot", { messages: [message(["One. Two.", "Three. Four. Five."])] });
    await null;
    assert.equal(hear(), "Five.", "also what came while nobody listened");
});

test("of a long chat the message may come later", async (context) => {
    const { chat, hear } = listened(context);
    chat.receive("stream_start", message(["One. Tw"], { streaming: true }));
    assert.equal(hear(), "One.");
    chat.receive("snapshot", { messages: [message(["Old."], { id: "old" })], complete: false, running: true });
    await null;
    chat.receive("new_message", message(["Older."], { id: "older" }));
    chat.receive("delete_message", { id: "old" });
    chat.receive("new_message", message(["One. Two. Th"], { streaming: true }));
    chat.receive("snapshot_end");
    assert.equal(hear(), "Two.");
});

test("what is gone is forgotten: a chat that is opened anew is read from its beginning", async (context) => {
    const { chat, hear } = listened(context);
    chat.receive("stream_start", message(["One. Tw"], { streaming: true }));
    hear();
    chat.clear();
    await null;
    chat.receive("stream_start", message(["One. Tw"], { streaming: true }));
    assert.equal(hear(), "One.");
    chat.receive("delete_message", { id: "m" });
    chat.receive("new_message", message(["One."]));
    assert.equal(hear(), "One.");
    chat.receive("snapshot", { messages: [] });
    await null;
    chat.receive("new_message", message(["One."]));
    assert.equal(hear(), "One.");
});

test("what a snapshot brings is not news", async (context) => {
    const { chat, hear } = listened(context);
    chat.receive("snapshot", { messages: [message(["Old."])] });
    await null;
    chat.receive("update_message", { id: "m", metadata: {} });
    assert.equal(hear(), "");
});
