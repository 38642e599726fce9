import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import assert from "node:assert/strict";
import { listen } from "./page.js";
import { test } from "node:test";

const run = { id: "r", parentId: null, type: "run", name: "on_chat_start", output: "" };

test("a person's own message is shown at once, under the id that is sent", () => {
    const chat = new Chat();
    const { message, fileReferences } = chat.compose("hello", { author: "Ada" });
    assert.match(message.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual([message.type, message.output, message.name, fileReferences], ["user_message", "hello", "Ada", []]);
    assert.equal(chat.transcript.get(message.id).output.text, "hello");
    chat.receive("message_html", { id: message.id, field: "output", from: 0, blocks: ["<p>hello</p>"], final: true });
    assert.deepEqual(chat.transcript.get(message.id).output.blocks, ["<p>hello</p>"]);
});

test("running follows the tasks, and is told once", () => {
    const chat = new Chat();
    const told = listen(chat, "running");
    for (const name of ["task_start", "task_start", "task_end", "task_end"]) chat.receive(name, {});
    assert.equal(told.length, 2);
    assert.equal(chat.isRunning, false);
});

test("a question is kept with its answer's way until the server clears it", () => {
    const chat = new Chat();
    const answers = [];
    chat.receive("task_start", {});
    chat.receive("ask", {
        msg: { id: "q", parentId: null, type: "assistant_message", name: "A", output: "name?" },
        spec: { type: "text", timeout: 5, step_id: "q" },
    }, (answer) => answers.push(answer));
    assert.equal(chat.isRunning, false);
    chat.ask.reply(chat.answer("Ada", "User"));
    assert.equal(answers[0].output, "Ada");
    assert.equal(chat.ask, null);
});

test("a lost connection ends a question", () => {
    const chat = new Chat();
    chat.receive("ask", { msg: { id: "q", type: "assistant_message", output: "" }, spec: { type: "text" } }, () => {});
    chat.disconnected();
    assert.equal(chat.ask, null);
});

test("a snapshot is the whole truth", () => {
    const chat = new Chat();
    chat.receive("new_message", { id: "old", parentId: null, type: "assistant_message", output: "" });
    chat.receive("snapshot", {
        messages: [{ id: "u", parentId: null, type: "user_message", output: "hi", blocks: ["<p>hi</p>"] }],
        elements: [{ id: "e", forId: "u" }, { id: "t", type: "tasklist" }],
        settings: [{ type: "switch", id: "s", initial: true }], running: true, threadId: "t",
    });
    assert.equal(chat.transcript.get("old"), undefined);
    assert.equal(chat.transcript.elementsOf("u").length, 1);
    assert.deepEqual([chat.taskList.id, chat.settings.value("s"), chat.isRunning, chat.hasInteraction], ["t", true, true, true]);
});

test("a text that the server never saw is given back", () => {
    const chat = new Chat();
    const told = listen(chat, "lost");
    chat.compose("are you there?");
    chat.receive("snapshot", { messages: [], elements: [], running: false, threadId: "t" });
    assert.deepEqual(told, [{ type: "lost", text: "are you there?" }]);
});

test("a text that the server has seen is not given back", () => {
    const chat = new Chat();
    const told = listen(chat, "lost");
    chat.compose("are you there?");
    chat.receive("task_start", {});
    chat.receive("snapshot", { messages: [], elements: [], running: false, threadId: "t" });
    assert.deepEqual(told, []);
});

test("a restarted server that begins anew is noticed, one that brings a snapshot is not", () => {
    for (const [hasSnapshot, expected] of [[false, 1], [true, 0]]) {
        const chat = new Chat();
        const told = listen(chat, "forgotten");
        chat.receive("hello", { bootId: "1" });
        chat.compose("hi");
        chat.receive("hello", { bootId: "2" });
        if (hasSnapshot) chat.receive("snapshot", { messages: [{ id: "u", type: "user_message", output: "hi" }] });
        chat.receive("new_message", run);
        assert.equal(told.length, expected);
    }
});

test("the end of a message is told, its tokens are not", () => {
    const chat = new Chat();
    const told = listen(chat, "finished");
    const message = { id: "m", parentId: null, type: "assistant_message", output: "a" };
    chat.receive("stream_start", { ...message, streaming: true });
    chat.receive("message_html", { id: "m", field: "output", from: 0, blocks: ["<p>a b</p>"], final: false });
    chat.receive("new_message", { ...message, output: "a b", streaming: false });
    assert.equal(told.length, 1);
    assert.equal(told[0].node.output.text, "a b");
});

test("an event this page does not know is ignored", () => {
    assert.doesNotThrow(() => new Chat().receive("set_modes", []));
});
