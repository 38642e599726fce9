import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import assert from "node:assert/strict";
import { listen } from "./page.js";
import { test } from "node:test";

const run = { id: "r", parentId: null, type: "run", name: "on_chat_start", output: "" };

/** A chat whose connection was lost after a message was sent. */
function sentBefore() {
    const chat = new Chat();
    chat.outbox.connected();
    const { message: { id } } = chat.compose("are you there?");
    chat.outbox.sendNext(() => true);
    chat.outbox.connected();
    return { chat, id };
}

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

test("a message that the server never saw waits again, and is shown", () => {
    const { chat, id } = sentBefore();
    chat.receive("snapshot", { messages: [], elements: [], running: false, threadId: "t" });
    assert.equal(chat.outbox.isWaiting(id), true);
    assert.equal(chat.transcript.get(id).step.isWaiting, true);
});

test("a message that the server has seen is not sent again", () => {
    const { chat, id } = sentBefore();
    chat.receive("snapshot", { messages: [{ id, type: "user_message", output: "hi", parentId: null }], running: false });
    assert.deepEqual(chat.outbox.messages, []);
    assert.ok(!chat.transcript.get(id).step.isWaiting);
});

test("its rendering says that a message has arrived", () => {
    const chat = new Chat();
    const { message: { id } } = chat.compose("hi");
    assert.equal(chat.transcript.get(id).step.isWaiting, true);
    chat.outbox.sendNext(() => true);
    assert.equal(chat.transcript.get(id).step.isWaiting, false);
    chat.receive("message_html", { id, field: "output", from: 0, blocks: ["<p>hi</p>"], final: true });
    assert.deepEqual(chat.outbox.messages, []);
});

test("of a long chat the end decides what the server has seen", () => {
    const { chat, id } = sentBefore();
    const told = listen(chat, "restored");
    chat.receive("snapshot", { messages: [], complete: false, running: false });
    assert.equal(told.length, 0);
    chat.receive("new_message", { id, type: "user_message", output: "hi", parentId: null });
    chat.receive("snapshot_end", {});
    assert.deepEqual([told.length, chat.outbox.messages], [1, []]);
});

test("a text that went to a server that is no more is given back", () => {
    const { chat, id } = sentBefore();
    const told = listen(chat, "lost");
    chat.settleAsNew();
    assert.deepEqual(told, [{ type: "lost", text: "are you there?" }]);
    assert.equal(chat.transcript.get(id), undefined);
});

test("only the chat's own beginning is a start", () => {
    const chat = new Chat();
    chat.compose("too early");
    chat.receive("task_start", {});
    assert.equal(chat.isStarting, true);
    chat.receive("task_end", {});
    chat.receive("first_interaction", { interaction: "hi", thread_id: "t" });
    chat.receive("task_start", {});
    assert.equal(chat.isStarting, false);
});

test("commands, modes and favourites are taken, from a snapshot too", () => {
    const chat = new Chat();
    const modes = [{ id: "m", name: "M", options: [{ id: "a", name: "A" }] }];
    chat.receive("set_commands", [{ id: "Search" }]);
    chat.receive("set_favorites", [{ id: "f", output: "again" }]);
    assert.deepEqual([chat.commands.list.length, chat.favorites.length], [1, 1]);
    chat.receive("snapshot", { messages: [], commands: [], modes, running: false });
    assert.deepEqual([chat.commands.list, chat.modes.selection], [[], { m: "a" }]);
    const { message, fileReferences } = chat.compose("hi", { command: "Search", files: [{ id: "1" }] });
    assert.deepEqual([message.command, message.modes, fileReferences], ["Search", { m: "a" }, [{ id: "1" }]]);
});

test("a question that a lost connection took away is known to come again", () => {
    const chat = new Chat();
    const question = { msg: { id: "q", type: "assistant_message", output: "" }, spec: { type: "text", timeout: 5 } };
    chat.receive("ask", question, () => {});
    chat.disconnected();
    assert.equal(chat.isAskInterrupted, true);
    chat.receive("ask", question, () => {});
    assert.equal(chat.isAskInterrupted, false);
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
    assert.doesNotThrow(() => new Chat().receive("set_mood", []));
});
